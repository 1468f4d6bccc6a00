"""Delegations over the interface, and what a delegate does for a member."""

from datetime import date
from typing import Annotated
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema
from ninja import Status as Answer

from unionhall.access.scope import own, requires
from unionhall.core.clock import today
from unionhall.core.interface import PROBLEMS, Sent, WithFiles
from unionhall.core.problems import Problem
from unionhall.members.api import PLAIN, PersonOut, phone_of
from unionhall.members.changes import actions as changes
from unionhall.members.changes.api import ChangesOut, ProposeChangesIn, ProposedOut, told_in
from unionhall.members.changes.my_pages import proposals_of
from unionhall.members.delegates import actions, my_views, views
from unionhall.members.delegates.acting import acting_under, looked_at
from unionhall.members.delegates.matters import DATA
from unionhall.members.delegates.models import Delegation
from unionhall.members.households.views import person_of, read
from unionhall.members.models import Person

router = Router(tags=["members"])
my_router = Router(tags=["me"])


class DelegationOut(Schema):
    """Who acts for whom, in what: `until_on` is the first day on which they no longer may."""

    id: int
    uid: UUID
    member: str
    delegate: str
    matters: list[str]
    from_on: date
    until_on: date | None
    on_paper: bool
    reason: str
    revoked_on: date | None

    @staticmethod
    def resolve_member(row) -> str:
        return row.person.name

    @staticmethod
    def resolve_delegate(row) -> str:
        return str(row.delegate)

    @staticmethod
    def resolve_on_paper(row) -> bool:
        return row.recorded_by_id is not None


class GiveDelegationIn(Schema):
    """Name and number must both be the delegate's, as they sign in here."""

    name: str = Field(min_length=1, max_length=100, pattern=PLAIN)
    phone: str = Field(max_length=30, pattern=PLAIN)
    matters: list[Annotated[str, Field(max_length=30, pattern=PLAIN)]] = Field(max_length=20)
    from_on: date
    until_on: date | None = None


class RecordDelegationIn(GiveDelegationIn, WithFiles):
    """The same with the signed paper among the files, so it is sent as a form."""

    reason: str = Field(min_length=1, max_length=300, pattern=PLAIN)


ANSWER = {200: DelegationOut, **PROBLEMS}
MADE = {201: DelegationOut, **PROBLEMS}
LIST = {200: list[DelegationOut], 404: Problem}


@router.get("/{int:pk}/delegations", response=LIST, operation_id="delegations_list")
@requires("members.view_household")
def index(request, pk: int):
    """Who acts or acted for a member; opening it is recorded."""
    person = person_of(request, pk)
    read(request, person)
    return person.delegations.select_related("person", "delegate").order_by("-pk")


@router.post("/{int:pk}/delegations", response=MADE, operation_id="delegations_record")
@requires("members.record_delegation")
def record_delegation(request, pk: int, wanted: Annotated[RecordDelegationIn, Sent(...)]):
    """Take down a delegation that a member signed on paper."""
    told = wanted.dict(exclude={"files", "phone"})
    made = actions.record_delegation(
        person_of(request, pk),
        **told,
        phone=phone_of(wanted.phone),
        files=wanted.files,
        by=request.user,
        on=today(),
    )
    return Answer(201, made)


@router.post("/delegations/{int:pk}/revoke", response=ANSWER, operation_id="delegations_revoke")
@requires("members.revoke_delegation")
def revoke_delegation(request, pk: int):
    """Revoke it on the member's word."""
    return actions.revoke_delegation(views.delegation_of(request, pk), by=request.user, on=today())


@my_router.get("/delegations", response=LIST, operation_id="my_delegations")
@own
def my_delegations(request):
    """Delegations the caller gave or holds."""
    return my_views.either(request).order_by("-pk")


@my_router.post("/delegations", response=MADE, operation_id="my_give_delegation")
@own
def give_delegation(request, wanted: GiveDelegationIn):
    """Let somebody act for the caller."""
    person = get_object_or_404(Person, user=request.user)
    told = wanted.dict(exclude={"phone"})
    made = actions.give_delegation(
        person, **told, phone=phone_of(wanted.phone), by=request.user, on=today()
    )
    return Answer(201, made)


@my_router.post("/delegations/{uid}/revoke", response=ANSWER, operation_id="my_revoke_delegation")
@own
def my_revoke(request, uid: UUID):
    """End it, whichever side the caller is on."""
    row = get_object_or_404(my_views.either(request), uid=uid)
    return actions.revoke_delegation(row, by=request.user, on=today())


@my_router.get(
    "/for/{uid}/file", response={200: PersonOut, 404: Problem}, operation_id="my_data_for"
)
@own
def data_for(request, uid: UUID):
    """The file of a member the caller acts for; the member reads that it was seen."""
    return _seen(request, uid).person


@my_router.get(
    "/for/{uid}/changes",
    response={200: list[ChangesOut], 404: Problem},
    operation_id="my_changes_for",
)
@own
def changes_for(request, uid: UUID):
    """What was proposed for their file, the newest first."""
    return proposals_of(_seen(request, uid).person).order_by("-pk")[:50]


@my_router.post(
    "/for/{uid}/changes",
    response={201: ProposedOut, **PROBLEMS},
    operation_id="my_propose_changes_for",
)
@own
def propose_changes_for(request, uid: UUID, wanted: Annotated[ProposeChangesIn, Sent(...)]):
    """Change their file as they would."""
    row = acting_under(request, uid, DATA)
    came = changes.propose_changes(
        row.person, **told_in(wanted), under=row.pk, by=request.user, on=today()
    )
    return Answer(201, came)


@my_router.post(
    "/for/{uid}/changes/{change}/withdraw",
    response={200: ChangesOut, **PROBLEMS},
    operation_id="my_withdraw_changes_for",
)
@own
def withdraw_changes_for(request, uid: UUID, change: UUID):
    """Take a proposal for their file back."""
    row = acting_under(request, uid, DATA)
    proposal = get_object_or_404(proposals_of(row.person), uid=change)
    return changes.withdraw_changes(proposal, under=row.pk, by=request.user, on=today())


def _seen(request, uid: UUID) -> Delegation:
    row = acting_under(request, uid, DATA)
    looked_at(request, row)
    return row
