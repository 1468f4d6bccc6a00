"""The pages of coverage: figures with a map, and the employers without a union."""

from django.http import QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from unionhall.access.organisations.pages import address, turned
from unionhall.access.scope import requires
from unionhall.core.clock import today
from unionhall.core.paging import keyset
from unionhall.organisations.models import Organisation
from unionhall.organising.coverage import pages, queries
from unionhall.organising.coverage.board import board
from unionhall.organising.coverage.forms import NarrowingForm, SeekingForm


def unit_of(scope, code: str) -> Organisation:
    """The unit whose area is looked at: the one asked for within scope, else the highest there."""
    units = Organisation.objects.within(scope).open()
    if code:
        return get_object_or_404(units, code=code)
    return units.order_by("path").first() or get_object_or_404(units)


@requires("coverage.view")
def index(request):
    """Employers without a union and workers without membership, by place, industry, ownership and size."""
    unit = unit_of(request.scope, request.GET.get("unit", ""))
    form = NarrowingForm(request.GET)
    found = board(unit, form.narrowing(), on=today())

    def to(code: str) -> str:
        return address(request, division=code)

    trail = found.places.trail(unit.division_id or "")
    named = [row for row in found.by_place if row.goes_down]
    context = {
        "unit": unit,
        "units": _tops(request.scope),
        "form": form,
        "board": found,
        "total": pages.line_of_total(found),
        "trail": [(found.places.names[code], to(code)) for code in trail],
        "whole_url": address(request, division=None),
        "tiles": [pages.tile(row, to(row.code)) for row in named],
        "lines": [pages.line(row, to(row.code) if row.goes_down else "") for row in found.by_place],
        "charts": pages.charts(found),
        "without_url": f"{reverse('coverage:without')}?{_asked(form, unit).urlencode()}",
        "may_import": bool(request.scope.also("employers.import")),
    }
    return render(request, "organising/coverage/index.html", context)


def _tops(scope) -> list[Organisation]:
    """The units the reader answers for, where they are several."""
    units = list(Organisation.objects.filter(path__in=scope.paths).order_by("path"))
    return units if len(units) > 1 else []


def _asked(form: NarrowingForm, unit: Organisation) -> QueryDict:
    query = QueryDict(mutable=True)
    query["unit"] = unit.code
    by = form.narrowing()
    for name in ("division", "industry", "ownership", "size"):
        if value := getattr(by, name):
            query[name] = value
    return query


@requires("coverage.view")
def without(request):
    """The employers without a union that the narrowing leaves."""
    unit = unit_of(request.scope, request.GET.get("unit", ""))
    form = SeekingForm(request.GET)
    by, on = form.narrowing(), today()
    rows = queries.without_union(queries.narrowed(queries.employers_of(unit), by), on=on)
    query = _asked(form, unit)
    if by.q:
        query["q"] = by.q
    page = keyset(rows.select_related("division"), ("name", "id"), request.GET.get("at", ""))
    context = {
        "unit": unit,
        "form": form,
        "found": rows.count(),
        "page": page,
        "before": turned(request, page.before),
        "after": turned(request, page.after),
        "query": query.urlencode(),
        "may_export": request.scope.also("organisations.export").covers(unit),
        "may_choose": request.scope.also("campaigns.choose").covers(unit),
        "may_keep": request.scope.also("employers.manage").covers(unit),
    }
    return render(request, "organising/coverage/without.html", context)
