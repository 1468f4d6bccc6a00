"""What can be told of a person's facts with neither database nor clock."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from unionhall.core import residentid
from unionhall.core.errors import Refused

WORKING_AGE = 16  # Labour Law, Article 15: nobody younger may be employed


def age(birth_on: date, *, on: date) -> int:
    """Full years on a day; born on 29 February, one is a year older on 1 March."""
    return on.year - birth_on.year - ((on.month, on.day) < (birth_on.month, birth_on.day))


def id_number(typed: str) -> str:
    """The eighteen characters of an ID number as typed, an old one brought up to date; Refused if it is none."""
    cleaned = residentid.cleaned(typed)
    number = residentid.modern(cleaned) or cleaned
    if number and not residentid.is_valid(number):
        raise Refused(
            _("This is not a valid ID number: its date or its check character is wrong."),
            instead=_("Compare all 18 characters with the card."),
        )
    return number


def completed(facts: Mapping[str, Any], *, on: date) -> dict[str, Any]:
    """The facts with date of birth and sex filled in from the ID number; Refused where they contradict it."""
    complete = dict(facts)
    if told := residentid.facts(facts.get("id_number") or ""):
        if complete.get("sex") not in ("", None, told.sex):
            _contradicted(_("The sex does not agree with the ID number."), _(told.sex))
        if complete.get("birth_on") not in (None, told.birth_on):
            _contradicted(_("The date of birth does not agree with the ID number."), told.birth_on)
        complete |= told._asdict()
    if (born := complete.get("birth_on")) and age(born, on=on) < WORKING_AGE:
        raise Refused(
            _(
                "Nobody under sixteen can be a member: they may not be employed (Labour Law, Article 15)."
            ),
            instead=_("Check the date of birth and the ID number."),
        )
    return complete


def _contradicted(reason: str, told: Any) -> NoReturn:
    raise Refused(
        reason,
        instead=_("Put right whichever is wrong; the ID number says: %(value)s.") % {"value": told},
    )
