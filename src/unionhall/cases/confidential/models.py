"""Who stands to a request by name: those told of it, those let in for a while, and those it is about."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from unionhall.cases.models import Case
from unionhall.core import clock


class TieKind(models.TextChoices):
    """Why somebody may know of a request, or must not."""

    DESK = "desk", _("responsible office")
    HANDLER = "handler", _("handles it")
    NAMED = "named", _("named")
    INVITED = "invited", _("invited")
    OVERRIDE = "override", _("emergency access")
    PARTY = "party", _("it is about them or their own")


# Who act on a confidential request, within the abilities of their offices.
KNOWING = (TieKind.DESK, TieKind.HANDLER, TieKind.NAMED)
# Who read it and leave notes, wherever their offices are.
GUESTS = (TieKind.INVITED, TieKind.OVERRIDE)


class TieQuerySet(models.QuerySet):
    def in_force(self):
        """Those neither ended nor run out at this moment."""
        return self.filter(Q(until=None) | Q(until__gt=clock.now()), ended_at=None)

    def knowing(self):
        """Those by which somebody acts on a confidential request."""
        return self.filter(kind__in=[str(kind) for kind in KNOWING])

    def party(self):
        """Those that shut somebody out."""
        return self.filter(kind=TieKind.PARTY)


class Tie(models.Model):
    """What one officer is to one request; it is ended and never deleted, so that it can be answered for."""

    Kind = TieKind

    case = models.ForeignKey(Case, models.PROTECT, related_name="ties")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = models.CharField(_("as"), max_length=8, choices=TieKind)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    # Who said so; the worker, an officer, or nobody: the rules, or the clock.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    at = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)

    objects = TieQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="tie_once",
                fields=["case", "user", "kind"],
                condition=Q(ended_at=None),
            ),
            models.CheckConstraint(
                name="override_runs_out", condition=~Q(kind="override") | Q(until__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.user_id} {self.kind}"

    @property
    def is_guest(self) -> bool:
        """Whether it only lets somebody read."""
        return self.kind in GUESTS
