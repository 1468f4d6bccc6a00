"""One act done to all memberships that a list shows: previewed row by row, done, perhaps taken back."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from unionhall.core.clock import now
from unionhall.organisations.models import Organisation

UNDO_WITHIN = timedelta(days=7)


class Bulk(models.Model):
    """What is to be done, to which list, and how far it is."""

    class State(models.TextChoices):
        CHECKING = "checking", _("being checked")
        READY = "ready", _("waiting for your word")
        APPLYING = "applying", _("being done")
        APPLIED = "applied", _("done")
        DISMISSED = "dismissed", _("dismissed")
        FAILED = "failed", _("not possible")
        UNDOING = "undoing", _("being taken back")
        UNDONE = "undone", _("taken back")

    AT_WORK = (State.CHECKING, State.APPLYING, State.UNDOING)
    OPEN = (State.CHECKING, State.READY)

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    paths = models.JSONField(default=list)  # the scope it was begun in
    query = models.TextField(blank=True)  # the list's; what was searched for stands sealed in it
    act = models.CharField(max_length=30)  # see kinds.py
    values = models.JSONField(default=dict)  # as the act's form keeps them
    reason = models.CharField(max_length=200)
    on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.CHECKING)
    problem = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.pk} {self.act}"

    @property
    def is_at_work(self) -> bool:
        """Whether a job is at it, so that its page renews itself."""
        return self.state in self.AT_WORK

    @property
    def undo_until(self):
        """Until when it may be taken back; None before it was done."""
        return self.applied_at and self.applied_at + UNDO_WITHIN

    @property
    def is_undo_open(self) -> bool:
        """Whether its days are not over yet."""
        return self.state == self.State.APPLIED and now() < self.undo_until


class BulkLine(models.Model):
    """What is to become of one membership, and what became of it."""

    class Fate(models.TextChoices):
        WILL = "will", _("will be done")
        REFUSED = "refused", _("refused")
        DONE = "done", _("done")
        RESTORED = "restored", _("taken back")
        KEPT = "kept", _("edited since, kept")

    bulk = models.ForeignKey(Bulk, models.CASCADE, related_name="lines")
    # No constraint: an import taken back may remove the membership meanwhile.
    spell = models.ForeignKey(
        "members.Spell", models.DO_NOTHING, related_name="+", db_constraint=False
    )
    fate = models.CharField(max_length=10, choices=Fate, default=Fate.WILL)
    why = models.CharField(max_length=300, blank=True)  # in the language of whoever began it
    before = models.JSONField(null=True)  # the value that was replaced
    version = models.PositiveIntegerField(null=True)  # of the file once it was done

    class Meta:
        constraints = [models.UniqueConstraint(name="bulk_line_once", fields=["bulk", "spell"])]
        indexes = [models.Index(fields=["bulk", "fate", "id"], name="bulk_by_fate")]

    def __str__(self) -> str:
        return f"{self.bulk_id} {self.spell_id} {self.fate}"
