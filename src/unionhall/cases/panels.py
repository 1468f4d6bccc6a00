"""What apps above have to say on a request's page: a dispute that grew out of it, aid granted for it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, Model, OuterRef

from unionhall.cases.models import Case


@dataclass(frozen=True)
class Line:
    """One fact, or one way on: its label, its value and, where there is one, the page behind it."""

    label: str
    value: Any
    url: str = ""


@dataclass(frozen=True)
class Way:
    """A way to an app above from the worker's first page: what it is called, why, and the page's name."""

    label: Any
    note: Any
    icon: str
    to: str


_growing: list[type[Model]] = []


def growing(model: type[Model]) -> None:
    """Let the request's own query say whether rows of this model, whose `case` it is, hang on it."""
    if model not in _growing:
        _growing.append(model)


def marks() -> dict[str, Exists]:
    """What that query is annotated with; most requests have none, and then nobody else is asked."""
    return {
        _mark(model): Exists(model._default_manager.filter(case=OuterRef("pk")))
        for model in _growing
    }


def grown(case: Case, model: type[Model]) -> Any:
    """The rows of the model that grew out of the request; none is known without a query."""
    rows = model._default_manager.all()
    return rows.filter(case=case) if getattr(case, _mark(model), True) else rows.none()


def _mark(model: type[Model]) -> str:
    return f"has_{model._meta.model_name}"


Panel = Callable[[Case, Any, date], "list[Line]"]

_officers: list[Panel] = []
_workers: list[Panel] = []
_ways: list[Way] = []


def my_way(way: Way) -> None:
    """Offer a way on the worker's first page; registered again, it is replaced."""
    _ways[:] = [*(one for one in _ways if one.to != way.to), way]


def my_ways() -> list[Way]:
    """All of them, in the order in which they were registered."""
    return list(_ways)


def panel(source: Panel) -> Panel:
    """Show what `source(case, user, on)` answers on the officer's page; usable as a decorator."""
    if source not in _officers:
        _officers.append(source)
    return source


def my_panel(source: Panel) -> Panel:
    """The same on the worker's own page."""
    if source not in _workers:
        _workers.append(source)
    return source


def lines(case: Case, user, *, on: date) -> list[Line]:
    """What every app has to say to this officer about the request."""
    return [line for source in _officers for line in source(case, user, on)]


def my_lines(case: Case, user, *, on: date) -> list[Line]:
    """What every app has to say to the worker about it."""
    return [line for source in _workers for line in source(case, user, on)]
