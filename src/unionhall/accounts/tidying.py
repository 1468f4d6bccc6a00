"""What has run out and need not be kept: sessions, counted attempts, unsent messages."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from unionhall.accounts.models import Outgoing, Throttle


def forget_expired(now: datetime) -> int:
    """Delete what had expired by `now`; how many rows went."""
    gone = 0
    for rows in (
        Session.objects.filter(expire_date__lt=now),
        Throttle.objects.filter(expires__lt=now),
        Outgoing.objects.filter(expires_at__lt=now),
    ):
        gone += rows.delete()[0]
    alive = Session.objects.values("session_key")
    return gone + UserSession.objects.exclude(session_key__in=alive).delete()[0]
