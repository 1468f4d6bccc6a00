"""What is erased of a person, part by part, and what forbids it; apps above add theirs."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from unionhall.members.models import Person


@dataclass(frozen=True)
class Erased:
    """One part: its name, its title, from which models it erases ("members.person"), and how.

    `erase(people)` gets the person's file and those that were taken up into it, and answers with how
    many rows it emptied or deleted.
    """

    name: str
    title: str | Promise
    models: tuple[str, ...]
    erase: Callable[[list[Person]], int]


# From a person's files and a day to what forbids erasing them, in words; nothing where nothing does.
Obstacle = Callable[[list[Person], date], Iterable[str]]

LAST = ("account", "file", "keys")
_parts: dict[str, Erased] = {}
_obstacles: list[Obstacle] = []


def register(part: Erased) -> None:
    """Add a part; registered again, it is replaced."""
    _parts[part.name] = part


def parts() -> list[Erased]:
    """All of them; the file itself, the account and the keys last, since others look for them by it."""
    return sorted(_parts.values(), key=lambda part: part.name in LAST and LAST.index(part.name) + 1)


def obstacle(ask: Obstacle) -> Obstacle:
    """Add somebody to ask whether anything forbids erasing a person."""
    if ask not in _obstacles:
        _obstacles.append(ask)
    return ask


def obstacles(people: list[Person], on: date) -> list[str]:
    """What forbids it on the day, in words."""
    return [why for ask in _obstacles for why in ask(people, on)]
