"""One's own exports over the interface: how far they are, and the file. Each list takes the asking."""

from datetime import datetime
from typing import Literal

from ninja import Query, Router, Schema
from pydantic import Field

from unionhall.access.exports import views
from unionhall.access.scope import own
from unionhall.core.clock import today
from unionhall.core.interface import PROBLEMS, After, Key, Printable
from unionhall.core.paging import keyset
from unionhall.core.problems import Problem
from unionhall.exchange import store as telling
from unionhall.exchange.exports import actions

router = Router(tags=["exports"])


class ExportOut(Schema):
    """An export: once it is `ready`, its file can be fetched until the moment given."""

    id: int
    kind: str
    state: Literal["waiting", "ready", "failed", "removed"]
    format: Literal["xlsx", "csv", "zip", "docx"]
    reason: str
    with_ids: bool
    rows: int
    at: datetime
    until: datetime | None
    file_name: str
    sha256: str
    done: int = Field(description="rows written so far")
    problem: str = Field(description="why it could not be made")

    @staticmethod
    def resolve_done(export) -> int:
        return telling.progress(export.uid)[0] if export.is_waiting else export.rows

    @staticmethod
    def resolve_problem(export) -> str:
        found = export.problem if isinstance(export.problem, dict) else {}
        return found.get("reason", "")


class ExportPage(Schema):
    """One page of a list; `after` is the cursor of the next one, "" at the end."""

    items: list[ExportOut]
    after: str


class Asking(Schema):
    """What every export is asked with."""

    reason: Printable = Field(min_length=1, description="stands in the file and in the history")
    format: Literal["xlsx", "csv"] = "xlsx"
    columns: list[str] = Field([], max_length=40, description="the usual ones where none is named")


class Paging(Schema):
    after: After = ""


@router.get("", response=ExportPage, operation_id="exports_list")
@own
def exports(request, asked: Query[Paging]):
    """The exports I asked for, the latest first."""
    page = keyset(views.mine(request), ("-pk",), asked.after)
    return {"items": page.rows, "after": page.after}


@router.get("/{key}", response={200: ExportOut, 404: Problem}, operation_id="exports_export")
@own
def one(request, key: Key):
    """One of my exports, and how far it is."""
    return views.allowed(request, key)


@router.get("/{key}/file", response={200: None, **PROBLEMS}, operation_id="exports_download")
@own
def download(request, key: Key):
    """The file, to whoever asked for it; each time is recorded."""
    return views.handed_out(views.allowed(request, key), by=request.user)


@router.post("/{key}/remove", response={200: ExportOut, **PROBLEMS}, operation_id="exports_remove")
@own
def remove(request, key: Key):
    """Delete the file before its time."""
    export = views.allowed(request, key)
    actions.remove(export, by=request.user, on=today())
    export.refresh_from_db()
    return export
