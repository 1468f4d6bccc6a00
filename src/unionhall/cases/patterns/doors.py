"""Ways on from a proposal that apps above open: supervision plans a visit to the workplace."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from unionhall.cases.patterns.models import Proposal


@dataclass(frozen=True)
class Door:
    """A way to take a proposal up in an app above."""

    road: str
    label: Any
    ability: str
    open: Callable[[Proposal], str]  # the address of the page on which it is taken up
    made: Callable[[int], str]  # the address of what was made of it, by its key


_doors: dict[str, Door] = {}


def register(door: Door) -> None:
    """Offer the way; registered again, it is replaced."""
    _doors[door.road] = door


def doors() -> list[Door]:
    """All of them, in the order in which they were registered."""
    return list(_doors.values())


def made_of(proposal: Proposal) -> str:
    """The address of what was made of a proposal that was taken up, "" if there is no such page."""
    door = _doors.get(proposal.road)
    return door.made(proposal.taken_id) if door and proposal.taken_id else ""
