"""Urgent matters over the interface: the same acts as on the pages."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema

from unionhall.access.scope import requires
from unionhall.core.clock import now, today
from unionhall.core.interface import PROBLEMS, After, Key, Words
from unionhall.core.paging import keyset
from unionhall.core.problems import Problem
from unionhall.history.actions import read_opened
from unionhall.members.api import PLAIN
from unionhall.organisations.models import Organisation
from unionhall.urgent import actions, concerned, queries, views
from unionhall.urgent.models import Gravity, TellingWay, UrgentKind, UrgentMatter

router = Router(tags=["urgent"])
Short = Annotated[str, Field(min_length=1, max_length=200, pattern=PLAIN)]


class UrgentOut(Schema):
    """An urgent matter; `people` is a rough number, `listed` how many stand on the list by name."""

    number: str
    organisation: str = Field(description="code of the union where it lies")
    kind: UrgentKind
    place: str
    gravity: Gravity
    people: int
    learnt_at: datetime
    lead: str = Field(description='who leads it; "" for nobody yet')
    ended_at: datetime | None

    @staticmethod
    def resolve_organisation(row) -> str:
        return row.organisation.code

    @staticmethod
    def resolve_lead(row) -> str:
        return str(row.lead or "")


class LogLineOut(Schema):
    """A line of the log: when it happened, when it was written down, and by whom."""

    at: datetime
    written_at: datetime
    by: str
    act: str
    text: str

    @staticmethod
    def resolve_by(row) -> str:
        return row.by_label


class TellingOut(Schema):
    """Somebody to be told: by when, and when, how and whom in person they were."""

    id: int
    name: str
    due_at: datetime | None
    told_at: datetime | None
    way: str
    whom: str
    dropped: bool


class UrgentWithAll(UrgentOut):
    text: str
    listed: int
    lines: list[LogLineOut]
    tellings: list[TellingOut]
    summary: str
    lessons: str

    @staticmethod
    def resolve_listed(row) -> int:
        return row.affected.count()

    @staticmethod
    def resolve_lines(row) -> list:
        return list(queries.story(row))

    @staticmethod
    def resolve_tellings(row) -> list:
        return list(queries.list_of(row))


class UrgentPage(Schema):
    """One page; `after` is the cursor of the next one, "" at the end."""

    items: list[UrgentOut]
    after: str


class UrgentWanted(Schema):
    show: Literal["open", "mine", "untold", "ended"] = "open"
    after: After = ""


class OpenUrgentIn(Schema):
    """What is known now."""

    organisation: str = Field(max_length=40, description="code of the union it concerns")
    kind: UrgentKind
    place: Short
    text: Words
    learnt_at: datetime
    people: int = Field(ge=0, le=10**6)
    gravity: Gravity
    submission: UUID | None = Field(None, description="sent twice, it is one matter")


class AddLineIn(Schema):
    at: datetime
    text: Words


class NoteToldIn(Schema):
    at: datetime
    way: TellingWay
    whom: Annotated[str, Field(min_length=1, max_length=100, pattern=PLAIN)]


class AddToldIn(NoteToldIn):
    party: Short


class DropTellingIn(Schema):
    reason: Annotated[str, Field(min_length=1, max_length=300)]


class ReassessIn(Schema):
    gravity: Gravity
    people: int = Field(ge=0, le=10**6)
    reason: Annotated[str, Field(min_length=1, max_length=300)]


class AddAffectedIn(Schema):
    person: UUID = Field(description="key of the member's file")
    agreed: bool = Field(description="whether the worker agreed to stand on the list")


class EndUrgentIn(Schema):
    summary: Words
    lessons: Words


ANSWER = {200: UrgentWithAll, **PROBLEMS}


@router.get("", response={200: UrgentPage, 404: Problem}, operation_id="urgent_list")
@requires("urgent.view")
def board(request, asked: Query[UrgentWanted]):
    """Urgent matters of my unions, the gravest first."""
    rows = queries.listed(
        UrgentMatter.objects.within(request.scope), asked.show, request.user, at=now()
    )
    related = rows.select_related("organisation", "lead")
    page = keyset(related, queries.order(asked.show), asked.after)
    return {"items": page.rows, "after": page.after}


@router.post("", response={201: UrgentWithAll, **PROBLEMS}, operation_id="urgent_open")
@requires("urgent.open")
def open_matter(request, wanted: OpenUrgentIn):
    """Open one with what is known now; the list of those to be told is made."""
    told = wanted.dict()
    rows = Organisation.objects.within(request.scope).open()
    union = get_object_or_404(rows, code=told.pop("organisation"))
    return 201, actions.open_matter(union, **told, by=request.user, on=today())


@router.get("/{number}", response={200: UrgentWithAll, 404: Problem}, operation_id="urgent_matter")
@requires("urgent.view")
def matter(request, number: str):
    """One urgent matter with its log and who was told when."""
    row = views.row_of(request, number)
    read_opened(row.chain, by=request.user, subject=row)
    return row


@router.post("/{number}/add-line", response=ANSWER, operation_id="urgent_add_line")
@requires("urgent.handle")
def add_line(request, number: str, wanted: AddLineIn):
    """Write a line into the log; it is never changed."""
    return _done(request, number, actions.add_line, wanted)


@router.post("/{number}/add-told", response=ANSWER, operation_id="urgent_add_told")
@requires("urgent.handle")
def add_told(request, number: str, wanted: AddToldIn):
    """Somebody not on the list was told as well."""
    return _done(request, number, actions.add_told, wanted)


@router.post("/{number}/reassess", response=ANSWER, operation_id="urgent_reassess")
@requires("urgent.handle")
def reassess(request, number: str, wanted: ReassessIn):
    """Set gravity and number of workers anew; whoever else has to be told comes on the list."""
    return _done(request, number, actions.reassess, wanted)


@router.post("/{number}/lead", response=ANSWER, operation_id="urgent_lead")
@requires("urgent.handle")
def lead(request, number: str):
    """Lead it from now on."""
    row = views.row_of(request, number)
    return actions.hand_over(row, request.user, by=request.user, on=today())


@router.post("/{number}/add-affected", response=ANSWER, operation_id="urgent_add_affected")
@requires("urgent.handle")
def add_affected(request, number: str, wanted: AddAffectedIn):
    """Put a worker on the list who agreed to it."""
    row = views.row_of(request, number)
    person = views.member_of(request, wanted.person)
    concerned.add_affected(row, person, agreed=wanted.agreed, by=request.user, on=today())
    return row


@router.post("/{number}/end", response=ANSWER, operation_id="urgent_end")
@requires("urgent.handle")
def end(request, number: str, wanted: EndUrgentIn):
    """End it with a summary and its lessons."""
    return _done(request, number, actions.end, wanted)


@router.post("/tellings/{key}/note-told", response=ANSWER, operation_id="urgent_note_told")
@requires("urgent.handle")
def note_told(request, key: Key, wanted: NoteToldIn):
    """Somebody on the list was told."""
    telling = views.telling_of(request, key)
    return actions.note_told(telling, **wanted.dict(), by=request.user, on=today()).matter


@router.post("/tellings/{key}/drop", response=ANSWER, operation_id="urgent_drop_telling")
@requires("urgent.handle")
def drop_telling(request, key: Key, wanted: DropTellingIn):
    """Somebody on the list need not be told, for a reason."""
    telling = views.telling_of(request, key)
    return actions.drop_telling(telling, **wanted.dict(), by=request.user, on=today()).matter


def _done(request, number: str, act, wanted: Schema) -> UrgentMatter:
    row = views.row_of(request, number)
    act(row, **wanted.dict(), by=request.user, on=today())
    row.refresh_from_db()
    return row
