"""What the pages about who may know of a request show."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone
from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.cases import routing
from unionhall.cases.confidential.models import KNOWING, Tie, TieKind
from unionhall.cases.confidential.reading import in_order, ties_of_case
from unionhall.cases.models import Case
from unionhall.organisations.models import Mandate
from unionhall.organisations.offices import OFFICES
from unionhall.ui.pieces.text import signed

MOST = 20


def readers(case: Case, *, on: date) -> list[str]:
    """Who may read it, as the WhoSees component shows it: offices, and those who do by name."""
    ties = [row for row in _with_offices(case, on=on) if row.kind != TieKind.PARTY]
    by_name = [
        _("%(who)s: %(why)s") % {"who": line.signed, "why": line.why} for line in lines(ties)
    ]
    if case.is_confidential:
        return by_name
    desks = routing.readers(case.organisation, restricted=case.is_restricted, on=on)
    return routing.named(desks) + by_name


@dataclass(frozen=True)
class Line:
    """One who stands to the request: name with office, why, since when and until when."""

    tie: Tie
    signed: str
    why: str

    @property
    def last_day(self) -> date | None:
        """The last day of an invitation; an emergency ends at a minute instead."""
        if self.tie.kind != TieKind.INVITED or self.tie.until is None:
            return None
        return timezone.localdate(self.tie.until - timedelta(seconds=1))


def lines(ties: list[Any]) -> list[Line]:
    """The ties as a page shows them, each once for a person and a reason."""
    once: dict[tuple[int, str], list[Tie]] = {}
    for tie in ties:
        once.setdefault((tie.user_id, "" if tie.kind in KNOWING else tie.kind), []).append(tie)
    return [
        Line(
            found[0],
            _signed(found[0]),
            _(", ").join(str(tie.get_kind_display()) for tie in found),
        )
        for found in once.values()
    ]


def _with_offices(case: Case, *, on: date) -> list[Any]:
    """The ties with the office each holds on the day, the highest first: one query for all of it."""
    if not getattr(case, "has_ties", True):
        return []
    held = Mandate.objects.in_force(on=on).filter(user=OuterRef("user"))
    held = held.order_by("organisation__path", "pk")
    unit = Coalesce(NullIf("organisation__short_name", Value("")), "organisation__name")
    rows = ties_of_case(case).annotate(
        office=Subquery(held.values("office")[:1]),
        unit=Subquery(held.annotate(unit=unit).values("unit")[:1]),
    )
    return in_order(rows)


def _signed(tie: Any) -> str:
    return (
        signed(tie.user, f"{tie.unit} {OFFICES[tie.office].title}") if tie.office else str(tie.user)
    )


def of_page(case: Case, *, on: date) -> tuple[list[Line], list[Line]]:
    """Those who read it by name, and those it is about."""
    found = lines(_with_offices(case, on=on))
    party = [line for line in found if line.tie.kind == TieKind.PARTY]
    return [line for line in found if line not in party], party


def officers_called(text: str, case: Case, *, on: date) -> list[tuple[int, str]]:
    """Officers of any union whose name holds the text, by key, with their office; not the worker."""
    text = text.strip()
    if not text:
        return []
    found = (
        Mandate.objects.in_force(on=on)
        .filter(user__name__icontains=text, user__is_active=True)
        .exclude(user=case.person.user_id)
        .select_related("user", "organisation")
        .order_by("user__name", "organisation__path", "pk")
    )
    once: dict[int, str] = {}
    for mandate in found[: MOST * 3]:
        once.setdefault(mandate.user_id, routing.signature_of(mandate))
    return list(once.items())[:MOST]


def officer(key: int, *, on: date) -> User | None:
    """Somebody in office anywhere, by key."""
    sitting = Mandate.objects.in_force(on=on).filter(user=key)
    return User.objects.filter(pk__in=sitting.values("user"), is_active=True).first()


def officers_near(union, *, on: date, besides=None) -> list[tuple[int, str]]:
    """The officers of the worker's union and those above, by key, as choices."""
    found = routing.in_line(union, on=on)
    return [
        (mandate.user_id, routing.signature_of(mandate))
        for mandate in found
        if mandate.user_id != besides
    ]
