"""Labour disputes over the interface: the same acts as on the pages."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema
from ninja.errors import ValidationError

from unionhall.access.scope import own, requires
from unionhall.cases import routing
from unionhall.core.clock import today
from unionhall.core.interface import PROBLEMS, After
from unionhall.core.paging import keyset
from unionhall.core.problems import Problem
from unionhall.disputes import actions, moving, opening, pages, paying, queries, views
from unionhall.disputes.forms import StepForm
from unionhall.disputes.models import Claim, ClaimKind, Dispute, Happening, Instalment, Stage, Venue
from unionhall.history.actions import read_opened
from unionhall.members.api import PLAIN

router = Router(tags=["disputes"])
my_router = Router(tags=["me"])
Amount = Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)]


class DisputeOut(Schema):
    """A dispute; `limitation_on` is the last day to apply for arbitration, null while it does not run."""

    number: str
    organisation: str = Field(description="code of the union that handles it")
    employer: str
    stage: Stage
    opened_on: date
    known_on: date
    employment_ended_on: date | None
    limitation_on: date | None
    representative: str = Field(description='who acts for the workers; "" for nobody yet')
    venue: str
    ended_on: date | None

    @staticmethod
    def resolve_organisation(row) -> str:
        return row.organisation.code

    @staticmethod
    def resolve_representative(row) -> str:
        return str(row.representative or "")


class DisputeClaimOut(Schema):
    """What a worker claims, in yuan."""

    id: int
    kind: ClaimKind
    amount: Decimal | None
    won: Decimal | None


class HappeningOut(Schema):
    """A step, and the day on which it happened."""

    id: int
    act: str
    on: date
    text: str


class InstalmentOut(Schema):
    """What is to be paid; `missed_on` stays once it is set."""

    id: int
    amount: Decimal
    due_on: date
    paid_on: date | None
    missed_on: date | None
    reason: str


class DisputeWithAll(DisputeOut):
    text: str
    claims: list[DisputeClaimOut]
    happenings: list[HappeningOut]
    instalments: list[InstalmentOut]

    @staticmethod
    def resolve_claims(row) -> list[Claim]:
        mine = getattr(row, "only_of", None)
        rows = Claim.objects.filter(claimant__dispute=row)
        rows = rows.filter(claimant__person__user=mine) if mine else rows
        return list(rows.order_by("pk"))

    @staticmethod
    def resolve_happenings(row) -> list[Happening]:
        return list(row.happenings.all())

    @staticmethod
    def resolve_instalments(row) -> list[Instalment]:
        return list(row.instalments.all())


class DisputePage(Schema):
    """One page; `after` is the cursor of the next one, "" at the end."""

    items: list[DisputeOut]
    after: str


class DisputesWanted(Schema):
    show: Literal[
        "open", "mine", "overdue", "soon", "talks", "mediation", "arbitration", "paying", "over"
    ] = "open"
    after: After = ""


class OpenDisputeIn(Schema):
    """A dispute with its first claim."""

    person: UUID = Field(description="key of the member's file")
    employer: str = Field(min_length=1, max_length=200, pattern=PLAIN)
    text: str = Field(min_length=1, max_length=4000)
    known_on: date
    employment_ended_on: date | None = None
    kind: ClaimKind
    amount: Amount | None = None


class StepIn(Schema):
    """A step: the day on which it happened, a note, and what some steps need besides."""

    day: date | None = None
    text: str = Field("", max_length=4000)
    venue: Venue | None = None
    committee: int | None = None
    mediators: list[Annotated[str, Field(max_length=100)]] = []
    copies: int | None = Field(None, ge=1, le=100)
    signed: bool = False
    together: bool = False
    ground: str = Field("", max_length=1000)
    hearing_on: date | None = None


class AddInstalmentIn(Schema):
    amount: Amount
    due_on: date


class MissInstalmentIn(Schema):
    reason: str = Field(min_length=1, max_length=300, pattern=PLAIN)


class MoveLimitationIn(Schema):
    """What moved the limitation, and on which day."""

    move: Literal["interrupt", "suspend", "resume"]
    day: date
    text: str = Field(min_length=1, max_length=1000)


ANSWER = {200: DisputeWithAll, **PROBLEMS}


@router.get("", response={200: DisputePage, 404: Problem}, operation_id="disputes_list")
@requires("disputes.view")
def index(request, asked: Query[DisputesWanted]):
    """Disputes of my unions, the newest first."""
    rows = queries.listed(
        Dispute.objects.within(request.scope), asked.show, request.user, on=today()
    )
    related = rows.select_related("organisation", "representative")
    page = keyset(related, ("-opened_on", "-pk"), asked.after)
    return {"items": page.rows, "after": page.after}


@router.post("", response={201: DisputeWithAll, **PROBLEMS}, operation_id="disputes_open")
@requires("disputes.open")
def open_dispute(request, wanted: OpenDisputeIn):
    """Open a dispute for a member."""
    told = wanted.dict()
    person = views.member_of(request, told.pop("person"))
    union = routing.own_union(person, on=today())
    if union is None:
        raise views.Http404
    return 201, opening.open_dispute(
        person, organisation=union, **told, by=request.user, on=today()
    )


@router.get(
    "/{number}", response={200: DisputeWithAll, 404: Problem}, operation_id="disputes_dispute"
)
@requires("disputes.view")
def dispute(request, number: str):
    """One dispute with its claims, steps and instalments."""
    row = views.row_of(request, number)
    read_opened(row.chain, by=request.user, subject=row)
    return row


@router.post("/{number}/take/{act}", response=ANSWER, operation_id="disputes_take")
@requires("disputes.handle")
def take(request, number: str, act: str, wanted: StepIn):
    """Take a step for the worker: consult, ask_mediation, apply_arbitration and so on."""
    return _stepped(request, number, act, wanted, mediating=False)


@router.post("/{number}/mediate/{act}", response=ANSWER, operation_id="disputes_mediate")
@requires("disputes.mediate")
def mediate(request, number: str, act: str, wanted: StepIn):
    """Take a step of the mediation: accept, record_session, agree, fail_mediation."""
    return _stepped(request, number, act, wanted, mediating=True)


def _stepped(request, number: str, act: str, wanted: StepIn, *, mediating: bool) -> Dispute:
    row = views.row_of(request, number)
    if not pages.is_step(act) or (act in pages.MEDIATING) != mediating:
        raise views.Http404
    told = {name: value for name, value in wanted.dict().items() if value not in (None, [], False)}
    told["mediators"] = "\n".join(wanted.mediators)
    form = StepForm(told, act=act, dispute=row)
    if not form.is_valid():
        raise ValidationError(
            [{"loc": ("body", name), "msg": str(said[0])} for name, said in form.errors.items()]
        )
    getattr(actions, act)(row, **form.cleaned_data, by=request.user, on=today())
    return row


@router.post("/{number}/add-instalment", response=ANSWER, operation_id="disputes_add_instalment")
@requires("disputes.handle")
def add_instalment(request, number: str, wanted: AddInstalmentIn):
    """Write down what is to be paid, and when."""
    row = views.row_of(request, number)
    paying.add_instalment(row, **wanted.dict(), by=request.user, on=today())
    return row


@router.post("/{number}/move-limitation", response=ANSWER, operation_id="disputes_move_limitation")
@requires("disputes.handle")
def move_limitation(request, number: str, wanted: MoveLimitationIn):
    """Write down what interrupted or suspended the limitation, or let it go on."""
    row = views.row_of(request, number)
    moving.move_limitation(row, **wanted.dict(), by=request.user, on=today())
    return row


@router.post("/instalments/{int:pk}/note-paid", response=ANSWER, operation_id="disputes_note_paid")
@requires("disputes.handle")
def note_paid(request, pk: int):
    """The money has arrived."""
    one = views.part_of(request, Instalment, pk)
    return paying.note_paid(one, by=request.user, on=today()).dispute


@router.post(
    "/instalments/{int:pk}/note-missed", response=ANSWER, operation_id="disputes_note_missed"
)
@requires("disputes.handle")
def note_missed(request, pk: int, wanted: MissInstalmentIn):
    """Nothing came on the day."""
    one = views.part_of(request, Instalment, pk)
    return paying.note_missed(one, reason=wanted.reason, by=request.user, on=today()).dispute


@my_router.get("/disputes", response={200: DisputePage, 404: Problem}, operation_id="my_disputes")
@own
def my_disputes(request, after: After = ""):
    """The disputes I am in."""
    rows = Dispute.objects.filter(claimants__person__user=request.user)
    related = rows.select_related("organisation", "representative")
    page = keyset(related, ("-opened_on", "-pk"), after)
    return {"items": page.rows, "after": page.after}


@my_router.get(
    "/disputes/{number}", response={200: DisputeWithAll, 404: Problem}, operation_id="my_dispute"
)
@own
def my_dispute(request, number: str):
    """One of them, with my own claims."""
    rows = Dispute.objects.filter(claimants__person__user=request.user)
    related = rows.select_related("organisation", "representative")
    row = get_object_or_404(related, number=number)
    row.only_of = request.user  # type: ignore[attr-defined]
    return row
