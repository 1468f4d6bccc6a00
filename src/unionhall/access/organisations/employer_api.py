"""Employers over the interface: the same scope and the same actions as the pages."""

from datetime import date
from typing import Annotated

from django.db.models import Model
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema, Status
from pydantic import Field

from unionhall.access.scope import requires
from unionhall.core.clock import today
from unionhall.core.interface import PROBLEMS, After, Key, Printable
from unionhall.core.paging import keyset
from unionhall.core.problems import Problem
from unionhall.organisations import actions
from unionhall.organisations.classes import OWNERSHIPS
from unionhall.organisations.models import Division, Employer, Organisation

router = Router(tags=["organisations"])
LINE = r"^[^\x00-\x1f]*$"
OwnershipCode = Annotated[str, Field(pattern=f"^({'|'.join(OWNERSHIPS)})?$")]
Size = Annotated[str, Field(pattern="^(micro|small|medium|large)?$")]


class EmployerOut(Schema):
    """An employing unit; `organisations` are the codes of the unions formed in it."""

    id: int
    name: str
    credit_code: str | None
    division: str | None
    trade: str
    industry: str = Field(description="letter of a section of GB/T 4754")
    ownership: str
    size: str
    workers: int | None
    workers_on: date | None = Field(description="the day the workers were counted")
    address: str
    contact: str
    organisations: list[str]

    @staticmethod
    def resolve_division(employer) -> str | None:
        return employer.division_id

    @staticmethod
    def resolve_organisations(employer) -> list[str]:
        return sorted(union.code for union in employer.organisations.all())


class EmployerPage(Schema):
    """One page of a list; `after` is the cursor of the next one, "" at the end."""

    items: list[EmployerOut]
    after: str


class Filters(Schema):
    q: Printable = Field("", description="part of the name, or how the credit code begins")
    after: After = ""


class Entering(Schema):
    """An employer's facts; in a correction, those left out stay as they are."""

    name: str = Field(min_length=1, max_length=200, pattern=LINE)
    credit_code: str | None = Field(None, max_length=18, pattern=LINE)
    division: str | None = Field(None, max_length=12, pattern="^[0-9]*$", description="its code")
    trade: str = Field("", max_length=60, pattern=LINE)
    industry: str = Field("", pattern="^[A-T]?$")
    ownership: OwnershipCode = ""
    size: Size = ""
    workers: int | None = Field(None, ge=0, le=2**31 - 1)
    workers_on: date | None = None
    address: str = Field("", max_length=200, pattern=LINE)
    contact: str = Field("", max_length=100, pattern=LINE)


class Correcting(Entering):
    name: str = Field("", min_length=1, max_length=200, pattern=LINE)


def _within(request, key: int) -> Employer:
    return get_object_or_404(Employer.objects.within(request.scope), pk=key)


def _facts(data: Entering) -> dict[str, Model | str | int | date | None]:
    """The fields that were given, with the division itself in the place of its code."""
    facts = data.dict(exclude_unset=True)
    if code := facts.get("division"):
        facts["division"] = get_object_or_404(Division, pk=code)
    elif "division" in facts:
        facts["division"] = None
    return facts


@router.get("", response=EmployerPage, operation_id="employers_list")
@requires("employers.manage")
def employers(request, filters: Query[Filters]):
    """Employers of the unions in the caller's scope, by name."""
    rows = Employer.objects.within(request.scope).prefetch_related("organisations")
    page = keyset(rows.called(filters.q) if filters.q else rows, ("name", "id"), filters.after)
    return {"items": page.rows, "after": page.after}


@router.get("/{key}", response={200: EmployerOut, 404: Problem}, operation_id="employers_detail")
@requires("employers.manage")
def employer(request, key: Key):
    """One employer."""
    return _within(request, key)


@router.post("", response={201: EmployerOut, **PROBLEMS}, operation_id="employers_add")
@requires("employers.manage")
def add(request, data: Entering):
    """Enter an employer; the first unit in which the caller may keep employers keeps its file."""
    keeper = Organisation.objects.get(path=request.scope.paths[0])
    entered = Employer(**_facts(data), kept_by=keeper)
    return Status(201, actions.add_employer(entered, by=request.user, on=today()))


@router.patch("/{key}", response={200: EmployerOut, **PROBLEMS}, operation_id="employers_correct")
@requires("employers.manage")
def correct(request, key: Key, data: Correcting):
    """Put an employer's facts right."""
    row = _within(request, key)
    for name, value in _facts(data).items():
        setattr(row, name, value)
    return actions.correct_employer(row, by=request.user, on=today())
