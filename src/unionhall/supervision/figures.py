"""How supervision stands in a unit; small cells are hidden from who may not open what lies behind them."""

from datetime import date

from django.db.models import Count, Q

from unionhall.cases.figures import Table
from unionhall.cases.rules import exact, publishable
from unionhall.organisations.models import Organisation
from unionhall.supervision.models import Finding, Hazard, Letter, Rung, Severity, Subject

NAMES = ("subject", "state", "letters", "answers", "hazards", "severity")


def _counted(rows, name: str, choices) -> dict[str, int]:
    found = dict(rows.values_list(name).annotate(n=Count("pk")))
    return {str(label): found.get(value, 0) for value, label in choices}


def gathered(top: Organisation, *, since: date, until: date) -> list[dict[str, dict[str, int]]]:
    """Counts in families; the tables of a family divide up the same rows. `until` is not included."""
    below = {"organisation__path__startswith": top.path}
    span = {"gte": since, "lt": until}
    findings = Finding.objects.filter(
        Q(matter__case=None) | Q(matter__case__concern=""),
        **{f"matter__{name}": value for name, value in below.items()},
        **{f"found_on__{name}": day for name, day in span.items()},
    )
    letters = Letter.objects.counted_in_figures().filter(
        **{f"matter__{name}": value for name, value in below.items()},
        **{f"issued_on__{name}": day for name, day in span.items()},
    )
    hazards = Hazard.objects.filter(
        **below, **{f"noted_on__{name}": day for name, day in span.items()}
    )
    missed = letters.exclude(missed_on=None).count()
    answered = letters.filter(missed_on=None).exclude(answered_on=None).count()
    return [
        {
            "subject": _counted(findings, "subject", Subject.choices),
            "state": _counted(findings, "state", Finding.State.choices),
        },
        {
            "letters": _counted(letters, "rung", Rung.choices),
            "answers": {
                "in_time": answered,
                "missed": missed,
                "waiting": letters.count() - missed - answered,
            },
        },
        {
            "hazards": _counted(hazards, "state", Hazard.State.choices),
            "severity": _counted(hazards, "severity", Severity.choices),
        },
    ]


def tables(top: Organisation, *, since: date, until: date, exactly: bool) -> dict[str, Table]:
    """The figures as their reader may see them."""
    shown: dict[str, Table] = {}
    for family in gathered(top, since=since, until=until):
        cells = (
            {name: {key: exact(n) for key, n in table.items()} for name, table in family.items()}
            if exactly
            else publishable(family)
        )
        for name, table in cells.items():
            shown[name] = Table(name, list(table.items()))
    return shown
