"""Whose dates stand in a calendar: apps above say which of theirs."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise

from unionhall.accounts.models import User


@dataclass(frozen=True)
class Entry:
    """One day of somebody's.

    `key` names the row for good ("duties.duty:12"), `kind` what is to be done in words that name
    nobody, `revision` counts its changes, `changed_at` is the last of them, `url` a path on this site.
    """

    key: str
    on: date
    kind: str | Promise
    revision: int
    changed_at: datetime
    url: str


Source = Callable[[User, date], Iterable[Entry]]
_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Let `source(user, on)` tell its entries; registered again, it is replaced."""
    _sources[name] = source


def entries(user: User, *, on: date) -> list[Entry]:
    """All of them, the earliest first."""
    found = [entry for source in _sources.values() for entry in source(user, on)]
    return sorted(found, key=lambda entry: (entry.on, entry.key))
