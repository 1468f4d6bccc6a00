"""Lists of evidence over the interface."""

from datetime import date
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from pydantic import Field

from unionhall.access.scope import requires
from unionhall.core.clock import today
from unionhall.core.interface import PROBLEMS, Printable, Words
from unionhall.core.problems import Problem
from unionhall.documents.models import Attachment
from unionhall.papers.evidence import actions, views
from unionhall.papers.evidence.models import Item, ItemForm, ItemWay
from unionhall.papers.views import opened

router = Router(tags=["papers"])


class EvidenceOut(Schema):
    """One piece of evidence; `file` is the uid of the attached file it is, if it is one."""

    uid: UUID
    name: str
    proves: str
    source: str
    handed_on: date
    way: ItemWay
    form: ItemForm
    pages: int | None
    file: UUID | None
    sha256: str
    returned_on: date | None
    returned_to: str
    struck_on: date | None
    reason: str

    @staticmethod
    def resolve_file(item) -> UUID | None:
        return item.attachment.uid if item.attachment else None


class EvidenceListOut(Schema):
    """In the order of the list; struck ones at the end."""

    items: list[EvidenceOut]


class CorrectEvidenceIn(Schema):
    name: Words = Field(max_length=200)
    proves: str = Field("", max_length=500)
    source: Printable = Field(min_length=1)
    handed_on: date
    way: ItemWay
    form: ItemForm
    pages: int | None = Field(None, ge=1, le=100000)


class AddEvidenceIn(CorrectEvidenceIn):
    file: UUID | None = None


class MoveEvidenceIn(Schema):
    up: bool


class ReturnEvidenceIn(Schema):
    to: Printable = Field(min_length=1)
    returned_on: date


class StrikeEvidenceIn(Schema):
    reason: Words = Field(max_length=300)


@router.get(
    "/{name}/{key}", response={200: EvidenceListOut, 404: Problem}, operation_id="evidence_list"
)
@requires("papers.view")
def evidence(request, name: str, key: str):
    """The list of a request or a dispute; looking at it is recorded."""
    about, row = views.listed(request.user, name, key, "papers.view")
    opened(request.user, about, row, row)
    return {"items": list(Item.objects.struck_too(row).select_related("attachment"))}


@router.post(
    "/{name}/{key}", response={201: EvidenceOut, **PROBLEMS}, operation_id="evidence_add_item"
)
@requires("papers.keep_evidence")
def add_item(request, name: str, key: str, data: AddEvidenceIn):
    """Put a file or a thing at the end of the list."""
    about, row = views.listed(request.user, name, key, "papers.keep_evidence")
    told = data.model_dump()
    told["attachment"] = _file(about, row, told.pop("file"))
    return Status(201, actions.add_item(row, **told, by=request.user, on=today()))


def _file(about, row, uid: UUID | None) -> Attachment | None:
    if uid is None:
        return None
    found = next((file for file in about.files(row) if file.uid == uid), None)
    if found is None:
        raise Http404
    return found


def _item(request, uid: UUID):
    return views.item_of(request.user, uid, "papers.keep_evidence")


@router.post(
    "/items/{uid}/correct", response={200: EvidenceOut, **PROBLEMS},
    operation_id="evidence_correct_item",
)  # fmt: skip
@requires("papers.keep_evidence")
def correct_item(request, uid: UUID, data: CorrectEvidenceIn):
    """Put right what is said of an item."""
    item, row = _item(request, uid)
    actions.correct_item(item, row, **data.model_dump(), by=request.user, on=today())
    return _again(item)


@router.post(
    "/items/{uid}/move", response={200: EvidenceOut, **PROBLEMS}, operation_id="evidence_move_item"
)
@requires("papers.keep_evidence")
def move_item(request, uid: UUID, data: MoveEvidenceIn):
    """One place up, or down."""
    item, row = _item(request, uid)
    actions.move_item(item, row, up=data.up, by=request.user, on=today())
    return _again(item)


@router.post(
    "/items/{uid}/return", response={200: EvidenceOut, **PROBLEMS},
    operation_id="evidence_return_item",
)  # fmt: skip
@requires("papers.keep_evidence")
def return_item(request, uid: UUID, data: ReturnEvidenceIn):
    """Write down that it was given back."""
    item, row = _item(request, uid)
    actions.return_item(item, row, **data.model_dump(), by=request.user, on=today())
    return _again(item)


@router.post(
    "/items/{uid}/strike", response={200: EvidenceOut, **PROBLEMS},
    operation_id="evidence_strike_item",
)  # fmt: skip
@requires("papers.keep_evidence")
def strike_item(request, uid: UUID, data: StrikeEvidenceIn):
    """Strike an item off the list; it stays to be seen."""
    item, row = _item(request, uid)
    actions.strike_item(item, row, reason=data.reason, by=request.user, on=today())
    return _again(item)


def _again(item: Item) -> Item:
    return get_object_or_404(Item.objects.select_related("attachment"), pk=item.pk)
