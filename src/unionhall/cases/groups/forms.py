"""What is typed into the pages of groups."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class BeginForm(forms.Form):
    about = forms.CharField(
        label=_("What it is about, as those who join read it"),
        max_length=200,
        help_text=_("A few words, without names: night-shift allowance of the packing line."),
    )


class JoinForm(forms.Form):
    code = forms.CharField(label=_("Code to join"), max_length=20)
    agreed = forms.BooleanField(
        label=_("I join. The others see how many we are, not my name; the union sees my name."),
        required=False,
    )


class AddForm(forms.Form):
    person = forms.UUIDField(label=_("Key of the member's file"))
    agreed = forms.BooleanField(label=_("The worker agrees to join"), required=False)


class ConfirmForm(forms.Form):
    settled = forms.TypedChoiceField(
        label=_("Does the answer settle it for you?"),
        choices=[("yes", _("Yes, it is settled")), ("no", _("No, it is not settled"))],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )


class ChooseForm(forms.Form):
    chosen: Any = forms.ModelMultipleChoiceField(
        label=_("Who speaks for all"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["chosen"].queryset = rows
        self.fields["chosen"].label_from_instance = lambda row: row.person.name
