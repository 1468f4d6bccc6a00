"""The duties somebody holds, as entries of their calendar."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Max, Q
from django.utils import timezone

from unionhall.accounts.models import User
from unionhall.duties.feeds.sources import Entry, register
from unionhall.duties.models import Duty, Event
from unionhall.duties.subjects import label

MOST = 500
BACK = timedelta(days=92)  # what is overdue for longer has had its reminders
# Reminders change nothing about a duty's day.
QUIET = (Event.Kind.REMIND, Event.Kind.ESCALATE)


def midnight(day: date) -> datetime:
    """The beginning of a day where the federation counts its days."""
    return timezone.make_aware(datetime.combine(day, time()))


def _duties(user: User, on: date) -> Iterator[Entry]:
    changes = ~Q(events__kind__in=[str(kind) for kind in QUIET])
    rows = (
        Duty.objects.open()
        .held_by(user, on=on)
        .filter(paused_on=None, due_on__gte=on - BACK)
        .annotate(
            changes=Count("events", filter=changes), changed_at=Max("events__at", filter=changes)
        )
        .order_by("due_on", "pk")
    )
    for duty in rows[:MOST]:
        yield Entry(
            key=f"duties.duty:{duty.pk}",
            on=duty.due_on,
            kind=label(duty.kind),
            revision=duty.changes,
            changed_at=duty.changed_at or midnight(duty.opened_on),
            url=duty.get_absolute_url(),
        )


register("duties", _duties)
