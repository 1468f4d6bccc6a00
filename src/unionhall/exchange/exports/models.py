"""Exports: which rows left the house, for whom and why, and whose they were."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ExportQuerySet(models.QuerySet):
    def made(self):
        """Those that were made, be their file still there or deleted since."""
        return self.filter(state__in=Export.MADE)

    def expired(self, *, at):
        """Those whose file is to be deleted by the moment."""
        return self.filter(state=Export.State.READY, until__lte=at)

    def showing(self, subject_id: int):
        """Those in which the person's rows stand."""
        shown = Exported.objects.filter(subject_id=subject_id).values("export")
        return self.made().filter(pk__in=shown)


class Export(models.Model):
    """One list on its way out: asked for, made, kept sealed for some days, deleted."""

    class State(models.TextChoices):
        WAITING = "waiting", _("being made")
        READY = "ready", _("ready to be downloaded")
        FAILED = "failed", _("could not be made")
        REMOVED = "removed", _("deleted")

    class Format(models.TextChoices):
        XLSX = "xlsx", _("Excel (.xlsx)")
        CSV = "csv", _("CSV")
        ZIP = "zip", _("one Word file each (.zip)")
        DOCX = "docx", _("one Word file for all (.docx)")

    MADE = (State.READY, State.REMOVED)

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=20)  # see kinds.py
    # No foreign key: organisations lie above, and know of this app.
    organisation_id = models.BigIntegerField(db_index=True)  # the scope's first unit
    paths = models.JSONField(default=list)  # the scope it was asked in
    on = models.DateField()
    # Which rows and columns, as the kind understands it; what may name anybody stands sealed in it.
    asked = models.JSONField(default=dict)
    with_ids = models.BooleanField(default=False)  # whole ID numbers
    format = models.CharField(max_length=4, choices=Format, default=Format.XLSX)
    reason = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    problem = models.JSONField(default=dict)  # why it could not be made
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_label = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)  # when its file is deleted
    file_name = models.CharField(max_length=200, blank=True)
    rows = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)  # bytes
    sha256 = models.CharField(max_length=64, blank=True)
    people = models.CharField(max_length=64, blank=True)  # digest over the keys in Exported
    downloads = models.PositiveIntegerField(default=0)

    objects = ExportQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["until"], name="export_to_delete", condition=models.Q(state="ready")
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.kind}"

    @property
    def chain(self) -> str:
        """The chain of history of the scope's first unit."""
        return f"organisation:{self.organisation_id}"

    @property
    def is_waiting(self) -> bool:
        """Whether a job is at it, so that its page renews itself."""
        return self.state == self.State.WAITING


class Exported(models.Model):
    """That an export shows something of a person: a hundred thousand are copied in with a large one."""

    pk = models.CompositePrimaryKey("subject_id", "export_id")
    subject_id = models.BigIntegerField()  # the person's key; people lie above this app
    export = models.ForeignKey(Export, models.PROTECT, related_name="shown", db_index=False)

    def __str__(self) -> str:
        return f"{self.subject_id} {self.export_id}"
