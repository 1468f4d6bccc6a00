"""Erasure and holds over the interface: the same acts as on the pages."""

from datetime import date
from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema, Status

from unionhall.access.scope import own, requires
from unionhall.core.clock import today
from unionhall.core.interface import PROBLEMS, After, Key, Printable
from unionhall.core.paging import keyset
from unionhall.core.problems import Problem
from unionhall.members.erasure import actions, views
from unionhall.members.erasure.models import Erasure, Hold
from unionhall.members.erasure.own import waiting_for
from unionhall.members.erasure.parts import obstacles
from unionhall.members.models import Person
from unionhall.members.queries import files_of

router = Router(tags=["members"])
my_router = Router(tags=["me"])


class ErasureOut(Schema):
    """A request for erasure and what became of it."""

    id: int
    person: int
    organisation: str = Field(description="code of the union that decides")
    state: str
    reason: str
    asked_on: date
    decided_on: date | None
    why_not: str

    @staticmethod
    def resolve_person(row) -> int:
        return row.person_id

    @staticmethod
    def resolve_organisation(row) -> str:
        return row.organisation.code


class ErasureDetail(ErasureOut):
    """The same with what forbids it today."""

    obstacles: list[str]


class ErasurePage(Schema):
    """One page of a list; `after` is the cursor of the next one, "" at the end."""

    items: list[ErasureOut]
    after: str


class ErasedOut(Schema):
    """How many rows were emptied or deleted, by part."""

    erased: dict[str, int]


class ErasurePaging(Schema):
    after: After = ""


class AskingErasure(Schema):
    reason: str = Field("", max_length=300)


class RefusingErasure(Schema):
    reason: Printable = Field(description="read by the person")


class HoldingIn(Schema):
    ground: Printable = Field(description="the dispute, inspection or law that needs the data")
    until_on: date | None = None


class HoldOut(Schema):
    """A hold on a person's data."""

    id: int
    ground: str
    from_on: date
    until_on: date | None


@router.get("/erasures", response={200: ErasurePage, 404: Problem}, operation_id="erasures_list")
@requires("members.erase")
def erasures(request, asked: Query[ErasurePaging]):
    """Requests for erasure in the caller's unions, the latest first."""
    rows = Erasure.objects.within(request.scope).select_related("organisation")
    page = keyset(rows, ("-pk",), asked.after)
    return {"items": page.rows, "after": page.after}


@router.get(
    "/erasures/{key}", response={200: ErasureDetail, 404: Problem}, operation_id="erasures_show"
)
@requires("members.erase")
def show(request, key: Key):
    """One request, and what forbids it today."""
    row: Any = views.row_of(request, key)
    row.obstacles = obstacles(files_of(row.person), today()) if row.is_waiting else []
    return row


@router.post(
    "/{int:pk}/ask-erasure", response={201: ErasureOut, **PROBLEMS}, operation_id="erasures_ask"
)
@requires("members.erase")
def ask(request, pk: int, data: AskingErasure):
    """Take down that somebody who has left asked for erasure."""
    person = get_object_or_404(Person.objects.within(request.scope), pk=pk)
    return Status(201, actions.ask(person, reason=data.reason, by=request.user, on=today()))


@router.post(
    "/erasures/{key}/erase", response={200: ErasedOut, **PROBLEMS}, operation_id="erasures_erase"
)
@requires("members.erase")
def erase(request, key: Key):
    """Erase everything that names the person, for good."""
    return {"erased": actions.erase(views.row_of(request, key), by=request.user, on=today())}


@router.post(
    "/erasures/{key}/refuse", response={200: ErasureOut, **PROBLEMS}, operation_id="erasures_refuse"
)
@requires("members.erase")
def refuse_erasure(request, key: Key, data: RefusingErasure):
    """Say why the data is kept."""
    row = views.row_of(request, key)
    actions.refuse_erasure(row, reason=data.reason, by=request.user, on=today())
    return row


@router.post("/{int:pk}/holds", response={201: HoldOut, **PROBLEMS}, operation_id="holds_hold")
@requires("members.hold")
def hold(request, pk: int, data: HoldingIn):
    """Forbid that anything of a person is erased."""
    person = get_object_or_404(Person.objects.within(request.scope), pk=pk)
    made = actions.hold(
        person, ground=data.ground, until_on=data.until_on, by=request.user, on=today()
    )
    return Status(201, made)


@router.post(
    "/holds/{key}/release", response={200: HoldOut, **PROBLEMS}, operation_id="holds_release"
)
@requires("members.hold")
def release_hold(request, key: Key):
    """Let it hold no longer."""
    people = Person.objects.within(request.scope)
    row = get_object_or_404(Hold.objects.select_related("person"), pk=key, person__in=people)
    actions.release_hold(row, by=request.user, on=today())
    row.refresh_from_db()
    return row


@my_router.post(
    "/ask-erasure", response={201: ErasureOut, **PROBLEMS}, operation_id="my_ask_erasure"
)
@own
def my_ask(request, data: AskingErasure):
    """Ask that the caller's own data be erased."""
    person = get_object_or_404(Person, user=request.user)
    return Status(201, actions.ask(person, reason=data.reason, by=request.user, on=today()))


@my_router.post(
    "/withdraw-erasure", response={200: ErasureOut, **PROBLEMS}, operation_id="my_withdraw_erasure"
)
@own
def my_withdraw(request):
    """Take the caller's own request back."""
    person = get_object_or_404(Person, user=request.user)
    row = get_object_or_404(Erasure, pk=getattr(waiting_for(person), "pk", 0))
    actions.withdraw_erasure(row, by=request.user, on=today())
    return row
