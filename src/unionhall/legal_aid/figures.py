"""How legal aid stands in a unit; small cells are hidden from who may not open what lies behind them."""

from datetime import date
from decimal import Decimal

from django.db.models import Count, Sum

from unionhall.cases.figures import Table
from unionhall.cases.rules import exact, publishable
from unionhall.legal_aid.models import Aid, AidState, Form, Result
from unionhall.organisations.models import Organisation


def _rows(top: Organisation, since: date, until: date):
    return Aid.objects.counted_in_figures().filter(
        organisation__path__startswith=top.path, asked_on__gte=since, asked_on__lt=until
    )


def _counted(rows, name: str, choices) -> dict[str, int]:
    found = dict(rows.order_by().values_list(name).annotate(n=Count("pk")))
    return {str(label): found.get(value, 0) for value, label in choices}


def tables(top: Organisation, *, since: date, until: date, exactly: bool) -> dict[str, Table]:
    """By form, by state and by result, as their reader may see them; `until` is not included."""
    rows = _rows(top, since, until)
    families = [
        {
            "form": _counted(rows, "form", Form.choices),
            "state": _counted(rows, "state", AidState.choices),
        },
        {"result": _counted(rows.exclude(result=""), "result", Result.choices)},
    ]
    shown: dict[str, Table] = {}
    for family in families:
        cells = (
            {name: {key: exact(n) for key, n in table.items()} for name, table in family.items()}
            if exactly
            else publishable(family)
        )
        for name, table in cells.items():
            shown[name] = Table(name, list(table.items()))
    return shown


def recovered(top: Organisation, *, since: date, until: date, exactly: bool) -> Decimal | None:
    """The money that came back, in yuan; None where fewer than five stand behind it for this reader."""
    rows = _rows(top, since, until).exclude(recovered=None)
    if not exactly and rows.count() < 5:
        return None
    return rows.aggregate(sum=Sum("recovered"))["sum"] or Decimal(0)
