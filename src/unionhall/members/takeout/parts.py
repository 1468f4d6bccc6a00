"""What there is about a person, part by part; apps above add theirs with `register`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Model
from django.utils.functional import Promise

from unionhall.members.models import Person


class Fact(NamedTuple):
    """One value: the name a program reads, the words a person reads, and the value."""

    name: str
    label: str
    value: Any


Row = list[Fact]


@dataclass(frozen=True)
class Part:
    """One kind of rows about a person, and which models they come from ("members.spell")."""

    name: str
    title: str | Promise
    models: tuple[str, ...]
    collect: Callable[[Person], Iterable[Row]]


_parts: dict[str, Part] = {}


def register(part: Part) -> None:
    """Add a part; registered again, it is replaced."""
    _parts[part.name] = part


def parts() -> list[Part]:
    """All of them, in the order in which they were registered."""
    return list(_parts.values())


def told(row: Model, *names: str, **more: Any) -> Row:
    """A row's fields by name, with the words that forms use for them; `more` are further values."""
    found = []
    for name in names:
        field = row._meta.get_field(name)
        shown = getattr(row, f"get_{name}_display", None)
        value = shown() if shown else getattr(row, name)
        found.append(Fact(name, str(getattr(field, "verbose_name", name)), plain(value)))
    return [*found, *(Fact(name, name, plain(value)) for name, value in more.items())]


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bool | int | float) or value is None:
        return value
    return str(value)
