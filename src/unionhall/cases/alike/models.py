"""Which requests belong together, and which were looked at and do not."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.cases.models import Case


class Verdict(models.TextChoices):
    """What an officer said of two requests."""

    LINKED = "linked", pgettext_lazy("requests", "belong together")
    UNLIKE = "unlike", pgettext_lazy("requests", "are not the same")


class Pair(models.Model):
    """What was decided about two requests; whoever may not read both does not learn of it."""

    one = models.ForeignKey(Case, models.CASCADE, related_name="pairs_onward")
    other = models.ForeignKey(Case, models.CASCADE, related_name="pairs_back")
    verdict = models.CharField(max_length=8, choices=Verdict)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="pair_once", fields=["one", "other"]),
            # A pair has one row, whichever of the two it was decided from.
            models.CheckConstraint(name="pair_in_order", condition=Q(one__lt=F("other"))),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} {self.verdict} {self.other_id}"
