"""Foundings over the interface: the same acts as on the pages."""

from datetime import date
from typing import Literal

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema

from unionhall.access.scope import requires
from unionhall.core.clock import today
from unionhall.core.interface import PROBLEMS, After
from unionhall.core.paging import keyset
from unionhall.core.problems import Problem
from unionhall.members.api import PLAIN
from unionhall.organisations.models import Employer
from unionhall.organising.founding import actions, approving, views
from unionhall.organising.founding.forms import higher_within
from unionhall.organising.founding.models import Founder, Founding, State

router = Router(tags=["organisations"])


class FoundingOut(Schema):
    """A union to be; `union` is its code once approved."""

    id: int
    name: str
    kind: str
    higher: str = Field(description="code of the next higher union")
    workplace: str
    employer: str = Field(description='credit code or name of the employer; "" for none')
    initiative: str
    state: str
    begun_on: date
    leading: str
    years: int | None
    elected_on: date | None
    applied_on: date | None
    decided_on: date | None
    resolution: str
    reason: str
    rule: str = Field(description="the rule a refusal rests on")
    union: str

    @staticmethod
    def resolve_higher(row) -> str:
        return row.higher.code

    @staticmethod
    def resolve_employer(row) -> str:
        return (row.employer.credit_code or row.employer.name) if row.employer else ""

    @staticmethod
    def resolve_union(row) -> str:
        return row.union.code if row.union else ""


class FounderOut(Schema):
    """Somebody on the roll; the ID number is not told."""

    id: int
    name: str
    phone: str
    employment: str
    moves: bool = Field(description="a member of another union, who comes by a transfer")
    office: str


class FoundingWithRoll(FoundingOut):
    founders: list[FounderOut]
    lacking: list[str] = Field(description="what is still missing, in sentences")

    @staticmethod
    def resolve_founders(row) -> list[Founder]:
        return list(row.founders.order_by("pk"))

    @staticmethod
    def resolve_lacking(row) -> list[str]:
        if not row.is_under_way:
            return []
        return [said for said, _rule in views.lacking(row, list(row.founders.all()))]


class FoundingPage(Schema):
    """One page; `after` is the cursor of the next one, "" at the end."""

    items: list[FoundingOut]
    after: str


class FoundingsWanted(Schema):
    state: Literal["preparing", "applied", "approved", "refused", "withdrawn"] = "applied"
    after: After = ""


class PrepareIn(Schema):
    """A union to be."""

    higher: str = Field(max_length=40, pattern=PLAIN, description="code of the next higher union")
    kind: str = Field(max_length=30, pattern=PLAIN)
    name: str = Field(min_length=1, max_length=200, pattern=PLAIN)
    workplace: str = Field("", max_length=200, pattern=PLAIN)
    employer: str = Field("", max_length=200, pattern=PLAIN, description="its credit code")
    initiative: Literal["workers", "higher"] = "workers"


class FounderIn(Schema):
    """Somebody who applies."""

    name: str = Field(min_length=1, max_length=100, pattern=PLAIN)
    phone: str = Field(pattern=r"^1[3-9]\d{9}$")
    id_number: str = Field(min_length=1, max_length=30, pattern=PLAIN)
    employment: str = Field("", max_length=30, pattern=PLAIN)
    moves: bool = False


class ElectIn(Schema):
    office: str = Field(max_length=30, pattern=PLAIN, description='"" for none')


class ApplyFoundingIn(Schema):
    """How the founders elected."""

    leading: Literal["committee", "organiser"]
    elected_on: date
    years: int | None = None
    kin_declared: bool = False


class WithdrawFoundingIn(Schema):
    reason: str = Field(min_length=1, max_length=300, pattern=PLAIN)


class ApproveFoundingIn(Schema):
    """What the higher union resolved, and the code of the new union ("" for the next free one)."""

    resolution: str = Field(min_length=1, max_length=120, pattern=PLAIN)
    code: str = Field("", max_length=40, pattern=PLAIN)


class RefuseFoundingIn(Schema):
    """Why, and the rule that is not satisfied."""

    reason: str = Field(min_length=1, max_length=300, pattern=PLAIN)
    rule: str = Field(max_length=80, pattern=PLAIN)


