"""What is typed into the pages of employers' lists."""

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.access.organisations.forms import day_field
from unionhall.members.imports.forms import MOST_LISTED
from unionhall.organisations.models import Organisation
from unionhall.organising.employers_in.actions import PLACES
from unionhall.organising.employers_in.fields import FIELDS


class UploadForm(forms.Form):
    """A list, the federation of its area, and the day it was made."""

    sheet = forms.FileField(
        label=_("List of employers"),
        help_text=_("Excel (.xlsx, .xls) or .csv, as the market regulator hands it over."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
    )
    union = forms.CharField(label=_("For whose area"), max_length=40)
    on = day_field(
        _("As of"), help_text=_("Workers count as of this day where the list names no other.")
    )

    def __init__(self, *args, scope, **kwargs):
        super().__init__(*args, **kwargs)
        self.units = Organisation.objects.open().within(scope).filter(kind__in=PLACES)
        listed = list(self.units.order_by("path")[: MOST_LISTED + 1])
        if len(listed) <= MOST_LISTED:
            choices = [(unit.code, f"{unit} ({unit.code})") for unit in listed]
            self.fields["union"].widget = forms.Select(choices=choices)
        else:
            self.fields["union"].help_text = _("The union's code, as its page shows it.")

    def clean_union(self) -> Organisation:
        unit = self.units.filter(code=self.cleaned_data["union"].strip()).first()
        if unit is None:
            raise forms.ValidationError(_("No federation in your care bears this code."))
        return unit


class ColumnsForm(forms.Form):
    """Which column of a sheet holds what."""

    def __init__(self, *args, sheet: dict, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [("", _("not in this sheet"))] + [
            (str(place), heading or _("column %(n)s") % {"n": place + 1})
            for place, heading in enumerate(sheet["headings"])
        ]
        for field in FIELDS:
            self.fields[field.name] = forms.ChoiceField(
                label=field.title,
                choices=choices,
                required=False,
                initial=str(sheet["columns"].get(field.name, "")),
            )

    def columns(self) -> dict[str, int]:
        """The chosen places by field."""
        return {name: int(place) for name, place in self.cleaned_data.items() if place != ""}
