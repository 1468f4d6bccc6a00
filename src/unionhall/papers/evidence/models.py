"""The list of evidence: what was handed in about a request or a dispute, by whom, when, and what became of it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.documents.models import Attachment


class ItemWay(models.TextChoices):
    """How it reached the union."""

    HAND = "hand", pgettext_lazy("evidence", "by hand")
    POST = "post", pgettext_lazy("evidence", "by post")
    ONLINE = "online", pgettext_lazy("evidence", "online")
    TAKEN = "taken", pgettext_lazy("evidence", "taken down by the union")


class ItemForm(models.TextChoices):
    """What it is."""

    ORIGINAL = "original", pgettext_lazy("evidence", "original")
    COPY = "copy", pgettext_lazy("evidence", "copy")
    FILE = "file", pgettext_lazy("evidence", "electronic file")
    DEVICE = "device", pgettext_lazy("evidence", "device or storage medium")
    THING = "thing", pgettext_lazy("evidence", "thing")


class ItemQuerySet(models.QuerySet):
    def of(self, subject: models.Model):
        """Those on the list of one object, in its order."""
        return self.struck_too(subject).filter(struck_on=None)

    def struck_too(self, subject: models.Model):
        """Those ever put on it, struck ones at the end."""
        rows = self.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk)
        return rows.order_by(F("struck_on").asc(nulls_first=True), "place", "pk")


class Item(models.Model):
    """One piece of evidence."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subject_type = models.CharField(max_length=40)  # "cases.case"
    subject_id = models.BigIntegerField()
    place = models.PositiveIntegerField()  # in the order of the list
    name = models.CharField(_("what it is called"), max_length=200)
    proves = models.CharField(_("what it shall prove"), max_length=500, blank=True)
    source = models.CharField(_("from whom"), max_length=100)
    handed_on = models.DateField(_("handed in on"))
    way = models.CharField(pgettext_lazy("evidence", "how it came"), max_length=8, choices=ItemWay)
    form = models.CharField(_("original or copy"), max_length=8, choices=ItemForm)
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    # The file, where there is one; it may be taken away with its request when data is erased.
    attachment = models.ForeignKey(Attachment, models.SET_NULL, null=True, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True)  # of the file as it was put on the list
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    returned_on = models.DateField(_("returned on"), null=True)
    returned_to = models.CharField(_("returned to"), max_length=100, blank=True)
    struck_on = models.DateField(null=True)
    reason = models.CharField(_("why it was struck"), max_length=300, blank=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="evidence_by_subject")]
        constraints = [
            models.CheckConstraint(
                name="evidence_returned_to_somebody",
                condition=Q(returned_on=None, returned_to="")
                | Q(returned_on__isnull=False) & ~Q(returned_to=""),
            ),
            models.CheckConstraint(
                name="evidence_returned_after_it_came",
                condition=Q(returned_on=None) | Q(returned_on__gte=F("handed_on")),
            ),
            models.CheckConstraint(
                name="evidence_struck_for_a_reason",
                condition=Q(struck_on=None) | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_out(self) -> bool:
        """Whether the union no longer holds it."""
        return self.returned_on is not None

    @property
    def can_return(self) -> bool:
        """Whether it is something that can be given back."""
        return self.form != ItemForm.FILE
