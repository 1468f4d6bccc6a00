"""Which channels reach a person, and which of them the person wants for a kind of notice."""

from collections.abc import Iterable, Iterator

from unionhall.accounts.models import User
from unionhall.accounts.sms import NoGateway, gateway
from unionhall.notifications import chat
from unionhall.notifications.kinds import OPTIONAL
from unionhall.notifications.models import ChatAddress, Message, Preference

Channel = Message.Channel


def in_chats(users: Iterable[User]) -> set[int]:
    """Which of them (by key) gave a chat address; no query where chats are not set up."""
    if not chat.is_on():
        return set()
    rows = ChatAddress.objects.filter(user__in=[user.pk for user in users])
    return set(rows.values_list("user_id", flat=True))


def reaching(user: User, chatting: set[int] | None = None) -> list[str]:
    """The outgoing channels that can reach this user at all; `chatting` saves asking who has a chat."""
    found = [str(Channel.EMAIL)] if user.email else []
    if user.phone and user.phone_verified and not isinstance(gateway(), NoGateway):
        found.append(str(Channel.SMS))
    if user.pk in (in_chats([user]) if chatting is None else chatting):
        found.append(str(Channel.CHAT))
    return found


def by_default(user: User, channel: str) -> bool:
    """Without a choice: e-mail and the chat somebody gave, yes; text messages, which cost money, only
    where there is no e-mail.
    """
    return channel != Channel.SMS or not user.email


def wanted(users: Iterable[User], *, kind: str) -> Iterator[tuple[User, str]]:
    """Each user with each channel to use; the app itself always, so that nothing gets lost.

    Only of a kind that may be declined, whoever declined it is left out.
    """
    users = list(users)
    chatting = in_chats(users)
    reached = {user: reaching(user, chatting) for user in users}
    asked = [user for user, channels in reached.items() if channels or kind in OPTIONAL]
    chosen = _chosen(asked, kind)
    for user, channels in reached.items():
        if kind in OPTIONAL and not chosen.get((user.pk, str(Channel.IN_APP)), True):
            continue
        yield user, Channel.IN_APP
        for channel in channels:
            if chosen.get((user.pk, channel), by_default(user, channel)):
                yield user, channel


def _chosen(users: list[User], kind: str) -> dict[tuple[int, str], bool]:
    """What those who can be reached beyond the app have chosen; no query where there is nobody."""
    if not users:
        return {}
    rows = Preference.objects.filter(user__in=users, kind=kind)
    return {
        (user_id, channel): wants
        for user_id, channel, wants in rows.values_list("user_id", "channel", "wanted")
    }
