"""What an officer types to invite a member of another union."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.members.forms import words
from unionhall.members.inviting.models import Known


class InviteForm(forms.Form):
    """Name and one number, as the person told them, and why."""

    name = forms.CharField(label=pgettext_lazy("of a person", "Name"), max_length=100)
    known_by = forms.ChoiceField(
        label=_("Known by"), choices=Known.choices, initial=Known.PHONE, widget=forms.RadioSelect
    )
    number = forms.CharField(
        label=_("This number, whole"),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("A card's number stands on the member's card on the phone."),
    )
    reason = words(_("Reason"), max_length=300, help_text=_("The member can read it."))