ANSWER = {200: FoundingWithRoll, **PROBLEMS}


@router.get("", response={200: FoundingPage, 404: Problem}, operation_id="foundings_list")
@requires("organising.view")
def index(request, asked: Query[FoundingsWanted]):
    """Foundings below my organisations in one state, the newest first."""
    rows = Founding.objects.within(request.scope).in_state(State(asked.state))
    page = keyset(rows.select_related(*views.SEEN), ("-begun_on", "-pk"), asked.after)
    return {"items": page.rows, "after": page.after}


@router.post("", response={201: FoundingWithRoll, **PROBLEMS}, operation_id="foundings_prepare")
@requires("organising.prepare")
def prepare(request, wanted: PrepareIn):
    """Begin a preparation group."""
    told = wanted.dict()
    higher = get_object_or_404(higher_within(request.scope), code=told.pop("higher"))
    employer = _employer(request, told.pop("employer"))
    return 201, actions.prepare(higher, **told, employer=employer, by=request.user, on=today())


@router.get(
    "/{int:pk}", response={200: FoundingWithRoll, 404: Problem}, operation_id="foundings_founding"
)
@requires("organising.view")
def founding(request, pk: int):
    """One founding with its roll."""
    row = views.row_of(request, pk)
    views.read_opened(row.higher.chain, by=request.user, subject=row)
    return row


@router.post("/{int:pk}/founders", response=ANSWER, operation_id="foundings_add_founder")
@requires("organising.prepare")
def add_founder(request, pk: int, wanted: FounderIn):
    """Put somebody on the roll."""
    row = views.row_of(request, pk)
    actions.add_founder(row, **wanted.dict(), by=request.user, on=today())
    return row


@router.post("/founders/{int:pk}/remove", response=ANSWER, operation_id="foundings_remove_founder")
@requires("organising.prepare")
def remove_founder(request, pk: int):
    """Take somebody off the roll."""
    return actions.remove_founder(views.founder_of(request, pk), by=request.user, on=today())


@router.post("/founders/{int:pk}/elect", response=ANSWER, operation_id="foundings_elect")
@requires("organising.prepare")
def elect(request, pk: int, wanted: ElectIn):
    """Write down whom the founders elected to which office."""
    founder = views.founder_of(request, pk)
    return actions.elect(founder, wanted.office, by=request.user, on=today()).founding


@router.post("/{int:pk}/apply", response=ANSWER, operation_id="foundings_apply")
@requires("organising.prepare")
def apply(request, pk: int, wanted: ApplyFoundingIn):
    """Apply to the higher union."""
    return actions.apply(views.row_of(request, pk), **wanted.dict(), by=request.user, on=today())


@router.post("/{int:pk}/withdraw", response=ANSWER, operation_id="foundings_withdraw")
@requires("organising.prepare")
def withdraw(request, pk: int, wanted: WithdrawFoundingIn):
    """Give it up, or take the application back."""
    row = views.row_of(request, pk)
    return actions.withdraw(row, reason=wanted.reason, by=request.user, on=today())


@router.post("/{int:pk}/approve", response=ANSWER, operation_id="foundings_approve")
@requires("organising.approve")
def approve(request, pk: int, wanted: ApproveFoundingIn):
    """Approve: the union, its members, bodies and first officers are there."""
    row = views.row_of(request, pk)
    code = wanted.code or views.queries.free_code(row.higher)
    return approving.approve(
        row, code=code, resolution=wanted.resolution, by=request.user, on=today()
    )


@router.post("/{int:pk}/refuse", response=ANSWER, operation_id="foundings_refuse")
@requires("organising.refuse")
def refuse(request, pk: int, wanted: RefuseFoundingIn):
    """Do not approve, and name the rule."""
    return actions.refuse(views.row_of(request, pk), **wanted.dict(), by=request.user, on=today())


def _employer(request, code: str) -> Employer | None:
    if not code:
        return None
    rows = Employer.objects.within(request.scope.also("organisations.view"))
    found = rows.filter(credit_code=code).first()
    if found is None:
        raise Http404
    return found
