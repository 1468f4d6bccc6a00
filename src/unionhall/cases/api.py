"""Requests over the interface: the same scope and the same actions as the pages."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema
from ninja import Status as Answer
from pydantic import Field

from unionhall.access.scope import requires, scope
from unionhall.accounts.models import User
from unionhall.cases import actions, queries
from unionhall.cases.models import Case, Channel, Difficulty, Status, Topic
from unionhall.cases.saved import queries as views
from unionhall.core.clock import today
from unionhall.core.interface import (
    PROBLEMS,
    After,
    Key,
    Printable,
    Reference,
    Sent,
    WithFiles,
    Words,
)
from unionhall.core.problems import Problem
from unionhall.documents.api import CONTENT, FileOut
from unionhall.documents.web import serve
from unionhall.history.actions import read_opened, searched
from unionhall.members.models import Person
from unionhall.organisations.models import Organisation

router = Router(tags=["cases"])


class CaseOut(Schema):
    """A request as an officer reads it."""

    number: str
    topic: Topic
    difficulty: str = Field(description="simple, ordinary or hard; empty until it is said")
    status: Status
    channel: Channel
    is_restricted: bool
    concern: str = Field(description='why it is kept to named persons: "" where it is not')
    received_on: date
    due_on: date | None
    due_provisional: bool
    answered_on: date | None
    closed_on: date | None
    organisation: str
    handler: str | None

    @staticmethod
    def resolve_organisation(case) -> str:
        return case.organisation.code

    @staticmethod
    def resolve_handler(case) -> str | None:
        return str(case.handler) if case.handler else None


class MessageOut(Schema):
    kind: str
    by_label: str
    from_worker: bool
    text: str
    at: datetime


class CaseDetail(CaseOut):
    """A request with the worker's words and the conversation."""

    text: str
    answer: str
    messages: list[MessageOut]

    @staticmethod
    def resolve_messages(case) -> list:
        return list(case.messages.all())


class CasePage(Schema):
    """One page of a list; `after` is the cursor of the next one, "" at the end."""

    items: list[CaseOut]
    after: str


class Filters(Schema):
    show: str = Field("open", pattern="^(open|new|mine|overdue|week|ended)$")
    topic: Topic | None = None
    difficulty: Difficulty | None = None
    unit: Printable = Field("", description="code of a unit; those below it count too")
    handler: Key | None = Field(None, description="key of the colleague who has them")
    view: Key | None = Field(None, description="id of a saved view, whose filters then count alone")
    q: Printable = Field("", description="a number, or whom it is from")
    after: After = ""


class Text(WithFiles):
    text: Words


class Reason(Schema):
    reason: Words


class TakingOn(Schema):
    difficulty: Difficulty | None = Field(None, description="left out, the law's period holds")


class SettingDifficulty(Reason):
    difficulty: Difficulty


class Refusing(Reason):
    instead: Words


class Answering(WithFiles):
    answer: Words


class Extending(Reason):
    days: int = Field(ge=1, le=365)


class HandingOver(Reason):
    """Exactly one of `user` (a colleague's key) and `organisation` (another level's code)."""

    user: Reference | None = None
    organisation: Printable | None = None


class TakingDown(WithFiles):
    person: UUID
    topic: Topic
    channel: Channel = Channel.WINDOW
    text: Words
    restricted: bool = Field(False, description="only where you may read restricted requests")
    concern: Literal["", "harassment", "retaliation", "whistle"] = Field(
        "", description="keep it to named persons; you read it no more, unless you are one of them"
    )
    about: list[int] = Field([], max_length=20, description="keys of officers it is about")


RELATED = ("organisation", "handler")


def _readable(request, number: str, ability: str = "cases.view") -> Case:
    cases = queries.readable_by(request.user, ability, on=today())
    related = cases.select_related("organisation__parent", "person__user", "handler")
    return get_object_or_404(related, number=number)


