"""Which requests may belong together: the worker's own, those linked, and those that look alike."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import chain

from django.db.models import Q
from django.utils.translation import gettext as _

from unionhall.cases.alike import rules
from unionhall.cases.alike.models import Pair, Verdict
from unionhall.cases.models import HANDLED, Case
from unionhall.cases.queries import readable_by
from unionhall.members.models import Person
from unionhall.organisations.models import Organisation

DAYS = 180
OF_EMPLOYER, OF_TOPIC, OF_WORKER = 80, 120, 20  # at most so many are looked at
SHOWN = 8
ALIKE = 0.15  # from here on the words alone are worth a look
SHOWS = (
    *("number", "text", "topic", "status", "is_open", "is_restricted", "received_on"),
    "received_at",
    *("answer", "employer", "person", "handler", "organisation__name"),
    *("organisation__short_name", "organisation__path", "person__name", "handler__name"),
)


@dataclass(frozen=True)
class Near:
    """A request beside another: why it stands there, and what was decided about the two."""

    case: Case
    why: list[str] = field(default_factory=list)
    likeness: float = 0.0
    tie: Pair | None = None

    @property
    def is_linked(self) -> bool:
        return self.tie is not None and self.tie.verdict == Verdict.LINKED


@dataclass(frozen=True)
class Beside:
    """What stands beside a request: the worker's own open ones, those linked, those alike.

    And the one in which it goes on, with those that go on in it.
    """

    own: list[Near]
    linked: list[Near]
    similar: list[Near]
    same: list[Near] = field(default_factory=list)


def _rows(user, on: date, *, whole: bool = False):
    rows = readable_by(user, on=on).select_related("organisation", "person", "handler")
    return rows if whole else rows.only(*SHOWS)


def beside(case: Case, user, *, on: date, whole: bool = False) -> Beside:
    """All three, each only as far as the user may read it; about 220 rows are looked at, at the most.

    With `whole` the requests have all their fields, not only those that a line shows.
    """
    ties = pairs_of(case)
    linked_keys = [key for key, tie in ties.items() if tie.verdict == Verdict.LINKED]
    rows = _rows(user, on, whole=whole)
    linked = [
        Near(row, tie=ties[row.pk]) for row in rows.filter(pk__in=linked_keys).order_by("pk")[:50]
    ]
    own = rows.open().filter(person=case.person_id).exclude(pk=case.pk)
    own = own.order_by("-received_on", "-pk")[:OF_WORKER]
    mine = [Near(row, tie=ties.get(row.pk)) for row in own if row.pk not in linked_keys]
    left_out = {case.pk, *ties, *(near.case.pk for near in mine)}
    similar = _similar(case, rows, left_out, on=on) if case.is_open else []
    same = rows.filter(Q(pk=case.continued_in_id) | Q(continued_in=case.pk)).order_by("pk")[:20]
    here = [near for near in mine if near.tie is None]
    return Beside(here, linked, similar, [Near(row) for row in same])


def later_of(case: Case, other: Case) -> tuple[Case, Case]:
    """The two, the later first."""
    first = (case.received_at, case.pk) > (other.received_at, other.pk)
    return (case, other) if first else (other, case)


def pairs_of(case: Case) -> dict[int, Pair]:
    """What was decided about the request and others, by the other's key."""
    rows = Pair.objects.filter(Q(one=case) | Q(other=case)).select_related("by")
    return {row.other_id if row.one_id == case.pk else row.one_id: row for row in rows}


def _similar(case: Case, rows, left_out: set[int], *, on: date) -> list[Near]:
    recent = rows.open().filter(received_on__gte=on - timedelta(days=DAYS)).exclude(pk__in=left_out)
    recent = recent.exclude(person=case.person_id).order_by("-received_on", "-pk")
    there = recent.filter(employer=case.employer_id)[:OF_EMPLOYER] if case.employer_id else []
    around = case.organisation.path.rsplit("/", 2)[0] + "/"  # with the unions beside its own
    top = Organisation(path=around if around != "/" else case.organisation.path)
    near = recent.filter(
        topic=case.topic, organisation__in=Organisation.objects.below(top).values("pk")
    )[:OF_TOPIC]
    found = {row.pk: row for row in chain(there, near)}
    mine = rules.pieces(case.text)
    compared = [
        _compared(case, row, rules.likeness(mine, rules.pieces(row.text))) for row in found.values()
    ]
    worth = [one for one in compared if one.likeness >= ALIKE or len(one.why) > 1]
    return sorted(worth, key=lambda one: (-len(one.why), -one.likeness, -one.case.pk))[:SHOWN]


def _compared(case: Case, row: Case, likeness: float) -> Near:
    why = []
    if case.employer_id and row.employer_id == case.employer_id:
        why.append(_("the same employer"))
    if row.topic == case.topic:
        why.append(_("the same topic"))
    if likeness >= ALIKE:
        why.append(_("%(n)s %% of the wording alike") % {"n": rules.percent(likeness)})
    return Near(row, why, likeness)


def own_open(person: Person, user, *, on: date) -> list[Case]:
    """The worker's open requests that the officer may read, the latest first."""
    rows = _rows(user, on).open().filter(person=person)
    return list(rows.order_by("-received_on", "-pk")[:OF_WORKER])


def takes_answer(case: Case) -> bool:
    """Whether an answer given elsewhere could be given here now."""
    return case.status in HANDLED
