"""Telling people: rows in the outbox, written in the transaction of the act they tell of."""

from collections.abc import Iterable

from django.db import models

from unionhall.accounts.models import User
from unionhall.core import clock
from unionhall.notifications import channels
from unionhall.notifications.models import Message
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
        for user, channel in channels.wanted(receivers, kind=template.partition("/")[0])
    )


def reference(subject: models.Model | tuple[str, int]) -> tuple[str, int]:
    """A row as ("cases.case", 123)."""
    if isinstance(subject, models.Model):
        return subject._meta.label_lower, subject.pk
    return subject
