"""How requests stand in a unit: received, open by age, on time, overdue by unit, satisfaction, topics."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, F, Q
from django.db.models.functions import TruncMonth

from unionhall.access.scope import Scope
from unionhall.cases.models import Satisfaction, Topic
from unionhall.cases.outcomes import queries as outcomes
from unionhall.cases.rules import Cell, exact, publishable
from unionhall.duties.models import Duty
from unionhall.organisations.models import Organisation

AGES = (7, 15, 30, 60)  # days; a last group is older than all of them


@dataclass(frozen=True)
class Table:
    """One figure: labelled cells, in the order to show them."""

    name: str
    rows: list[tuple[str, Cell]]
    units: dict[str, str] = field(default_factory=dict)  # label → code, to go down to

    @property
    def total(self) -> Cell:
        return Cell(sum(c.low for _label, c in self.rows), sum(c.high for _label, c in self.rows))

    @property
    def largest(self) -> int:
        return max((cell.low for _label, cell in self.rows), default=0)


def by_month(cases, *, since: date, until: date) -> dict[str, int]:
    """Requests received in each month from `since` up to, but not including, `until`."""
    counted = dict(
        cases.filter(received_on__gte=since, received_on__lt=until)
        .annotate(month=TruncMonth("received_on"))
        .values_list("month")
        .annotate(n=Count("pk"))
    )
    months, month = [], since.replace(day=1)
    while month < until:
        months.append(month)
        month = (month + timedelta(days=32)).replace(day=1)
    return {month.strftime("%Y-%m"): counted.get(month, 0) for month in months}


def by_topic(cases) -> dict[str, int]:
    """Requests by topic, all topics named."""
    counted = dict(cases.values_list("topic").annotate(n=Count("pk")))
    return {str(label): counted.get(value, 0) for value, label in Topic.choices}


def by_satisfaction(cases) -> dict[str, int]:
    """Rated requests by what the worker said of the handling."""
    counted = dict(
        cases.exclude(satisfaction=None).values_list("satisfaction").annotate(n=Count("pk"))
    )
    return {str(label): counted.get(value, 0) for value, label in Satisfaction.choices}


def overdue_on(top: Scope, *, on: date, restricted: bool, user=None):
    """Duties of requests that were overdue at the end of the day, as they stood then.

    None about a confidential request, or about one that is about the `user` who looks, unless named.
    """
    then = Duty.objects.filter(top.q("organisation"), kind__startswith="cases.", due_on__lt=on)
    open_then = then.filter(
        Q(fulfilled_on=None) | Q(fulfilled_on__gt=on), Q(voided_on=None) | Q(voided_on__gt=on)
    )
    if not restricted:
        open_then = open_then.filter(restricted=False)
    return open_then.known_to(user) if user else open_then


def by_unit(rows, top: Organisation) -> tuple[dict[str, int], dict[str, str]]:
    """Rows by the units directly below `top` (everything below included), and the units' codes."""
    counted: Counter[str] = Counter()
    for path, n in rows.values_list("organisation__path").annotate(n=Count("pk")):
        rest = path[len(top.path) :]
        counted[top.path + rest.split("/")[0] + "/" if rest else top.path] += n
    units = Organisation.objects.filter(Q(parent=top) | Q(pk=top.pk)).open().order_by("path")
    names, codes = {}, {}
    for unit in units:
        if unit.pk != top.pk:
            codes[str(unit)] = unit.code
        names[str(unit)] = counted.get(unit.path, 0)
    return names, codes


def by_age(cases, *, on: date) -> dict[str, int]:
    """Requests that were open on the day, by the days since they came."""
    then = cases.filter(received_on__lte=on).filter(Q(closed_on=None) | Q(closed_on__gt=on))
    groups, newest = {}, on
    for number, days in enumerate(AGES):
        oldest = on - timedelta(days=days)
        low = 0 if number == 0 else AGES[number - 1] + 1
        upper = Q(received_on__lte=newest) if number == 0 else Q(received_on__lt=newest)
        groups[f"{low}–{days}"] = Count("pk", filter=Q(received_on__gte=oldest) & upper)
        newest = oldest
    groups[f">{AGES[-1]}"] = Count("pk", filter=Q(received_on__lt=newest))
    return then.aggregate(**groups)


def by_punctuality(
    top: Scope, *, since: date, until: date, restricted: bool, user=None
) -> dict[str, int]:
    """Duties of requests whose date fell in the period, by whether they were met on time."""
    duties = Duty.objects.filter(
        top.q("organisation"),
        kind__startswith="cases.",
        due_on__gte=since,
        due_on__lt=until,
        voided_on=None,
    )
    if not restricted:
        duties = duties.filter(restricted=False)
    if user:
        duties = duties.known_to(user)
    return duties.aggregate(
        on_time=Count("pk", filter=Q(fulfilled_on__lte=F("due_on"))),
        late=Count("pk", filter=Q(fulfilled_on__gt=F("due_on"), fulfilled_on__lte=until)),
        missed=Count("pk", filter=Q(fulfilled_on=None) | Q(fulfilled_on__gt=until)),
    )


def gathered(
    cases, top: Organisation, *, since: date, until: date, on: date, restricted: bool, user=None
):
    """All figures of a unit as plain counts, in families that divide up the same requests.

    `user` looks at them; None is anybody, to whom nothing confidential counts.
    """
    received = cases.filter(received_on__gte=since, received_on__lt=until)
    ended = outcomes.ended(cases, since=since, until=until)
    below = Scope("", (top.path,))
    overdue, codes = by_unit(overdue_on(below, on=on, restricted=restricted, user=user), top)
    families = [
        {"topic": by_topic(received), "month": by_month(cases, since=since, until=until)},
        {"age": by_age(cases, on=on)},
        {"overdue": overdue},
        {"won": outcomes.by_kind(ended, until=until)},
        {"won_topic": outcomes.by_success(ended, until=until)},
        {"satisfaction": by_satisfaction(received.filter(closed_on__lte=on))},
        {
            "punctuality": by_punctuality(
                below, since=since, until=on, restricted=restricted, user=user
            )
        },
    ]
    return families, codes


def tables(families, codes: dict[str, str], *, exactly: bool) -> dict[str, Table]:
    """The figures as their reader may see them: exactly, or in coarse cells that betray nobody."""
    shown: dict[str, Table] = {}
    for family in families:
        cells = (
            {name: {key: exact(n) for key, n in table.items()} for name, table in family.items()}
            if exactly
            else publishable(family)
        )
        for name, table in cells.items():
            shown[name] = Table(name, list(table.items()), codes if name == "overdue" else {})
    return shown
