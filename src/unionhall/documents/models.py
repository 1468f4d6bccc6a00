"""Files that people attach to what they bring."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Scan(models.TextChoices):
    """What is known about viruses in a file."""

    NONE = "", _("not scanned")
    WAITING = "waiting", _("being checked for viruses")
    CLEAN = "clean", _("checked, no virus found")
    INFECTED = "infected", _("held back: a virus was found")


class AttachmentQuerySet(models.QuerySet):
    def of(self, subject: models.Model):
        """Those attached to one object, oldest first."""
        kind = subject._meta.label_lower
        return self.filter(subject_type=kind, subject_id=subject.pk).order_by("pk")


class Attachment(models.Model):
    """A checked and cleaned file; its content lies sealed outside the database, under a random name."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subject_type = models.CharField(max_length=40)  # "cases.case"
    subject_id = models.BigIntegerField()
    name = models.CharField(_("file name"), max_length=120)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()  # of the cleaned content, in bytes
    sha256 = models.CharField(max_length=64)  # of the cleaned content
    has_thumbnail = models.BooleanField(default=False)
    # Nobody, where it came with a mail.
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()

    scan = models.CharField(max_length=8, choices=Scan, default=Scan.NONE, blank=True)
    finding = models.CharField(max_length=100, blank=True)  # what the scanner called it

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="attachment_by_subject"),
            models.Index(
                fields=["id"], name="attachment_to_scan", condition=models.Q(scan="waiting")
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_image(self) -> bool:
        return self.media_type.startswith("image/")

    @property
    def is_pdf(self) -> bool:
        return self.media_type == "application/pdf"

    @property
    def is_held(self) -> bool:
        """Whether nobody gets it: not yet scanned, or infected."""
        return self.scan in (Scan.WAITING, Scan.INFECTED)

    @property
    def held_because(self) -> str:
        """Why nobody gets it, in words; "" where everybody may who may read its subject."""
        return str(Scan(self.scan).label) if self.is_held else ""
