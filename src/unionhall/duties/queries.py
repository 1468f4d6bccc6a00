"""Duties with what they are about, and how many were met on time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Model, Q
from django.urls import reverse

from unionhall.access.scope import Scope
from unionhall.accounts.models import User
from unionhall.duties import subjects, succession
from unionhall.duties.models import Duty, DutyQuerySet
from unionhall.duties.rules import ADMINISTRATOR, CONFIDANT
from unionhall.organisations.models import Mandate, Organisation
from unionhall.organisations.offices import OFFICES

WEEK = 7


@dataclass(frozen=True, slots=True)
class Row:
    """A duty as a list shows it: what it asks for, what it is about, and where to do it."""

    duty: Duty
    label: str
    title: str
    url: str
    page: str  # the duty's own, with its reckoning


def with_subjects(duties: Iterable[Duty], *, user: User) -> list[Row]:
    """The duties with title and address of their subject; what the user may not see keeps only the duty's."""
    duties = list(duties)
    known = subjects.titles(duties, user)
    labels = {kind: subjects.label(kind) for kind in {duty.kind for duty in duties}}
    # Looking an address up once for the page, not once for each row.
    pages = reverse("duties:inbox")
    rows = []
    for duty in duties:
        page, label = f"{pages}{duty.pk}/", labels[duty.kind]
        title, url = known.get((duty.subject_type, duty.subject_id), (label, page))
        rows.append(Row(duty, label, title, url, page))
    return rows


def narrowed(duties: DutyQuerySet, chosen: dict[str, str], *, user: User, on: date) -> DutyQuerySet:
    """Those an inbox is to show: whose (`show`), when due (`when`), and of which `kind`."""
    match chosen.get("show", "mine"):
        case "unit":
            duties = duties.in_sight_of(user, on=on)
        case "office":
            duties = duties.held_by(user, on=on).filter(holder=None)
        case _:
            duties = duties.held_by(user, on=on)
    match chosen.get("when"):
        case "overdue":
            duties = duties.overdue(on=on)
        case "week":
            duties = duties.due_within(on=on, days=WEEK)
    return duties.filter(kind=chosen["kind"]) if "kind" in chosen else duties


def for_list(duties: DutyQuerySet) -> DutyQuerySet:
    """Only the columns a list shows, with the names of unit and holder."""
    return duties.select_related("organisation", "held_at", "holder").only(*LISTED)


LISTED = (
    "kind",
    "office",
    "office_at",
    "held_as",
    "subject_type",
    "subject_id",
    "restricted",
    "jurisdiction",
    "opened_on",
    "due_on",
    "provisional",
    "paused_on",
    "fulfilled_on",
    "voided_on",
    *(f"{unit}__{name}" for unit in ("organisation", "held_at") for name in ("name", "short_name")),
    "holder__name",
    "holder__username",
)


@dataclass(frozen=True)
class Figures:
    """Of the duties that fell due in a period: met by their day, met later, open and overdue."""

    on_time: int = 0
    late: int = 0
    overdue: int = 0

    @property
    def total(self) -> int:
        return self.on_time + self.late + self.overdue

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            self.on_time + other.on_time, self.late + other.late, self.overdue + other.overdue
        )


@dataclass(frozen=True)
class OnTime:
    """On-time figures in all, by unit (organisation's key) and by kind."""

    total: Figures
    by_unit: dict[int, Figures]
    by_kind: dict[str, Figures]


def on_time_figures(
    scope: Scope, from_on: date, until_on: date, *, on: date, confided: bool = False
) -> OnTime:
    """How duties that fell due from `from_on` until the day before `until_on` were met, as of `on`.

    Void and paused ones do not count, nor those still running on `on`. Exact counts: whoever
    publishes them hides small cells. Restricted duties are counted only when `confided`.
    """
    duties = Duty.objects.within(scope).filter(
        due_on__gte=from_on, due_on__lt=min(until_on, on), voided_on=None
    )
    if not confided:
        duties = duties.filter(restricted=False)
    counted = (
        duties.order_by()
        .values_list("organisation", "kind")
        .annotate(
            on_time=Count("pk", filter=Q(fulfilled_on__lte=F("due_on"))),
            late=Count("pk", filter=Q(fulfilled_on__gt=F("due_on"))),
            overdue=Count("pk", filter=Q(fulfilled_on=None, paused_on=None)),
        )
    )
    total = Figures()
    by_unit: dict[int, Figures] = {}
    by_kind: dict[str, Figures] = {}
    for unit, kind, *counts in counted:
        figures = Figures(*counts)
        total += figures
        by_unit[unit] = by_unit.get(unit, Figures()) + figures
        by_kind[kind] = by_kind.get(kind, Figures()) + figures
    return OnTime(total, by_unit, by_kind)


@dataclass(frozen=True)
class Receiver:
    """Somebody in an office, or the whole office, to whom a duty can be passed on."""

    organisation: Organisation
    office: str
    user: User | None = None

    @property
    def key(self) -> str:
        if self.user:
            return f"user-{self.organisation.pk}-{self.user.pk}"
        return f"office-{self.organisation.pk}-{self.office}"

    def __str__(self) -> str:
        place = f"{self.organisation} {OFFICES[self.office].title}"
        return f"{self.user} · {place}" if self.user else place


def receivers(duty: Duty, *, on: date) -> list[Receiver]:
    """To whom a duty can be passed on: those in office there and above, nearest first, but who holds it."""
    line = succession.line(duty.office_at, on=on)
    units = [unit for unit in line.units if unit.federation or not duty.restricted]
    nearest = {unit.organisation: number for number, unit in enumerate(units)}
    mandates = (
        Mandate.objects.filter(
            pk__in=[seat.mandate for seat in line.seats], organisation__in=nearest
        )
        .exclude(office=ADMINISTRATOR)
        .select_related("organisation", "user")
    )
    if duty.restricted:
        mandates = mandates.filter(office=CONFIDANT)
    people = [Receiver(m.organisation, m.office, m.user) for m in mandates]
    offices = {(r.organisation.pk, r.office): Receiver(r.organisation, r.office) for r in people}
    people = _knowing(duty, people)
    knowing = {r.user.pk for r in people if r.user}
    sitting: dict[tuple[int, str], set[int]] = {}
    for seat in line.seats:
        sitting.setdefault((seat.organisation, seat.office), set()).add(seat.user)
    # An office only where all of it may know what the duty is about.
    offices = {place: r for place, r in offices.items() if sitting[place] <= knowing}
    held = (duty.held_at_id, duty.held_as)
    found = [r for r in people if r.user and r.user.pk != duty.holder_id] + [
        r for place, r in offices.items() if duty.holder_id or place != held
    ]
    return sorted(found, key=lambda r: (nearest[r.organisation.pk], r.office, str(r)))


def _knowing(duty: Duty, people: list[Receiver]) -> list[Receiver]:
    knowing = succession.knowing(duty, [r.user for r in people if r.user])
    return [r for r in people if r.user in knowing]


def open_about(rows: Iterable[Model]) -> dict[int, Duty]:
    """The open duty about each row of one model, by the row's key: for the lines of a list."""
    rows = list(rows)
    if not rows:
        return {}
    kind = rows[0]._meta.label_lower
    found = Duty.objects.open().filter(subject_type=kind, subject_id__in=[row.pk for row in rows])
    return {duty.subject_id: duty for duty in found.order_by("pk")}
