"""Transfers over the interface: the same acts as on the pages."""

from datetime import date

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from unionhall.access.scope import requires
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.interface import PROBLEMS, After
from unionhall.core.paging import keyset
from unionhall.core.problems import Problem
from unionhall.members.api import PLAIN
from unionhall.members.standing.views import spell_of
from unionhall.members.transfers import actions, views
from unionhall.members.transfers.models import Transfer
from unionhall.members.transfers.queries import taking

router = Router(tags=["members"])


class TransferOut(Schema):
    """A transfer; the file itself opens to the new union once it has received the member."""

    id: int
    name: str
    from_organisation: str = Field(description="code of the old union")
    to_organisation: str = Field(description="code of the new union")
    state: str
    asked_on: date
    released_on: date | None
    ended_on: date | None
    why_ended: str

    @staticmethod
    def resolve_name(row) -> str:
        return row.person.name

    @staticmethod
    def resolve_from_organisation(row) -> str:
        return row.from_organisation.code

    @staticmethod
    def resolve_to_organisation(row) -> str:
        return row.to_organisation.code


class TransferPage(Schema):
    """One page; `after` is the cursor of the next one, "" at the end."""

    items: list[TransferOut]
    after: str


class AskTransferIn(Schema):
    """Where the member goes: the code of the new union."""

    to: str = Field(max_length=40, pattern=PLAIN)
    reason: str = Field("", max_length=300, pattern=PLAIN)


class RefuseTransferIn(Schema):
    reason: str = Field(min_length=1, max_length=300, pattern=PLAIN)


class Wanted(Schema):
    done: bool = False
    after: After = ""


ANSWER = {200: TransferOut, **PROBLEMS}


@router.get("/transfers", response={200: TransferPage, 404: Problem}, operation_id="transfers_list")
@requires("members.view")
def index(request, asked: Query[Wanted]):
    """Transfers that wait on either side in my unions, the oldest first; or those that ended."""
    rows = Transfer.objects.within(request.scope).select_related(*views.SEEN)
    order = ("-ended_on", "-pk") if asked.done else ("asked_on", "pk")
    page = keyset(rows.done() if asked.done else rows.waiting(), order, asked.after)
    return {"items": page.rows, "after": page.after}


@router.post("/spells/{int:pk}/ask-transfer", response=ANSWER, operation_id="transfers_ask")
@requires("members.ask_transfer")
def ask(request, pk: int, wanted: AskTransferIn):
    """Ask for a member's transfer."""
    units = [unit for unit in taking(wanted.to) if unit.code == wanted.to]
    if not units:
        raise Refused(_("No union of exactly this name or code takes members."))
    return actions.ask(
        spell_of(request, pk), units[0], reason=wanted.reason, by=request.user, on=today()
    )


@router.post("/transfers/{int:pk}/release", response=ANSWER, operation_id="transfers_release")
@requires("members.release")
def release(request, pk: int):
    """The old union lets the member go."""
    return actions.release(views.of_old(request, pk), by=request.user, on=today())


@router.post("/transfers/{int:pk}/receive", response=ANSWER, operation_id="transfers_receive")
@requires("members.receive")
def receive(request, pk: int):
    """The new union takes the member over."""
    row = views.of_new(request, pk)
    actions.receive(row, by=request.user, on=today())
    return row


@router.post("/transfers/{int:pk}/refuse", response=ANSWER, operation_id="transfers_refuse")
@requires("members.refuse_transfer")
def refuse_transfer(request, pk: int, wanted: RefuseTransferIn):
    """Either side says no."""
    row = views.row_of(request, pk)
    return actions.refuse_transfer(row, reason=wanted.reason, by=request.user, on=today())


@router.post("/transfers/{int:pk}/withdraw", response=ANSWER, operation_id="transfers_withdraw")
@requires("members.ask_transfer")
def withdraw_transfer(request, pk: int):
    """Whoever asked takes it back."""
    rows = Transfer.objects.filter(asked_by=request.user)
    return actions.withdraw_transfer(
        get_object_or_404(rows.within(request.scope), pk=pk), by=request.user, on=today()
    )
