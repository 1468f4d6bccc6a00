"""A whole desk handed over: one act, and the list of it that both sign."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse

from unionhall.access.scope import ScopedQuerySet
from unionhall.organisations.models import Organisation


class DeskHandover(models.Model):
    """What an officer held in a union, given to others on a day."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    leaver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["organisation", "-id"], name="desk_handover_list")]

    def __str__(self) -> str:
        return f"{self.leaver_id} {self.on}"

    def get_absolute_url(self) -> str:
        return reverse("leaving:handover", args=[self.uid])

    @property
    def chain(self) -> str:
        """The history it is written into."""
        return self.organisation.chain


class DeskLine(models.Model):
    """One thing that lay on the desk: who has it now, or why nobody took it."""

    handover = models.ForeignKey(DeskHandover, models.CASCADE, related_name="lines")
    kind = models.CharField(max_length=30)  # a name of holdings.py
    subject_type = models.CharField(max_length=40)  # "cases.case"
    subject_id = models.BigIntegerField()
    title = models.CharField(max_length=120)  # a number or a kind of duty; never a name of a worker
    due_on = models.DateField(null=True)
    # Only for those who may open restricted requests, and for the two between whom it passed.
    restricted = models.BooleanField(default=False)
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=300, blank=True)  # why it stays where it is

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="desk_line_once", fields=["handover", "kind", "subject_type", "subject_id"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.handover_id} {self.kind} {self.title}"
