"""Imports of employers' lists over the interface: the same jobs behind the same acts as on the pages."""

from datetime import date

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, File, Form, Query, Router, Schema, UploadedFile
from ninja.decorators import decorate_view

from unionhall.access.scope import requires
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.interface import PROBLEMS, Key, Printable
from unionhall.core.paging import keyset
from unionhall.core.problems import Problem
from unionhall.exchange import actions as exchange
from unionhall.exchange import staging
from unionhall.exchange.models import Import
from unionhall.members.imports.api import (
    Choosing,
    ImportDetail,
    ImportOut,
    ImportPage,
    Paging,
    RefusedOut,
    SheetOut,
    in_memory,
    stated,
    under_way,
)
from unionhall.organisations.models import Organisation
from unionhall.organising.employers_in import actions, console
from unionhall.organising.employers_in.fields import FIELDS
from unionhall.organising.employers_in.views import within

router = Router(tags=["employers"])
KNOWN = {field.name for field in FIELDS}


class KnownEmployerOut(Schema):
    """A row about an employer that is registered already, and what will be done."""

    sheet: str
    row: int
    outcome: str = Field(description="changes or elsewhere")
    message: str


class EmployersPreviewOut(Schema):
    """What applying would do; the same as `unionhall import employers FILE --preview --json`."""

    id: int
    state: str
    file: str
    organisation: str
    on: date
    rows: int
    accepted: int
    unchanged: int
    refused: list[RefusedOut]
    known: list[KnownEmployerOut]
    sheets: list[SheetOut]


class ListUploading(Schema):
    organisation: Printable = Field(description="code of the federation of the area")
    on: date | None = Field(None, description="the day the list was made; today if left out")


def _import(request, key: int) -> Import:
    rows = within(request.scope).select_related("uploaded_by", "applied_by")
    return get_object_or_404(rows, pk=key)


@router.get("", response=ImportPage, operation_id="employer_imports_list")
@requires("employers.import")
def imports(request, asked: Query[Paging]):
    """Lists imported into the caller's unions, the latest first."""
    rows = within(request.scope).select_related("uploaded_by", "applied_by")
    page = keyset(rows, ("-pk",), asked.after)
    return {"items": stated(page.rows), "after": page.after}


@router.post("", response={202: ImportOut, **PROBLEMS}, operation_id="employer_imports_upload")
@decorate_view(in_memory)
@requires("employers.import")
def upload(request, data: Form[ListUploading], sheet: File[UploadedFile]):
    """Bring a list of employers (.xlsx, .xls, .csv); a job checks it, and nothing is entered yet."""
    units = Organisation.objects.within(request.scope)
    made = actions.upload(
        sheet.read(),
        sheet.name or "",
        organisation=get_object_or_404(units, code=data.organisation),
        by=request.user,
        on=data.on or today(),
    )
    return under_way(made)


@router.get(
    "/{key}", response={200: ImportDetail, 404: Problem}, operation_id="employer_imports_import"
)
@requires("employers.import")
def one(request, key: Key):
    """One import: its state, and how far its job has come."""
    row = _import(request, key)
    kept = console.kept(row) if row.state == Import.State.UNDONE else []
    return stated([row])[0] | {"kept": kept}


@router.get(
    "/{key}/preview",
    response={200: EmployersPreviewOut, **PROBLEMS},
    operation_id="employer_imports_preview",
)
@requires("employers.import")
def preview(request, key: Key):
    """What applying would do with every row, until it is applied or dismissed."""
    row = _import(request, key)
    if row.state != Import.State.READY:
        raise Refused(
            _("There is no preview of this import now: %(state)s.")
            % {"state": row.get_state_display()}
        )
    unit = Organisation.objects.get(pk=row.organisation_id)
    told = console.told(staging.report(row), file=row.file_name, organisation=unit, on=row.on)
    return told | {"id": row.pk, "state": row.state}


@router.post(
    "/{key}/columns",
    response={202: ImportOut, **PROBLEMS},
    operation_id="employer_imports_choose_columns",
)
@requires("employers.import")
def choose_columns(request, key: Key, data: Choosing):
    """Say which column holds what where it was recognised wrongly; the list is checked again."""
    row = _import(request, key)
    headings = {sheet["name"]: sheet["headings"] for sheet in row.sheets}
    places = range(len(headings.get(data.sheet, [])))
    if data.columns.keys() - KNOWN or any(at not in places for at in data.columns.values()):
        raise Refused(_("This sheet has no such column, or employers no such field."))
    actions.choose_columns(
        row, row.chosen | {data.sheet: data.columns}, by=request.user, on=today()
    )
    return under_way(row)


@router.post(
    "/{key}/apply", response={202: ImportOut, **PROBLEMS}, operation_id="employer_imports_apply"
)
@requires("employers.import")
def apply(request, key: Key):
    """Let a job enter and correct the employers: all of them, or none."""
    row = _import(request, key)
    actions.apply(row, by=request.user, on=today())
    return under_way(row)


@router.post(
    "/{key}/dismiss", response={200: ImportOut, **PROBLEMS}, operation_id="employer_imports_dismiss"
)
@requires("employers.import")
def dismiss(request, key: Key):
    """Give it up before it is applied; its sheet and rows are deleted."""
    row = _import(request, key)
    exchange.dismiss(row, by=request.user, on=today())
    return stated([row])[0]


@router.post(
    "/{key}/undo", response={202: ImportOut, **PROBLEMS}, operation_id="employer_imports_undo"
)
@requires("employers.undo_import")
def undo(request, key: Key):
    """Let a job take back what it did, but for employers changed since or in use."""
    row = _import(request, key)
    actions.undo(row, by=request.user, on=today())
    return under_way(row)
