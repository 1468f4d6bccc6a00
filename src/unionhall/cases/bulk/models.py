"""One act done to many requests of the inbox: previewed row by row, done, perhaps taken back."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.core.clock import now
from unionhall.organisations.models import Organisation

UNDO_WITHIN = timedelta(days=7)


class Bulk(models.Model):
    """What is to be done, to which requests, and how far it is."""

    class State(models.TextChoices):
        CHECKING = "checking", _("being checked")
        READY = "ready", _("waiting for your word")
        APPLYING = "applying", _("being done")
        APPLIED = "applied", pgettext_lazy("act for many", "done")
        DISMISSED = "dismissed", _("dismissed")
        FAILED = "failed", _("not possible")
        UNDOING = "undoing", _("being taken back")
        UNDONE = "undone", pgettext_lazy("act for many", "taken back")

    AT_WORK = (State.CHECKING, State.APPLYING, State.UNDOING)
    OPEN = (State.CHECKING, State.READY)

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    paths = models.JSONField(default=list)  # the scope it was begun in
    query = models.TextField(blank=True)  # the inbox's filters, where all that match are meant
    chosen = models.JSONField(default=list)  # the numbers that were ticked; empty: all that match
    act = models.CharField(max_length=20)  # see kinds.py
    to_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    to_organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=200, blank=True)
    on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.CHECKING)
    problem = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="case_bulk_has_one_receiver",
                condition=models.Q(to_user=None) | models.Q(to_organisation=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.act}"

    @property
    def receiver(self):
        """Whom the requests go to: a colleague, another union, or None where they are taken on."""
        return self.to_user or self.to_organisation

    @property
    def is_at_work(self) -> bool:
        """Whether a job is at it, so that its page renews itself."""
        return self.state in self.AT_WORK

    @property
    def is_undoable(self) -> bool:
        """Whether such an act can be taken back: what went from hand to hand, nothing else."""
        return self.to_user_id is not None

    @property
    def undo_until(self):
        """Until when it may be taken back; None before it was done."""
        return self.applied_at and self.applied_at + UNDO_WITHIN

    @property
    def is_undo_open(self) -> bool:
        """Whether its days are not over yet."""
        return self.is_undoable and self.state == self.State.APPLIED and now() < self.undo_until


class BulkLine(models.Model):
    """What is to become of one request, and what became of it."""

    class Fate(models.TextChoices):
        WILL = "will", _("will be done")
        REFUSED = "refused", pgettext_lazy("act for many", "left as it is")
        DONE = "done", pgettext_lazy("act for many", "done")
        RESTORED = "restored", pgettext_lazy("act for many", "taken back")
        KEPT = "kept", _("not taken back")

    bulk = models.ForeignKey(Bulk, models.CASCADE, related_name="lines")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    fate = models.CharField(max_length=10, choices=Fate, default=Fate.WILL)
    why = models.CharField(max_length=300, blank=True)  # in the language of whoever began it
    # Who had it before, where somebody had: to them it goes back.
    from_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [models.UniqueConstraint(name="case_bulk_line_once", fields=["bulk", "case"])]
        indexes = [models.Index(fields=["bulk", "fate", "id"], name="case_bulk_by_fate")]

    def __str__(self) -> str:
        return f"{self.bulk_id} {self.case_id} {self.fate}"
