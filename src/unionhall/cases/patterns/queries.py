"""What keeps coming up: by employer and topic, month, and rule; small cells are hidden from outsiders."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from unionhall.access.scope import scope
from unionhall.accounts.models import User
from unionhall.cases import figures
from unionhall.cases.models import Topic
from unionhall.cases.outcomes import queries as outcomes
from unionhall.cases.patterns.models import Proposal
from unionhall.cases.patterns.rules import months_before
from unionhall.cases.rules import BASE, Cell, exact, publishable
from unionhall.organisations.models import Employer
from unionhall.rulebook import rules as rulebook

MOST = 200  # cells; a table longer than that is not read, and costs its safety check
REPEATED, LISTED = 2, 60  # one request is nothing that repeats itself
YEAR = 12


@dataclass(frozen=True)
class Row:
    """One employer and topic: in the last twelve months, and in the twelve before."""

    employer: str
    employer_id: int
    topic: str
    now: Cell
    before: Cell | None

    @property
    def grows(self) -> bool:
        """Whether it is certainly more than before."""
        return self.now.low >= BASE and self.before is not None and self.now.low > self.before.high


@dataclass(frozen=True)
class Season:
    """One month, by its first day, and as many requests of the same month a year before."""

    month: date
    now: Cell
    before: Cell


def spans(on: date) -> tuple[date, date, date]:
    """Where the twelve months before, the last twelve, and the future begin."""
    until = months_before(on.replace(day=1), -1)
    return months_before(until, 2 * YEAR), months_before(until, YEAR), until


def _by_employer(cases) -> Counter[tuple[int, str]]:
    rows = cases.filter(employer__isnull=False).values_list("employer", "topic")
    return Counter({(e, t): n for e, t, n in rows.annotate(n=Count("pk")).order_by("-n")[:MOST]})


def repeated(cases, *, on: date, exactly: bool) -> list[Row]:
    """Counts by employer and topic, the most first; those hidden from the reader are left out."""
    begin, middle, until = spans(on)
    now = _by_employer(cases.filter(received_on__gte=middle, received_on__lt=until))
    before = _by_employer(
        cases.filter(
            Q(employer__in={employer for employer, _topic in now}),
            received_on__gte=begin,
            received_on__lt=middle,
        )
    )
    names = {row.pk: str(row) for row in Employer.objects.filter(pk__in={e for e, _topic in now})}
    shown, shown_before = _cells(now, exactly=exactly), _cells(before, exactly=exactly)
    nothing = exact(0) if exactly else None
    return [
        Row(names[key[0]], key[0], str(Topic(key[1]).label), cell, shown_before.get(key, nothing))
        for key, cell in shown.items()
        if not cell.is_hidden and cell.high >= REPEATED
    ][:LISTED]


def _cells(counted: Counter[tuple[int, str]], *, exactly: bool) -> dict[tuple[int, str], Cell]:
    if exactly:
        return {key: exact(n) for key, n in counted.items()}
    told = {f"{employer}/{topic}": n for (employer, topic), n in counted.items()}
    cells = publishable({"employer": told}).get("employer", {})
    return {key: cells[f"{key[0]}/{key[1]}"] for key in counted if f"{key[0]}/{key[1]}" in cells}


def seasons(cases, *, on: date, exactly: bool) -> list[Season]:
    """Requests of each month beside those of the same month a year before."""
    begin, middle, until = spans(on)
    now = figures.by_month(cases, since=middle, until=until)
    before = figures.by_month(cases, since=begin, until=middle)
    tables = [
        {key: exact(n) for key, n in table.items()}
        if exactly
        else publishable({"month": table}).get("month", {})
        for table in (now, before)
    ]
    months = zip(tables[0].items(), tables[1].values(), strict=False)
    return [
        Season(date.fromisoformat(f"{name}-01"), cell, earlier) for (name, cell), earlier in months
    ]


def clauses(cases, *, on: date, exactly: bool) -> list[tuple[str, str, Cell]]:
    """Rules on which results rested in the last twelve months: id, title and how often."""
    _begin, middle, until = spans(on)
    rows = dict(outcomes.by_clause(cases.filter(received_on__gte=middle, received_on__lt=until)))
    cells = (
        {rule: exact(n) for rule, n in rows.items()}
        if exactly
        else publishable({"rule": rows}).get("rule", {})
    )
    return [(rule, _title(rule), cell) for rule, cell in cells.items() if not cell.is_hidden]


def _title(rule: str) -> str:
    try:
        return str(rulebook.written(rule).title)
    except rulebook.MissingRule:
        return rule  # it has left the rulebook since


def proposals(user: User, *, on: date):
    """Those in the user's scope, with their employers."""
    held = scope(user, "cases.patterns", on=on)
    return Proposal.objects.within(held).select_related("employer", "organisation", "decided_by")


def titles(ids: list[int], user: User) -> dict[int, tuple[str, str]]:
    """Titles and addresses as the inbox of duties shows them."""
    rows = Proposal.objects.within(scope(user, "cases.patterns")).filter(pk__in=ids)
    return {row.pk: (str(row), row.get_absolute_url()) for row in rows.select_related("employer")}
