"""What is asked before a list leaves the house."""

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.exchange.exports.models import Export


class ExportForm(forms.Form):
    """Which columns, in which format, whether with whole ID numbers, and why."""

    reason = forms.CharField(
        label=_("What do you need the file for?"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_(
            "It stands in the file, in the history, and whoever is in the list can read it."
        ),
    )
    format = forms.ChoiceField(
        label=_("File"),
        choices=Export.Format.choices,
        initial=Export.Format.XLSX,
        widget=forms.RadioSelect,
    )
    columns = forms.MultipleChoiceField(label=_("Columns"), widget=forms.CheckboxSelectMultiple)
    with_ids = forms.BooleanField(
        label=_("Whole ID numbers"),
        required=False,
        help_text=_(
            "Otherwise their middle is hidden. Every member can read that you took theirs."
        ),
    )

    def __init__(self, *args, choices, may_ids: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["columns"].choices = choices  # type: ignore[attr-defined]
        if not may_ids:
            del self.fields["with_ids"]
