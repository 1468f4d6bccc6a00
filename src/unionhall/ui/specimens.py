"""Each component with its samples, for the page /ui/ and for the tests of all together."""

from django.utils.translation import gettext_lazy

# (component, what it is for, samples)
SPECIMENS = (
    (
        "due",
        gettext_lazy("How much time is left, and how the day was found."),
        (
            "{% due open_duty on=today %}",
            "{% due soon_duty on=today reckoning=steps rule=rule_ %}",
            "{% due missed_duty on=today %}",
            "{% due far_duty on=today %}",
            "{% due met_duty on=today %}",
            "{% due late_duty on=today %}",
        ),
    ),
    ("rule", gettext_lazy("What decides here, and where it is written."), ("{% rule rule_ %}",)),
    (
        "who_sees",
        gettext_lazy("Who will read this, before one writes."),
        ('{% who_sees readers note=words.note log_url="#log" %}',),
    ),
    ("trail", gettext_lazy("What happened, newest last."), ("{% trail entries %}",)),
    (
        "state",
        gettext_lazy("Where something stands: word, icon and colour."),
        (
            '{% state words.open tone="new" %} {% state words.working tone="active" %} '
            '{% state words.asked tone="waiting" %} {% state words.closed tone="good" %} '
            '{% state words.soon tone="warn" %} {% state words.late tone="bad" %} {% state words.withdrawn tone="quiet" %}',
        ),
    ),
    (
        "figure",
        gettext_lazy("A number with its comparison, its table one click away."),
        (
            '<div class="figures">{% figure 52 label=words.figure comparison=words.more trend="up" table_url="#table" %}'
            '{% figure 3 label=words.late_figure comparison=words.less trend="down" good="down" %}'
            "{% figure None label=words.harassment unit=words.cases small=True %}"
            "{% figure 412345 label=words.figure %}</div>",
        ),
    ),
    (
        "empty",
        gettext_lazy("What will be here, why it is empty, and the one thing to do."),
        ('{% empty words.none why=words.why action=words.take_down url="#take-down" %}',),
    ),
    (
        "refusal",
        gettext_lazy("What was not done, why, the article, and what to do instead."),
        ("{% refusal refusal_ what=words.not_reopened %}",),
    ),
    (
        "button",
        gettext_lazy("The one primary act of a page, and the others."),
        (
            '{% button words.send kind="primary" icon="send" %} {% button words.save icon="device-floppy" %} '
            '{% button words.undo kind="quiet" icon="arrow-back-up" %} {% button words.close kind="danger" %} '
            '{% button words.take_down url="#take-down" key="t" %}',
        ),
    ),
    (
        "act",
        gettext_lazy("An act of one click: a button with its form."),
        ('{% act "#" words.close icon="check" key="c" target="#case" %}',),
    ),
    (
        "field",
        gettext_lazy("One question, with its help, its reason, its error and an example."),
        (
            '{% field form.phone why=words.why_phone example="13800138000" %}',
            '{% field wrong.phone example="13800138000" %}',
            "{% field form.topic %}",
            "{% field form.text %}",
            "{% field form.readers %}",
            "{% field form.agreed %}",
        ),
    ),
    (
        "filters",
        gettext_lazy("What narrows a list."),
        ('{% filters filter_form clear="#" found=words.found %}',),
    ),
    ("tabs", gettext_lazy("Views of one list."), ("{% tabs tab_items label=words.which %}",)),
    (
        "pager",
        gettext_lazy("The pages before and after."),
        ('{% pager previous="#p" next="#n" note=words.page_note %}',),
    ),
    (
        "progress",
        gettext_lazy("How far a piece of work is."),
        ("{% progress 6400 of=10000 label=words.importing %}",),
    ),
    (
        "chart",
        gettext_lazy("A picture of a table; its title says what one sees."),
        (
            "{% chart one_series finding=words.grew unit=words.cases %}",
            '{% chart two_series finding=words.on_time kind="stack" %}',
            '{% chart topics finding=words.pay_first kind="rows" %}',
            '{% chart topics finding=words.pay_first kind="pie" %}',
            '{% chart two_series finding=words.on_time kind="line" %}',
        ),
    ),
    (
        "badge",
        gettext_lazy("A short word or number set apart."),
        ('{% badge words.new tone="new" %} {% badge 12 %} {% badge words.soon tone="warn" %}',),
    ),
    (
        "day",
        gettext_lazy("A day."),
        ("{% day today %}", "{% day today weekday=False %}", "{% day today year=False %}"),
    ),
    ("moment", gettext_lazy("A moment."), ("{% moment now %}", "{% moment now year=True %}")),
    ("money", gettext_lazy("An amount."), ("{% money amount %}", "{% money owed %}")),
    ("count", gettext_lazy("A count."), ("{% count 1234 %}", "{% count 412345 %}")),
    (
        "icon",
        gettext_lazy("A drawing beside words."),
        ('{% icon "scale" %} {% icon "bell" size="lg" %} {% icon "inbox" size="xl" %}',),
    ),
)
