"""How much each officer has in hand: for sharing work out, never for rating anybody.

Counts only, as they stand today. No times, no order by number, and whoever is counted sees the same
numbers by the same function.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, Q

from unionhall.access.grants import offices_with
from unionhall.access.scope import Scope
from unionhall.accounts.models import User
from unionhall.cases import queries
from unionhall.cases.confidential.models import Tie
from unionhall.cases.models import UNACCEPTED, Case, Status
from unionhall.duties.models import Duty
from unionhall.organisations.models import Mandate, Organisation
from unionhall.organisations.offices import OFFICES


@dataclass
class Load:
    """What one officer holds in a union and below it."""

    user: User
    offices: list[str] = field(default_factory=list)
    open: int = 0  # requests they handle
    waiting: int = 0  # of these: waiting for the worker
    week: int = 0  # duties due within seven days
    overdue: int = 0
    later: int = 0


@dataclass(frozen=True)
class Below:
    """What lies with a union directly below, and further down."""

    unit: Organisation
    open: int
    new: int
    overdue: int


def loads(unit: Organisation, *, on: date, only: User | None = None) -> list[Load]:
    """Each officer of the union who takes requests on, by name; `only` one of them. Four queries.

    Requests kept to the rights officer or about somebody in office, and whatever else some must not
    know of, are left out for everybody: else the numbers would tell them.
    """
    found = _officers(unit, on=on, only=only)
    within, users = queries.subtree(unit), list(found)
    cases = _counted().open().within(within).filter(handler__in=users)
    for key, number, waiting in (
        cases.order_by()
        .values_list("handler")
        .annotate(n=Count("pk"), waiting=Count("pk", filter=Q(status=Status.ASKED)))
    ):
        found[key].open, found[key].waiting = number, waiting
    for key, *numbers in _duties(within, users, on=on):
        found[key].week, found[key].overdue, found[key].later = numbers
    return sorted(found.values(), key=lambda load: (str(load.user), load.user.pk))


def _officers(unit: Organisation, *, on: date, only: User | None) -> dict[int, Load]:
    mandates = Mandate.objects.in_force(on=on).filter(
        organisation=unit, office__in=offices_with("cases.accept"), user__is_active=True
    )
    if only is not None:
        mandates = mandates.filter(user=only)
    found: dict[int, Load] = {}
    for mandate in mandates.select_related("user").order_by("office", "pk"):
        load = found.setdefault(mandate.user_id, Load(mandate.user))
        load.offices.append(OFFICES[mandate.office].title)
    return found


def _duties(within: Scope, users: list[int], *, on: date):
    """Holder, and how many duties fall due within seven days, are overdue, and come later."""
    running, week = Q(paused_on=None), on + timedelta(days=7)
    duties = Duty.objects.open().within(within).filter(holder__in=users, restricted=False)
    return (
        # A report without a name leaves some people out; how many somebody has tells nobody.
        duties.exclude(subject_type__startswith="tips.")
        .exclude(subject_type="cases.case", subject_id__in=_about_somebody())
        .order_by()
        .values_list("holder")
        .annotate(
            week=Count("pk", filter=running & Q(due_on__gte=on, due_on__lt=week)),
            overdue=Count("pk", filter=running & Q(due_on__lt=on)),
            later=Count("pk", filter=~running | Q(due_on__gte=week)),
        )
    )


def not_taken_on(unit: Organisation) -> int:
    """Requests that lie with the union itself and that nobody has taken on."""
    return _counted().unaccepted().filter(organisation=unit).count()


def _counted():
    return Case.objects.filter(is_restricted=False).exclude(pk__in=_about_somebody())


def _about_somebody():
    """The keys of requests about somebody in office, who must not know of them."""
    return Tie.objects.in_force().party().values("case")


def below(unit: Organisation, *, on: date) -> list[Below]:
    """The unions directly below with what lies with them and theirs, in the order of the tree; two queries."""
    units = list(Organisation.objects.open().filter(parent=unit).order_by("path"))
    tops = {one.path: one.pk for one in units}
    depth = len(unit.path.strip("/").split("/")) + 1
    sums: dict[int, Counter] = defaultdict(Counter)
    rows = _counted().open().within(queries.subtree(unit))
    for path, *numbers in (
        rows.order_by()
        .values_list("organisation__path")
        .annotate(
            n=Count("pk"),
            new=Count("pk", filter=Q(status__in=[str(status) for status in UNACCEPTED])),
            late=Count("pk", filter=Q(due_on__lt=on)),
        )
    ):
        top = "/".join(path.strip("/").split("/")[:depth]) + "/"
        if top in tops:
            sums[tops[top]].update(dict(zip(("open", "new", "overdue"), numbers, strict=True)))
    return [
        Below(one, *(sums[one.pk][name] for name in ("open", "new", "overdue"))) for one in units
    ]
