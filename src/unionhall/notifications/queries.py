"""What is asked of notices on every page."""

from unionhall.accounts.models import User
from unionhall.core.prepared import Prepared
from unionhall.notifications.models import Message

MANY = 100

_unread = Prepared(
    lambda user: Message.objects.unread().filter(receiver=user).values_list("pk")[:MANY]
)


def unread(user: User) -> int:
    """How many notices the user has not opened, counted up to a hundred; one index look-up."""
    return len(_unread(user=user.pk))
