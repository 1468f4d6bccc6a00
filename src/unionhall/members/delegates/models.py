"""Who may act for a member, in what, from when until when."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.core.clock import today


class DelegationQuerySet(models.QuerySet):
    def in_force(self, *, on: date):
        """Those under which the delegate may act on the day."""
        return self.filter(
            Q(until_on=None) | Q(until_on__gt=on),
            from_on__lte=on,
            revoked_on=None,
            person__died_on=None,
            person__merged_into=None,
        )


class Delegation(models.Model):
    """A member lets another person act for them in named matters, until a day or until revoked."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey("members.Person", models.PROTECT, related_name="delegations")
    delegate = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="delegations",
        verbose_name=_("delegate"),
    )
    matters = models.JSONField(_("matters"), default=list)  # codes of matters.py
    from_on = models.DateField(pgettext_lazy("delegation", "from"))
    until_on = models.DateField(pgettext_lazy("delegation", "until"), null=True, blank=True)
    given_on = models.DateField(_("given on"), default=today)
    # The officer who took it down from a paper; None where the member gave it on the phone.
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    revoked_on = models.DateField(_("revoked on"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = DelegationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="delegation_ends_after_it_begins",
                condition=Q(until_on=None) | Q(until_on__gt=F("from_on")),
            ),
            models.UniqueConstraint(
                name="delegation_one_each",
                fields=["person", "delegate"],
                condition=Q(revoked_on=None),
            ),
            models.CheckConstraint(
                name="delegation_on_paper_for_a_reason",
                condition=Q(recorded_by=None) | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.uid}"

    def holds(self, on: date) -> bool:
        """Whether the delegate may act on the day, as `in_force` says."""
        return (
            self.revoked_on is None
            and self.from_on <= on
            and (self.until_on is None or on < self.until_on)
            and self.person.died_on is None
            and self.person.merged_into_id is None
        )
