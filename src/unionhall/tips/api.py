"""Reports without a name over the interface: the officers' side; reporters have their pages alone."""

from datetime import date
from types import SimpleNamespace
from typing import Literal
from uuid import UUID

from ninja import Field, Query, Router, Schema

from unionhall.access.scope import requires
from unionhall.cases.models import Topic
from unionhall.core.clock import today
from unionhall.core.interface import PROBLEMS, After, Words
from unionhall.core.paging import keyset
from unionhall.core.problems import Problem
from unionhall.documents.api import CONTENT
from unionhall.history.actions import read_opened
from unionhall.tips import actions, views
from unionhall.tips.models import OPEN, State, Tip
from unionhall.tips.queries import conversation, file_of, name_in

router = Router(tags=["tips"])


class TipOut(Schema):
    """A report, without a word of what was said."""

    number: str
    union: str = Field(description="code of the union it is about")
    receiver: str = Field(description="code of the organisation that received it")
    state: str
    received_on: date
    silent_until: date | None = Field(description="answered: until then the reporter may object")
    closed_on: date | None
    destroy_on: date | None
    is_named: bool = Field(description="the reporter gave a name and wants it to be a request")

    @staticmethod
    def resolve_union(row) -> str:
        return row.union.code

    @staticmethod
    def resolve_receiver(row) -> str:
        return row.receiver.code


class TipFileOut(Schema):
    uid: UUID
    name: str = Field(description="its number and kind; the reporter's name for it is not kept")
    media_type: str
    size: int = Field(description="bytes")


class SaidOut(Schema):
    """What was said, in the clear; `by` is "" for the reporter."""

    kind: str
    by: str
    on: date
    text: str
    files: list[TipFileOut]


class OpenedTip(TipOut):
    said: list[SaidOut]
    name: str = Field(description='name the reporter gave, "" for none')


class TipPage(Schema):
    """One page; `after` is the cursor of the next one, "" at the end."""

    items: list[TipOut]
    after: str


class TipsWanted(Schema):
    show: Literal["open", "closed"] = "open"
    after: After = ""


class TipWords(Schema):
    text: Words


class TakeOverIn(Schema):
    """What the request is about, and its words."""

    topic: Topic
    text: Words


ANSWER = {200: OpenedTip, **PROBLEMS}


@router.get("", response={200: TipPage, 404: Problem}, operation_id="tips_list")
@requires("tips.view")
def index(request, asked: Query[TipsWanted]):
    """Reports sealed for my office, the newest first."""
    states = OPEN if asked.show == "open" else (State.CLOSED,)
    rows = Tip.objects.within(request.scope).in_state(*states).select_related("union", "receiver")
    page = keyset(rows, ("-received_on", "-pk"), asked.after)
    return {"items": page.rows, "after": page.after}


@router.get("/{number}", response={200: OpenedTip, 404: Problem}, operation_id="tips_tip")
@requires("tips.view")
def tip(request, number: str):
    """One report, opened; that is recorded, and the reporter sees it."""
    return _opened(request, views.tip_of(request, number))


@router.get(
    "/{number}/files/{uuid:uid}",
    response={404: Problem},
    operation_id="tips_file",
    openapi_extra=CONTENT,
)
@requires("tips.view")
def file(request, number: str, uid: UUID):
    """One file of a report."""
    row = views.tip_of(request, number)
    read_opened(row.chain, by=request.user, subject=row)
    return file_of(row, views.key_of(request, row), uid)


@router.post("/{number}/accept", response=ANSWER, operation_id="tips_accept")
@requires("tips.accept")
def accept(request, number: str):
    """Take it up."""
    row = views.tip_of(request, number)
    actions.accept(row, by=request.user, on=today())
    return _opened(request, row)


@router.post("/{number}/ask", response=ANSWER, operation_id="tips_ask")
@requires("tips.ask")
def ask(request, number: str, wanted: TipWords):
    """Ask whoever reported."""
    row = views.tip_of(request, number)
    actions.ask(row, views.key_of(request, row), text=wanted.text, by=request.user, on=today())
    return _opened(request, row)


@router.post("/{number}/answer", response=ANSWER, operation_id="tips_answer")
@requires("tips.answer")
def answer(request, number: str, wanted: TipWords):
    """Say what was found and done."""
    row = views.tip_of(request, number)
    actions.answer(row, views.key_of(request, row), text=wanted.text, by=request.user, on=today())
    return _opened(request, row)


@router.post("/{number}/close", response=ANSWER, operation_id="tips_close")
@requires("tips.close")
def close(request, number: str):
    """Close an answered report once the reporter's time to write again is over."""
    row = views.tip_of(request, number)
    actions.close(row, by=request.user, on=today())
    return _opened(request, row)


@router.post("/{number}/take-over", response=ANSWER, operation_id="tips_take_over")
@requires("tips.take_over")
def take_over(request, number: str, wanted: TakeOverIn):
    """Go on with it as a restricted request of whoever gave their name."""
    row = views.tip_of(request, number)
    actions.take_over(
        row,
        views.key_of(request, row),
        person=views.person_named(request, row),
        topic=wanted.topic,
        text=wanted.text,
        by=request.user,
        on=today(),
    )
    return _opened(request, row)


def _opened(request, row: Tip) -> SimpleNamespace:
    read_opened(row.chain, by=request.user, subject=row)
    said = conversation(row, views.key_of(request, row))
    named = name_in(said) if row.is_named else None
    return SimpleNamespace(
        **{field: getattr(row, field) for field in TipOut.model_fields},
        name=named[0] if named else "",
        said=[
            {
                "kind": words.row.kind,
                "by": words.row.by_label,
                "on": words.row.on,
                "text": words.text,
                "files": words.files,
            }
            for words in said
        ],
    )
