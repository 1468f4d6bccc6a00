"""Pairs of files that may be one person's, and what an officer said of them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from unionhall.core.clock import now


class DuplicateQuerySet(models.QuerySet):
    def within(self, scope):
        """Those of which both files may be read in the scope."""
        from unionhall.members.models import Person

        mine = Person.objects.within(scope).values("pk")
        return self.filter(first__in=mine, second__in=mine)

    def waiting(self):
        """Those nobody has decided, the surest first."""
        return self.filter(dismissed_at=None).order_by("-score", "pk")

    def dismissed(self):
        """Those said to be two people, the latest first."""
        return self.exclude(dismissed_at=None).order_by("-dismissed_at", "-pk")


class Duplicate(models.Model):
    """Two files that may be one person's; the older file stands first, so that a pair is kept once."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    first = models.ForeignKey("members.Person", models.CASCADE, related_name="+")
    second = models.ForeignKey("members.Person", models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField()
    reasons = models.JSONField(default=list)  # rules.Reason, the strongest first
    found_at = models.DateTimeField(default=now)
    dismissed_at = models.DateTimeField(null=True, blank=True)
    dismissed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = DuplicateQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["-score", "id"],
                condition=Q(dismissed_at=None),
                name="duplicate_waiting",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="duplicate_once"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="duplicate_older_file_first"
            ),
            models.CheckConstraint(
                condition=Q(dismissed_at=None, dismissed_by=None, reason="")
                | (Q(dismissed_at__isnull=False, dismissed_by__isnull=False) & ~Q(reason="")),
                name="duplicate_dismissed_wholly",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} {self.second_id} {self.score}"

    def get_absolute_url(self) -> str:
        return reverse("duplicates:pair", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        return self.dismissed_at is None
