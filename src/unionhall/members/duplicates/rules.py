"""How surely two files are one person's: what agrees, what contradicts, and what both weigh."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from unionhall.core import residentid
from unionhall.core.text import compact, words
from unionhall.members.rules import Stretch

LEAST = 45  # what a pair must reach to be laid before an officer
MOST = 100


class Reason(StrEnum):
    """What speaks for one person, or against; the strongest first, as an officer reads it."""

    SAME_PHONE = "same_phone"
    SAME_NAME = "same_name"
    SOUNDS_ALIKE = "sounds_alike"
    SWAPPED = "swapped"
    SAME_BIRTH = "same_birth"
    SAME_TAIL = "same_tail"
    SAME_UNION = "same_union"
    NEAR_UNION = "near_union"
    SAME_EMPLOYER = "same_employer"
    SAME_DEPARTMENT = "same_department"
    SAME_SEX = "same_sex"
    OTHER_NUMBER = "other_number"
    OTHER_BIRTH = "other_birth"
    OTHER_NAME = "other_name"
    OTHER_SEX = "other_sex"
    OTHER_EMPLOYER = "other_employer"


WEIGHTS: Mapping[Reason, int] = {
    Reason.SAME_PHONE: 35,
    Reason.SAME_NAME: 30,
    Reason.SOUNDS_ALIKE: 24,
    Reason.SWAPPED: 24,
    Reason.SAME_BIRTH: 25,
    Reason.SAME_TAIL: 30,
    Reason.SAME_UNION: 12,
    Reason.NEAR_UNION: 8,
    Reason.SAME_EMPLOYER: 6,
    Reason.SAME_DEPARTMENT: 5,
    Reason.SAME_SEX: 3,
    Reason.OTHER_NUMBER: -60,
    Reason.OTHER_BIRTH: -40,
    Reason.OTHER_NAME: -25,
    Reason.OTHER_SEX: -20,
    Reason.OTHER_EMPLOYER: -4,  # who changed work was seldom struck off at once
}
ORDER = {reason: place for place, reason in enumerate(Reason)}


class Work(NamedTuple):
    """A membership through an employer, by the employer's key, and its days."""

    employer: int
    days: Stretch


class File(NamedTuple):
    """What of a file is compared; what is not known is empty."""

    name: str
    id_number: str = ""
    phone: str = ""
    birth_on: date | None = None
    sex: str = ""
    department: str = ""
    unions: frozenset[int] = frozenset()
    areas: frozenset[int] = frozenset()  # the units right above the unions
    works: frozenset[Work] = frozenset()


class Likeness(NamedTuple):
    """How sure it is, of a hundred, and why."""

    score: int
    reasons: tuple[Reason, ...]

    @property
    def is_worth_a_look(self) -> bool:
        return self.score >= LEAST


def likeness(one: File, other: File) -> Likeness:
    """What two files have in common and in what they contradict each other; the order does not matter."""
    found = {
        *_numbers(one.id_number, other.id_number),
        *_names(one.name, other.name),
        *_told(one.birth_on, other.birth_on, Reason.SAME_BIRTH, Reason.OTHER_BIRTH),
        *_told(one.sex, other.sex, Reason.SAME_SEX, Reason.OTHER_SEX),
        *_works(one.works, other.works),
    }
    if one.phone and one.phone == other.phone:
        found.add(Reason.SAME_PHONE)
    if one.unions & other.unions:
        found.add(Reason.SAME_UNION)
    elif one.areas & other.areas:
        found.add(Reason.NEAR_UNION)
    if compact(one.department) and compact(one.department) == compact(other.department):
        found.add(Reason.SAME_DEPARTMENT)
    return Likeness(score(found), tuple(sorted(found, key=ORDER.__getitem__)))


def score(reasons: Iterable[Reason]) -> int:
    """The weights together, between none and a hundred."""
    return max(0, min(MOST, sum(WEIGHTS[reason] for reason in set(reasons))))


def _told(one: object, other: object, same: Reason, differs: Reason) -> Iterable[Reason]:
    if one and other:
        yield same if one == other else differs


def _works(one: frozenset[Work], other: frozenset[Work]) -> Iterable[Reason]:
    """One employer at any time speaks for it; only two at the same time speak against it."""
    if {work.employer for work in one} & {work.employer for work in other}:
        yield Reason.SAME_EMPLOYER
    elif any(mine.days.meets(theirs.days) for mine in one for theirs in other):
        yield Reason.OTHER_EMPLOYER


def _numbers(one: str, other: str) -> Iterable[Reason]:
    """A number of fifteen and one of eighteen may be the same; one that is not valid contradicts nothing."""
    one, other = (residentid.modern(number) or number for number in (one, other))
    if not (one and other):
        return
    if one[-6:] == other[-6:]:
        yield Reason.SAME_TAIL
    if one != other and residentid.is_valid(one) and residentid.is_valid(other):
        yield Reason.OTHER_NUMBER


def _names(one: str, other: str) -> Iterable[Reason]:
    if compact(one) == compact(other):
        yield Reason.SAME_NAME
    elif sound(one) == sound(other):
        yield Reason.SOUNDS_ALIKE
    elif sound(one) in swapped(other) or sound(other) in swapped(one):
        yield Reason.SWAPPED
    else:
        yield Reason.OTHER_NAME


def sound(name: str) -> str:
    """How the name is read, without gaps: the same for 王伟, 王玮, Wang Wei and WANGWEI."""
    return "".join(words(name))


def swapped(name: str) -> set[str]:
    """How it is read with the family name moved from one end to the other."""
    parts = words(name)
    return {"".join(parts[at:] + parts[:at]) for at in range(1, len(parts))}
