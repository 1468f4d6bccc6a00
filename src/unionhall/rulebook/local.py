"""What apps above know of local values: what the unions are called, and who may set one for them."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from unionhall.rulebook.schema import Rule

Names = Callable[[Iterable[str]], Mapping[str, str]]
Door = Callable[[Rule, Any], str]

_names: Names | None = None
_door: Door | None = None


def use(*, names: Names, door: Door) -> None:
    """Name who knows unions by their codes, and where a user may set a rule's value ("" if nowhere)."""
    global _names, _door
    _names, _door = names, door


def names(codes: set[str]) -> Mapping[str, str]:
    """The names of the unions with these codes, as far as they are known."""
    return _names(codes) if _names and codes else {}


def door(rule: Rule, user: Any) -> str:
    """The address at which this user may set the rule's value for a union, "" where they may not."""
    return _door(rule, user) if _door else ""
