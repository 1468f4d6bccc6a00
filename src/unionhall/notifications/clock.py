"""What must happen by itself: functions run each minute by exactly one worker, however many there are.

A function gets the moment up to which to act, and `since`, the moment up to which it last acted, if
it asks for it; after downtime the two lie hours or days apart, so nothing that was due is skipped.
It must be idempotent: when it fails or its worker dies, it runs again with the same `since`.
"""

import inspect
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from unionhall.core import clock
from unionhall.notifications.models import Tick

MINUTE = timedelta(minutes=1)
# Renewed by the worker's heartbeat; a dead worker's leases are also taken away by the reaper.
LEASE = timedelta(minutes=3)
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Entry:
    """A registered function and whether it asks for `since`."""

    function: Callable
    wants_since: bool


REGISTRY: dict[str, Entry] = {}


def each_minute(name: str) -> Callable[[Callable], Callable]:
    """Register `function(until)` or `function(until, *, since)` under a lasting name ("duties.remind")."""

    def register(function: Callable) -> Callable:
        if name in REGISTRY and REGISTRY[name].function is not function:
            raise ValueError(f"{name} is registered twice")
        REGISTRY[name] = Entry(function, "since" in inspect.signature(function).parameters)
        return function

    return register


def minute_of(moment: datetime) -> datetime:
    """The full minute a moment lies in."""
    return moment.replace(second=0, microsecond=0)


def tick(*, worker: str, now: datetime | None = None) -> int:
    """Run every registered function whose minute has come and that no other worker runs; how many ran."""
    now = now or clock.now()
    until = minute_of(now)
    known = dict(Tick.objects.values_list("name", "last_run_at"))
    if missing := REGISTRY.keys() - known.keys():
        Tick.objects.bulk_create(
            [Tick(name=name, last_run_at=until - MINUTE) for name in sorted(missing)],
            ignore_conflicts=True,
        )
    due = [name for name in REGISTRY if known.get(name, until - MINUTE) < until]
    return sum(_run(name, until=until, now=now, worker=worker) for name in due)


def _run(name: str, *, until: datetime, now: datetime, worker: str) -> bool:
    """Run one function if it can be claimed; whether it ran to its end."""
    free = Q(leased_until=None) | Q(leased_until__lte=now)
    claimed = Tick.objects.filter(free, name=name, last_run_at__lt=until).update(
        lease=worker, leased_until=now + LEASE
    )
    if not claimed:
        return False
    since = Tick.objects.values_list("last_run_at", flat=True).get(name=name)
    mine = Tick.objects.filter(name=name, lease=worker)
    entry = REGISTRY[name]
    try:
        entry.function(until, since=since) if entry.wants_since else entry.function(until)
    except Exception as error:
        log.exception("clock function %s failed", name)
        # Not before the next minute, and then with the same `since`.
        mine.update(lease="", leased_until=until + MINUTE, error=type(error).__name__)
        return False
    mine.update(lease="", leased_until=None, last_run_at=until, error="")
    return True
