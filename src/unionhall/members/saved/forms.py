"""What is typed about a search beside its conditions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.members.forms import RegisterForm


class SearchForm(forms.Form):
    """Its name, which memberships it looks at, and who else sees it."""

    status = forms.ChoiceField(
        label=_("Of whom"), choices=RegisterForm.STATUSES, required=False, initial="held"
    )
    name = forms.CharField(
        label=_("Name of the search"), max_length=60, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    is_shared = forms.BooleanField(
        label=_("Share it with my union and all above and below it"),
        required=False,
        help_text=_("They see the search; whom it finds depends on what each may see."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_status(self) -> str:
        return self.cleaned_data["status"] or "held"

    def clean_name(self) -> str:
        return self.cleaned_data["name"].replace("\0", "")
