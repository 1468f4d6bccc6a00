"""What is said of a row: why it was refused and what to do, or why it is not simply added."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionhall.core.text import masked_id, masked_phone
from unionhall.exchange.kinds import Refusal
from unionhall.members.roster.fields import TITLES
from unionhall.members.roster.matching import DIFFERS, JOINS, OTHER_NAME, SEVERAL
from unionhall.members.roster.removing import CHANGED, GONE, IN_USE
from unionhall.ui.pieces.text import chinese

# Reason: what is wrong, what to do. The age is that of the Labour Law, Article 15.
REFUSED = {
    "name_missing": (
        gettext_lazy("There is no name."),
        gettext_lazy("Write the name as on the ID card."),
    ),
    "id_lost_digits": (
        gettext_lazy("The ID number lost digits (%(value)s): the spreadsheet kept it as a number."),
        gettext_lazy(
            "Format the column as text and type all 18 characters again from the ID card."
        ),
    ),
    "id_check_digit": (
        gettext_lazy(
            "The ID number cannot be right (%(value)s): its form, date or last character is wrong."
        ),
        gettext_lazy("Compare all 18 characters with the ID card."),
    ),
    "sex_contradicts_id": (
        gettext_lazy("The sex says “%(value)s”, the ID number says “%(detail)s”."),
        gettext_lazy("Compare both with the ID card and correct the wrong one."),
    ),
    "under_16": (
        gettext_lazy(
            "This person is not sixteen yet: nobody younger may be employed (Labour Law, Article 15)."
        ),
        gettext_lazy("Check the ID number and the date of birth."),
    ),
    "date_unreadable": (
        gettext_lazy("“%(field)s” is no date that can be read: %(value)s."),
        gettext_lazy("Write year, month and day, such as 2020-01-31, or leave the cell empty."),
    ),
    "date_impossible": (
        gettext_lazy(
            "“%(field)s” cannot be: %(value)s. There is no such day, or it lies in the future or before birth."
        ),
        gettext_lazy("Correct the date, or leave the cell empty."),
    ),
    "phone_invalid": (
        gettext_lazy("This is no mobile number: %(value)s."),
        gettext_lazy("Write the 11 digits of a mobile number, or leave the cell empty."),
    ),
    "repeated_in_file": (
        gettext_lazy("This person stands in the file already: sheet “%(sheet)s”, row %(row)s."),
        gettext_lazy("Delete one of the two rows; if they are two people, write both ID numbers."),
    ),
}
SEXES = {"female": gettext_lazy("female"), "male": gettext_lazy("male")}


def refused(refusal: Refusal) -> str:
    """What is wrong with a row and what to do about it."""
    wrong, remedy = REFUSED[refusal.reason]
    sheet, _tab, row = refusal.detail.partition("\t")
    told = {
        "value": refusal.value,
        "field": TITLES[refusal.field],
        "detail": SEXES.get(refusal.detail, ""),
        "sheet": sheet,
        "row": row,
    }
    between = "" if chinese() else " "
    return f"{wrong % told}{between}{remedy}"


def same_person(told: Sequence) -> str:
    """What will be done with a row about somebody the register knows."""
    outcome = told[0]
    if outcome == JOINS:
        return _(
            "Already in the register: membership here will be added to their file from %(day)s."
        ) % {"day": told[2]}
    if outcome == DIFFERS:
        fields = _(", ").join(str(TITLES[name]) for name in told[2])
        return _(
            "Already a member here, but the sheet says something else (%(fields)s). "
            "The register keeps what it has, unless you take these fields from the sheet."
        ) % {"fields": fields}
    if outcome == OTHER_NAME:
        return _(
            "The ID number belongs to somebody of another name in the register. Nothing will be done; "
            "compare name and number with the ID card."
        )
    assert outcome == SEVERAL
    return _(
        "Several people in the register may be meant. Nothing will be done; write the ID number into the sheet."
    )


def value(name: str, value: Any) -> str:
    """A field's value for people to compare; numbers stay masked, days are ISO."""
    if value in (None, ""):
        return "–"
    if name == "sex":
        return str(SEXES[value])
    if name == "phone":
        return masked_phone(value)
    if name == "id_number":
        return value if "*" in value else masked_id(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)


def kept(reason: str) -> str:
    """Why undoing an import left a row's person alone."""
    return {
        CHANGED: _("Changed since the import; kept."),
        IN_USE: _("In use elsewhere (an account, a request, another membership); kept."),
        GONE: _("Removed or merged since the import."),
    }[reason]
