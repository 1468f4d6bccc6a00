"""What became of unions: renamed, moved, merged, divided, dissolved, with the figures of the day."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.access.scope import ScopedQuerySet
from unionhall.core.clock import today
from unionhall.organisations.models import Organisation


class Way(models.TextChoices):
    """How unions change."""

    CHANGE = "change", pgettext_lazy("of unions", "new name or kind")
    MOVE = "move", pgettext_lazy("of unions", "another next higher union")
    MERGE = "merge", pgettext_lazy("of unions", "merger")
    SPLIT = "split", pgettext_lazy("of unions", "division")
    DISSOLVE = "dissolve", pgettext_lazy("of unions", "dissolution")


class Role(models.TextChoices):
    """What a union was in a change."""

    ENDED = "ended", pgettext_lazy("in a change", "ended by it")
    MADE = "made", pgettext_lazy("in a change", "made by it")
    KEPT = "kept", pgettext_lazy("in a change", "goes on")


class ChangeQuerySet(ScopedQuerySet):
    """Changes belong to the higher union that resolved them."""

    scope_prefix = "higher"


class Change(models.Model):
    """One change that was carried out; what went where stands in its figures for good."""

    higher = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("higher union")
    )
    way = models.CharField(_("change"), max_length=10, choices=Way)
    resolution = models.CharField(_("resolution"), max_length=120)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    done_on = models.DateField(_("done on"), default=today)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    # [{"union": code, "part": name, "count": number, "to": code or ""}, …] as they were shown before.
    figures = models.JSONField(default=list)
    unions: models.ManyToManyField = models.ManyToManyField(
        Organisation, through="ChangedUnion", related_name="changes"
    )

    objects = ChangeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["higher", "done_on"], name="change_by_day")]

    def __str__(self) -> str:
        return f"{self.way} {self.done_on}"

    def get_absolute_url(self) -> str:
        return reverse("union_changes:show", args=[self.pk])


class ChangedUnion(models.Model):
    """A union in a change, under the name it had before."""

    change = models.ForeignKey(Change, models.CASCADE, related_name="parts")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="changed_in")
    role = models.CharField(_("role"), max_length=10, choices=Role)
    name = models.CharField(_("name before"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["change", "organisation"], name="changed_once_in_each"),
        ]

    def __str__(self) -> str:
        return f"{self.change_id} {self.organisation_id} {self.role}"
