"""What is typed to change a membership."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.members.forms import day, words
from unionhall.members.rules import Stretch
from unionhall.members.standing.models import Cause

SEEN = _("The member can read it.")


def resolution(label) -> forms.CharField:
    """Number and day of a resolution of the committee, as its minutes call it."""
    return forms.CharField(
        label=label, max_length=120, help_text=_("As the minutes call it, such as “2026 No. 12”.")
    )


class KeepForm(forms.Form):
    """Why and for how long a membership is kept."""

    cause = forms.ChoiceField(label=_("Why is it kept?"), choices=[("", "–"), *Cause.choices])
    from_on = day(pgettext_lazy("membership", "From"))
    until_on = day(
        pgettext_lazy("membership", "Until"),
        required=False,
        help_text=_("The first day on which all rights hold again."),
    )
    reason = words(_("Reason"), max_length=300, help_text=SEEN)


class RetireForm(forms.Form):
    """When somebody retires, and whether they stay a member."""

    from_on = day(_("Retired from"))
    keeps = forms.TypedChoiceField(
        label=_("What does the member want?"),
        choices=[
            ("yes", _("keep the membership")),
            ("no", _("end the membership")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )


class SuspendForm(forms.Form):
    """What the committee resolved."""

    resolution = resolution(_("Resolution of the committee"))
    from_on = day(pgettext_lazy("membership", "From"))
    until_on = day(
        pgettext_lazy("membership", "Until"),
        required=False,
        help_text=_("The first day on which all rights hold again."),
    )
    reason = words(_("Reason"), max_length=300, help_text=SEEN)


class ResumeForm(forms.Form):
    """From when on all rights hold again."""

    until_on = day(_("All rights hold again from"))
    reason = words(_("Reason"), max_length=300, help_text=SEEN)


class WithdrawForm(forms.Form):
    """A notice on paper, as an officer takes it down."""

    asked_on = day(_("Date of the member's notice"))
    reason = words(
        _("Reason, if the member gave one"),
        required=False,
        max_length=300,
        help_text=_("Nobody has to give one."),
    )


class AnnounceForm(forms.Form):
    """What is known after the announcement."""

    card_back = forms.BooleanField(label=_("The card has been given back."), required=False)


class ExpelForm(forms.Form):
    """What the committee resolved."""

    resolution = resolution(_("Resolution of the committee"))
    resolved_on = day(_("Resolved on"))
    until_on = day(_("No longer a member from"))
    reason = words(_("Grounds"), max_length=500, help_text=SEEN)


class DeathForm(forms.Form):
    """The day somebody died."""

    died_on = day(_("Died on"))


class RetractForm(forms.Form):
    """Why a note of death was wrong."""

    reason = words(_("What was wrong?"), max_length=300)


class CorrectSpellForm(forms.Form):
    """The days as they should be, beside those the officer saw."""

    from_on = day(_("Member since"))
    until_on = day(
        _("No longer a member from"),
        required=False,
        help_text=_("Leave it empty where the membership goes on."),
    )
    reason = words(_("Why is this corrected?"), max_length=300, help_text=SEEN)
    seen_from_on = forms.DateField(widget=forms.HiddenInput)
    seen_until_on = forms.DateField(widget=forms.HiddenInput, required=False)

    def stretches(self) -> dict[str, Any]:
        """The days as they should be, and as they were seen."""
        told = self.cleaned_data
        return {
            "new": Stretch(told["from_on"], told["until_on"]),
            "seen": Stretch(told["seen_from_on"], told["seen_until_on"]),
        }
