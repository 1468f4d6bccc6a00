"""Roster imports over the interface: the same jobs behind the same acts as on the pages."""

from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, File, Form, Query, Router, Schema, Status, UploadedFile
from ninja.decorators import decorate_view

from unionhall.access.scope import requires
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.interface import PROBLEMS, After, Key, Printable
from unionhall.core.paging import keyset
from unionhall.core.problems import Problem
from unionhall.exchange import staging, store
from unionhall.exchange.choices import MOST_ROWS, Choices
from unionhall.exchange.models import Import
from unionhall.members.imports.views import LARGEST, InMemory
from unionhall.members.roster import actions, console
from unionhall.members.roster.fields import FIELDS
from unionhall.organisations.models import Organisation

router = Router(tags=["imports"])
KNOWN = {field.name for field in FIELDS}


class ImportOut(Schema):
    """An import as the commands tell it, and how far the job at work on it has come."""

    id: int
    kind: str
    organisation: str = Field(description="code of the union")
    file: str
    on: date
    state: Import.State
    counts: dict[str, int] = Field(description="rows by fate")
    at: datetime
    applied_at: datetime | None
    undone_at: datetime | None
    by: str
    digest: str | None
    done: int = Field(description="rows the job has dealt with")
    total: int = Field(description="of how many; 0 before any were counted")
    problem: str = Field(description="why it could not be read or applied")
    instead: str


class ImportPage(Schema):
    """One page of a list; `after` is the cursor of the next one, "" at the end."""

    items: list[ImportOut]
    after: str


class KeptOut(Schema):
    """A row that undoing left alone."""

    sheet: str
    row: int
    reason: str
    message: str


class ImportDetail(ImportOut):
    """An import with the rows that undoing left alone."""

    kept: list[KeptOut]


class RefusedOut(KeptOut):
    """A row that will not be registered; its value is masked where it is personal."""

    column: str
    value: str


class SamePersonOut(Schema):
    """A row about somebody who is registered already."""

    sheet: str
    row: int
    outcome: str
    message: str


class ComparedOut(Schema):
    """One field that a row says otherwise than the register; numbers are masked."""

    field: str
    title: str
    old: str = Field(description="what the register has")
    new: str = Field(description="what the sheet says")
    can: bool = Field(description="whether it can be taken from the sheet")


class ChangeOut(Schema):
    """A row about a member here of whom it says something else."""

    sheet: str
    row: int
    fields: list[ComparedOut]


class SheetOut(Schema):
    """How a sheet was understood: which heading was taken for which field."""

    sheet: str
    rows: int
    skipped: str
    columns: dict[str, str]
    unknown: list[str]


class PreviewOut(Schema):
    """What applying would do; the same as `unionhall import members FILE --preview --json`."""

    id: int
    state: str
    file: str
    organisation: str
    on: date
    rows: int
    accepted: int
    unchanged: int
    refused: list[RefusedOut]
    same_person: list[SamePersonOut]
    changes: list[ChangeOut]
    sheets: list[SheetOut]


class Uploading(Schema):
    organisation: Printable = Field(description="code of the union the members belong to")
    on: date | None = Field(None, description="the day the rows are judged on; today if left out")


class Choosing(Schema):
    """Which column of a sheet, counted from 0, holds which field."""

    sheet: str = Field(max_length=200)
    columns: dict[str, Annotated[int, Field(ge=0, le=10_000)]]


class RowIn(Schema):
    """A row by the place of its sheet, counted from 0, and its number there."""

    sheet: int = Field(ge=0, le=1000)
    row: int = Field(ge=1, le=10_000_000)


class ImportChoicesIn(Schema):
    """What is taken from a checked sheet."""

    fields: list[Annotated[str, Field(max_length=30)]] = Field(
        [], max_length=30, description="of those who are members here already; see `changes`"
    )
    leave: list[Literal["accepted", "same_person"]] = Field(
        [], description="all new members, or all new memberships of people known elsewhere"
    )
    leave_rows: list[RowIn] = Field([], max_length=MOST_ROWS)


class SendingBack(Schema):
    reason: Printable = Field(description="read by whoever brought the sheet")


class Paging(Schema):
    after: After = ""


def _within(request):
    units = Organisation.objects.filter(request.scope.q(""))
    rows = Import.objects.filter(kind="members", organisation_id__in=units.values("pk"))
    return rows.select_related("uploaded_by", "applied_by")


def stated(imports: list[Import]) -> list[dict[str, Any]]:
    """Imports of any kind as the interface tells them."""
    units = Organisation.objects.in_bulk({row.organisation_id for row in imports})
    return [_about(row, units[row.organisation_id]) for row in imports]


def _about(row: Import, unit: Organisation) -> dict[str, Any]:
    done, total = store.progress(row.uid)
    return console.about(row, unit) | {
        "done": min(done, total),
        "total": total,
        "problem": row.problem.get("reason", ""),
        "instead": row.problem.get("instead", ""),
    }


def _import(request, key: int) -> Import:
    return get_object_or_404(_within(request), pk=key)


def under_way(row: Import) -> Status:
    """The import as it stands now that a job will go on with it."""
    return Status(202, stated([row])[0])


