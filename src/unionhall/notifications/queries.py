"""What is asked of notices on every page, and what a person wants of them."""

from typing import Any

from unionhall.accounts.models import User
from unionhall.core.prepared import Prepared
from unionhall.notifications import channels
from unionhall.notifications.kinds import KINDS, OPTIONAL
from unionhall.notifications.models import Message, Preference

MANY = 100

_unread = Prepared(
    lambda user: Message.objects.unread().filter(receiver=user).values_list("pk")[:MANY]
)


def unread(user: User) -> int:
    """How many notices the user has not opened, counted up to a hundred; one index look-up."""
    return len(_unread(user=user.pk))


def wanted_by(user: User) -> list[dict[str, Any]]:
    """Which kinds the user wants over which channel, None over one that does not reach them."""
    rows = Preference.objects.filter(user=user).values_list("kind", "channel", "wanted")
    chosen = {(kind, channel): wants for kind, channel, wants in rows}
    reached = channels.reaching(user)

    def over(kind: str, channel: str) -> bool | None:
        if channel not in reached:
            return None
        return chosen.get((kind, channel), channels.by_default(user, channel))

    return [
        {
            "kind": kind,
            "name": str(name),
            "may_decline": kind in OPTIONAL,
            "in_app": kind not in OPTIONAL or chosen.get((kind, "in_app"), True),
            "email": over(kind, "email"),
            "sms": over(kind, "sms"),
            "chat": over(kind, "chat"),
        }
        for kind, name in KINDS.items()
    ]


def declined(kind: str, users: list[int]) -> set[int]:
    """Which of the users (by key) declined a kind altogether."""
    if kind not in OPTIONAL:
        return set()
    rows = Preference.objects.filter(kind=kind, channel="in_app", wanted=False, user__in=users)
    return set(rows.values_list("user", flat=True))
