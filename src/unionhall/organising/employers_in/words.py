"""What is said of a row: why it was refused and what to do, or what will be done with a known employer."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionhall.exchange.kinds import Refusal
from unionhall.organisations.classes import INDUSTRIES, OWNERSHIPS
from unionhall.organisations.models import Employer
from unionhall.organising.employers_in.fields import TITLES
from unionhall.organising.employers_in.matching import ELSEWHERE
from unionhall.organising.employers_in.removing import CHANGED, GONE, IN_USE
from unionhall.ui.pieces.text import chinese

# Reason: what is wrong, what to do.
REFUSED = {
    "name_missing": (
        gettext_lazy("There is no name."),
        gettext_lazy("Write the employer's name as on its licence."),
    ),
    "credit_code_missing": (
        gettext_lazy("There is no credit code."),
        gettext_lazy("Write the 18 characters from the licence; employers are told apart by it."),
    ),
    "credit_code_lost": (
        gettext_lazy("The credit code lost characters (%(value)s): the sheet kept it as a number."),
        gettext_lazy("Format the column as text and type all 18 characters from the licence."),
    ),
    "credit_code_wrong": (
        gettext_lazy(
            "The credit code cannot be right (%(value)s): its last character does not fit."
        ),
        gettext_lazy("Compare all 18 characters with the licence; I, O, S, V and Z never occur."),
    ),
    "division_unknown": (
        gettext_lazy("No division of the area is called “%(value)s”."),
        gettext_lazy("Write the name or code as the state statistics list it, or leave it empty."),
    ),
    "division_several": (
        gettext_lazy("Several divisions of the area are called “%(value)s”."),
        gettext_lazy("Write its code."),
    ),
    "division_outside": (
        gettext_lazy("The division %(value)s lies outside the area of this union."),
        gettext_lazy("Correct it, or import this row at the union of that area."),
    ),
    "ownership_unknown": (
        gettext_lazy("“%(value)s” is no kind of ownership that is known here."),
        gettext_lazy("Write one of: %(ownerships)s; or leave the cell empty."),
    ),
    "workers_unreadable": (
        gettext_lazy("“%(value)s” is no number of workers."),
        gettext_lazy("Write a whole number, or leave the cell empty."),
    ),
    "date_unreadable": (
        gettext_lazy("“%(value)s” is no day on which the workers can have been counted."),
        gettext_lazy("Write a day that is not in the future, such as 2026-06-30."),
    ),
    "repeated_in_file": (
        gettext_lazy(
            "This credit code stands in the file already: sheet “%(sheet)s”, row %(row)s."
        ),
        gettext_lazy("Delete one of the two rows."),
    ),
}


def refused(refusal: Refusal) -> str:
    """What is wrong with a row and what to do about it."""
    wrong, remedy = REFUSED[refusal.reason]
    sheet, _tab, row = refusal.detail.partition("\t")
    told = {
        "value": refusal.value,
        "sheet": sheet,
        "row": row,
        "ownerships": _(", ").join(each.title for each in OWNERSHIPS.values()),
    }
    between = "" if chinese() else " "
    return f"{wrong % told}{between}{remedy % told}"


def known(told: Sequence, divisions: Mapping[str, str]) -> str:
    """What will be done with a row about an employer that is registered; `divisions` are names by code."""
    if told[0] == ELSEWHERE:
        return _(
            "Registered already, in the care of a union outside this area. Nothing will be changed."
        )
    said = [
        _("%(field)s: %(was)s → %(becomes)s")
        % {
            "field": TITLES[name],
            "was": shown(name, was, divisions),
            "becomes": shown(name, becomes, divisions),
        }
        for name, was, becomes in told[2]
    ]
    return _("Registered already; changed: %(facts)s") % {"facts": _("; ").join(said)}


def shown(name: str, value: Any, divisions: Mapping[str, str]) -> str:
    """A fact in the reader's words, – for none."""
    if value in ("", None):
        return "–"
    if name == "industry":
        return INDUSTRIES[value].title
    if name == "ownership":
        return OWNERSHIPS[value].title
    if name == "size":
        return str(Employer.Size(value).label)
    return divisions.get(value, value) if name == "division" else str(value)


def kept(reason: str) -> str:
    """Why taking a list back left an employer alone."""
    return {
        CHANGED: _("Changed since the import; kept."),
        IN_USE: _("In use: a union, a campaign or a later list names it; kept."),
        GONE: _("Removed since the import."),
    }[reason]
