"""Changes to files over the interface, for the member and for the union: the same acts as on the pages."""

from datetime import date
from typing import Annotated
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema
from ninja import Status as Answer

from unionhall.access.scope import own, requires
from unionhall.core.clock import today
from unionhall.core.interface import PROBLEMS, After, Sent, WithFiles
from unionhall.core.paging import keyset
from unionhall.core.problems import Problem
from unionhall.documents.api import CONTENT, FileOut
from unionhall.documents.models import Attachment
from unionhall.documents.web import serve
from unionhall.members.api import PLAIN, PersonOut, Sexes, phone_of
from unionhall.members.changes import actions, queries, views
from unionhall.members.changes.models import ChangeProposal
from unionhall.members.models import Person

router = Router(tags=["members"])
my_router = Router(tags=["me"])


class ChangeLineOut(Schema):
    """One field in words, ID numbers masked; `now` only where the file says something else by now."""

    field: str
    label: str
    old: str
    new: str
    now: str
    is_approved: bool


class ChangesOut(Schema):
    """What a member proposed, and what the union decided."""

    id: int
    uid: UUID
    name: str
    organisation: str = Field(description="code of the union that decides")
    state: str = Field(description="proposed, approved, partly, refused or withdrawn")
    reason: str
    proposed_on: date
    decided_on: date | None
    why_not: str
    lines: list[ChangeLineOut]

    @staticmethod
    def resolve_name(row) -> str:
        return row.person.name

    @staticmethod
    def resolve_organisation(row) -> str:
        return row.organisation.code

    @staticmethod
    def resolve_lines(row) -> list:
        return queries.lines(row)


class ChangesPage(Schema):
    """One page; `after` is the cursor of the next one, "" at the end."""

    items: list[ChangesOut]
    after: str


class WantedChanges(Schema):
    decided: bool = False
    after: After = ""


class ApproveChangesIn(Schema):
    """The fields approved, all where none is named; the others need a reason."""

    fields: list[Annotated[str, Field(max_length=30, pattern=PLAIN)]] | None = Field(
        None, max_length=20
    )
    reason: str = Field("", max_length=300, pattern=PLAIN)


class RefuseChangesIn(Schema):
    reason: str = Field(min_length=1, max_length=300, pattern=PLAIN)


class ProposeChangesIn(WithFiles):
    """The fields as they should be; those left out stay as they are."""

    version: int
    reason: str = Field("", max_length=200, pattern=PLAIN)
    name: str = Field("", min_length=1, max_length=100, pattern=PLAIN)
    id_number: str = Field("", max_length=30, pattern=PLAIN)
    sex: Sexes = ""
    birth_on: date | None = None
    phone: str = Field("", max_length=30, pattern=PLAIN)
    department: str = Field("", max_length=100, pattern=PLAIN)
    education: str = Field("", max_length=30, pattern=PLAIN)
    employment: str = Field("", max_length=30, pattern=PLAIN)
    is_migrant: bool | None = None
    works_since: date | None = None


class ProposedOut(Schema):
    """What was written at once, and what the union decides on."""

    written: list[str]
    proposal: ChangesOut | None


ANSWER = {200: ChangesOut, **PROBLEMS}


@router.get("/changes", response={200: ChangesPage, 404: Problem}, operation_id="changes_list")
@requires("members.approve_changes")
def index(request, asked: Query[WantedChanges]):
    """Changes that members of my unions proposed and nobody decided on, the oldest first; or the decided."""
    rows = ChangeProposal.objects.within(request.scope).select_related(*views.SEEN)
    order = ("-decided_on", "-pk") if asked.decided else ("proposed_on", "pk")
    page = keyset(rows.decided() if asked.decided else rows.waiting(), order, asked.after)
    return {"items": page.rows, "after": page.after}


@router.get("/changes/{int:pk}", response=ANSWER, operation_id="changes_show")
@requires("members.approve_changes")
def show(request, pk: int):
    """One proposal, old beside new; it counts as opening the file."""
    row = views.row_of(request, pk)
    views.read(request, row)
    return row


@router.post("/changes/{int:pk}/approve", response=ANSWER, operation_id="changes_approve")
@requires("members.approve_changes")
def approve_changes(request, pk: int, wanted: ApproveChangesIn):
    """Write the proposed values into the file."""
    return actions.approve_changes(
        views.row_of(request, pk),
        fields=wanted.fields,
        reason=wanted.reason,
        by=request.user,
        on=today(),
    )


@router.post("/changes/{int:pk}/refuse", response=ANSWER, operation_id="changes_refuse")
@requires("members.refuse_changes")
def refuse_changes(request, pk: int, wanted: RefuseChangesIn):
    """Approve nothing of it."""
    row = views.row_of(request, pk)
    return actions.refuse_changes(row, reason=wanted.reason, by=request.user, on=today())


@my_router.get("/file", response={200: PersonOut, 404: Problem}, operation_id="my_data")
@own
def my_data(request):
    """The caller's own file in the register."""
    return _me(request)


@my_router.get(
    "/changes", response={200: list[ChangesOut], 404: Problem}, operation_id="my_changes"
)
@own
def my_changes(request):
    """What the caller proposed, the newest first."""
    return _mine(request).order_by("-pk")[:50]


@my_router.post(
    "/changes", response={201: ProposedOut, **PROBLEMS}, operation_id="my_propose_changes"
)
@own
def propose_changes(request, wanted: Annotated[ProposeChangesIn, Sent(...)]):
    """Change one's own file: some fields at once, the rest once the union has approved."""
    came = actions.propose_changes(_me(request), **told_in(wanted), by=request.user, on=today())
    return Answer(201, came)


@my_router.post("/changes/{uid}/withdraw", response=ANSWER, operation_id="my_withdraw_changes")
@own
def withdraw_changes(request, uid: UUID):
    """Take a proposal back."""
    row = get_object_or_404(_mine(request), uid=uid)
    return actions.withdraw_changes(row, by=request.user, on=today())


@router.get(
    "/changes/{int:pk}/files",
    response={200: list[FileOut], 404: Problem},
    operation_id="changes_files",
)
@requires("members.approve_changes")
def files(request, pk: int):
    """The papers that came with a proposal."""
    return Attachment.objects.of(views.row_of(request, pk))


@router.get(
    "/changes/{int:pk}/files/{uid}",
    response={404: Problem},
    openapi_extra=CONTENT,
    operation_id="changes_file",
)
@requires("members.approve_changes")
def file(request, pk: int, uid: UUID):
    """One of them; it counts as opening the file."""
    row = views.row_of(request, pk)
    views.read(request, row)
    return serve(get_object_or_404(Attachment.objects.of(row), uid=uid))


def told_in(wanted: ProposeChangesIn) -> dict:
    """What was sent, as the act takes it."""
    changes = wanted.dict(exclude_unset=True, exclude={"files", "version", "reason"})
    if changes.get("phone"):
        changes["phone"] = phone_of(changes["phone"])
    told = {"version": wanted.version, "reason": wanted.reason, "files": wanted.files}
    return {"changes": changes, **told}


def _me(request) -> Person:
    return get_object_or_404(Person, user=request.user)


def _mine(request):
    rows = ChangeProposal.objects.filter(person__user=request.user)
    return rows.select_related("person", "organisation")
