"""What a union has that goes on in another when it ends or is divided; apps above say what is theirs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise

from unionhall.organisations.models import Organisation

SHOWN = 8  # so many of each are named before the act


@dataclass(frozen=True)
class Handing:
    """From which union to which, by whom and when; with `persons` only what is theirs, else all."""

    source: Organisation
    to: Organisation
    by: Any
    on: date
    persons: frozenset[int] | None = None
    keeps: bool = (
        False  # memberships are only kept there, by a union that has no members of its own
    )


@dataclass(frozen=True)
class Part:
    """One kind of things: how many there are, what some are called, and how they are handed over.

    `count(handing)` before the act is what `hand(handing)` answers after it. `named` tells at most
    SHOWN names, which say nothing to whoever has not `ability` in the union; nor does the number.
    `subjects` are types of rows whose duties it hands over itself.
    """

    name: str
    label: str | Promise
    count: Callable[[Handing], int]
    hand: Callable[[Handing], int]
    named: Callable[[Handing], list[str]] = lambda handing: []
    # Whether the union that takes the rest can take this; else it ends.
    goes: Callable[[Handing], bool] = lambda handing: True
    ability: str = ""
    subjects: tuple[str, ...] = ()
    joins: bool = False  # it leads to a membership, so only a union with members can take it
    ends: bool = False  # it ends with the union and goes on nowhere
    lapses: bool = False  # it goes to the union that takes the rest, and ends where none does
    rank: int = 0  # those with a lower one are handed over first


_parts: dict[str, Part] = {}


def register(part: Part) -> None:
    """Add a kind of things; registered again, it is replaced."""
    _parts[part.name] = part


def parts() -> list[Part]:
    """All kinds, in the order in which they are handed over."""
    return sorted(_parts.values(), key=lambda part: (part.rank, part.name))
