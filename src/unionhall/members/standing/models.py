"""Times within a membership during which it holds, but not with all its rights."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.members.rules import Status, Stretch


class State(models.TextChoices):
    """What rests; the values are those of `rules.Status`."""

    SUSPENDED = Status.SUSPENDED.value, pgettext_lazy("membership", "suspended")
    RETIRED = Status.RETIRED.value, pgettext_lazy("membership", "retired")
    KEPT = Status.KEPT.value, pgettext_lazy("membership", "kept")


class Cause(models.TextChoices):
    """Why a membership is kept while it rests; a retired or a suspended one has none."""

    UNEMPLOYED = "unemployed", _("out of work")
    LEAVE = "leave", _("on long leave")
    SECONDED = "seconded", _("seconded elsewhere")
    EMPLOYER_CLOSED = "employer_closed", _("the employer closed down")
    OTHER = "other", _("another cause")


class StandingQuerySet(models.QuerySet):
    def covering(self, *, on):
        """Those that hold on the day."""
        return self.filter(Q(until_on=None) | Q(until_on__gt=on), from_on__lte=on)


class Standing(models.Model):
    """A membership suspended, kept or retired from one day until the day before another."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    spell = models.ForeignKey("members.Spell", models.PROTECT, related_name="standings")
    state = models.CharField(_("state"), max_length=10, choices=State)
    cause = models.CharField(_("cause"), max_length=20, choices=Cause, blank=True)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)  # first day it no longer holds

    objects = StandingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="standing_ends_after_it_begins",
                condition=Q(until_on=None) | Q(until_on__gt=F("from_on")),
            ),
            models.UniqueConstraint(
                name="standing_one_open_of_a_state",
                fields=["spell", "state"],
                condition=Q(until_on=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.spell_id} {self.state} {self.from_on}–{self.until_on or ''}"

    @property
    def stretch(self) -> Stretch:
        """Its days."""
        return Stretch(self.from_on, self.until_on)

    @property
    def chain(self) -> str:
        """The key of its chain in the history: that of the union."""
        return self.spell.organisation.chain
