"""Once a day, look at terms and thresholds."""

from datetime import datetime

from django.utils import timezone

from unionhall.members.bodies.actions import watch
from unionhall.notifications.clock import each_minute


@each_minute("members.watch_bodies")
def watch_bodies(until: datetime, *, since: datetime) -> None:
    """After midnight, and after downtime."""
    today = timezone.localdate(until)
    if today > timezone.localdate(since):
        watch(on=today)
