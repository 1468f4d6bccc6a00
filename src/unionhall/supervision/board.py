"""How supervision stands in a unit: findings, letters, hazards."""

from datetime import timedelta

from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from unionhall.access.scope import requires, scope
from unionhall.cases.figures import Table
from unionhall.core.clock import today
from unionhall.organisations.models import Organisation
from unionhall.supervision import figures

YEAR = 365


def _titles() -> dict[str, str]:
    return {
        "subject": _("Findings by subject"),
        "state": _("What became of them"),
        "letters": pgettext("supervision", "Letters"),
        "answers": _("Answers to letters"),
        "hazards": _("Hazards"),
        "severity": _("Hazards by severity"),
    }


def _labels() -> dict[str, str]:
    return {
        "in_time": _("answered in time"),
        "missed": _("not answered in time"),
        "waiting": _("still waiting"),
    }


@requires("supervision.figures")
def board(request):
    """Exact for those who may open the matters; coarse, up to the end of last month, for everybody else."""
    units = Organisation.objects.filter(request.scope.q("")).open()
    top = units.order_by("path").first() or get_object_or_404(units)
    exactly = scope(request.user, "supervision.view").covers(top)
    until = today() + timedelta(days=1) if exactly else today().replace(day=1)
    since = (until - timedelta(days=YEAR)) if exactly else until.replace(year=until.year - 1)
    found = figures.tables(top, since=since, until=until, exactly=exactly)
    context = {
        "top": top,
        "exactly": exactly,
        "since": since,
        "until": until - timedelta(days=1),
        "charts": [_chart(table) for table in found.values()],
    }
    return render(request, "supervision/board.html", context)


def _chart(table: Table) -> dict:
    labels = _labels()
    rows = [(labels.get(label, label), cell) for label, cell in table.rows]
    return {
        "data": {
            "labels": [label for label, _cell in rows],
            "series": [
                {
                    "name": pgettext("supervision", "number"),
                    "values": [None if c.is_hidden else c.low for _l, c in rows],
                }
            ],
        },
        "finding": _titles()[table.name],
        "is_empty": all(cell.is_exact and not cell.low for _label, cell in rows),
    }
