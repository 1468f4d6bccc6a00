"""What can be told of a person's facts with neither database nor clock."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, NamedTuple, NoReturn

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


class Status(StrEnum):
    """How a membership stands on a day; of several that fit, the first in this order counts."""

    COMING = "coming"
    ENDED = "ended"
    SUSPENDED = "suspended"
    RETIRED = "retired"
    KEPT = "kept"
    IN_FORCE = "in_force"


class Stretch(NamedTuple):
    """Days from one until the day before another; without an end where that is None."""

    from_on: date
    until_on: date | None

    def covers(self, on: date) -> bool:
        return self.from_on <= on and (self.until_on is None or on < self.until_on)

    def reaches(self, on: date) -> bool:
        """Whether it lasts until the day before, at least."""
        return self.from_on < on and (self.until_on is None or on <= self.until_on)

    def meets(self, other: "Stretch") -> bool:
        """Whether they have a day in common."""
        return self.covers(other.from_on) or other.covers(self.from_on)


def status(on: date, spell: Stretch, resting: Iterable[tuple[str, Stretch]] = ()) -> Status:
    """How a membership stands on a day, by the order of Status; `resting` are its suspensions and the like."""
    if on < spell.from_on:
        return Status.COMING
    if not spell.covers(on):
        return Status.ENDED
    states = {state for state, days in resting if days.covers(on)}
    return next((status for status in Status if status in states), Status.IN_FORCE)


class Moved(NamedTuple):
    """By how much a count changes from the end of one month to that of another, both included."""

    first_on: date
    last_on: date
    by: int  # one more, or one fewer


def moved(old: Stretch, new: Stretch, *, on: date) -> list[Moved]:
    """The ends of months, up to the day, on which one member more or fewer counts after a correction."""
    changes = [
        (end, new.covers(end) - old.covers(end))
        for end in _month_ends(min(old.from_on, new.from_on), on)
    ]
    found: list[Moved] = []
    for end, by in changes:
        if by and found and found[-1].by == by and _month_end_after(found[-1].last_on) == end:
            found[-1] = found[-1]._replace(last_on=end)
        elif by:
            found.append(Moved(end, end, by))
    return found


def _month_ends(first: date, last: date) -> Iterator[date]:
    end = _month_end_after(first - timedelta(days=1))
    while end <= last:
        yield end
        end = _month_end_after(end)


def _month_end_after(day: date) -> date:
    """The first end of a month that lies after the day."""
    following = day + timedelta(days=1)
    ahead = following.replace(day=28) + timedelta(days=4)
    return ahead.replace(day=1) - timedelta(days=1)
