"""What an applicant types at the first sign-in, and an officer at the decision."""

import re

from allauth.account.adapter import get_adapter
from allauth.core import context, ratelimit
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.accounts.forms import PhoneFormField
from unionhall.accounts.phones import FILLING, folded
from unionhall.core.text import compact
from unionhall.members.binding.rules import Claim
from unionhall.members.models import Person

TAIL = re.compile(r"[0-9]{5}[0-9X]")


class ClaimForm(forms.Form):
    """Mobile number, name and the end of the ID number."""

    phone = PhoneFormField()
    name = forms.CharField(
        label=pgettext_lazy("of a person", "Name"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    tail = forms.CharField(
        label=_("Last six characters of the ID number"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    workplace = forms.CharField(label=_("Where do you work?"), max_length=100, required=False)

    def clean_name(self) -> str:
        name = self.cleaned_data["name"].strip()
        if not compact(name):
            raise forms.ValidationError(_("Enter your name as it stands on your ID card."))
        return name

    def clean_tail(self) -> str:
        tail = FILLING.sub("", folded(self.cleaned_data["tail"])).upper()
        if not TAIL.fullmatch(tail):
            raise forms.ValidationError(
                _("Enter the last six characters: six digits, or five digits and an X.")
            )
        return tail

    def clean(self) -> dict:
        """Count the attempt, per number and per address, before anything is sent."""
        if not self.errors and not ratelimit.consume(
            context.request, action="first_sign_in", key=self.cleaned_data["phone"]
        ):
            raise get_adapter().validation_error("too_many_codes")
        return self.cleaned_data

    def claim(self) -> Claim:
        """What the applicant says."""
        given = self.cleaned_data
        return Claim(name=given["name"], phone=given["phone"], tail=given["tail"])


class AcceptanceForm(forms.Form):
    """The member who the applicant is."""

    person = forms.ModelChoiceField(Person.objects.none())


class RefusalForm(forms.Form):
    """Why an applicant cannot be bound, for the applicant to read."""

    reason = forms.CharField(
        label=_("Reason, which the applicant reads"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Say what the applicant can do. Do not say whether somebody is in the register."
        ),
    )
