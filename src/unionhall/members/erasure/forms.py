"""What is typed about erasing a person's data."""

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.access.organisations.forms import day_field


class EraseForm(forms.Form):
    """That it is meant: nothing brings it back."""

    sure = forms.BooleanField(label=_("I have looked at it; this cannot be undone."))


class WhyNotForm(forms.Form):
    """Why the data is kept."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The person reads it."),
    )


class AskErasureForm(forms.Form):
    """Why somebody wants their data erased, if they want to say."""

    reason = forms.CharField(label=_("Reason (if you like)"), max_length=300, required=False)


class HoldForm(forms.Form):
    """What the data is needed for, and until when."""

    ground = forms.CharField(
        label=_("Ground"),
        max_length=300,
        help_text=_("The dispute, inspection or law that needs the data, with its number."),
    )
    until_on = day_field(_("Until"), required=False, initial=None)
