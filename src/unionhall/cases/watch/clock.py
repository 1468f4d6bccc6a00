"""What time does to check-ins: at nine each morning they are asked, asked again, or missed."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from unionhall.cases.watch import actions, owed
from unionhall.cases.watch.models import UNDONE, CheckIn, CheckInState, Watch, WatchState
from unionhall.core.errors import Refused
from unionhall.notifications.clock import each_minute
from unionhall.rulebook import rules

HOUR = 9
RELATED = ("watch__case__organisation__parent", "watch__case__person__user", "watch__case__handler")


@each_minute("cases.ask_and_miss")
def ask_and_miss(until: datetime, *, since: datetime) -> None:
    """Once a day, in the morning, and after downtime; nobody is asked at night."""
    local = timezone.localtime(until)
    morning = local.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    if morning > local:
        morning -= timedelta(days=1)
    if since < morning <= until:
        ask(on=local.date())


def ask(*, on: date) -> None:
    """All that is due on the day."""
    closed_since = Watch.objects.filter(state=WatchState.ACTIVE, case__closed_on__isnull=False)
    for watch in closed_since.exclude(from_on=F("case__closed_on")).select_related("case"):
        actions.count_anew(watch, on=on)
    for row in _active(CheckInState.PLANNED, due_on__lte=on):
        if actions.may_be_asked(row.watch.case):
            _do(actions.ask, row, on)
    for row in _active(CheckInState.ASKED):
        if row.asked_on < on and owed.silent_since(row, row.asked_on, on=on):
            _do(actions.remind, row, on)
    for row in _active(CheckInState.REMINDED):
        if row.reminded_on < on and owed.silent_since(row, row.reminded_on, on=on):
            _do(actions.miss, row, on)
    undone = CheckIn.objects.filter(state__in=UNDONE).values("watch")
    for watch in Watch.objects.filter(state=WatchState.ACTIVE).exclude(pk__in=undone):
        actions.finish(watch, on=on)
    forget(on=on)


def _active(state: str, **more):
    rows = CheckIn.objects.filter(state=state, watch__state=WatchState.ACTIVE, **more)
    return rows.select_related(*RELATED).order_by("due_on", "pk")


def _do(act, row: CheckIn, on: date) -> None:
    try:
        with transaction.atomic():
            act(row, on=on)
    except Refused:
        return  # the worker was quicker


def forget(*, on: date) -> int:
    """Delete what is over for long enough, answers and all; how many watches."""
    place = settings.UNIONHALL_JURISDICTION
    days = int(rules.value(owed.FORGET_RULE, "days", on=on, jurisdiction=place))
    before = on - timedelta(days=days)
    unchosen = Q(state=WatchState.OFFERED, offered_on__lt=before)
    old = Watch.objects.filter(Q(ended_on__lt=before) | unchosen)
    count = old.count()
    old.delete()
    return count