@router.get("", response=CasePage, operation_id="cases_list")
@requires("cases.view")
def cases(request, filters: Query[Filters]):
    """Requests in the caller's scope, fifty at a time; a search is recorded."""
    readable = queries.readable_by(request.user, on=today()).select_related(*RELATED)
    chosen = filters.dict()
    if filters.view:
        view = get_object_or_404(views.visible(request.scope), pk=filters.view)
        chosen = {"q": filters.q, **view.filters}
    narrowed = queries.narrowed(readable, chosen, user=request.user, on=today())
    if filters.q and not filters.after:
        searched(queries.chain_of(request.scope), by=request.user, what="cases")
    page = queries.by_date(narrowed, chosen.get("show") or "open", filters.after)
    return {"items": page.rows, "after": page.after}


@router.post("", response={201: CaseDetail, **PROBLEMS}, operation_id="cases_take_down")
@requires("cases.take_down")
def take_down(request, data: Annotated[TakingDown, Sent(...)]):
    """Take a request down for a worker."""
    person = get_object_or_404(Person.objects.within(request.scope), uid=data.person)
    if data.restricted and not scope(request.user, "cases.view_restricted"):
        raise Http404  # as on the page, which does not offer it
    taken = actions.take_down(
        person,
        topic=data.topic,
        text=data.text,
        channel=data.channel,
        restricted=data.restricted,
        concern=data.concern,
        about=User.objects.filter(pk__in=data.about),
        files=data.files,
        by=request.user,
        on=today(),
    )
    return Answer(201, taken)


@router.get("/{number}", response={200: CaseDetail, 404: Problem}, operation_id="cases_case")
@requires("cases.view")
def case(request, number: str):
    """One request; opening it is recorded."""
    row = _readable(request, number)
    read_opened(row.chain, by=request.user, subject=row, person=str(row.person.uid))
    return row


@router.post("/{number}/accept", response={200: CaseOut, **PROBLEMS}, operation_id="cases_accept")
@requires("cases.accept")
def accept(request, number: str, data: TakingOn | None = None):
    """Take the request on, and say how much work it is if that can be said."""
    row = _readable(request, number, "cases.accept")
    difficulty = data.difficulty.value if data and data.difficulty else ""
    actions.accept(row, difficulty=difficulty, by=request.user, on=today())
    return row


@router.post("/{number}/refuse", response={200: CaseOut, **PROBLEMS}, operation_id="cases_refuse")
@requires("cases.refuse")
def refuse(request, number: str, data: Refusing):
    """Do not take the request on; say why and where to go instead."""
    row = _readable(request, number, "cases.refuse")
    actions.refuse(row, **data.model_dump(), by=request.user, on=today())
    return row


@router.post(
    "/{number}/hand-over", response={200: CaseOut, **PROBLEMS}, operation_id="cases_hand_over"
)
@requires("cases.hand_over")
def hand_over(request, number: str, data: HandingOver):
    """Give the request to a colleague or another level."""
    row = _readable(request, number, "cases.hand_over")
    user, unit = _receiver(row, data)
    actions.hand_over(
        row, to_user=user, to_organisation=unit, reason=data.reason, by=request.user, on=today()
    )
    return row


def _receiver(row: Case, data: HandingOver) -> tuple[User | None, Organisation | None]:
    """Whom the page would offer, too: nobody may learn names by trying keys."""
    user = get_object_or_404(User, pk=data.user) if data.user else None
    unit = get_object_or_404(Organisation, code=data.organisation) if data.organisation else None
    offered = {key for _group, keys in queries.receivers(row, on=today()) for key, _label in keys}
    asked = {f"user:{user.pk}"} if user else set()
    asked |= {f"organisation:{unit.pk}"} if unit else set()
    if not asked <= offered:
        raise Http404
    return user, unit


@router.post("/{number}/ask", response={200: CaseOut, **PROBLEMS}, operation_id="cases_ask")
@requires("cases.ask")
def ask(request, number: str, data: Annotated[Text, Sent(...)]):
    """Ask the worker."""
    row = _readable(request, number, "cases.ask")
    actions.ask(row, text=data.text, files=data.files, by=request.user, on=today())
    return row


