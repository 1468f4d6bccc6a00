"""When a notice may go out."""

from datetime import datetime, time, timedelta

from django.utils import timezone

QUIET_FROM, QUIET_UNTIL = time(22), time(8)


def next_delivery(channel: str, now: datetime) -> datetime | None:
    """The first moment a notice may go out: text messages and chats wake nobody, in-app needs no delivery."""
    if channel == "in_app":
        return None
    local = timezone.localtime(now)
    if channel not in ("sms", "chat") or QUIET_UNTIL <= local.time() < QUIET_FROM:
        return now
    day = local.date() + timedelta(days=1 if local.time() >= QUIET_FROM else 0)
    return datetime.combine(day, QUIET_UNTIL, tzinfo=local.tzinfo)
