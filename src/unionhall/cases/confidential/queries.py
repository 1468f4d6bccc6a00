"""What the pages about who may know of a request show."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.cases import routing
from unionhall.cases.confidential.models import KNOWING, Tie, TieKind
from unionhall.cases.confidential.reading import ties_on
from unionhall.cases.models import Case
from unionhall.members.sentences import signed_on
from unionhall.organisations.models import Mandate

MOST = 20


def readers(case: Case, *, on: date) -> list[str]:
    """Who may read it, as the WhoSees component shows it: offices, and those who do by name."""
    ties = [row for row in ties_on(case) if row.kind != TieKind.PARTY]
    by_name = [
        _("%(who)s: %(why)s") % {"who": line.signed, "why": line.why} for line in lines(ties, on=on)
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


def lines(ties: list[Tie], *, on: date) -> list[Line]:
    """The ties as a page shows them, each once for a person and a reason; one query for all offices."""
    if not ties:
        return []
    offices = signed_on({(tie.user_id, on): tie.user for tie in ties})
    once: dict[tuple[int, str], list[Tie]] = {}
    for tie in ties:
        once.setdefault((tie.user_id, "" if tie.kind in KNOWING else tie.kind), []).append(tie)
    return [
        Line(
            found[0],
            offices.get((found[0].user_id, on), str(found[0].user)),
            _(", ").join(str(tie.get_kind_display()) for tie in found),
        )
        for found in once.values()
    ]


def of_page(case: Case, *, on: date) -> tuple[list[Line], list[Line]]:
    """Those who read it by name, and those it is about."""
    found = lines(ties_on(case), on=on)
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
