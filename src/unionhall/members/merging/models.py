"""Two files made one, and what undoes it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from unionhall.core.clock import now


class MergeQuerySet(models.QuerySet):
    def standing(self):
        """Those not undone, the latest first."""
        return self.filter(undone_at=None).order_by("-at", "-pk")

    def within(self, scope):
        """Those whose kept file may be read in the scope."""
        from unionhall.members.models import Person

        return self.filter(kept__in=Person.objects.within(scope).values("pk"))


class Merge(models.Model):
    """One file taken up into another; every row it changed is kept, sealed, as it was and as it became."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kept = models.ForeignKey("members.Person", models.PROTECT, related_name="merges")
    gone = models.ForeignKey("members.Person", models.PROTECT, related_name="merged_by")
    reason = models.CharField(_("reason"), max_length=300)
    at = models.DateTimeField(default=now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changes = models.BinaryField()  # see ledger.py
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = MergeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="merge_gone_once", fields=["gone"], condition=Q(undone_at=None)
            ),
            models.CheckConstraint(name="merge_of_two", condition=~Q(kept=models.F("gone"))),
        ]

    def __str__(self) -> str:
        return f"{self.kept_id} ← {self.gone_id}"

    def get_absolute_url(self) -> str:
        return reverse("merging:show", args=[self.pk])
