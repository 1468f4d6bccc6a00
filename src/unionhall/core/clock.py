"""Today and now, in the place where the federation counts its days."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_standing: ContextVar[datetime | None] = ContextVar("unionhall_clock", default=None)


def now() -> datetime:
    """The current moment, aware of its zone."""
    return _standing.get() or timezone.now()


def today() -> date:
    """The current day in TIME_ZONE."""
    return timezone.localtime(now()).date()


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Let the clock stand at an aware moment: for the sample's two months of past, and for tests."""
    token = _standing.set(moment)
    try:
        yield
    finally:
        _standing.reset(token)
