"""Telling people: rows in the outbox, written in the transaction of the act they tell of."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import models
from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.core import clock
from unionhall.core.errors import Refused
from unionhall.history.actions import act, record
from unionhall.notifications import channels
from unionhall.notifications.kinds import OPTIONAL, kind_of, label
from unionhall.notifications.models import Message, Preference
from unionhall.notifications.rules import next_delivery


def notify(
    users: Iterable[User],
    template: str,
    *,
    subject: models.Model | tuple[str, int],
    url: str,
    facts: dict | None = None,
) -> None:
    """Queue a notice to each of `users` once, in the app and over the channels each has and wants.

    Whoever declined its kind altogether gets none.
    `url` is a path on this site; `facts` (numbers, dates, offices, never persons' data) fill the text.
    """
    if not url.startswith("/") or url.startswith("//"):
        raise ValueError("A notice links to a path on this site.")
    receivers = list({user.pk: user for user in users if user.is_active}.values())
    if not receivers:
        return
    subject_type, subject_id = reference(subject)
    now = clock.now()
    Message.objects.bulk_create(
        Message(
            receiver=user,
            template=template,
            subject_type=subject_type,
            subject_id=subject_id,
            url=url,
            facts=facts or {},
            channel=channel,
            state=Message.State.SENT if channel == Message.Channel.IN_APP else Message.State.QUEUED,
            created_at=now,
            next_attempt_at=next_delivery(channel, now),
        )
        for user, channel in channels.wanted(receivers, kind=kind_of(template))
    )


def reference(subject: models.Model | tuple[str, int]) -> tuple[str, int]:
    """A row as ("cases.case", 123)."""
    if isinstance(subject, models.Model):
        return subject._meta.label_lower, subject.pk
    return subject


@act
def read(message: Message, *, by: User) -> None:
    """Mark as read what `by` was told of the page the notice leads to, over whichever channel it came."""
    Message.objects.unread().filter(receiver=by, url=message.url).update(read_at=clock.now())


@act
def read_all(*, by: User) -> int:
    """Mark all notices of `by` as read; how many there were."""
    return Message.objects.unread().filter(receiver=by).update(read_at=clock.now())


@act
def choose(wanted: Mapping[tuple[str, str], bool], *, by: User, on: date) -> None:
    """Keep over which channels `by` wants which kinds of notices: {("cases", "email"): True}.

    ("mailings/course", "in_app"): False declines the kind altogether; refused where that may not be.
    """
    for kind, channel in wanted:
        if channel == Message.Channel.IN_APP and kind not in OPTIONAL:
            raise Refused(_("“%(kind)s” is always told here.") % {"kind": label(kind)})
    for (kind, channel), wants in wanted.items():
        Preference.objects.update_or_create(
            user=by, kind=kind, channel=channel, defaults={"wanted": wants}
        )
    record(
        f"user:{by.pk}",
        "notifications.choose",
        by=by,
        subject=by,
        facts={f"{kind} {channel}": wants for (kind, channel), wants in wanted.items()},
        on=on,
    )


@act
def requeue(message: Message, *, by: User, on: date) -> None:
    """Try a message again that was given up, from the first attempt."""
    again = Message.objects.dead().filter(pk=message.pk)
    if not again.update(
        state=Message.State.QUEUED, attempts=0, next_attempt_at=clock.now(), error=""
    ):
        raise Refused(_("Nothing was done: this notice is not among those given up any longer."))
    record(
        "notifications",
        "notifications.requeue",
        by=by,
        subject=message,
        facts={"channel": message.channel, "attempts": message.attempts},
        on=on,
    )
