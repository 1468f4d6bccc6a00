"""What a reader asks of the rulebook."""

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.rulebook import deadlines
from unionhall.rulebook.explain import TOPICS, word
from unionhall.rulebook.schema import Rule


class SearchForm(forms.Form):
    """Words and a topic."""

    q = forms.CharField(label=_("Words"), required=False, max_length=100)
    topic = forms.ChoiceField(
        label=_("Topic"), required=False, choices=[("", _("All topics")), *TOPICS.items()]
    )


class CountForm(forms.Form):
    """A day to count from, and which of the rule's periods."""

    start = forms.DateField(
        label=_("From"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )

    def __init__(self, *args, rule: Rule, **kwargs):
        super().__init__(*args, **kwargs)
        if len(parts := deadlines.parts_of(rule)) > 1:
            choices = [(name, word("param", name)) for name in parts]
            self.fields["part"] = forms.ChoiceField(label=_("Period"), choices=choices)
