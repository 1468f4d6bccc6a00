"""When requests repeat themselves enough to be asked about: no database, no clock."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Measure:
    """What a union counts as a repeat: so many requests within so many months; how long a no holds."""

    requests: int
    within_months: int
    quiet_months: int
    new_requests: int


@dataclass(frozen=True)
class Decided:
    """What was decided last about the same employer and topic."""

    on: date
    taken: bool


def months_before(day: date, months: int) -> date:
    """The corresponding day so many months earlier, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def counted(days: Sequence[date], measure: Measure, last: Decided | None, *, on: date) -> int:
    """How many requests call for a decision now; 0 where none is called for.

    `days` are those on which they were received. What was taken up has answered for what came until
    then. After a refusal the same requests are not held out again, unless enough new ones came.
    """
    start = months_before(on, measure.within_months)
    recent = [day for day in days if start < day <= on]
    if last and last.taken:
        recent = [day for day in recent if day > last.on]
    elif last and on < _quiet_until(last.on, measure.quiet_months):
        new = sum(day > last.on for day in recent)
        recent = recent if new >= measure.new_requests else []
    return len(recent) if len(recent) >= measure.requests else 0


def _quiet_until(decided_on: date, months: int) -> date:
    return months_before(decided_on, -months)
