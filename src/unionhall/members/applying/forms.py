"""What an applicant types, and what an officer decides."""

from allauth.account.adapter import get_adapter
from allauth.core import context, ratelimit
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.accounts.forms import PhoneFormField
from unionhall.core.errors import Refused
from unionhall.core.text import compact
from unionhall.members import rules
from unionhall.members.forms import EMPLOYMENTS, day, words
from unionhall.members.models import Person
from unionhall.members.standing.forms import resolution
from unionhall.members.transfers.forms import UnionField


class WishForm(forms.Form):
    """Who wants to become a member, and where they work."""

    name = forms.CharField(
        label=pgettext_lazy("of a person", "Name"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = PhoneFormField()
    id_number = forms.CharField(
        label=_("ID number"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    employment = forms.ChoiceField(
        label=_("How do you work?"), required=False, choices=[("", "–"), *EMPLOYMENTS]
    )
    workplace = forms.CharField(
        label=_("Workplace, or platform and kind of work"), max_length=100, required=False
    )

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if not compact(name):
            raise forms.ValidationError(_("Enter your name as it stands on your ID card."))
        return name

    def clean_id_number(self) -> str:
        try:
            return rules.id_number(self.cleaned_data["id_number"])
        except Refused as refusal:
            raise forms.ValidationError(refusal.reason, code="id_invalid") from refusal


class ApplyForm(WishForm):
    """An application on the phone: of one's own free will, and not too many from one place."""

    free_will = forms.BooleanField(
        label=_("I apply of my own free will and accept the union's constitution.")
    )

    def clean(self) -> dict:
        """Count the attempt, per number and per address, before anything is sent."""
        if not self.errors and not ratelimit.consume(
            context.request, action="apply", key=self.cleaned_data["phone"]
        ):
            raise get_adapter().validation_error("too_many_codes")
        return self.cleaned_data


class ForForm(forms.Form):
    """An application that a delegate brings; asked is only what the register does not have."""

    union = UnionField(
        label=_("Union to join"), max_length=200, help_text=_("Its whole name, or its code.")
    )
    phone = PhoneFormField(label=_("Their mobile number"))
    id_number = forms.CharField(
        label=_("Their ID number"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    employment = forms.ChoiceField(
        label=_("How do they work?"), required=False, choices=[("", "–"), *EMPLOYMENTS]
    )
    workplace = forms.CharField(
        label=_("Workplace, or platform and kind of work"), max_length=100, required=False
    )
    free_will = forms.BooleanField(
        label=_("They apply of their own free will and accept the union's constitution.")
    )

    def __init__(self, *args, person: Person, **kwargs):
        super().__init__(*args, **kwargs)
        if person.phone:
            del self.fields["phone"]
        if person.id_number:
            del self.fields["id_number"]


class PaperForm(WishForm):
    """An application on paper, as an officer takes it down."""

    asked_on = day(_("Date of the application"))


class AdmitForm(forms.Form):
    """What the committee resolved."""

    resolution = resolution(_("Resolution of the committee"))
    from_on = day(_("Member since"))


class RefuseForm(forms.Form):
    """Why somebody is not admitted, for the applicant to read."""

    reason = words(_("Reason, which the applicant reads"), max_length=300)
