"""Results of a request that apps above keep: a dispute its money, supervision what was mended."""

from collections.abc import Callable, Mapping
from typing import Any

from unionhall.cases.outcomes.rules import Money

# Requests as a queryset → the money that this app keeps for some of them, by the request's key.
Purse = Callable[[Any], Mapping[int, Money]]
# Requests as a queryset → kinds of result this app knows of, by the request's key.
Knower = Callable[[Any], Mapping[int, set[str]]]

_purses: list[Purse] = []
_knowers: list[Knower] = []


def purse(source: Purse) -> Purse:
    """Let an app's word on a request's money count instead of the handler's; usable as a decorator."""
    if source not in _purses:
        _purses.append(source)
    return source


def knower(source: Knower) -> Knower:
    """Let an app add kinds of result; what both know is one result."""
    if source not in _knowers:
        _knowers.append(source)
    return source


def purses(cases) -> list[Mapping[int, Money]]:
    """What every app says of the money of these requests."""
    return [source(cases) for source in _purses]


def known(cases) -> list[Mapping[int, set[str]]]:
    """What every app says of other results of these requests."""
    return [source(cases) for source in _knowers]
