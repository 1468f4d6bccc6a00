"""What is typed when two requests are put side by side."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ContinueForm(forms.Form):
    """Why it is the same matter."""

    reason = forms.CharField(
        label=_("Reason, as the worker will read it"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class TieForm(forms.Form):
    """Which other request, and why."""

    other = forms.CharField(
        label=_("Number of the other request"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        required=False,
        help_text=_("Whoever reads this request reads it: do not name the other worker."),
    )
