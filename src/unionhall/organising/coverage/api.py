"""Coverage over the interface: the same figures as on the page, and the employers without a union."""

from datetime import date
from typing import Any

from django.http import QueryDict
from ninja import Field, Query, Router, Schema

from unionhall.access.organisations.employer_api import EmployerPage
from unionhall.access.scope import requires
from unionhall.core.clock import today
from unionhall.core.interface import After, Printable
from unionhall.core.paging import keyset
from unionhall.core.problems import Problem
from unionhall.organising.coverage import queries
from unionhall.organising.coverage.board import Row, board
from unionhall.organising.coverage.forms import SeekingForm
from unionhall.organising.coverage.rules import Figures
from unionhall.organising.coverage.views import unit_of

router = Router(tags=["coverage"])


class CoverageFilters(Schema):
    """Which employers are looked at; "" means all."""

    unit: Printable = Field("", description="code of the unit whose area it is")
    division: Printable = Field("", description="code of a division of the area")
    industry: Printable = Field("", description="letter of a section of GB/T 4754")
    ownership: Printable = ""
    size: Printable = Field("", description="least number of workers of a class: 0, 25, 100, …")
    q: Printable = Field("", description="part of the name, or how the credit code begins")


class SeekingFilters(CoverageFilters):
    after: After = ""


class FiguresOut(Schema):
    """What is counted of a group; members under five, and what would tell of them, are null."""

    employers: int
    with_union: int
    coverage: int | None = Field(description="employers with a union in a hundred")
    workers: int = Field(description="where they were counted")
    uncounted: int = Field(description="employers whose workers nobody counted")
    members: int | None
    density: int | None = Field(description="members among a hundred workers")
    unorganised: int | None = Field(description="workers who are no members")


class GroupOut(FiguresOut):
    code: str
    name: str


class CoverageOut(Schema):
    """Coverage and density of an area on a day."""

    unit: str
    division: str
    on: date
    total: FiguresOut
    unplaced_members: int = Field(description="members of unions whose employer is not registered")
    by_division: list[GroupOut]
    by_industry: list[GroupOut]
    by_ownership: list[GroupOut]
    by_size: list[GroupOut]


def _told(figures: Figures) -> dict[str, Any]:
    hidden = figures.is_small
    return {
        "employers": figures.employers,
        "with_union": figures.covered,
        "coverage": figures.coverage,
        "workers": figures.workers,
        "uncounted": figures.uncounted,
        "members": None if hidden else figures.members,
        "density": figures.density,
        "unorganised": None if hidden else figures.unorganised,
    }


def _groups(rows: list[Row]) -> list[dict[str, Any]]:
    return [{"code": row.code, "name": row.name, **_told(row.figures)} for row in rows]


def _asked(filters: CoverageFilters) -> queries.Narrowing:
    query = QueryDict(mutable=True)
    query.update(filters.dict())
    return SeekingForm(query).narrowing()


@router.get("/figures", response={200: CoverageOut, 404: Problem}, operation_id="coverage_figures")
@requires("coverage.view")
def figures(request, filters: Query[CoverageFilters]):
    """How many employers have a union and how many workers are members, by place and kind."""
    unit = unit_of(request.scope, filters.unit)
    found = board(unit, _asked(filters), on=today())
    return {
        "unit": unit.code,
        "division": found.places.top,
        "on": found.on,
        "total": _told(found.total),
        "unplaced_members": found.snapshot.loose,
        "by_division": _groups(found.by_place),
        "by_industry": _groups(found.by_industry),
        "by_ownership": _groups(found.by_ownership),
        "by_size": _groups(found.by_size),
    }


@router.get(
    "/without-union", response={200: EmployerPage, 404: Problem}, operation_id="coverage_without"
)
@requires("coverage.view")
def without(request, filters: Query[SeekingFilters]):
    """Employers in which no union is open and whose workers no joint union gathers, by name."""
    area = queries.employers_of(unit_of(request.scope, filters.unit))
    rows = queries.without_union(queries.narrowed(area, _asked(filters)), on=today())
    page = keyset(rows.prefetch_related("organisations"), ("name", "id"), filters.after)
    return {"items": page.rows, "after": page.after}
