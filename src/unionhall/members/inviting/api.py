"""Invitations over the interface: the same acts as on the pages."""

from datetime import date
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema
from ninja import Status as Answer

from unionhall.access.scope import own, requires
from unionhall.core.clock import today
from unionhall.core.interface import PROBLEMS, After
from unionhall.core.paging import keyset
from unionhall.core.problems import Problem
from unionhall.members.api import PLAIN
from unionhall.members.inviting import actions, my_views, views
from unionhall.members.inviting.models import Invitation, Known
from unionhall.organisations.models import Organisation

router = Router(tags=["members"])
my_router = Router(tags=["me"])


class InvitationOut(Schema):
    """An invitation; name and number as they were typed, whether anybody is called so or not."""

    id: int
    uid: UUID
    organisation: str = Field(description="code of the inviting union")
    name: str
    known_by: Known
    hint: str = Field(description="the number, its middle hidden")
    reason: str
    asked_on: date
    state: str
    ended_on: date | None
    why_ended: str
    transfer: int | None = Field(description="once agreed: key of the transfer")

    @staticmethod
    def resolve_organisation(row) -> str:
        return row.organisation.code

    @staticmethod
    def resolve_transfer(row) -> int | None:
        return row.transfer_id


class InvitationPage(Schema):
    """One page; `after` is the cursor of the next one, "" at the end."""

    items: list[InvitationOut]
    after: str


class InviteIn(Schema):
    """Name and one whole number, as the person told them."""

    organisation: str = Field(max_length=40, pattern=PLAIN, description="code of the new union")
    name: str = Field(min_length=1, max_length=100, pattern=PLAIN)
    known_by: Known
    number: str = Field(min_length=1, max_length=300, pattern=PLAIN)
    reason: str = Field(min_length=1, max_length=300, pattern=PLAIN)


class DeclineInvitationIn(Schema):
    reason: str = Field("", max_length=300, pattern=PLAIN)


class InvitationsWanted(Schema):
    ended: bool = False
    after: After = ""


ANSWER = {200: InvitationOut, **PROBLEMS}


@router.get(
    "/invitations",
    response={200: InvitationPage, 404: Problem},
    operation_id="invitations_list",
)
@requires("members.view")
def index(request, asked: Query[InvitationsWanted]):
    """Invitations of my unions that wait, the oldest first; or those that ended."""
    rows = Invitation.objects.within(request.scope).select_related("organisation")
    order = ("-ended_on", "-pk") if asked.ended else ("asked_on", "pk")
    page = keyset(rows.ended() if asked.ended else rows.waiting(), order, asked.after)
    return {"items": page.rows, "after": page.after}


@router.post(
    "/invitations", response={201: InvitationOut, **PROBLEMS}, operation_id="invitations_invite"
)
@requires("members.invite")
def invite(request, wanted: InviteIn):
    """Invite a member of another union; the answer is the same whether there is one."""
    unit = get_object_or_404(Organisation.objects.within(request.scope), code=wanted.organisation)
    told = wanted.dict(exclude={"organisation"})
    return Answer(201, actions.invite(unit, **told, by=request.user, on=today()))


@router.post("/invitations/{int:pk}/withdraw", response=ANSWER, operation_id="invitations_withdraw")
@requires("members.invite")
def withdraw_invitation(request, pk: int):
    """Take it back before it is answered."""
    row = views.invitation_of(request, pk)
    return actions.withdraw_invitation(row, by=request.user, on=today())


@my_router.get(
    "/invitations",
    response={200: list[InvitationOut], 404: Problem},
    operation_id="my_invitations",
)
@own
def my_invitations(request):
    """Unions that asked for the caller, the newest first."""
    rows = Invitation.objects.filter(person__user=request.user)
    return rows.select_related("organisation").order_by("-pk")[:50]


@my_router.post("/invitations/{uid}/agree", response=ANSWER, operation_id="my_agree_invitation")
@own
def agree_invitation(request, uid: UUID):
    """Come over: the old union then has to release the caller."""
    row = my_views.mine(request, uid)
    actions.agree_invitation(row, by=request.user, on=today())
    return row


@my_router.post("/invitations/{uid}/decline", response=ANSWER, operation_id="my_decline_invitation")
@own
def decline_invitation(request, uid: UUID, wanted: DeclineInvitationIn):
    """Stay where one is."""
    row = my_views.mine(request, uid)
    return actions.decline_invitation(row, reason=wanted.reason, by=request.user, on=today())
