"""The grammar of a search: conditions on fields, nested with all, any and not. Plain JSON, no database.

{"match": "all", "of": [
    {"field": "phone", "test": "missing"},
    {"match": "any", "not": true, "of": [{"field": "sex", "test": "is", "value": "female"}, …]}]}
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

DEEPEST, MOST, LONGEST = 5, 40, 100  # levels, conditions, characters of a value
MATCHES = ("all", "any")

# What a test needs to be told beside the field.
NOTHING, TEXT, CHOICE, DAY, DAYS, NUMBER, UNIT = (
    *("nothing", "text", "choice", "day", "days", "number", "unit"),
)
NEEDS = {
    "missing": NOTHING, "given": NOTHING, "yes": NOTHING, "no": NOTHING, "unknown": NOTHING,
    "has": NOTHING, "without": NOTHING, "never": NOTHING,
    "contains": TEXT, "lacks": TEXT,
    "is": CHOICE, "is_not": CHOICE, "holds": CHOICE, "expired": CHOICE, "never_held": CHOICE,
    "before": DAY, "since": DAY,
    "last_days": DAYS, "longer_ago": DAYS, "next_days": DAYS,
    "at_least": NUMBER, "under": NUMBER,
    "within": UNIT, "outside": UNIT,
}  # fmt: skip


class Unfit(ValueError):
    """What is no search, and where."""


@dataclass(frozen=True)
class Condition:
    """One field put to one test."""

    field: str
    test: str
    value: Any = None

    def plain(self) -> dict:
        """As JSON keeps it."""
        told = {"field": self.field, "test": self.test}
        value = self.value.isoformat() if isinstance(self.value, date) else self.value
        return told if value is None else told | {"value": value}


@dataclass(frozen=True)
class Group:
    """Conditions and groups of which all must hold, or any; or not."""

    match: str = "all"
    of: tuple["Condition | Group", ...] = field(default=())
    negated: bool = False

    def plain(self) -> dict:
        """As JSON keeps it."""
        told: dict[str, Any] = {"match": self.match, "of": [node.plain() for node in self.of]}
        return told | {"not": True} if self.negated else told

    def conditions(self) -> Iterator[Condition]:
        """All of them, from the outside in."""
        for node in self.of:
            if isinstance(node, Group):
                yield from node.conditions()
            else:
                yield node


Check = Callable[[str, str, Any], Any]


def parse(data: Any, check: Check) -> Group:
    """The search that the JSON tells; raises Unfit.

    `check(field, test, value)` is asked whether there is such a field with such a test, and gives the
    value back as it is to be kept.
    """
    found = _group(data, check, 1)
    if sum(1 for _each in found.conditions()) > MOST:
        raise Unfit(f"more than {MOST} conditions")
    return found


def _group(data: Any, check: Check, level: int) -> Group:
    if level > DEEPEST:
        raise Unfit(f"more than {DEEPEST} levels")
    if not isinstance(data, dict) or data.keys() - {"match", "of", "not"}:
        raise Unfit("a group has match, of and not")
    match, of, negated = data.get("match", "all"), data.get("of", []), data.get("not", False)
    if match not in MATCHES or not isinstance(of, list) or not isinstance(negated, bool):
        raise Unfit("match is all or any, of a list, not true or false")
    if len(of) > MOST:
        raise Unfit(f"more than {MOST} conditions")
    return Group(match, tuple(_node(each, check, level) for each in of), negated)


def _node(data: Any, check: Check, level: int) -> Condition | Group:
    if isinstance(data, dict) and "field" in data:
        return _condition(data, check)
    return _group(data, check, level + 1)


def _condition(data: dict, check: Check) -> Condition:
    if data.keys() - {"field", "test", "value"}:
        raise Unfit("a condition has field, test and value")
    name, test = data["field"], data.get("test")
    if not isinstance(name, str) or not isinstance(test, str) or test not in NEEDS:
        raise Unfit(f"no test of {name}")
    return Condition(name, test, check(name, test, read(test, data.get("value"))))


def read(test: str, value: Any) -> Any:
    """A value as the test needs it; raises Unfit."""
    needs = NEEDS[test]
    if needs == NOTHING:
        return None
    if needs == DAY:
        return _day(value)
    if needs in (DAYS, NUMBER):
        return _number(value, 36_500 if needs == DAYS else 150)
    if not isinstance(value, str) or len(value) > LONGEST or not _keepable(value):
        raise Unfit(f"“{test}” needs a text of at most {LONGEST} characters")
    if needs in (TEXT, UNIT) and not value.strip():
        raise Unfit(f"“{test}” needs a text")
    return value.strip()


def _keepable(text: str) -> bool:
    """Whether a database can keep it: no NUL, no half of a character."""
    return "\0" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


def _day(value: Any) -> date:
    try:
        found = value if isinstance(value, date) else date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise Unfit("a day is written as 2026-11-26") from error
    if not 1900 <= found.year <= 2200:
        raise Unfit("a day lies between 1900 and 2200")
    return found


def _number(value: Any, largest: int) -> int:
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
        value = int(value.strip()[:9])
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= largest:
        raise Unfit(f"a whole number from 0 to {largest} is needed")
    return value
