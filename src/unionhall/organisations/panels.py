"""Figures that apps above show on an organisation's page, such as the number of members."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from unionhall.organisations.models import Organisation


@dataclass(frozen=True)
class Line:
    """One fact: its label, its value and, where there is one, the page behind it."""

    label: str
    value: Any
    url: str = ""


Panel = Callable[[Organisation, Any, date], "Line | None"]

_panels: list[Panel] = []


def panel(source: Panel) -> Panel:
    """Show what `source(organisation, user, on)` answers, if anything; usable as a decorator."""
    if source not in _panels:
        _panels.append(source)
    return source


def lines(organisation: Organisation, user, *, on: date) -> list[Line]:
    """What every app has to say to this user about the organisation."""
    return [line for source in _panels if (line := source(organisation, user, on))]
