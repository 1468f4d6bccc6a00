"""What is typed about a repeated problem."""

from django import forms
from django.utils.translation import gettext_lazy as _

UNNAMED = _("Name no worker: others read it.")


class TakeForm(forms.Form):
    """What is to be said at the table."""

    reason = forms.CharField(
        label=_("What to ask for, if you know it already"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=UNNAMED,
    )


class DeclineForm(forms.Form):
    """Why nothing is to be done."""

    reason = forms.CharField(
        label=_("Why nothing is to be done now"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=UNNAMED,
    )
