"""What is asked before many requests are handed over."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.cases.bulk.receivers import Choices


class AssignForm(forms.Form):
    """To whom, and why."""

    to = forms.ChoiceField(label=_("To whom"))
    reason = forms.CharField(
        label=_("Why?"),
        max_length=150,
        help_text=_("It stands beside each request; the receiver reads it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args, choices: Choices, **kwargs):
        super().__init__(*args, **kwargs)
        field: Any = self.fields["to"]
        field.choices = [("", _("Choose …")), *choices]
