"""What is asked of notices on every page."""

from unionhall.accounts.models import User
from unionhall.notifications.models import Message

MANY = 100


def unread(user: User) -> int:
    """How many notices the user has not opened, counted up to a hundred; one index look-up."""
    return len(Message.objects.unread().filter(receiver=user).values_list("pk")[:MANY])
