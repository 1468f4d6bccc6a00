"""Once a day, forget who stood on rolls that came to nothing."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Value
from django.utils import timezone

from unionhall.notifications.clock import each_minute
from unionhall.organising.founding.erasing import take_names_off
from unionhall.organising.founding.models import Founder, State
from unionhall.rulebook import rules

RULE = "own.founding.forget_roll_365d"


@each_minute("organising.forget_founders")
def forget_founders(until: datetime, *, since: datetime) -> None:
    """After midnight, and after downtime."""
    today = timezone.localdate(until)
    if today > timezone.localdate(since):
        forget(on=today)


def forget(*, on: date) -> int:
    """Take the names off rolls refused or withdrawn long enough ago; how many. The rolls keep their length."""
    days = int(rules.value(RULE, "days", on=on, jurisdiction=settings.UNIONHALL_JURISDICTION))
    ended = Founder.objects.filter(
        founding__state__in=(State.REFUSED, State.WITHDRAWN),
        founding__decided_on__lt=on - timedelta(days=days),
    )
    return take_names_off(ended.exclude(phone=Value("")))
