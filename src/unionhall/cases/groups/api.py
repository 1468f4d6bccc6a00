"""Requests that several workers bring, over the interface: the same acts as on the pages."""

from datetime import date
from typing import Annotated
from uuid import UUID

from ninja import Field, Router, Schema

from unionhall.access.scope import own, requires
from unionhall.cases.groups import actions, views
from unionhall.cases.groups.my_views import mine
from unionhall.cases.models import Case, GrievanceKind, Status
from unionhall.core.clock import today
from unionhall.core.interface import PROBLEMS
from unionhall.core.problems import Problem
from unionhall.history.actions import read_opened
from unionhall.members.api import PLAIN

router = Router(tags=["cases"])
my_router = Router(tags=["me"])


class GroupOut(Schema):
    """Whose matter a request is, and how many bring it; nobody is named."""

    number: str
    kind: GrievanceKind
    status: Status
    people: int


class GroupedOut(GroupOut):
    """For officers: with the keys of those who joined, and how many the answer settles."""

    persons: list[UUID]
    settled: int
    unsettled: int

    @staticmethod
    def resolve_persons(case) -> list:
        rows = case.joined.filter(left_on=None).order_by("pk")
        return list(rows.values_list("person__uid", flat=True))

    @staticmethod
    def resolve_settled(case) -> int:
        return case.joined.filter(left_on=None, is_settled=True).count()

    @staticmethod
    def resolve_unsettled(case) -> int:
        return case.joined.filter(left_on=None, is_settled=False).count()


class MyGroupOut(GroupOut):
    """For those who bring it: what was answered, and what oneself has said."""

    answer: str
    due_on: date | None


class BeginGroupIn(Schema):
    about: Annotated[str, Field(min_length=1, max_length=200, pattern=PLAIN)]


class AddToGroupIn(Schema):
    person: UUID = Field(description="key of the member's file")
    agreed: bool = Field(description="whether the worker agreed to join")


class JoinGroupIn(Schema):
    code: str = Field(min_length=1, max_length=20)
    agreed: bool


class ConfirmGroupIn(Schema):
    settled: bool


ANSWER = {200: GroupedOut, **PROBLEMS}
MINE = {200: MyGroupOut, **PROBLEMS}


@router.get("/{number}/group", response={200: GroupedOut, 404: Problem}, operation_id="cases_group")
@requires("cases.view")
def group(request, number: str):
    """Who brings it together."""
    case = views.row_of(request, number, "cases.view")
    read_opened(case.chain, by=request.user, subject=case, person=str(case.person.uid))
    return case


@router.post("/{number}/group/begin", response=ANSWER, operation_id="cases_group_begin")
@requires("cases.group")
def begin(request, number: str, wanted: BeginGroupIn):
    """Let others with the same matter join."""
    case = views.row_of(request, number, "cases.group")
    actions.begin(case, about=wanted.about, by=request.user, on=today())
    return case


@router.post("/{number}/group/add", response=ANSWER, operation_id="cases_group_add")
@requires("cases.group")
def add(request, number: str, wanted: AddToGroupIn):
    """Put another worker in, who agreed to it."""
    case = views.row_of(request, number, "cases.group")
    person = views.member_of(request, wanted.person)
    actions.add(case, person, agreed=wanted.agreed, by=request.user, on=today())
    return case


@my_router.post("/groups/join", response=MINE, operation_id="my_group_join")
@own
def join(request, wanted: JoinGroupIn) -> Case:
    """Join with the code a colleague passed on."""
    return actions.join(**wanted.dict(), by=request.user, on=today()).case


@my_router.get(
    "/groups/{number}", response={200: MyGroupOut, 404: Problem}, operation_id="my_group"
)
@own
def my_group(request, number: str):
    """How it stands, what was answered, and how many we are."""
    return mine(request, number)


@my_router.post("/groups/{number}/confirm", response=MINE, operation_id="my_group_confirm")
@own
def confirm(request, number: str, wanted: ConfirmGroupIn):
    """Say whether the answer settles it for me."""
    case = mine(request, number)
    actions.confirm(case, settled=wanted.settled, by=request.user, on=today())
    return case


@my_router.post("/groups/{number}/leave", response=MINE, operation_id="my_group_leave")
@own
def leave(request, number: str):
    """Go out of it; the others go on."""
    case = mine(request, number)
    actions.leave(case, by=request.user, on=today())
    return case
