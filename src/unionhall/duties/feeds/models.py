"""The secret address under which somebody's calendar program reads their dates."""

import uuid

from django.conf import settings
from django.db import models


class Feed(models.Model):
    """One person's address: only a digest of its secret is kept, and what it is made anew from.

    The secret is reckoned from the server's key and `seed`, so that its owner can look at it again
    while whoever takes the database alone learns no address.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+"
    )
    seed = models.UUIDField(default=uuid.uuid4)
    digest = models.CharField(max_length=64, unique=True)
    names_kinds = models.BooleanField(default=False)  # whether it says what is to be done
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id} {self.made_at}"
