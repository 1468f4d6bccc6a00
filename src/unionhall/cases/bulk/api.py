"""Acts for many requests over the interface: begun, looked at, applied, dismissed, taken back."""

from datetime import datetime
from typing import Any, Literal

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema, Status
from pydantic import Field

from unionhall.access.scope import requires, scope
from unionhall.cases import queries
from unionhall.cases.bulk import actions, views, working
from unionhall.cases.bulk.kinds import ACTS
from unionhall.cases.bulk.models import Bulk
from unionhall.cases.bulk.receivers import receiver, receivers
from unionhall.cases.models import Topic
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.interface import PROBLEMS, After, Key, Printable
from unionhall.core.paging import keyset
from unionhall.core.problems import Problem

router = Router(tags=["cases"])


class CaseBulkIn(Schema):
    """What is to be done to the requests named, or to all that the filters show where none is."""

    act: Literal["assign", "accept"]
    cases: list[Printable] = Field([], max_length=200, description="numbers of requests")
    show: Literal["open", "new", "mine", "overdue", "week"] = "open"
    topic: Topic | None = None
    unit: Printable = Field("", description="code of a unit; those below it count too")
    handler: Key | None = Field(None, description="key of the colleague who has them now")
    to: Printable = Field("", description="`key` of a receiver; for assign")
    reason: Printable = Field("", max_length=150, description="for assign")


class CaseReceiverOut(Schema):
    """To whom requests can be handed; `key` is to be given back."""

    key: str
    name: str


class CaseBulkOut(Schema):
    """An act for many: while it is `ready`, its lines tell what would be done, or why not."""

    id: int
    act: str
    state: Literal[
        "checking", "ready", "applying", "applied", "dismissed", "failed", "undoing", "undone"
    ]
    to: str
    reason: str
    at: datetime
    applied_at: datetime | None
    rows: dict[str, int] = Field(description="requests by fate")
    problem: str


class CaseBulkLineOut(Schema):
    """What is to become of one request."""

    case: str
    fate: Literal["will", "refused", "done", "restored", "kept"]
    why: str

    @staticmethod
    def resolve_case(line) -> str:
        return line.case.number


class CaseBulkLinePage(Schema):
    """One page of a list; `after` is the cursor of the next one, "" at the end."""

    items: list[CaseBulkLineOut]
    after: str


class Paging(Schema):
    after: After = ""


def _told(bulk: Bulk) -> dict[str, Any]:
    names = ("act", "state", "reason", "at", "applied_at")
    told = {name: getattr(bulk, name) for name in names}
    problem = bulk.problem.get("reason", "")
    to = str(bulk.receiver or "")
    return told | {"id": bulk.pk, "to": to, "rows": working.counts(bulk), "problem": problem}


def _bulk(request, key: int) -> Bulk:
    return get_object_or_404(views.mine(request), pk=key)


@router.get("/receivers", response=list[CaseReceiverOut], operation_id="case_bulk_receivers")
@requires("cases.hand_over")
def bulk_receivers(request):
    """Colleagues, and desks above and below."""
    groups = receivers(request.scope, on=today())
    return [{"key": key, "name": name} for _group, rows in groups for key, name in rows]


@router.post("", response={202: CaseBulkOut, **PROBLEMS}, operation_id="case_bulk_begin")
@requires("cases.accept")
def begin(request, data: CaseBulkIn):
    """Let a job look at every request; nothing changes before `apply`."""
    act = ACTS[data.act]
    held = scope(request.user, act.ability)
    if not held:
        raise Http404
    told: dict[str, Any] = {"chosen": data.cases, "query": _query(data)}
    if act.asks:
        offered = {key for _group, rows in receivers(held, on=today()) for key, _name in rows}
        if not data.to:
            raise Refused(_("Choose either a person or another level."))
        if data.to not in offered:
            raise Http404
        told |= {**receiver(data.to), "reason": data.reason}
    made = actions.begin(held, code=act.code, **told, by=request.user, on=today())
    return Status(202, _told(made))


def _query(data: CaseBulkIn) -> str:
    filters = {"show": data.show, "topic": data.topic, "unit": data.unit, "handler": data.handler}
    return queries.address(filters)


@router.get("/{key}", response={200: CaseBulkOut, 404: Problem}, operation_id="case_bulk_bulk")
@requires("cases.accept")
def bulk(request, key: Key):
    """How far it is, and how many requests have which fate."""
    return _told(_bulk(request, key))


@router.get(
    "/{key}/lines", response={200: CaseBulkLinePage, 404: Problem}, operation_id="case_bulk_lines"
)
@requires("cases.accept")
def lines(request, key: Key, asked: Query[Paging]):
    """What is to become of each request, or became of it; only those you may read."""
    readable = queries.readable_by(request.user, on=today())
    rows = _bulk(request, key).lines.filter(case__in=readable.values("pk"))
    page = keyset(rows.select_related("case"), ("pk",), asked.after)
    return {"items": page.rows, "after": page.after}


@router.post(
    "/{key}/apply", response={202: CaseBulkOut, **PROBLEMS}, operation_id="case_bulk_apply"
)
@requires("cases.accept")
def apply(request, key: Key):
    """Let a job do it to every request that was not refused."""
    return _done(request, key, actions.apply)


@router.post(
    "/{key}/dismiss", response={202: CaseBulkOut, **PROBLEMS}, operation_id="case_bulk_dismiss"
)
@requires("cases.accept")
def dismiss(request, key: Key):
    """Give it up before anything is done."""
    return _done(request, key, actions.dismiss)


@router.post("/{key}/undo", response={202: CaseBulkOut, **PROBLEMS}, operation_id="case_bulk_undo")
@requires("cases.accept")
def undo(request, key: Key):
    """Let a job give back what still lies with the receiver."""
    return _done(request, key, actions.undo)


def _done(request, key: int, act) -> Status:
    found = _bulk(request, key)
    act(found, by=request.user, on=today())
    return Status(202, _told(found))
