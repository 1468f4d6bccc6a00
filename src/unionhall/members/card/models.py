"""Members' cards."""

import secrets
import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from unionhall.core.clock import today
from unionhall.members.card.codec import NUMBER


def fresh_number() -> bytes:
    """Random, so that it tells nothing."""
    return secrets.token_bytes(NUMBER)


class CardQuerySet(models.QuerySet):
    def live(self):
        """Those not revoked."""
        return self.filter(revoked_on=None)


class Card(models.Model):
    """A member's card: its number, and until when what was last shown of it is good without a network."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey("members.Person", models.PROTECT, related_name="cards")
    number = models.BinaryField(max_length=NUMBER, default=fresh_number, unique=True)
    issued_on = models.DateField(_("issued on"), default=today)
    last_on = models.DateField(_("valid until"))
    revoked_on = models.DateField(_("revoked on"), null=True, blank=True)

    objects = CardQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="card_one_live_each", fields=["person"], condition=Q(revoked_on=None)
            ),
            models.CheckConstraint(
                name="card_lasts_beyond_its_issue", condition=Q(last_on__gte=models.F("issued_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.uid}"

    def get_absolute_url(self) -> str:
        return reverse("card:show")

    @property
    def written_number(self) -> str:
        """As it stands on the member's own card: 16 characters."""
        return bytes(self.number).hex().upper()
