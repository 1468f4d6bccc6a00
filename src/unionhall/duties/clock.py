"""What the clock does with duties each minute."""

from datetime import datetime, time

from django.utils import timezone

from unionhall.duties import escalation, handover, recompute
from unionhall.notifications.clock import each_minute

OFFICE_OPENS = time(8)


@each_minute("duties.hand_over")
def hand_over(until: datetime) -> None:
    """See that every duty has a holder today."""
    handover.hand_over(on=timezone.localdate(until))


@each_minute("duties.recompute")
def reckon_anew(until: datetime) -> None:
    """Follow the calendar and the rules."""
    recompute.recompute_if_changed(on=timezone.localdate(until))


@each_minute("duties.speak_up")
def speak_up(until: datetime) -> None:
    """Remind and escalate, from the opening of offices on."""
    if timezone.localtime(until).time() >= OFFICE_OPENS:
        escalation.speak_up(on=timezone.localdate(until))
