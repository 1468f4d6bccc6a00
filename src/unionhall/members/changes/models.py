"""What members propose to change of their own files."""

import json
import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.access.scope import ScopedQuerySet
from unionhall.core import keyring
from unionhall.core.clock import today
from unionhall.core.text import masked_id
from unionhall.organisations.models import Organisation

PURPOSE = "change_proposal"


class State(models.TextChoices):
    """How far a proposal has come."""

    PROPOSED = "proposed", pgettext_lazy("change", "waits for the union")
    APPROVED = "approved", pgettext_lazy("change", "approved")
    PARTLY = "partly", pgettext_lazy("change", "approved in part")
    REFUSED = "refused", pgettext_lazy("change", "refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("change", "withdrawn")


class ChangeProposalQuerySet(ScopedQuerySet):
    def waiting(self):
        """Those an officer has to decide on, the oldest first."""
        return self.filter(state=State.PROPOSED).order_by("proposed_on", "pk")

    def decided(self):
        """Those that came to an end, the newest first."""
        return self.exclude(state=State.PROPOSED).order_by("-decided_on", "-pk")


class ChangeProposal(models.Model):
    """Fields of a file as their member would have them, old and new sealed; the union decides field by field."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey("members.Person", models.PROTECT, related_name="change_proposals")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("union")
    )
    fields = models.JSONField(_("fields"), default=list)
    values = (
        models.BinaryField()
    )  # sealed: {"name": [old, new]}; decided, ID numbers in it are masked
    reason = models.CharField(_("reason"), max_length=200)
    proposed_on = models.DateField(_("proposed on"), default=today)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PROPOSED)
    approved = models.JSONField(_("approved fields"), default=list)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    why_not = models.CharField(_("why not"), max_length=300, blank=True)

    objects = ChangeProposalQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["organisation", "proposed_on"],
                condition=Q(state="proposed"),
                name="change_proposal_waiting",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state="proposed"),
                name="change_proposal_one_waiting_each",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed") | Q(decided_on__isnull=False),
                name="change_proposal_decided_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["refused", "partly"]) | ~Q(why_not=""),
                name="change_proposal_refused_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.uid}"

    def get_absolute_url(self) -> str:
        return reverse("changes:show", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        return self.state == State.PROPOSED

    def seal(self, values: dict[str, list]) -> None:
        """Keep old and new by field; they open beside no other proposal."""
        self.values = self._sealed(values)

    def opened(self) -> dict[str, list[Any]]:
        """By field: the value the member saw and the one they propose, as JSON holds them."""
        return json.loads(keyring.decrypt(PURPOSE, self.values, context=self.uid.bytes))

    def masked(self) -> bytes:
        """What is kept once it is decided, sealed: of an ID number no more than its history tells."""
        values = self.opened()
        if numbers := values.get("id_number"):
            values["id_number"] = [masked_id(number) for number in numbers]
        return self._sealed(values)

    def _sealed(self, values: dict[str, list]) -> bytes:
        plain = json.dumps(values, ensure_ascii=False).encode()
        return keyring.encrypt(PURPOSE, plain, context=self.uid.bytes)
