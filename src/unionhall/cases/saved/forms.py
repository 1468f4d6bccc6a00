"""What is asked before a view is saved or changed."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ViewForm(forms.Form):
    """Its name, and who sees it."""

    name = forms.CharField(
        label=_("Name of the view"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    is_shared = forms.BooleanField(
        label=_("Share it with my union and all on its line"),
        required=False,
        help_text=_("Each sees only the requests they may open."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
