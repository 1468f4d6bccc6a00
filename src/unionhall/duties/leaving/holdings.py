"""What can lie on an officer's desk; apps above say what theirs is and how it is given to somebody else."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise

from unionhall.accounts.models import User
from unionhall.organisations.models import Organisation


@dataclass(frozen=True)
class Desk:
    """Whose desk, in which union with all below it, and who looks at it on which day."""

    leaver: User
    organisation: Organisation
    by: User
    on: date
    reason: str = ""


@dataclass(frozen=True)
class Held:
    """One thing on it. `title` is a number or a kind of duty, and names no worker."""

    subject_type: str
    subject_id: int
    title: str
    due_on: date | None
    url: str
    row: Any
    restricted: bool = False


@dataclass(frozen=True)
class Holding:
    """One kind of things: which there are, as far as `desk.by` may see them, and how one is given away.

    `give(held, to, desk)` is an act that raises Refused where it cannot be. Those with a lower `rank`
    are given first; duties about `subjects` go along with them.
    """

    name: str
    label: str | Promise
    rows: Callable[[Desk], list[Held]]
    give: Callable[[Held, User, Desk], Any]
    subjects: tuple[str, ...] = ()
    rank: int = 0


_holdings: dict[str, Holding] = {}


def register(holding: Holding) -> None:
    """Add a kind of things; registered again, it is replaced."""
    _holdings[holding.name] = holding


def holdings() -> list[Holding]:
    """All kinds, in the order in which they are given away."""
    return sorted(_holdings.values(), key=lambda one: (one.rank, one.name))
