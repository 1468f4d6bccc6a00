"""Reckoning due dates anew when what they depend on changes: a calendar gains a year, a rule a value."""

import hashlib
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db.models import Count, Max, Prefetch

from unionhall.core import clock
from unionhall.duties import schedule
from unionhall.duties.models import Duty, Event, Reckoned
from unionhall.duties.signals import due_changed
from unionhall.history.actions import act, record
from unionhall.history.models import Entry
from unionhall.rulebook.actions import CHAIN
from unionhall.rulebook.book import DATA
from unionhall.rulebook.models import ByLaw

CHUNK = 500
NAME = "rulebook"


def fingerprint() -> str:
    """What due dates depend on besides their events: rules, calendars and by-laws."""
    by_laws = ByLaw.objects.aggregate(n=Count("pk"), last=Max("pk"), ended=Max("until_on"))
    # Whatever was done to a by-law: one may end before another that ended already.
    acts = Entry.objects.filter(chain=CHAIN).aggregate(acts=Max("number"))
    changes = sorted((by_laws | acts).items())
    return hashlib.sha256(f"{_files()} {changes}".encode()).hexdigest()


@cache
def _files() -> str:
    """A digest of the rulebook's files as this process has read them."""
    digest = hashlib.sha256()
    for folder in (DATA, Path(settings.DATA) / "rulebook"):
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def recompute_if_changed(*, on: date) -> int:
    """Reckon all open duties anew if the rulebook is not the one they were reckoned by; how many moved."""
    now = fingerprint()
    known, created = Reckoned.objects.get_or_create(name=NAME, defaults={"fingerprint": now})
    if created or known.fingerprint == now:
        return 0
    moved = recompute(on=on)
    Reckoned.objects.filter(pk=known.pk).update(fingerprint=now)
    return moved


def recompute(*, on: date) -> int:
    """Reckon all open duties anew; how many dates moved."""
    last, moved = 0, 0
    while keys := list(
        Duty.objects.open().filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK]
    ):
        moved += _recompute(keys, on=on)
        last = keys[-1]
    return moved


@act
def _recompute(keys: list[int], *, on: date) -> int:
    """Reckon some duties anew; each whose date moved keeps an event and tells whom it concerns."""
    moved = list(_moved(keys))
    now = clock.now()
    for duty in moved:
        schedule.plan(duty)
    Duty.objects.bulk_update(moved, ["due_on", "provisional", "next_on"])
    Event.objects.bulk_create(
        [
            Event(duty=duty, kind=Event.Kind.RECOMPUTE, on=on, at=now, due_on=duty.due_on)
            for duty in moved
        ]
    )
    for duty in moved:
        facts = {"due_on": duty.due_on.isoformat(), "provisional": duty.provisional}
        record(duty.chain, "duties.recompute", by=None, subject=duty, facts=facts, on=on)
        due_changed.send(sender=Duty, duty=duty)
    return len(moved)


def _moved(keys: list[int]) -> Iterator[Duty]:
    lengthened = Event.objects.filter(kind__in=schedule.MOVING)
    duties = Duty.objects.open().select_for_update(of=("self",)).filter(pk__in=keys)
    for duty in duties.prefetch_related(Prefetch("events", lengthened, to_attr="lengthened")):
        before = (duty.due_on, duty.provisional)
        schedule.reckon(duty, events=duty.lengthened)
        if (duty.due_on, duty.provisional) != before:
            yield duty