def in_memory(run: Callable) -> Callable:
    """Settle before anything of the request is read that its sheet stays in memory."""

    @wraps(run)
    def running(request, **path):
        if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
            return HttpResponse(status=413)
        request.upload_handlers = [InMemory(request)]
        return run(request, **path)

    return running


@router.get("", response=ImportPage, operation_id="imports_list")
@requires("members.import")
def imports(request, asked: Query[Paging]):
    """Imports into the caller's unions, the latest first."""
    page = keyset(_within(request), ("-pk",), asked.after)
    return {"items": stated(page.rows), "after": page.after}


@router.post("", response={202: ImportOut, **PROBLEMS}, operation_id="imports_upload")
@decorate_view(in_memory)
@requires("members.import")
def upload(request, data: Form[Uploading], sheet: File[UploadedFile]):
    """Bring a membership sheet (.xlsx, .xls, .csv); a job checks it, and nothing is registered yet."""
    units = Organisation.objects.within(request.scope)
    made = actions.upload(
        sheet.read(),
        sheet.name or "",
        organisation=get_object_or_404(units, code=data.organisation),
        by=request.user,
        on=data.on or today(),
    )
    return under_way(made)


@router.get("/{key}", response={200: ImportDetail, 404: Problem}, operation_id="imports_import")
@requires("members.import")
def one(request, key: Key):
    """One import: its state, and how far its job has come."""
    row = _import(request, key)
    kept = console.kept(row) if row.state == Import.State.UNDONE else []
    return stated([row])[0] | {"kept": kept}


@router.get(
    "/{key}/preview", response={200: PreviewOut, **PROBLEMS}, operation_id="imports_preview"
)
@requires("members.import")
def preview(request, key: Key):
    """What applying would do with every row, until it is applied or dismissed."""
    row = _import(request, key)
    if row.state not in Import.SHOWN:
        raise Refused(
            _("There is no preview of this import now: %(state)s.")
            % {"state": row.get_state_display()}
        )
    unit = Organisation.objects.get(pk=row.organisation_id)
    report = staging.report(row)
    told = console.told(report, file=row.file_name, organisation=unit, on=row.on)
    return told | {"id": row.pk, "state": row.state}


@router.post(
    "/{key}/columns", response={202: ImportOut, **PROBLEMS}, operation_id="imports_choose_columns"
)
@requires("members.import")
def choose_columns(request, key: Key, data: Choosing):
    """Say which column holds what where it was recognised wrongly; the sheet is checked again."""
    row = _import(request, key)
    headings = {sheet["name"]: sheet["headings"] for sheet in row.sheets}
    places = range(len(headings.get(data.sheet, [])))
    if data.columns.keys() - KNOWN or any(at not in places for at in data.columns.values()):
        raise Refused(_("This sheet has no such column, or members no such field."))
    chosen = row.chosen | {data.sheet: data.columns}
    actions.choose_columns(row, chosen, by=request.user, on=today())
    return under_way(row)


@router.post("/{key}/choose", response={200: ImportOut, **PROBLEMS}, operation_id="imports_choose")
@requires("members.import")
def choose(request, key: Key, data: ImportChoicesIn):
    """Say what is taken from the sheet when it is applied."""
    row = _import(request, key)
    left = frozenset((place.sheet, place.row) for place in data.leave_rows)
    choices = Choices(tuple(data.fields), frozenset(data.leave), left)
    actions.choose(row, choices, by=request.user, on=today())
    return stated([row])[0]


@router.post("/{key}/apply", response={202: ImportOut, **PROBLEMS}, operation_id="imports_apply")
@requires("members.import")
def apply(request, key: Key):
    """Let a job bring in what is taken of the sheet: all of it, or none. A large import waits for a second
    officer first: its state is `asked` then.
    """
    row = _import(request, key)
    actions.apply(row, by=request.user, on=today())
    return under_way(row)


@router.post(
    "/{key}/approve", response={202: ImportOut, **PROBLEMS}, operation_id="imports_approve"
)
@requires("members.approve_import")
def approve(request, key: Key):
    """Let a job bring in what another officer laid before this one."""
    row = _import(request, key)
    actions.approve(row, by=request.user, on=today())
    return under_way(row)


@router.post(
    "/{key}/send-back", response={200: ImportOut, **PROBLEMS}, operation_id="imports_send_back"
)
@requires("members.approve_import")
def send_back(request, key: Key, data: SendingBack):
    """Give an import back to whoever laid it before a second officer."""
    row = _import(request, key)
    actions.send_back(row, reason=data.reason, by=request.user, on=today())
    return stated([row])[0]


@router.post(
    "/{key}/dismiss", response={200: ImportOut, **PROBLEMS}, operation_id="imports_dismiss"
)
@requires("members.import")
def dismiss(request, key: Key):
    """Give it up before it is applied; its sheet and rows are deleted."""
    row = _import(request, key)
    actions.dismiss(row, by=request.user, on=today())
    return stated([row])[0]


@router.post("/{key}/undo", response={202: ImportOut, **PROBLEMS}, operation_id="imports_undo")
@requires("members.undo_import")
def undo(request, key: Key):
    """Let a job take back what it added and changed, but for what was changed since or is in use."""
    row = _import(request, key)
    actions.undo(row, by=request.user, on=today())
    return under_way(row)
