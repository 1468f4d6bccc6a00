"""Requests that a person's data be erased, and holds that keep it while the law or a dispute needs it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.organisations.models import DatedQuerySet, Organisation


class ErasureState(models.TextChoices):
    """How far a request has come."""

    ASKED = "asked", pgettext_lazy("erasure", "waits for the union")
    DONE = "done", pgettext_lazy("erasure", "erased")
    REFUSED = "refused", pgettext_lazy("erasure", "refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("erasure", "withdrawn")


class ErasureQuerySet(models.QuerySet):
    def within(self, scope):
        """Those that an `access` scope decides on."""
        return self.filter(scope.q("organisation"))

    def waiting(self):
        return self.filter(state=ErasureState.ASKED)

    def decided(self):
        return self.exclude(state=ErasureState.ASKED)


class Erasure(models.Model):
    """One request, and what became of it; that data was erased must itself not be forgotten."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey("members.Person", models.PROTECT, related_name="erasures")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("union")
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    asked_on = models.DateField(_("asked on"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    state = models.CharField(
        _("state"), max_length=10, choices=ErasureState, default=ErasureState.ASKED
    )
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    why_not = models.CharField(_("why not"), max_length=300, blank=True)

    objects = ErasureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state="asked"), name="erasure_one_waiting_each"
            ),
            models.CheckConstraint(
                condition=Q(state="asked") | Q(decided_on__isnull=False),
                name="erasure_decided_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(why_not=""),
                name="erasure_refused_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.uid}"

    def get_absolute_url(self) -> str:
        return reverse("erasure:show", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        return self.state == ErasureState.ASKED


class Hold(models.Model):
    """While it holds, nothing of the person is erased: a dispute, an inspection or a court needs it."""

    person = models.ForeignKey("members.Person", models.PROTECT, related_name="holds")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    ground = models.CharField(_("ground"), max_length=300)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)  # first day it no longer holds
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="hold_ends_after_it_begins",
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.from_on}"
