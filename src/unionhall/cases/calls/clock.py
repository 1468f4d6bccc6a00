"""Once a day, forget callers who are in no register and whose call is settled for long enough."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone

from unionhall.cases.calls import owed
from unionhall.cases.calls.models import Call
from unionhall.notifications.clock import each_minute
from unionhall.rulebook import rules


@each_minute("cases.forget_callers")
def forget_callers(until: datetime, *, since: datetime) -> None:
    """After midnight, and after downtime."""
    today = timezone.localdate(until)
    if today > timezone.localdate(since):
        forget(on=today)


def forget(*, on: date) -> int:
    """Empty name, number and words of those calls; how many. Topic and day stay for the figures."""
    place = settings.UNIONHALL_JURISDICTION
    days = int(rules.value(owed.FORGET_RULE, "days", on=on, jurisdiction=place))
    old = Call.objects.filter(person=None, settled_on__lt=on - timedelta(days=days))
    return old.exclude(name="", phone="", text="", answer="").update(
        name="", phone="", text="", answer=""
    )
