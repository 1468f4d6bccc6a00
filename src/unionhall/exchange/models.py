"""Imports: what was uploaded, what each row's fate is to be, and what applying it added."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportQuerySet(models.QuerySet):
    def abandoned(self, *, since, asked_since):
        """Those nobody applied or dismissed since a moment, or gave a second word on since an earlier one."""
        asked = models.Q(asked_at__isnull=False)
        waiting = models.Q(~asked, at__lt=since) | models.Q(asked, asked_at__lt=asked_since)
        return self.filter(waiting, state__in=Import.DISMISSIBLE)


class Import(models.Model):
    """One sheet on its way into a register: uploaded, checked, applied, perhaps undone."""

    class State(models.TextChoices):
        CHECKING = "checking", _("being checked")
        READY = "ready", _("waiting to be applied")
        ASKED = "asked", _("waiting for a second officer")
        APPLYING = "applying", _("being applied")
        APPLIED = "applied", _("applied")
        FAILED = "failed", _("could not be read")
        DISMISSED = "dismissed", _("dismissed")
        UNDOING = "undoing", _("being undone")
        UNDONE = "undone", _("undone")

    OPEN = (State.CHECKING, State.READY, State.FAILED)
    SHOWN = (State.READY, State.ASKED)  # its rows can be looked at
    DISMISSIBLE = (*OPEN, State.ASKED, State.APPLYING)
    AT_WORK = (State.CHECKING, State.APPLYING, State.UNDOING)

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=20)
    # No foreign key: organisations lie above, and know of this app.
    organisation_id = models.BigIntegerField(db_index=True)
    on = (
        models.DateField()
    )  # the day the rows are judged on, and from which unknown beginnings count
    file_name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State, default=State.CHECKING)
    problem = models.JSONField(default=dict)  # why it could not be read or applied
    counts = models.JSONField(default=dict)  # rows by fate
    seen_at = models.CharField(
        max_length=60, blank=True
    )  # how far the register had come: Kind.mark
    sheets = models.JSONField(default=list)  # how each sheet was understood: see checking.Read
    chosen = models.JSONField(
        default=dict
    )  # columns an officer put right: {sheet: {field: column}}
    differs = models.JSONField(default=dict)  # in how many rows a field could be taken, by field
    # What the officer chose of it: see choices.Choices.
    choices = models.JSONField(default=dict)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )  # whoever asked for a second officer's word
    # When it was laid before a second officer, or came back from one.
    asked_at = models.DateTimeField(null=True)
    rest_until = models.DateTimeField(null=True)  # until when the rows left over can be fetched
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    by_label = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField()
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    applied_at = models.DateTimeField(null=True)
    digest = models.BinaryField(
        max_length=32, null=True
    )  # over the digests of all its lines, in order
    undone_at = models.DateTimeField(null=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="applied_import_has_digest",
                condition=~models.Q(state__in=["applied", "undoing", "undone"])
                | models.Q(digest__isnull=False, applied_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.file_name}"

    @property
    def is_at_work(self) -> bool:
        """Whether a job is at it, so that its page renews itself."""
        return self.state in self.AT_WORK

    @property
    def rows(self) -> int:
        """How many rows were judged."""
        return sum(self.counts.values())

    @property
    def chain(self) -> str:
        """The chain of history of the organisation it is for."""
        return f"organisation:{self.organisation_id}"


class Chunk(models.Model):
    """Some rows of one fate, sealed; they go when the import is applied or dismissed."""

    importing = models.ForeignKey(Import, models.CASCADE, related_name="chunks")
    fate = models.CharField(max_length=12)
    number = models.PositiveIntegerField()
    rows = models.PositiveIntegerField()
    sealed = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="chunk_once", fields=["importing", "fate", "number"])
        ]

    def __str__(self) -> str:
        return f"{self.importing_id} {self.fate} {self.number}"


class Line(models.Model):
    """What applying one row added or changed, with a keyed digest of it: proof of what was done, and of what
    changed since.
    """

    CHANGE = "change"  # `what` of lines whose subject was registered before

    importing = models.ForeignKey(Import, models.PROTECT, related_name="lines", db_index=False)
    sheet = models.PositiveSmallIntegerField()  # its place in Import.sheets
    row = models.PositiveIntegerField()
    subject_id = models.BigIntegerField()
    what = models.CharField(max_length=10)
    digest = models.BinaryField(max_length=32)
    # Of a change: the values before and after, which only their kind opens.
    sealed = models.BinaryField(null=True)
    kept = models.CharField(max_length=20, blank=True)  # why undoing left it alone

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="line_once", fields=["importing", "sheet", "row", "subject_id"]
            )
        ]
        indexes = [
            # What changed one person's file stands in that file's story.
            models.Index(
                fields=["subject_id"],
                condition=models.Q(what="change"),
                name="line_of_change",
            )
        ]

    def __str__(self) -> str:
        return f"{self.importing_id} {self.sheet}:{self.row}"


class RememberedColumns(models.Model):
    """Which columns an officer chose for a sheet headed so: the next one of that form is read like it."""

    kind = models.CharField(max_length=20)
    organisation_id = models.BigIntegerField()
    headings = models.CharField(max_length=64)  # digest of the headings in their order
    columns = models.JSONField()  # {field: column}
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="columns_remembered_once", fields=["kind", "organisation_id", "headings"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.organisation_id} {self.headings[:8]}"


# Django finds an app's models from here; these stand beside what is done with them.
from unionhall.exchange.exports.models import Export, Exported  # noqa: E402, F401
