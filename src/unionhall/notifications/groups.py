"""Alerts to group chats of whole desks: how many wait, and where; never what, and nobody's name.

The operator says which place (an organisation's code) has which group. What happens within some
minutes is told in one message.
"""

import logging
from datetime import date, datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import override

from unionhall.accounts.models import User
from unionhall.core import clock
from unionhall.core.errors import Refused
from unionhall.core.jobs import waiting
from unionhall.history.actions import act, record
from unionhall.notifications import chat
from unionhall.notifications.models import GroupAlert
from unionhall.notifications.rendering import alert as words

TOGETHER = timedelta(minutes=5)
LEASE = timedelta(minutes=5)
FIRST_WAIT = timedelta(minutes=1)
MOST_ATTEMPTS = 8
BATCH = 20
State = GroupAlert.State
log = logging.getLogger(__name__)


def alert(place: str, template: str, *, url: str, count: int = 1) -> None:
    """Say in the place's group that so many more wait; nothing where it has none."""
    if place not in settings.UNIONHALL_CHAT_GROUPS:
        return
    now = clock.now()
    same = GroupAlert.objects.filter(place=place, template=template, state=State.QUEUED, attempts=0)
    if same.update(count=F("count") + count):
        return
    GroupAlert.objects.create(
        place=place,
        template=template,
        url=url,
        count=count,
        created_at=now,
        next_attempt_at=now + TOGETHER,
    )


def deliver(*, now: datetime | None = None) -> int:
    """Send what is due; how many were tried."""
    if not settings.UNIONHALL_CHAT_GROUPS:
        return 0
    now = now or clock.now()
    due = GroupAlert.objects.waiting().filter(next_attempt_at__lte=now).order_by("next_attempt_at")
    return sum(_deliver(key, now=now) for key in due.values_list("pk", flat=True)[:BATCH])


def _deliver(key: int, *, now: datetime) -> int:
    """Claim one with a lease, so that two workers never send it twice, and send it."""
    lease = uuid4().hex
    free = GroupAlert.objects.waiting().filter(pk=key, next_attempt_at__lte=now)
    if not free.update(lease=lease, next_attempt_at=now + LEASE, attempts=F("attempts") + 1):
        return 0
    mine = GroupAlert.objects.filter(pk=key, lease=lease)
    row = mine.get()
    try:
        _send(row)
    except Exception as error:
        # The error's own words may hold the address.
        log.warning("alert to a group failed: %s", type(error).__name__)
        last = row.attempts >= MOST_ATTEMPTS
        mine.update(
            state=State.DEAD if last else State.FAILED,
            next_attempt_at=None if last else clock.now() + waiting(row.attempts, first=FIRST_WAIT),
            error=type(error).__name__,
            lease="",
        )
    else:
        mine.update(state=State.SENT, sent_at=clock.now(), next_attempt_at=None, lease="", error="")
    return 1


def _send(row: GroupAlert) -> None:
    link = settings.BASE_URL + row.url
    with override(settings.LANGUAGE_CODE):
        told = words(row.template, count=row.count)
    body = "\n".join(part for part in (told.body, link) if part)
    chat.send(settings.UNIONHALL_CHAT_GROUPS[row.place], told.title, body)


@act
def requeue_alert(row: GroupAlert, *, by: User, on: date) -> None:
    """Try an alert again that was given up, from the first attempt."""
    again = GroupAlert.objects.dead().filter(pk=row.pk)
    changes = {"state": State.QUEUED, "attempts": 0, "next_attempt_at": clock.now(), "error": ""}
    if not again.update(**changes):
        raise Refused(_("Nothing was done: this alert is not among those given up any longer."))
    record("notifications", "notifications.requeue_alert", by=by, subject=row, on=on)
