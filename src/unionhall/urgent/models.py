"""An urgent matter: what happened where, who was told when, whom it concerns, and what was learnt of it."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.access.scope import ScopedQuerySet
from unionhall.cases.models import Case
from unionhall.members.models import Person
from unionhall.organisations.models import Organisation

LATE = timedelta(minutes=30)  # a line written down later than this after it happened says so


class UrgentKind(models.TextChoices):
    """What has happened."""

    ACCIDENT = "accident", _("Accident at work")
    FIRE = "fire", _("Fire or explosion")
    HEAT = "heat", _("Heat, cold or poisoning")
    ARREARS = "arrears", _("Wages of many unpaid")
    STOPPAGE = "stoppage", _("Stoppage or gathering")
    LAYOFF = "layoff", _("Many to lose their jobs")
    OTHER = "other", pgettext_lazy("urgent matter", "Something else")


class Gravity(models.IntegerChoices):
    """How grave it is: that sets who is told, and within how many hours."""

    GENERAL = 1, pgettext_lazy("urgent matter", "General")
    SERIOUS = 2, pgettext_lazy("urgent matter", "Serious")
    GRAVE = 3, pgettext_lazy("urgent matter", "Grave")


TONES = {Gravity.GENERAL: "new", Gravity.SERIOUS: "waiting", Gravity.GRAVE: "warn"}


class TellingWay(models.TextChoices):
    TELEPHONE = "telephone", _("By telephone")
    MESSAGE = "message", _("By message")
    PERSON = "person", _("In person")
    WRITING = "writing", _("In writing")


class UrgentQuerySet(ScopedQuerySet):
    def open(self):
        """Those that have not ended."""
        return self.filter(ended_at=None)


class UrgentMatter(models.Model):
    """One case with many people, led by one officer."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField(_("what it is"), max_length=10, choices=UrgentKind)
    place = models.CharField(_("where"), max_length=200)
    text = models.TextField(_("what happened"))
    learnt_at = models.DateTimeField(_("learnt at"))
    people = models.PositiveIntegerField(_("workers affected, roughly"))
    gravity = models.PositiveSmallIntegerField(_("gravity"), choices=Gravity)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="urgent_matters"
    )
    summary = models.TextField(_("summary"), blank=True)
    lessons = models.TextField(_("lessons"), blank=True)
    ended_at = models.DateTimeField(null=True)
    # What the form sent along, so that a second click finds what the first one made.
    submission = models.UUIDField(unique=True, null=True, editable=False)

    objects = UrgentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["-gravity", "-learnt_at", "-id"],
                name="urgent_open",
                condition=Q(ended_at=None),
            ),
            models.Index(fields=["-learnt_at", "-id"], name="urgent_by_time"),
        ]
        constraints = [
            models.CheckConstraint(
                name="ended_urgent_matter_is_summed_up",
                condition=Q(ended_at=None) | (~Q(summary="") & ~Q(lessons="")),
            )
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("urgent:matter", args=[self.number])

    @property
    def my_url(self) -> str:
        """Where a worker on its list reads of it."""
        return reverse("urgent:my_matter", args=[self.number])

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    @property
    def kind_label(self) -> str:
        return str(UrgentKind(self.kind).label)

    @property
    def gravity_label(self) -> str:
        return str(Gravity(self.gravity).label)

    @property
    def tone(self) -> str:
        """The colour of its gravity, as the State component names it."""
        return TONES[Gravity(self.gravity)] if self.is_open else "quiet"

    @property
    def chain(self) -> str:
        """The history it is written into."""
        return self.organisation.chain


class Line(models.Model):
    """A line of the incident log: what happened at which moment. It is never changed and never deleted."""

    matter = models.ForeignKey(UrgentMatter, models.PROTECT, related_name="lines")
    at = models.DateTimeField(_("at"))
    written_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by_label = models.CharField(max_length=200)
    act = models.CharField(max_length=20, blank=True)  # an act's own line; "" for what was written
    text = models.TextField(_("what happened"), blank=True)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["matter", "at"], name="line_of_urgent_matter")]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.at}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Written once; raises TypeError for a second time."""
        if self.pk is not None:
            raise TypeError("A line of an incident log is not changed: write another one.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any):
        """Raises TypeError."""
        raise TypeError("A line of an incident log is not deleted.")

    @property
    def is_late(self) -> bool:
        """Whether it was written down well after it happened."""
        return self.written_at - self.at > LATE


class TellingQuerySet(ScopedQuerySet):
    scope_prefix = "matter__organisation"

    def waiting(self):
        """Those who have not been told."""
        return self.filter(told_at=None, dropped=False)

    def overdue(self, *, at: datetime):
        """Those who should have been told by then."""
        return self.waiting().filter(due_at__lt=at)


class Telling(models.Model):
    """Somebody who has to be told, or was told: by when, when, how and whom in person."""

    matter = models.ForeignKey(UrgentMatter, models.PROTECT, related_name="tellings")
    to = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    party = models.CharField(_("who outside the union"), max_length=200, blank=True)
    rule = models.CharField(max_length=64, blank=True)
    due_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(_("told at"), null=True)
    way = models.CharField(_("how"), max_length=10, choices=TellingWay, blank=True)
    whom = models.CharField(_("whom in person"), max_length=100, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    dropped = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, blank=True)
    chased_at = models.DateTimeField(null=True)  # when the lead was reminded that its hour is over

    objects = TellingQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "id"]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="telling_waiting",
                condition=Q(told_at=None, dropped=False),
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="telling_is_to_somebody", condition=Q(to__isnull=False) | ~Q(party="")
            ),
            models.CheckConstraint(
                name="telling_told_with_way_and_whom",
                condition=Q(told_at=None) | (~Q(way="") & ~Q(whom="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.to_id or self.party}"

    def get_absolute_url(self) -> str:
        return self.matter.get_absolute_url()

    @property
    def name(self) -> str:
        """Who has to be told."""
        return str(self.to) if self.to else self.party

    @property
    def way_label(self) -> str:
        return str(TellingWay(self.way).label) if self.way else ""

    @property
    def is_waiting(self) -> bool:
        return self.told_at is None and not self.dropped

    @property
    def was_late(self) -> bool:
        """Whether they were told after their hour."""
        return bool(self.due_at and self.told_at and self.told_at > self.due_at)

    @property
    def chain(self) -> str:
        return self.matter.chain


class Affected(models.Model):
    """A worker it concerns, who agreed to stand on the list; the others are only counted."""

    matter = models.ForeignKey(UrgentMatter, models.PROTECT, related_name="affected")
    person = models.ForeignKey(Person, models.PROTECT, related_name="urgent_matters")
    added_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "person"], name="affected_once_in_an_urgent_matter"
            )
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.person_id}"


class LinkedRow(models.Model):
    """A request, dispute, petition or hazard that belongs to it, as ("cases.case", 12)."""

    matter = models.ForeignKey(UrgentMatter, models.PROTECT, related_name="links")
    # A request is named twice: so that its own page asks nothing where it belongs to none.
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "subject_type", "subject_id"], name="linked_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id}"
