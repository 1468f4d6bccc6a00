"""When a call that is not reached may be ended."""

from collections.abc import Iterable
from datetime import date


def tried(days: Iterable[date]) -> int:
    """On how many different days it was tried."""
    return len(set(days))


def left(days: Iterable[date], least: int) -> int:
    """On how many more days it has to be tried before it may be ended unreached."""
    return max(0, least - tried(days))
