"""The dashboard of a unit's requests."""

from datetime import date, timedelta

from django.shortcuts import get_object_or_404, render

from unionhall.access.scope import requires, scope
from unionhall.cases import figures, queries
from unionhall.cases.charts import chart_of
from unionhall.cases.models import Case, Topic
from unionhall.cases.outcomes import queries as outcomes
from unionhall.cases.outcomes.rules import Money, coarse
from unionhall.core.clock import today
from unionhall.organisations.models import Organisation

PERIODS = (30, 90, 365)


def _top(request) -> Organisation:
    """The unit looked at: the one asked for within scope, else the highest the reader answers for."""
    units = Organisation.objects.filter(request.scope.q("")).open()
    if code := request.GET.get("unit"):
        return get_object_or_404(units, code=code)
    return units.order_by("path").first() or get_object_or_404(units)


def _last_month_end(on: date) -> date:
    return on.replace(day=1) - timedelta(days=1)


@requires("cases.dashboard")
def dashboard(request):
    """Exact with filters for those who may open the cases; fixed and coarse for everybody else."""
    top, on = _top(request), today()
    if scope(request.user, "cases.view").covers(top):
        context = _open_board(request, top, on)
    else:
        # No choice of unit, topic or period: two overlapping filters would tell what one hides.
        top = Organisation.objects.filter(request.scope.q("")).open().order_by("path").first()
        context = _coarse_board(top, _last_month_end(on))
    context["charts"] = [chart_of(table) for table in context["tables"].values()]
    return render(request, "cases/dashboard.html", context)


def _open_board(request, top: Organisation, on: date) -> dict:
    days = int(request.GET["days"]) if request.GET.get("days") in {str(n) for n in PERIODS} else 90
    since = on - timedelta(days=days)
    cases = queries.readable_by(request.user, "cases.dashboard", on=on).filter(
        queries.subtree(top).q("organisation")
    )
    topic = request.GET.get("topic", "")
    if topic in Topic.values:
        cases = cases.filter(topic=topic)
    restricted = scope(request.user, "cases.view_restricted").covers(top)
    families, codes = figures.gathered(
        cases,
        top,
        since=since,
        until=on + timedelta(days=1),
        on=on,
        restricted=restricted,
        user=request.user,
    )
    until = on + timedelta(days=1)
    return {
        "top": top,
        "money": _money(cases, since, until),
        "tables": figures.tables(families, codes, exactly=True),
        "units": sorted(codes.items()),
        "exactly": True,
        "since": since,
        "until": on,
        "days": days,
        "periods": PERIODS,
        "topics": Topic.choices,
        "topic": topic,
    }


def _money(cases, since: date, until: date) -> Money:
    return outcomes.money_of(outcomes.ended(cases, since=since, until=until), until=until)


def _coarse_board(top: Organisation, on: date) -> dict:
    since = (on.replace(day=1) - timedelta(days=335)).replace(day=1)
    cases = Case.objects.filter(queries.subtree(top).q("organisation"), is_restricted=False)
    families, codes = figures.gathered(
        cases, top, since=since, until=on + timedelta(days=1), on=on, restricted=False
    )
    until = on + timedelta(days=1)
    return {
        "top": top,
        "money": coarse(_money(cases, since, until)),
        "tables": figures.tables(families, codes, exactly=False),
        "exactly": False,
        "since": since,
        "until": on,
    }
