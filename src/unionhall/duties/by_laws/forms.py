"""What an officer fills in about a union's own value."""

import json

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.access.organisations.forms import day_field
from unionhall.duties.by_laws import queries
from unionhall.rulebook.explain import word
from unionhall.rulebook.schema import Rule, typed

MOST_LISTED = 300


class UnionForm(forms.Form):
    """For which union; offered as a choice where they are not too many."""

    union = forms.CharField(label=_("For which union"), max_length=40)

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        listed = list(units[: MOST_LISTED + 1])
        if len(listed) <= MOST_LISTED:
            choices = [(unit.code, f"{unit} ({unit.code})") for unit in listed]
            self.fields["union"].widget = forms.Select(choices=choices)
        else:
            self.fields["union"].help_text = _("The union's code, as its page shows it.")


class ByLawForm(forms.Form):
    """A value, from when on, and where and why it was resolved."""

    param = forms.ChoiceField(label=_("What"))
    value = forms.CharField(label=_("The union's value"), max_length=500)
    from_on = day_field(_("Holds from"))
    until_on = day_field(
        _("No longer from"),
        required=False,
        initial=None,
        help_text=_("Left empty: until it is ended."),
    )
    source = forms.CharField(
        label=_("By-law or resolution it stands in"),
        max_length=200,
        help_text=_("With its number or article, so that anybody can look it up."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Anybody may read it on the rule's page."),
    )

    def __init__(self, *args, rule: Rule, **kwargs):
        super().__init__(*args, **kwargs)
        movable = queries.movable(rule)
        choices = [(param.name, word("param", param.name)) for param in movable]
        self.fields["param"].choices = choices  # type: ignore[attr-defined]
        if movable:
            now = json.dumps(movable[0].values[-1].value, default=str)
            self.fields["value"].help_text = _("Written as the law's own: %s") % now

    def clean_value(self):
        return typed(self.cleaned_data["value"].strip())


class EndForm(forms.Form):
    """The day on which the general value holds again."""

    until_on = day_field(_("No longer from"), initial=None)