@router.post("/{number}/reply", response={200: CaseOut, **PROBLEMS}, operation_id="cases_reply")
@requires("cases.reply")
def reply(request, number: str, data: Annotated[Text, Sent(...)]):
    """Write to the worker."""
    row = _readable(request, number, "cases.reply")
    actions.reply(row, text=data.text, files=data.files, by=request.user, on=today())
    return row


@router.post("/{number}/note", response={200: CaseOut, **PROBLEMS}, operation_id="cases_note")
@requires("cases.note")
def note(request, number: str, data: Annotated[Text, Sent(...)]):
    """Leave a note for colleagues."""
    row = _readable(request, number, "cases.note")
    actions.note(row, text=data.text, files=data.files, by=request.user, on=today())
    return row


@router.post(
    "/{number}/propose-closing",
    response={200: CaseOut, **PROBLEMS},
    operation_id="cases_propose_closing",
)
@requires("cases.propose_closing")
def propose_closing(request, number: str, data: Annotated[Answering, Sent(...)]):
    """Answer, and ask the worker whether it is settled."""
    row = _readable(request, number, "cases.propose_closing")
    actions.propose_closing(row, answer=data.answer, files=data.files, by=request.user, on=today())
    return row


@router.post("/{number}/close", response={200: CaseOut, **PROBLEMS}, operation_id="cases_close")
@requires("cases.close")
def close(request, number: str):
    """Close an answered request."""
    row = _readable(request, number, "cases.close")
    actions.close(row, by=request.user, on=today())
    return row


@router.post("/{number}/reopen", response={200: CaseOut, **PROBLEMS}, operation_id="cases_reopen")
@requires("cases.reopen")
def reopen(request, number: str, data: Reason):
    """Take an ended request up again."""
    row = _readable(request, number, "cases.reopen")
    actions.reopen(row, reason=data.reason, by=request.user, on=today())
    return row


@router.post("/{number}/extend", response={200: CaseOut, **PROBLEMS}, operation_id="cases_extend")
@requires("cases.extend")
def extend(request, number: str, data: Extending):
    """Give the answer more time, within the rule."""
    row = _readable(request, number, "cases.extend")
    actions.extend(row, **data.model_dump(), by=request.user, on=today())
    return row


@router.post(
    "/{number}/set-difficulty",
    response={200: CaseOut, **PROBLEMS},
    operation_id="cases_set_difficulty",
)
@requires("cases.set_difficulty")
def set_difficulty(request, number: str, data: SettingDifficulty):
    """Say how much work an answer takes; its date follows, within the law."""
    row = _readable(request, number, "cases.set_difficulty")
    actions.set_difficulty(
        row,
        difficulty=data.difficulty.value,
        reason=data.reason,
        by=request.user,
        on=today(),
    )
    return row


class CaseFileOut(FileOut):
    """A file as an officer sees it; `internal` ones belong to a note."""

    internal: bool

    @staticmethod
    def resolve_internal(file) -> bool:
        return file.subject_type != Case._meta.label_lower


@router.get(
    "/{number}/files", response={200: list[CaseFileOut], 404: Problem}, operation_id="cases_files"
)
@requires("cases.view")
def files(request, number: str):
    """The request's files, those of notes among them; looking at them is recorded."""
    row = _readable(request, number)
    read_opened(row.chain, by=request.user, subject=row, person=str(row.person.uid))
    return queries.files_of(row)


@router.get(
    "/{number}/files/{uid}",
    response={404: Problem},
    openapi_extra=CONTENT,
    operation_id="cases_file",
)
@requires("cases.view")
def file(request, number: str, uid: UUID):
    """One of the request's files; opening it is recorded."""
    row = _readable(request, number)
    found = queries.file_of(row, uid)
    if found is None:
        raise Http404
    read_opened(row.chain, by=request.user, subject=found, person=str(row.person.uid))
    return serve(found)
