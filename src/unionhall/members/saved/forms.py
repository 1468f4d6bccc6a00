"""What is typed about a search beside its conditions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.members.forms import RegisterForm


class SearchForm(forms.Form):
    """Its name, which memberships it looks at, and who else sees it."""

    # Its buttons do more than save: none of them may be held up by an empty name.
    use_required_attribute = False

    status = forms.ChoiceField(label=_("Of whom"), choices=RegisterForm.STATUSES)
    name = forms.CharField(
        label=_("Name of the search"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    is_shared = forms.BooleanField(
        label=_("Share it with my union and all above and below it"),
        required=False,
        help_text=_("They see the search; whom it finds depends on what each may see."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def is_complete(self, *, named: bool) -> bool:
        """Whether all is said; a search that is only looked at needs no name yet."""
        if not named:
            self.errors.pop("name", None)
        return not self.errors
