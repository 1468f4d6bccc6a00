"""Reading what came of requests."""

from collections import Counter
from datetime import date

from django.db.models import Count, F, Q, Sum

from unionhall.cases.models import Case, Status, Topic
from unionhall.cases.outcomes import elsewhere, rules
from unionhall.cases.outcomes.models import Outcome, Result, Won
from unionhall.cases.outcomes.rules import NONE, Money
from unionhall.rulebook.book import book


def outcome_of(case: Case) -> Outcome | None:
    """What was noted of the request, with its kinds, or None."""
    rows = Outcome.objects.filter(case=case).select_related("case").prefetch_related("results")
    return rows.first()


def ended(cases, *, since: date, until: date):
    """Those closed from `since` up to, but not including, `until`."""
    return cases.filter(status=Status.CLOSED, closed_on__gte=since, closed_on__lt=until)


def money_of(cases, *, until: date) -> Money:
    """What these requests brought as noted before `until`, each counted once; nought where nothing was."""
    tables = elsewhere.purses(cases)
    spoken_of = sorted({key for table in tables for key in table})
    own = Outcome.objects.filter(case__in=cases, amount__isnull=False, noted_on__lt=until)
    doubled = _summed(own.filter(case__in=spoken_of)) if spoken_of else Money()
    return _summed(own) - doubled + rules.total(rules.once({}, tables).values())


def _summed(rows) -> Money:
    sums = rows.aggregate(
        received=Sum("amount", filter=Q(received_on__isnull=False)),
        promised=Sum("amount", filter=Q(received_on=None)),
        persons=Sum("persons"),
        requests=Count("pk"),
    )
    return Money(
        sums["received"] or NONE, sums["promised"] or NONE, sums["persons"] or 0, sums["requests"]
    )


def by_kind(cases, *, until: date) -> dict[str, int]:
    """Requests by what they brought, as noted before `until`; one that brought several things counts with each."""
    counted: Counter[str] = Counter(
        dict(
            Result.objects.filter(outcome__case__in=cases, outcome__noted_on__lt=until)
            .values_list("kind")
            .annotate(n=Count("pk"))
        )
    )
    for table in elsewhere.known(cases):
        written = set(
            Result.objects.filter(outcome__case__in=sorted(table)).values_list(
                "outcome__case", "kind"
            )
        )
        for case, kinds in table.items():
            counted.update(kind for kind in kinds if (case, kind) not in written)
    return {str(label): counted.get(value, 0) for value, label in Won.choices}


def by_success(cases, *, until: date) -> dict[str, int]:
    """Requests in which something was won, as noted before `until`, by topic, all topics named."""
    kinds = [str(kind) for kind in Won if kind not in NOT_WON]
    won = cases.filter(outcome__results__kind__in=kinds, outcome__noted_on__lt=until)
    counted = dict(won.values_list("topic").annotate(n=Count("pk", distinct=True)))
    return {str(label): counted.get(value, 0) for value, label in Topic.choices}


NOT_WON = (Won.NOTHING, Won.WITHDRAWN)
LABOUR = (
    "disputes",
    "calculation",
    "legal-aid",
)  # topics of the rulebook that workers rest claims on


def clauses() -> list[tuple[str, str]]:
    """The rules of the law a result may rest on: id and title; the software's own are not among them."""
    rows = [rule for rule in book().rules.values() if rule.topic in LABOUR]
    return [(rule.id, str(rule.title)) for rule in sorted(rows, key=lambda rule: str(rule.title))]


def by_clause(cases) -> list[tuple[str, int]]:
    """How often each rule was what a result rested on, the most frequent first."""
    rows = Outcome.objects.filter(case__in=cases).exclude(clause="").values_list("clause")
    return list(rows.annotate(n=Count("pk")).order_by("-n", F("clause")))
