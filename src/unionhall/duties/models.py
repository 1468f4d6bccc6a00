"""Obligations with a due date, a holder and a citation."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache, reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from unionhall.access.scope import ScopedQuerySet, scope
from unionhall.core.clock import today
from unionhall.notifications.actions import reference
from unionhall.organisations.fields import key_of
from unionhall.organisations.models import Mandate, Organisation
from unionhall.organisations.offices import OFFICES
from unionhall.organisations.queries import held_by
from unionhall.rulebook import deadlines

OPEN = Q(fulfilled_on=None, voided_on=None)
STOOD_IN_FOR = OPEN & Q(holder=None) & ~Q(held_at=F("office_at"), held_as=F("office"))


@lru_cache(maxsize=4096)
def _working_days(after: date, until: date, nation: str) -> int:
    """Counted once for all the rows of a page that are due on one day."""
    return deadlines.working_days_left(until, after, jurisdiction=nation)


def link(to, **options):
    """A foreign key without an index of its own; the indexes below say what is looked up."""
    return models.ForeignKey(to, models.PROTECT, db_index=False, **options)


def _ways_to_hold(user, on: date) -> list[Q]:
    offices: dict[int, set[str]] = {}
    for held in held_by(user, on=on):
        offices.setdefault(key_of(held.path), set()).add(held.office)
    return [Q(holder=user.pk)] + [
        Q(holder=None, held_at=organisation, held_as__in=sorted(codes))
        for organisation, codes in offices.items()
    ]


# Subject types of which whoever may not see the rows is not even to know how much is owed about them,
# and the ability that shows them; filled by `subjects.register`.
KEPT: dict[str, str] = {}
# Subject types with rows that some people must not know of, and which; filled likewise.
UNKNOWN: dict[str, Callable[[Any], models.QuerySet]] = {}


def _unknown(user) -> Q:
    hidden = [
        Q(subject_type=subject_type, subject_id__in=rows(user))
        for subject_type, rows in UNKNOWN.items()
    ]
    return reduce(or_, hidden, Q(pk__in=[]))


def _in_sight(user, on: date) -> Q:
    held = scope(user, "duties.view", on=on)
    seen = held.q("organisation")
    for subject_type, ability in KEPT.items():
        shown = scope(user, ability, on=on)
        if shown.paths != held.paths:
            seen &= ~Q(subject_type=subject_type) | shown.q("organisation")
    confided = scope(user, "cases.view_restricted", on=on)
    if not confided:
        return seen & Q(restricted=False)
    return seen & (Q(restricted=False) | confided.q("organisation"))


class DutyQuerySet(ScopedQuerySet):
    def open(self):
        """Neither fulfilled nor void."""
        return self.filter(OPEN)

    def overdue(self, *, on: date):
        """Open ones whose last day is over; while paused nothing falls due."""
        return self.open().filter(due_on__lt=on, paused_on=None)

    def due_within(self, *, on: date, days: int):
        """Open ones whose last day is among the `days` days that begin with `on`."""
        return self.open().filter(
            due_on__gte=on, due_on__lt=on + timedelta(days=days), paused_on=None
        )

    def about(self, subject: models.Model | tuple[str, int]):
        """Those about one row, itself or as ("cases.case", 123)."""
        subject_type, subject_id = reference(subject)
        return self.filter(subject_type=subject_type, subject_id=subject_id)

    def held_by(self, user, *, on: date):
        """Open ones that are the user's own, or of an office the user is in on the day."""
        # One index look-up for each way to hold; an OR would walk all duties by their date.
        duties = Duty.objects.open().order_by().values("pk")
        ways = [duties.filter(way) for way in _ways_to_hold(user, on)]
        held = ways[0].union(*ways[1:], all=True) if ways[1:] else ways[0]
        return self.filter(pk__in=held).exclude(_unknown(user))

    def visible_to(self, user, *, on: date | None = None):
        """Those the user holds wherever they are, and those in sight of the user."""
        on = on or today()
        seen = reduce(or_, _ways_to_hold(user, on)) | _in_sight(user, on)
        return self.filter(seen).exclude(_unknown(user))

    def in_sight_of(self, user, *, on: date | None = None):
        """Those within the user's scope; restricted ones only where restricted cases are, too."""
        return self.filter(_in_sight(user, on or today())).exclude(_unknown(user))

    def known_to(self, user):
        """Those but for the ones about what the user must not know of."""
        return self.exclude(_unknown(user))

    def lapsed(self, *, on: date):
        """Open ones held by a person whose mandate for it, or whose account, has ended."""
        ended = Q(mandate__from_on__gt=on) | Q(mandate__until_on__lte=on)
        return self.open().filter(holder__isnull=False).filter(ended | Q(holder__is_active=False))

    def vacant(self, *, on: date):
        """Open ones held by an office in which nobody is."""
        sitting = Mandate.objects.in_force(on=on).filter(
            organisation=OuterRef("held_at"), office=OuterRef("held_as"), user__is_active=True
        )
        return self.open().filter(~Exists(sitting), holder=None)

    def without_holder(self, *, on: date):
        """Open ones that nobody holds on the day; empty once the clock has run."""
        return self.open().filter(
            Q(pk__in=self.lapsed(on=on).values("pk")) | Q(pk__in=self.vacant(on=on).values("pk"))
        )

    def stood_in_for(self):
        """Open ones that lie with another office than their own until it is filled."""
        return self.filter(STOOD_IN_FOR)


