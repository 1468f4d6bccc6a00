"""Petitions over the interface: the same acts as on the pages."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema

from unionhall.access.scope import own, requires
from unionhall.accounts.models import User
from unionhall.cases import routing
from unionhall.cases.models import Channel
from unionhall.core.clock import today
from unionhall.core.interface import PROBLEMS, After, Reference, Words
from unionhall.core.paging import keyset
from unionhall.core.problems import Problem
from unionhall.history.actions import read_opened
from unionhall.members.models import Person
from unionhall.organisations.models import Organisation
from unionhall.petitions import actions, bringing, queries, views
from unionhall.petitions.models import (
    ABOUT_SOMEBODY,
    Happening,
    Petition,
    PetitionMatter,
    PetitionStage,
)

router = Router(tags=["petitions"])
my_router = Router(tags=["me"])

Text = Annotated[str, Field(max_length=4000)]
Taken = Literal[
    "accept", "pass_to", "refuse", "answer", "end", "note_repeat", "withdraw", "ask_review", "ask_recheck"
]  # fmt: skip
Reviewed = Literal["answer_review", "answer_recheck", "hold_hearing", "end_hearing"]


class PetitionOut(Schema):
    """A petition; `people` is how many bring it together."""

    number: str
    organisation: str = Field(description="code of the union where it lies now")
    matter: PetitionMatter
    stage: PetitionStage
    channel: Channel
    received_on: date
    people: int
    handler: str = Field(description='who has it in hand; "" for nobody yet')
    ended_on: date | None

    @staticmethod
    def resolve_organisation(row) -> str:
        return row.organisation.code

    @staticmethod
    def resolve_handler(row) -> str:
        return str(row.handler or "")

    @staticmethod
    def resolve_people(row) -> int:
        known = getattr(row, "people", None)
        return row.petitioners.count() if known is None else known


class PetitionStepOut(Schema):
    """A step or an answer, the day on which it was taken, and the code of the union that took it."""

    act: str
    on: date
    organisation: str
    text: str

    @staticmethod
    def resolve_organisation(row) -> str:
        return row.organisation.code


class PetitionWithSteps(PetitionOut):
    text: str
    steps: list[PetitionStepOut]

    @staticmethod
    def resolve_steps(row) -> list[Happening]:
        return list(row.happenings.select_related("organisation"))


class PetitionPage(Schema):
    """One page; `after` is the cursor of the next one, "" at the end."""

    items: list[PetitionOut]
    after: str


class PetitionsWanted(Schema):
    show: Literal["open", "mine", "overdue", "received", "review", "over"] = "open"
    after: After = ""


class BringPetitionIn(Schema):
    """A petition; a complaint or denunciation names the organ (its code) or the officer it is about."""

    matter: PetitionMatter
    text: Words
    about: str = Field(
        "", max_length=40, description="code of a union on the line up from one's own"
    )
    about_officer: Reference | None = Field(None, description="key of somebody in office there")
    submission: UUID | None = Field(None, description="sent twice, it is one petition")


class ReceivePetitionIn(BringPetitionIn):
    person: UUID = Field(description="key of the member's file")
    channel: Channel = Channel.WINDOW


class PetitionStepIn(Schema):
    """What a step says: a reason or an answer; `to` names the organ a petition is passed to."""

    text: Text = ""
    to: str = Field("", max_length=200)


class AskPetitionReviewIn(Schema):
    text: Words


class ExtendPetitionIn(Schema):
    days: int = Field(ge=1, le=365)
    reason: Annotated[str, Field(min_length=1, max_length=300)]


class AddPetitionerIn(Schema):
    person: UUID = Field(description="key of the member's file")


ANSWER = {200: PetitionWithSteps, **PROBLEMS}
RELATED = ("organisation", "handler")


@router.get("", response={200: PetitionPage, 404: Problem}, operation_id="petitions_list")
@requires("petitions.view")
def index(request, asked: Query[PetitionsWanted]):
    """Petitions of my unions, the newest first."""
    rows = Petition.objects.within(request.scope)
    rows = queries.counted(queries.listed(rows, asked.show, request.user, on=today()))
    page = keyset(rows.select_related(*RELATED), ("-received_on", "-pk"), asked.after)
    return {"items": page.rows, "after": page.after}


@router.post("", response={201: PetitionWithSteps, **PROBLEMS}, operation_id="petitions_receive")
@requires("petitions.receive")
def receive(request, wanted: ReceivePetitionIn):
    """Take down a petition of a member; it goes to the office that decides on it."""
    told = wanted.dict()
    person = views.member_of(request, told.pop("person"))
    return 201, _brought(request, person, told)


def _brought(request, person: Person, told: dict) -> Petition:
    """Bring it for the person, about somebody on the line up from their union."""
    union = routing.own_union(person, on=today())
    if union is None:
        raise Http404
    code, key = told.pop("about"), told.pop("about_officer")
    about: Organisation | None = None
    officer: User | None = None
    if told["matter"] in ABOUT_SOMEBODY:
        about = get_object_or_404(queries.organs(union), code=code) if code else None
        officer = get_object_or_404(queries.officers(union, on=today()), pk=key) if key else None
    return bringing.receive(
        person,
        organisation=union,
        about=about,
        about_officer=officer,
        **told,
        by=request.user,
        on=today(),
    )


@router.get(
    "/{number}", response={200: PetitionWithSteps, 404: Problem}, operation_id="petitions_petition"
)
@requires("petitions.view")
def petition(request, number: str):
    """One petition with its steps and answers."""
    row = views.row_of(request, number)
    read_opened(row.chain, by=request.user, subject=row)
    return row


@router.post("/{number}/take/{act}", response=ANSWER, operation_id="petitions_take")
@requires("petitions.handle")
def take(request, number: str, act: Taken, wanted: PetitionStepIn):
    """Take a step where the petition lies: accept, pass_to, refuse, answer and so on."""
    return _stepped(request, number, act, wanted)


@router.post("/{number}/review/{act}", response=ANSWER, operation_id="petitions_review")
@requires("petitions.review")
def review(request, number: str, act: Reviewed, wanted: PetitionStepIn):
    """Take a step of a review: answer_review, answer_recheck, hold_hearing, end_hearing."""
    return _stepped(request, number, act, wanted)


def _stepped(request, number: str, act: str, wanted: PetitionStepIn) -> Petition:
    row = views.row_of(request, number)
    told = {"to": wanted.to} if act == "pass_to" else {}
    return getattr(actions, act)(row, text=wanted.text, **told, by=request.user, on=today())


@router.post("/{number}/extend", response=ANSWER, operation_id="petitions_extend")
@requires("petitions.handle")
def extend(request, number: str, wanted: ExtendPetitionIn):
    """Lengthen the period of the answer; the petitioners read the reason."""
    row = views.row_of(request, number)
    actions.extend(row, **wanted.dict(), by=request.user, on=today())
    return row


@router.post("/{number}/add-petitioner", response=ANSWER, operation_id="petitions_add_petitioner")
@requires("petitions.handle")
def add_petitioner(request, number: str, wanted: AddPetitionerIn):
    """Another one joins."""
    row = views.row_of(request, number)
    person = views.member_of(request, wanted.person)
    bringing.add_petitioner(row, person, by=request.user, on=today())
    return row


def _own(request, number: str) -> Petition:
    rows = Petition.objects.filter(petitioners__person__user=request.user)
    return get_object_or_404(rows.select_related(*RELATED), number=number)


@my_router.get(
    "/petitions", response={200: PetitionPage, 404: Problem}, operation_id="my_petitions"
)
@own
def my_petitions(request, after: After = ""):
    """The petitions I bring."""
    rows = Petition.objects.filter(petitioners__person__user=request.user)
    page = keyset(rows.select_related(*RELATED), ("-received_on", "-pk"), after)
    return {"items": page.rows, "after": page.after}


@my_router.post(
    "/petitions", response={201: PetitionWithSteps, **PROBLEMS}, operation_id="my_petitions_bring"
)
@own
def bring(request, wanted: BringPetitionIn):
    """Bring a petition of my own."""
    person = get_object_or_404(Person, user=request.user)
    return 201, _brought(request, person, wanted.dict() | {"channel": Channel.ONLINE})


@my_router.get(
    "/petitions/{number}",
    response={200: PetitionWithSteps, 404: Problem},
    operation_id="my_petition",
)
@own
def my_petition(request, number: str):
    """One of them, with its answers."""
    return _own(request, number)


@my_router.post(
    "/petitions/{number}/ask-review", response=ANSWER, operation_id="my_petition_ask_review"
)
@own
def ask_review(request, number: str, wanted: AskPetitionReviewIn):
    """Ask the level above for a review, after it for the second and last one."""
    row = _own(request, number)
    act = actions.ask_recheck if row.stage == PetitionStage.REVIEWED else actions.ask_review
    return act(row, text=wanted.text, by=request.user, on=today())


@my_router.post(
    "/petitions/{number}/withdraw", response=ANSWER, operation_id="my_petition_withdraw"
)
@own
def withdraw(request, number: str):
    """Take it back."""
    return actions.withdraw(_own(request, number), by=request.user, on=today())
