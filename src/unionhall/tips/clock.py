"""What time does to reports: an answer nobody objects to closes them, and closed ones are destroyed."""

from datetime import datetime

from django.utils import timezone

from unionhall.core.errors import Refused
from unionhall.notifications.clock import each_minute
from unionhall.tips import actions
from unionhall.tips.models import State, Tip


@each_minute("tips.close_answered")
def close_answered(until: datetime) -> None:
    """Close answered reports when the time to write again is over."""
    today = timezone.localdate(until)
    silent = Tip.objects.in_state(State.ANSWERED).filter(silent_until__lt=today)
    for tip in silent.select_related("receiver").order_by("pk"):
        try:
            actions.close(tip, by=None, on=today)
        except Refused:
            continue  # the reporter was quicker


@each_minute("tips.destroy_closed")
def destroy_closed(until: datetime) -> None:
    """Destroy what was closed long enough ago: keys, words and files."""
    today = timezone.localdate(until)
    for tip in Tip.objects.filter(destroy_on__lte=today).select_related("receiver").order_by("pk"):
        actions.destroy(tip, on=today)
