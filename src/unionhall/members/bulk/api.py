"""Acts for many over the interface: begun, looked at, applied, dismissed, taken back."""

from datetime import datetime
from typing import Any, Literal

from django import forms
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema, Status
from pydantic import Field

from unionhall.access.scope import requires
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.interface import PROBLEMS, After, Key, Printable
from unionhall.core.paging import keyset
from unionhall.core.problems import Problem
from unionhall.members.api import PLAIN, Narrowed
from unionhall.members.bulk import actions, views, working
from unionhall.members.bulk.kinds import ACTS
from unionhall.members.bulk.models import Bulk
from unionhall.members.exports.api import list_query

router = Router(tags=["members"])
Code = Literal[
    "correct_department", "correct_employment", "correct_education", "correct_is_migrant",
    "end_membership",
]  # fmt: skip


class BulkIn(Narrowed):
    """What is to be done to which memberships, as the list narrows them, and why."""

    act: Code
    value: Printable = Field(description="the new value; true or false; the day a membership ends")
    reason: str = Field(min_length=1, max_length=150, pattern=PLAIN)
    saved: int | None = Field(None, description="the id of a saved search")


class BulkOut(Schema):
    """A bulk act: while it is `ready`, its lines tell what would be done, or why not."""

    id: int
    act: str
    state: Literal[
        "checking", "ready", "applying", "applied", "dismissed", "failed", "undoing", "undone"
    ]
    reason: str
    at: datetime
    applied_at: datetime | None
    rows: dict[str, int] = Field(description="memberships by fate")
    problem: str


class BulkLineOut(Schema):
    """What is to become of one membership."""

    person: int
    fate: Literal["will", "refused", "done", "restored", "kept"]
    why: str

    @staticmethod
    def resolve_person(line) -> int:
        return line.spell.person_id


class BulkLinePage(Schema):
    """One page of a list; `after` is the cursor of the next one, "" at the end."""

    items: list[BulkLineOut]
    after: str


class Paging(Schema):
    after: After = ""


def _told(bulk: Bulk) -> dict[str, Any]:
    names = ("act", "state", "reason", "at", "applied_at")
    told = {name: getattr(bulk, name) for name in names}
    problem = bulk.problem.get("reason", "")
    return told | {"id": bulk.pk, "rows": working.counts(bulk), "problem": problem}


def _bulk(request, key: int) -> Bulk:
    return get_object_or_404(views.mine(request), pk=key)


@router.post("", response={202: BulkOut, **PROBLEMS}, operation_id="bulk_begin")
@requires("members.correct")
def begin(request, data: BulkIn):
    """Let a job look at every row; nothing changes before `apply`."""
    data.filters(request)  # 404 for a union outside the scope
    try:
        value = ACTS[data.act].field().clean(data.value)
    except forms.ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    told = {"code": data.act, "value": value, "reason": data.reason}
    query = list_query(data, saved=data.saved)
    bulk = actions.begin(request.scope, query=query, **told, by=request.user, on=today())
    return Status(202, _told(bulk))


@router.get("/{key}", response={200: BulkOut, 404: Problem}, operation_id="bulk_bulk")
@requires("members.correct")
def bulk(request, key: Key):
    """How far it is, and how many rows have which fate."""
    return _told(_bulk(request, key))


@router.get("/{key}/lines", response={200: BulkLinePage, 404: Problem}, operation_id="bulk_lines")
@requires("members.correct")
def lines(request, key: Key, asked: Query[Paging]):
    """What is to become of each membership, or became of it."""
    rows = _bulk(request, key).lines.filter(spell__person__isnull=False).select_related("spell")
    page = keyset(rows, ("pk",), asked.after)
    return {"items": page.rows, "after": page.after}


@router.post("/{key}/apply", response={202: BulkOut, **PROBLEMS}, operation_id="bulk_apply")
@requires("members.correct")
def apply(request, key: Key):
    """Let a job do it to every row that was not refused."""
    return _done(request, key, actions.apply)


@router.post("/{key}/dismiss", response={202: BulkOut, **PROBLEMS}, operation_id="bulk_dismiss")
@requires("members.correct")
def dismiss(request, key: Key):
    """Give it up before anything is done."""
    return _done(request, key, actions.dismiss)


@router.post("/{key}/undo", response={202: BulkOut, **PROBLEMS}, operation_id="bulk_undo")
@requires("members.correct")
def undo(request, key: Key):
    """Let a job restore what nobody edited since."""
    return _done(request, key, actions.undo)


def _done(request, key: int, act) -> Status:
    found = _bulk(request, key)
    act(found, by=request.user, on=today())
    return Status(202, _told(found))
