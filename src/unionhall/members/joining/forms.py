"""What an officer chooses of the list."""

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.members.joining.rows import KINDS


class JoiningForm(forms.Form):
    """Which rows, and in what order; whatever is not one of them is left out."""

    SHOWS = (
        ("waiting", _("Waiting")),
        ("ours", _("Waiting for us")),
        ("ended", _("Ended")),
    )
    ORDERS = (("due", _("due first")), ("new", _("newest first")), ("old", _("oldest first")))

    show = forms.ChoiceField(required=False, choices=SHOWS)
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", _("all")), *KINDS.items()],
    )
    unit = forms.CharField(label=_("Union"), required=False, max_length=40)
    q = forms.CharField(label=_("Person"), required=False, max_length=60)
    order = forms.ChoiceField(label=_("Sorted by"), required=False, choices=ORDERS)

    def chosen(self) -> dict[str, str]:
        """What was chosen rightly, by name."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