class Duty(models.Model):
    """Something an office or a person owes by a day, under a rule."""

    kind = models.CharField(max_length=40)  # the ability's verb that fulfils it: "cases.accept"
    # The unit it counts for in figures, and the office it belongs to (as a rule in the same unit).
    organisation = link(Organisation, related_name="duties")
    office_at = link(Organisation, related_name="+")
    office = models.CharField(max_length=30, blank=True)  # "" = a person's own, without office
    # Who holds it now: one person by a mandate, or everybody in an office.
    held_at = link(Organisation, related_name="+")
    held_as = models.CharField(max_length=30, blank=True)
    holder = link(settings.AUTH_USER_MODEL, null=True, related_name="duties")
    mandate = link(Mandate, null=True, related_name="+")
    subject_type = models.CharField(max_length=40)  # "cases.case"
    subject_id = models.BigIntegerField()
    restricted = models.BooleanField(default=False)
    rule = models.CharField(max_length=80)
    part = models.CharField(max_length=40, blank=True)
    jurisdiction = models.CharField(max_length=300)
    started_on = models.DateField()  # the day of the event; counting begins the day after
    opened_on = models.DateField()
    due_on = models.DateField()
    provisional = models.BooleanField(default=False)
    paused_on = models.DateField(null=True)
    # What the clock does next with it: remind, then escalate level by level.
    next_on = models.DateField(null=True)
    reminded_on = models.DateField(null=True)
    escalations = models.PositiveSmallIntegerField(default=0)
    fulfilled_on = models.DateField(null=True)
    fulfilled_by = link(settings.AUTH_USER_MODEL, null=True, related_name="+")
    voided_on = models.DateField(null=True)
    voided_by = link(settings.AUTH_USER_MODEL, null=True, related_name="+")
    void_reason = models.CharField(max_length=200, blank=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "duties"
        indexes = [
            models.Index(
                fields=["holder", "due_on", "id"],
                name="duty_by_holder",
                condition=OPEN & Q(holder__isnull=False),
            ),
            models.Index(
                fields=["held_at", "held_as", "due_on", "id"],
                name="duty_by_office",
                condition=OPEN & Q(holder=None),
            ),
            models.Index(
                fields=["organisation", "due_on", "id"], name="duty_by_unit", condition=OPEN
            ),
            models.Index(fields=["due_on", "id"], name="duty_by_date", condition=OPEN),
            models.Index(
                fields=["office_at", "office"], name="duty_stood_in_for", condition=STOOD_IN_FOR
            ),
            models.Index(fields=["next_on"], name="duty_by_next", condition=OPEN),
            models.Index(fields=["subject_type", "subject_id"], name="duty_by_subject"),
            models.Index(
                fields=["due_on", "organisation", "kind", "fulfilled_on"], name="duty_figures"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="duty_has_holder_or_office",
                condition=Q(holder__isnull=False) | ~Q(held_as=""),
            ),
            models.CheckConstraint(
                name="duty_ends_once", condition=Q(fulfilled_on=None) | Q(voided_on=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_type}:{self.subject_id} {self.due_on}"

    def get_absolute_url(self) -> str:
        return reverse("duties:detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.fulfilled_on is None and self.voided_on is None

    @property
    def is_stood_in_for(self) -> bool:
        """Whether another office holds it until its own is filled."""
        return (self.held_at_id, self.held_as) != (self.office_at_id, self.office)

    @property
    def working_days_left(self) -> int:
        """Working days after today up to the last day; negative once it is over."""
        return _working_days(today(), self.due_on, self.jurisdiction.partition("-")[0])

    @property
    def held_as_title(self) -> str:
        return OFFICES[self.held_as].title if self.held_as else ""

    @property
    def chain(self) -> str:
        """The key of the chain of the history in which acts on it stand."""
        return f"organisation:{self.office_at_id}"


class AppendOnly(models.QuerySet):
    """Rows that are written once."""

    def update(self, **changes):
        raise TypeError("Events of a duty are never altered.")

    def delete(self):
        raise TypeError("Events of a duty are never deleted.")


class Event(models.Model):
    """Something that happened to a duty: its period changed, it passed to others, the clock spoke."""

    class Kind(models.TextChoices):
        EXTEND = "extend", _("extended")
        PAUSE = "pause", _("paused")
        RESUME = "resume", _("resumed")
        PASS_ON = "pass_on", _("passed on")
        HAND_OVER = "hand_over", _("handed over")
        REMIND = "remind", _("reminded")
        ESCALATE = "escalate", _("escalated")
        RECOMPUTE = "recompute", _("reckoned anew")

    duty = models.ForeignKey(Duty, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=Kind)
    on = models.DateField()
    at = models.DateTimeField()
    by = link(settings.AUTH_USER_MODEL, null=True, related_name="+")  # null = the clock
    days = models.SmallIntegerField(default=0)
    reason = models.CharField(max_length=500, blank=True)
    to_organisation = link(Organisation, null=True, related_name="+")
    to_office = models.CharField(max_length=30, blank=True)
    to_user = link(settings.AUTH_USER_MODEL, null=True, related_name="+")
    due_on = models.DateField()  # as it stood afterwards

    objects = AppendOnly.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.duty_id} {self.kind} {self.on}"

    def save(self, **options) -> None:
        if not self._state.adding:
            raise TypeError("Events of a duty are never altered.")
        super().save(**options)

    def delete(self, **options):
        raise TypeError("Events of a duty are never deleted.")

    @property
    def to_office_title(self) -> str:
        return OFFICES[self.to_office].title if self.to_office else ""


class Reckoned(models.Model):
    """By which state of the rulebook the due dates stand."""

    name = models.CharField(max_length=20, primary_key=True)
    fingerprint = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.name} {self.fingerprint[:8]}"


from unionhall.duties.feeds.models import Feed  # noqa: E402, F401
from unionhall.duties.leaving.models import DeskHandover, DeskLine  # noqa: E402, F401
