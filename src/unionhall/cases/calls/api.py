"""The telephone desk over the interface: the same scope and the same acts as the pages."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema
from ninja import Status as Answer

from unionhall.access.scope import requires, scope
from unionhall.cases.api import CaseOut
from unionhall.cases.calls import actions, views
from unionhall.cases.calls.models import Call, CallKind, CallState
from unionhall.cases.models import Topic
from unionhall.core.clock import today
from unionhall.core.interface import PROBLEMS, After, Printable, Words
from unionhall.core.paging import keyset
from unionhall.core.problems import Problem
from unionhall.history.actions import read_opened
from unionhall.members.models import Person
from unionhall.organisations.models import Organisation

router = Router(tags=["calls"])
Phone = Annotated[str, Field(max_length=30, pattern=r"^[^\x00-\x1f]*$")]


class CallOut(Schema):
    """A call; `caller` is the member's name, or the name that was left."""

    uid: UUID
    caller: str
    number: str
    topic: Topic
    kind: CallKind
    state: CallState
    text: str
    answer: str
    taken_at: datetime
    settled_on: date | None
    attempts: list[datetime]

    @staticmethod
    def resolve_attempts(row) -> list:
        return [one.at for one in row.attempts.all()]


class CallPage(Schema):
    """One page of a list; `after` is the cursor of the next one, "" at the end."""

    items: list[CallOut]
    after: str


class CallsWanted(Schema):
    show: Literal["waiting", "settled"] = "waiting"
    after: After = ""


class TakeCallIn(Schema):
    """A member's call by `person`, or anybody's by name and number."""

    organisation: Printable = Field(description="code of the union where it is taken")
    person: UUID | None = None
    name: Annotated[str, Field(max_length=60, pattern=r"^[^\x00-\x1f]*$")] = ""
    phone: Phone = ""
    topic: Topic
    text: Words
    answer: Annotated[str, Field(max_length=4000)] = ""
    kind: CallKind


class ReturnCallIn(Schema):
    answer: Annotated[str, Field(max_length=4000)] = ""


class MakeRequestIn(Schema):
    topic: Topic
    text: Words


def _by(request) -> dict:
    return {"by": request.user, "on": today()}


@router.get("", response=CallPage, operation_id="calls_list")
@requires("cases.take_call")
def calls(request, asked: Query[CallsWanted]):
    """Calls to return, the oldest first, or settled ones, the latest first."""
    rows = Call.objects.within(request.scope).select_related("person").prefetch_related("attempts")
    settled = asked.show == "settled"
    rows = rows.exclude(state=CallState.WAITING) if settled else rows.waiting()
    page = keyset(rows, ("-taken_at", "-pk") if settled else ("taken_at", "pk"), asked.after)
    return {"items": page.rows, "after": page.after}


@router.post("", response={201: CallOut, **PROBLEMS}, operation_id="calls_take")
@requires("cases.take_call")
def take_call(request, data: TakeCallIn):
    """Log a call."""
    told = data.dict()
    unit = get_object_or_404(
        Organisation.objects.open().within(request.scope), code=told.pop("organisation")
    )
    if told["person"]:
        rows = Person.objects.within(request.scope)
        told["person"] = get_object_or_404(rows, uid=told["person"])
    return Answer(201, actions.take_call(unit, **told, **_by(request)))


@router.get("/{uid}", response={200: CallOut, 404: Problem}, operation_id="calls_call")
@requires("cases.take_call")
def call(request, uid: UUID):
    """One call; opening a member's is recorded."""
    row = views.call_of(request, uid)
    person = str(row.person.uid) if row.person else None
    read_opened(row.chain, by=request.user, subject=row, person=person)
    return row


def _done(request, uid: UUID, act, **told):
    row = views.call_of(request, uid)
    act(row, **told, **_by(request))
    return row


@router.post(
    "/{uid}/try-again", response={200: CallOut, **PROBLEMS}, operation_id="calls_try_again"
)
@requires("cases.take_call")
def try_again(request, uid: UUID):
    """Note that nobody answered."""
    return _done(request, uid, actions.try_again)


@router.post("/{uid}/return", response={200: CallOut, **PROBLEMS}, operation_id="calls_return")
@requires("cases.take_call")
def return_call(request, uid: UUID, data: ReturnCallIn):
    """Note that the caller has their answer."""
    return _done(request, uid, actions.return_call, answer=data.answer)


@router.post(
    "/{uid}/end-unreached", response={200: CallOut, **PROBLEMS}, operation_id="calls_end_unreached"
)
@requires("cases.take_call")
def end_unreached(request, uid: UUID):
    """End it after it was tried on enough different days."""
    return _done(request, uid, actions.end_unreached)


@router.post(
    "/{uid}/make-request", response={201: CaseOut, **PROBLEMS}, operation_id="calls_make_request"
)
@requires("cases.take_call")
def make_request(request, uid: UUID, data: MakeRequestIn):
    """Take it down as the member's request."""
    row = views.call_of(request, uid)
    get_object_or_404(
        Person.objects.within(scope(request.user, "cases.take_down")), pk=row.person_id or 0
    )
    made = actions.make_request(row, topic=data.topic, text=data.text, **_by(request))
    return Answer(201, made)
