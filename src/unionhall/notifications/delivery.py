"""Sending what waits in the outbox: claimed with a lease, so that two workers never send it twice.

A worker killed between handing a message over and saying so leaves it to be sent again when its
lease ends; its Message-ID stays the same, so mail programs show it once.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import F
from django.urls import reverse
from django.utils.translation import override

from unionhall.accounts.models import User
from unionhall.accounts.sms import Text, gateway
from unionhall.core import clock
from unionhall.core.jobs import waiting
from unionhall.core.keyring import Unreadable
from unionhall.notifications import chat
from unionhall.notifications.addresses import address_of
from unionhall.notifications.models import ChatAddress, Message
from unionhall.notifications.rendering import Words, outgoing

LEASE = timedelta(minutes=5)
FIRST_WAIT = timedelta(minutes=1)
MOST_ATTEMPTS = 8
BATCH = 50
log = logging.getLogger(__name__)
Channel, State = Message.Channel, Message.State


class NoAddress(Exception):
    """The receiver can no longer be reached over this channel."""


def deliver(*, now: datetime | None = None) -> int:
    """Send what is due, one message a receiver and channel; how many notices were tried."""
    now = now or clock.now()
    due = Message.objects.deliverable(now=now).order_by("next_attempt_at")
    waiting_for = dict.fromkeys(due.values_list("receiver_id", "channel")[:BATCH])
    if not waiting_for:
        return 0
    connection = get_connection()
    try:
        return sum(
            _deliver_to(receiver, channel, connection, now=now) for receiver, channel in waiting_for
        )
    finally:
        connection.close()


def _deliver_to(receiver_id: int, channel: str, connection, *, now: datetime) -> int:
    claimed = _claim(receiver_id, channel, now=now)
    if not claimed:
        return 0
    try:
        send(claimed[0].receiver, channel, claimed, connection)
    except Exception as error:
        log.warning("%s to a receiver failed: %s", channel, type(error).__name__)
        connection.close()
        for message in claimed:
            _failed(message, error, now=clock.now())
    else:
        _leased(claimed).update(
            state=State.SENT, sent_at=clock.now(), next_attempt_at=None, lease="", error=""
        )
    return len(claimed)


def _claim(receiver_id: int, channel: str, *, now: datetime) -> list[Message]:
    """All that is due to a receiver over a channel, now this worker's for the length of the lease."""
    lease = uuid4().hex
    due = Message.objects.deliverable(now=now).filter(receiver=receiver_id, channel=channel)
    if not due.update(lease=lease, next_attempt_at=now + LEASE, attempts=F("attempts") + 1):
        return []
    claimed = Message.objects.filter(receiver=receiver_id, lease=lease)
    return list(claimed.select_related("receiver").order_by("pk"))


def _leased(messages: Sequence[Message]):
    return Message.objects.filter(pk__in=[m.pk for m in messages], lease=messages[0].lease)


def _failed(message: Message, error: Exception, *, now: datetime) -> None:
    last = message.attempts >= MOST_ATTEMPTS or isinstance(error, NoAddress)
    _leased([message]).update(
        state=State.DEAD if last else State.FAILED,
        next_attempt_at=None if last else now + waiting(message.attempts, first=FIRST_WAIT),
        error=_named(error),
        lease="",
    )


def _named(error: Exception) -> str:
    """Class and code; the server's words may hold the address."""
    code = getattr(error, "smtp_code", None) or getattr(error, "errno", None)
    return f"{type(error).__name__} {code}" if code else type(error).__name__


def send(receiver: User, channel: str, messages: Sequence[Message], connection) -> None:
    """Hand over one text that says how many notices wait, and where; nothing else leaves the house."""
    one = messages[0].get_absolute_url()
    link = settings.BASE_URL + (one if len(messages) == 1 else reverse("notifications:index"))
    with override(receiver.language or settings.LANGUAGE_CODE):
        text = outgoing(channel, count=len(messages), link=link)
    if channel == Channel.CHAT:
        _chat(receiver, text)
    elif channel == Channel.SMS:
        if not receiver.phone:
            raise NoAddress
        gateway().send(
            Text(receiver.phone, text.body, "notice", {"count": str(len(messages)), "link": link})
        )
    else:
        if not receiver.email:
            raise NoAddress
        EmailMessage(
            text.title,
            text.body,
            settings.DEFAULT_FROM_EMAIL,
            [receiver.email],
            connection=connection,
            headers={
                "Message-ID": f"<notice-{messages[0].pk}@{urlsplit(settings.BASE_URL).hostname}>",
                "Auto-Submitted": "auto-generated",
            },
        ).send()


def _chat(receiver: User, text: Words) -> None:
    """To the chat somebody gave; how it went stands on their page."""
    row = ChatAddress.objects.filter(user=receiver).first()
    if row is None or not chat.is_on():
        raise NoAddress
    mine = ChatAddress.objects.filter(user=receiver)
    try:
        # Checked again: since it was given, the operator may have narrowed what is taken.
        chat.send(chat.check(address_of(row)), text.title, text.body)
    except Exception as error:
        mine.update(error=type(error).__name__)
        if isinstance(error, chat.Unfit | Unreadable):
            raise NoAddress from error
        raise
    if row.error:
        mine.update(error="")
