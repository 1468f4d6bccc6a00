"""Once a day, end invitations that nobody answered."""

from datetime import datetime

from django.utils import timezone

from unionhall.members.inviting import actions
from unionhall.notifications.clock import each_minute


@each_minute("members.lapse_invitations")
def lapse(until: datetime, *, since: datetime) -> None:
    """After midnight, and after downtime."""
    today = timezone.localdate(until)
    if today > timezone.localdate(since):
        actions.lapse(on=today)
