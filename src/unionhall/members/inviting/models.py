"""Invitations: a union asks for a member of another one, and the person has the word."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.access.scope import ScopedQuerySet
from unionhall.core.clock import today
from unionhall.organisations.models import Organisation


class Known(models.TextChoices):
    """By what the inviting union knows the person, beside the name."""

    PHONE = "phone", _("mobile number")
    ID = "id", _("ID number")
    CARD = "card", _("card number")


class InvitationState(models.TextChoices):
    """How far an invitation has come."""

    ASKED = "asked", pgettext_lazy("invitation", "waits for the person")
    AGREED = "agreed", pgettext_lazy("invitation", "agreed, goes on as a transfer")
    DECLINED = "declined", pgettext_lazy("invitation", "declined")
    LAPSED = "lapsed", pgettext_lazy("invitation", "not answered")
    WITHDRAWN = "withdrawn", pgettext_lazy("invitation", "withdrawn")


class InvitationQuerySet(ScopedQuerySet):
    def waiting(self):
        """Those the person has not answered, the oldest first."""
        return self.filter(state=InvitationState.ASKED).order_by("asked_on", "pk")

    def ended(self):
        """Those that came to an end, the newest first."""
        return self.exclude(state=InvitationState.ASKED).order_by("-ended_on", "-pk")


class Invitation(models.Model):
    """A union's wish that a member of another one comes over.

    It stands the same whether anybody was found or not: no page of the union's may show `person`,
    or whether there is one, before they have said yes themselves.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("new union")
    )
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=100)
    known_by = models.CharField(_("known by"), max_length=10, choices=Known)
    hint = models.CharField(_("number, its middle hidden"), max_length=30)
    person = models.ForeignKey(
        "members.Person", models.PROTECT, null=True, blank=True, related_name="invitations"
    )
    reason = models.CharField(_("reason"), max_length=300)
    asked_on = models.DateField(_("asked on"), default=today)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    state = models.CharField(
        _("state"), max_length=10, choices=InvitationState, default=InvitationState.ASKED
    )
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    why_ended = models.CharField(_("why it ended"), max_length=300, blank=True)
    transfer = models.OneToOneField(
        "members.Transfer", models.PROTECT, null=True, blank=True, related_name="invitation"
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="invitation_once_at_a_time",
                fields=["organisation", "name", "known_by", "hint"],
                condition=Q(state="asked"),
            ),
            models.CheckConstraint(
                name="invitation_ended_on_a_day",
                condition=Q(state="asked") | Q(ended_on__isnull=False),
            ),
            models.CheckConstraint(
                name="invitation_agreed_into_a_transfer",
                condition=~Q(state="agreed") | Q(transfer__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.uid}"

    def get_absolute_url(self) -> str:
        return reverse("inviting:show", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        return self.state == InvitationState.ASKED
