"""What is asked before an act is done to many."""

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.members.bulk.kinds import ACTS


class ActForm(forms.Form):
    """Which act, chosen first: what else is asked depends on it."""

    act = forms.ChoiceField(
        label=_("What is to be done"),
        widget=forms.RadioSelect,
        choices=[(code, act.title) for code, act in ACTS.items()],
    )


class ValueForm(forms.Form):
    """The act's own question, and why."""

    reason = forms.CharField(
        label=_("Why?"),
        max_length=150,
        help_text=_("Each member can read it beside what was done."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("value", "reason")

    def __init__(self, code: str, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["value"] = ACTS[code].field()
        self.order_fields(self.field_order)
