"""The officer's first screen: my duties by date, what came in, what the unit looks like."""

from datetime import timedelta

from django.shortcuts import redirect, render

from unionhall.access.scope import own, scope
from unionhall.cases import queries
from unionhall.core.clock import today
from unionhall.duties.models import Duty
from unionhall.duties.queries import with_subjects
from unionhall.organisations.queries import held_by

MOST = 12


@own
def desk(request):
    """My duties, overdue first; requests nobody has taken on; a few figures. Workers and the administrator begin elsewhere."""
    user, on = request.user, today()
    mandates = held_by(user, on=on)
    if not mandates:
        return redirect("cases:home")
    if not scope(user, "duties.view"):
        return redirect("organisations:index")
    duties = Duty.objects.open().held_by(user, on=on).order_by("due_on", "pk")[: MOST + 1]
    context = {
        "mandates": mandates,
        "duties": with_subjects(list(duties[:MOST]), user=user),
        "more_duties": len(duties) > MOST,
        "today": on,
        **_requests(user, on),
    }
    return render(request, "cases/desk.html", context)


def _requests(user, on) -> dict:
    """What came in and the week's figures, for those who may read requests."""
    if not scope(user, "cases.view"):
        return {}
    cases = queries.readable_by(user, on=on)
    week = on - timedelta(days=7)
    return {
        "sees_cases": True,
        "new": cases.unaccepted()
        .select_related("organisation", "person")
        .order_by("due_on", "pk")[:MOST],
        "overdue": cases.overdue(on=on)[:1000].count(),
        "received_week": cases.filter(received_on__gt=week)[:1000].count(),
        "mine": cases.open().filter(handler=user)[:1000].count(),
    }
