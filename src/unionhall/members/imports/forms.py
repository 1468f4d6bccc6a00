"""What is typed into the pages of imports."""

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.access.organisations.forms import day_field
from unionhall.exchange.choices import Choices
from unionhall.exchange.kinds import ADDED_BY
from unionhall.members.roster.fields import FIELDS
from unionhall.members.roster.matching import TAKEN
from unionhall.organisations.kinds import HOLDING
from unionhall.organisations.models import Organisation

MOST_LISTED = 300


class UploadForm(forms.Form):
    """A sheet, the union it is for, and the day it is judged on."""

    sheet = forms.FileField(
        label=_("Membership sheet"),
        help_text=_(
            "Excel (.xlsx, .xls) or .csv, as your union keeps it: titles, several sheets and footers do no harm."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
    )
    union = forms.CharField(label=_("Into which union"), max_length=40)
    on = day_field(
        _("As of"),
        help_text=_(
            "Ages are judged on this day, and members without a joining date count from it."
        ),
    )

    def __init__(self, *args, scope, **kwargs):
        super().__init__(*args, **kwargs)
        self.units = Organisation.objects.open().filter(scope.q(""), kind__in=HOLDING)
        listed = list(self.units.order_by("path")[: MOST_LISTED + 1])
        if len(listed) <= MOST_LISTED:
            choices = [(unit.code, f"{unit} ({unit.code})") for unit in listed]
            if len(listed) != 1:
                # The first of many would be taken for the right one.
                choices = [("", _("Choose the union")), *choices]
            self.fields["union"].widget = forms.Select(choices=choices)
        else:
            self.fields["union"].help_text = _("The union's code, as its page shows it.")

    def clean_union(self) -> Organisation:
        unit = self.units.filter(code=self.cleaned_data["union"].strip()).first()
        if unit is None:
            raise forms.ValidationError(
                _("No union of yours that has members of its own bears this code.")
            )
        return unit


class ChoicesForm(forms.Form):
    """What of a checked sheet is taken: kinds of row, and fields of those registered already."""

    kinds = forms.MultipleChoiceField(choices=[(fate, fate) for fate in ADDED_BY], required=False)
    take = forms.MultipleChoiceField(choices=[(name, name) for name in TAKEN], required=False)

    def choices(self, before: Choices) -> Choices:
        """As the import keeps them; rows left out one by one stay so."""
        left = frozenset(ADDED_BY) - frozenset(self.cleaned_data["kinds"])
        return Choices(tuple(self.cleaned_data["take"]), left, before.rows)


class RowForm(forms.Form):
    """One row to be left out, or taken after all."""

    row = forms.RegexField(r"\A\d{1,4}:\d{1,9}\Z")

    def choices(self, before: Choices) -> Choices:
        sheet, row = map(int, self.cleaned_data["row"].split(":"))
        return Choices(before.fields, before.fates, before.rows ^ {(sheet, row)})


class SendBackForm(forms.Form):
    """Why a second officer does not approve."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


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
