"""Transfers of members between unions: asked, released, received."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.core.clock import today
from unionhall.organisations.models import Organisation


class State(models.TextChoices):
    """How far a transfer has come."""

    ASKED = "asked", pgettext_lazy("transfer", "waits for the old union")
    RELEASED = "released", pgettext_lazy("transfer", "waits for the new union")
    RECEIVED = "received", pgettext_lazy("transfer", "transferred")
    REFUSED = "refused", pgettext_lazy("transfer", "refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("transfer", "withdrawn")


WAITING = (State.ASKED, State.RELEASED)


class TransferQuerySet(models.QuerySet):
    def within(self, scope):
        """Those whose old or new union a scope covers."""
        return self.filter(scope.q("spell__organisation") | scope.q("to_organisation"))

    def waiting(self):
        """Those that one side still has to act on, the oldest first."""
        return self.filter(state__in=WAITING).order_by("asked_on", "pk")

    def done(self):
        """Those that came to an end, the newest first."""
        return self.exclude(state__in=WAITING).order_by("-ended_on", "-pk")


class Transfer(models.Model):
    """A membership on its way from one union to another; until it is received, nothing of it changes."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey("members.Person", models.PROTECT, related_name="transfers")
    spell = models.ForeignKey(
        "members.Spell", models.PROTECT, related_name="transfers", verbose_name=_("membership")
    )
    to_organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("new union")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ASKED)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    asked_on = models.DateField(_("asked on"), default=today)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    released_on = models.DateField(_("released on"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    why_ended = models.CharField(_("why it ended"), max_length=300, blank=True)
    new_spell = models.OneToOneField(
        "members.Spell", models.PROTECT, null=True, blank=True, related_name="came_by"
    )

    objects = TransferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="transfer_one_waiting_each",
                fields=["person"],
                condition=Q(state__in=["asked", "released"]),
            ),
            models.CheckConstraint(
                name="transfer_received_into_a_spell",
                condition=~Q(state="received") | Q(new_spell__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.uid}"

    def get_absolute_url(self) -> str:
        return reverse("transfers:show", args=[self.pk])

    @property
    def from_organisation(self) -> Organisation:
        return self.spell.organisation

    @property
    def is_waiting(self) -> bool:
        return self.state in WAITING
