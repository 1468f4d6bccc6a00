"""Who has how much in hand, for whoever shares the work out, and for each officer their own."""

from django.http import Http404
from django.shortcuts import render

from unionhall.access.grants import offices_with
from unionhall.access.scope import own, requires, scope
from unionhall.cases.workload import queries
from unionhall.core.clock import today
from unionhall.organisations.fields import key_of
from unionhall.organisations.models import Organisation
from unionhall.organisations.queries import held_by


def _part(unit: Organisation, *, only=None) -> dict:
    on = today()
    return {"unit": unit, "loads": queries.loads(unit, on=on, only=only)}


@requires("cases.workload")
def workload(request):
    """Each union in which the reader leads, with its officers and what lies with the unions below."""
    keys = [key_of(path) for path in request.scope.paths]
    units = Organisation.objects.filter(pk__in=keys).order_by("path")[:5]
    parts = [
        _part(unit)
        | {
            "new": queries.not_taken_on(unit),
            "below": queries.below(unit, on=today()),
        }
        for unit in units
    ]
    context = {"parts": parts, "may_assign": bool(scope(request.user, "cases.hand_over"))}
    return render(request, "cases/workload/index.html", context)


@own
def my_workload(request):
    """What whoever leads the reader's unions sees of the reader: the same numbers, and no others."""
    able = offices_with("cases.accept")
    keys = {key_of(held.path) for held in held_by(request.user, on=today()) if held.office in able}
    if not keys:
        raise Http404
    units = Organisation.objects.filter(pk__in=keys).order_by("path")
    parts = [_part(unit, only=request.user) for unit in units]
    context = {"parts": parts, "may_assign": False, "own": True}
    return render(request, "cases/workload/index.html", context)
