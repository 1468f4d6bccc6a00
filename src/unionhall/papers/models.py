"""Papers that were issued, the templates unions brought, and how their numbers are written."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.access.scope import ScopedQuerySet
from unionhall.documents import store
from unionhall.documents.models import Attachment
from unionhall.organisations.models import Organisation
from unionhall.papers import kinds, rules


class Language(models.TextChoices):
    """In which language a paper speaks."""

    ZH = "zh", pgettext_lazy("paper", "Chinese")
    EN = "en", pgettext_lazy("paper", "English")
    BOTH = "both", _("Chinese, then English")
    SIDES = "sides", _("Chinese and English side by side")


class PaperTemplateQuerySet(ScopedQuerySet):
    def kept(self):
        """Those in use: neither removed nor followed by a newer version."""
        return self.filter(ended_at=None)


class PaperTemplate(models.Model):
    """A union's own Word file for one kind of paper and language; a newer one follows an older one."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)  # a code of kinds
    language = models.CharField(_("language"), max_length=5, choices=Language)
    version = models.PositiveIntegerField()
    fields = models.JSONField(default=list)  # the codes it uses
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)  # removed, or a newer version came

    objects = PaperTemplateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_paper_template_in_use",
                fields=["organisation", "kind", "language"],
                condition=Q(ended_at=None),
            ),
            models.UniqueConstraint(
                name="paper_template_version_once",
                fields=["organisation", "kind", "language", "version"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.language} {self.version}"

    @property
    def file(self) -> Attachment | None:
        """Its Word file."""
        return Attachment.objects.of(self).first()

    def content(self) -> bytes:
        """What stands in the file; empty where it is gone."""
        file = self.file
        return store.read(file.uid) if file else b""


class Series(models.Model):
    """How a union writes the numbers of one kind of paper, and whether a red head stands above it."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    pattern = models.CharField(
        pgettext_lazy("paper", "number"), max_length=rules.MOST, default=rules.DEFAULT
    )
    has_head = models.BooleanField(_("red head with the union's name"), default=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_series_of_a_kind", fields=["organisation", "kind"])
        ]

    def __str__(self) -> str:
        return self.pattern


class PaperQuerySet(ScopedQuerySet):
    def of(self, subject: models.Model):
        """Those about one object, the oldest first; voided ones too."""
        label = subject._meta.label_lower
        return self.filter(subject_type=label, subject_id=subject.pk).order_by("pk")


class Paper(models.Model):
    """An issued paper. It is never changed or deleted; one that should not have gone out is voided."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    code = models.CharField(
        pgettext_lazy("paper", "number"), max_length=300
    )  # as it stands on the paper
    language = models.CharField(_("language"), max_length=5, choices=Language)
    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    to_worker = models.BooleanField(_("sent to the worker"), default=False)
    template = models.ForeignKey(PaperTemplate, models.PROTECT, null=True, related_name="papers")
    issued_on = models.DateField(pgettext_lazy("paper", "issued on"))
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    voided_on = models.DateField(_("voided on"), null=True)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reason = models.CharField(_("why it was voided"), max_length=300, blank=True)

    objects = PaperQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="paper_number_once", fields=["organisation", "kind", "year", "number"]
            ),
            models.UniqueConstraint(name="paper_code_once", fields=["organisation", "code"]),
            models.CheckConstraint(name="paper_number_from_one", condition=Q(number__gte=1)),
            models.CheckConstraint(
                name="paper_voided_for_a_reason",
                condition=Q(voided_on=None, voided_by=None, reason="")
                | Q(voided_on__isnull=False, voided_by__isnull=False) & ~Q(reason=""),
            ),
        ]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="paper_by_subject")]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("papers:paper", args=[self.uid])

    @property
    def kind_label(self) -> str:
        """What kind of paper it is."""
        return kinds.label_of(self.kind)

    @property
    def files(self) -> list[Attachment]:
        """Its Word file and its PDF, with their checksums."""
        return list(Attachment.objects.of(self))


# The list of evidence has its tables in this app.
from unionhall.papers.evidence.models import Item  # noqa: E402, F401
