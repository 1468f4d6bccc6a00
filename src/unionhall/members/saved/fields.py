"""What can be searched for: an open registry of fields, each with its tests and what they ask the database.

Other apps add theirs from their `apps.py`: `fields.register(Field(…))`. A condition is a Q on a spell.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from unionhall.members.saved.grammar import CHOICE, NEEDS, Group, Unfit, parse

Ask = Callable[[str, Any, date], Q]  # test, value, day


@dataclass(frozen=True)
class Field:
    """Something of a membership, its person, offices or union that can be put to tests.

    `phrases` say a test in words that go with “who”, where the usual ones do not fit.
    """

    name: str
    title: Any
    group: str  # a key of GROUPS: where it stands in the builder
    tests: tuple[str, ...]
    ask: Ask
    choices: Callable[[], Iterable[tuple[str, Any]]] = tuple
    any_value: Any = None  # the title of “whichever”, where a choice may be left open
    phrases: dict[str, Any] = field(default_factory=dict)

    def options(self) -> list[tuple[str, str]]:
        """What can be chosen, in the reader's language."""
        open_ = [("", str(self.any_value))] if self.any_value else []
        return open_ + [(str(value), str(label)) for value, label in self.choices()]


GROUPS = {
    "person": _("Person"),
    "membership": _("Membership"),
    "office": _("Offices"),
    "unit": _("Union"),
    "more": _("More"),
}
FIELDS: dict[str, Field] = {}


def register(new: Field) -> None:
    """Let members be searched by it."""
    if FIELDS.get(new.name, new) is not new or set(new.tests) - NEEDS.keys() or not new.tests:
        raise ValueError(f"{new.name} is registered twice, or put to tests there are not")
    FIELDS[new.name] = new


def check(name: str, test: str, value: Any) -> Any:
    """The value, if there is such a field with such a test of it; raises Unfit."""
    known = FIELDS.get(name)
    if known is None or test not in known.tests:
        raise Unfit(f"{name} cannot be put to the test “{test}”")
    options = [choice for choice, _label in known.options()]
    if NEEDS[test] == CHOICE and options and value not in options:
        raise Unfit(f"{name}: no choice “{value}”")
    if NEEDS[test] == CHOICE and not options and not value:
        raise Unfit(f"{name}: a value is needed")
    return value


def read(data: Any) -> Group:
    """A search as JSON, validated; raises Unfit."""
    return parse(data, check)


TEXT_TESTS = ("contains", "lacks", "is", "is_not", "missing", "given")
CHOICE_TESTS = ("is", "is_not", "missing", "given")
DAY_TESTS = ("before", "since", "last_days", "longer_ago", "missing", "given")


def column(path: str, *, empty: Any = "") -> Ask:
    """How a column is asked; `empty` is how it says that nothing is known."""
    nothing = Q(**{path: ""}) if empty == "" else Q(**{f"{path}__isnull": True})
    beginning = f"{path}__gte", f"{path}__lte", f"{path}__lt"

    def ask(test: str, value: Any, on: date) -> Q:
        at_least, at_most, below = beginning
        simple = {
            "missing": lambda: nothing,
            "given": lambda: ~nothing,
            "is": lambda: Q(**{path: value}),
            "is_not": lambda: ~Q(**{path: value}),
            "contains": lambda: Q(**{f"{path}__icontains": value}),
            "lacks": lambda: ~Q(**{f"{path}__icontains": value}),
            "yes": lambda: Q(**{path: True}),
            "no": lambda: Q(**{path: False}),
            "unknown": lambda: nothing,
            "before": lambda: Q(**{below: value}),
            "since": lambda: Q(**{at_least: value}),
            "last_days": lambda: Q(**{at_least: _days(on, -value), at_most: on}),
            "next_days": lambda: Q(**{at_least: on, at_most: _days(on, value)}),
            "longer_ago": lambda: Q(**{below: _days(on, -value)}),
        }
        return simple[test]()

    return ask


def _days(on: date, days: int) -> date:
    """So many days from a day, as far as there are days."""
    return date.fromordinal(max(1, min(date.max.toordinal(), on.toordinal() + days)))


def years_before(on: date, years: int) -> date:
    """The day so many years earlier; on 29 February of no leap year the day before."""
    year = max(1, on.year - years)
    try:
        return on.replace(year=year)
    except ValueError:
        return on.replace(year=year) if on.day < 29 else on.replace(year=year, day=28)
