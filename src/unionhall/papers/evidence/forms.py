"""What is typed about evidence."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.access.organisations.forms import day_field
from unionhall.papers.evidence.models import ItemForm as Made
from unionhall.papers.evidence.models import ItemWay


class ItemForm(forms.Form):
    """One piece of evidence."""

    name = forms.CharField(label=_("What is it called?"), max_length=200)
    proves = forms.CharField(
        label=_("What shall it prove?"),
        max_length=500,
        required=False,
        help_text=_("One fact, for example: how much was paid in March."),
    )
    source = forms.CharField(label=_("From whom?"), max_length=100)
    handed_on = day_field(_("When was it handed in?"))
    way = forms.ChoiceField(label=_("How did it come?"), choices=ItemWay.choices)
    form = forms.ChoiceField(label=_("Original or copy?"), choices=Made.choices)
    pages = forms.IntegerField(
        label=_("How many pages?"), required=False, min_value=1, max_value=100000
    )


class AddForm(ItemForm):
    """The same, with the file where there is one."""

    file = forms.ChoiceField(label=_("Which file?"), required=False)

    def __init__(self, *args: Any, files: list, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.files_by_key = {str(file.uid): file for file in files}
        field: Any = self.fields["file"]
        field.choices = [("", _("none: it lies in the office"))]
        field.choices += [(key, file.name) for key, file in self.files_by_key.items()]
        self.order_fields(["file"])

    @property
    def told(self) -> dict[str, Any]:
        """What was said, with the file itself."""
        told = dict(self.cleaned_data)
        told["attachment"] = self.files_by_key.get(told.pop("file"))
        return told


class ReturnForm(forms.Form):
    to = forms.CharField(label=_("To whom was it given back?"), max_length=100)
    returned_on = day_field(_("When?"))


class StrikeForm(forms.Form):
    reason = forms.CharField(label=_("Why is it struck off?"), max_length=300)
