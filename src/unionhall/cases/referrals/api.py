"""Referrals over the interface: the same scope and the same acts as the pages."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema
from ninja import Status as Answer

from unionhall.access.scope import own, requires
from unionhall.cases.models import Topic
from unionhall.cases.referrals import actions, my_actions, my_views, queries, receiving, views
from unionhall.cases.referrals.forms import receiver_of
from unionhall.cases.referrals.models import (
    ConsentWay,
    Partner,
    PartnerKind,
    ReferralGround,
    ReferralState,
)
from unionhall.cases.referrals.received_views import received_of
from unionhall.core.clock import today
from unionhall.core.interface import PROBLEMS, After, Key, Printable, Words
from unionhall.core.paging import keyset
from unionhall.core.problems import Problem
from unionhall.documents.api import CONTENT, FileOut
from unionhall.documents.web import serve
from unionhall.organisations.models import Organisation

router = Router(tags=["referrals"])
my_router = Router(tags=["me"])
Short = Annotated[Words, Field(max_length=500)]


class PassedMessageOut(Schema):
    """A message that was passed on."""

    by_label: str
    text: str
    at: datetime


class ReferralOut(Schema):
    """A referral as everybody sees it who may see it at all."""

    uid: UUID
    state: ReferralState
    receiver: str
    sent_on: date | None
    answered_on: date | None
    ended_on: date | None


class PassedOut(ReferralOut):
    """What its receiver reads: just what was passed, and nothing else of the request."""

    topic: Topic
    organisation: str = Field(description="code of the union that referred it")
    why: str
    summary: str
    name: str = Field(description='"" where name and telephone are not passed on')
    phone: str
    passed_messages: list[PassedMessageOut]
    passed_files: list[FileOut]
    answer: str

    @staticmethod
    def resolve_topic(row) -> str:
        return row.case.topic

    @staticmethod
    def resolve_organisation(row) -> str:
        return row.case.organisation.code

    @staticmethod
    def resolve_name(row) -> str:
        return row.case.person.name if row.with_contact else ""

    @staticmethod
    def resolve_phone(row) -> str:
        return (row.case.person.phone or "") if row.with_contact else ""

    @staticmethod
    def resolve_passed_messages(row) -> list:
        return row.said

    @staticmethod
    def resolve_passed_files(row) -> list:
        return list(row.files.order_by("pk"))


class ReferralDetail(PassedOut):
    """The same with the word or the ground it rests on."""

    number: str = Field(description="of the request")
    proposed_on: date
    consent_way: str
    consent_on: date | None
    consent_how: str
    ground: str
    ground_text: str
    is_hidden: bool
    link_until: date | None
    why_ended: str

    @staticmethod
    def resolve_number(row) -> str:
        return row.case.number


class ReceivedPage(Schema):
    """One page of a list; `after` is the cursor of the next one, "" at the end."""

    items: list[ReferralOut]
    after: str


class ReceivedWanted(Schema):
    after: After = ""


class PartnerOut(Schema):
    """An outside body of the directory."""

    id: int
    kind: PartnerKind
    name: str
    contact: str
    organisation: str = Field(description="code of the union that keeps it")

    @staticmethod
    def resolve_organisation(row) -> str:
        return row.organisation.code


class AddPartnerIn(Schema):
    organisation: Printable
    kind: PartnerKind
    name: Annotated[Words, Field(max_length=120)]
    contact: Annotated[Words, Field(max_length=300)]


class ReferIn(Schema):
    """To whom: a choice of the list (`desk:KEY:OFFICE`, `partner:KEY`), or a union's code in `union`."""

    to: Printable = ""
    union: Printable = ""
    why: Words
    summary: Words
    with_contact: bool = False
    messages: list[int] = Field([], max_length=200, description="keys of messages")
    files: list[UUID] = Field([], max_length=60)
    ask: bool = Field(True, description="ask the worker on their own page now")


class ConsentIn(Schema):
    way: ConsentWay
    given_on: date
    how: Annotated[Words, Field(max_length=300)]


class GroundIn(Schema):
    ground: ReferralGround
    text: Short
    hidden: bool = False


class ReferralText(Schema):
    text: Words


class ReferralReason(Schema):
    reason: Short


class LinkOut(Schema):
    """The secret address; it is told only this once."""

    path: str
    until: date


def _by(request) -> dict:
    return {"by": request.user, "on": today()}


@router.get("/partners", response=list[PartnerOut], operation_id="referral_partners")
@requires("cases.keep_partners")
def partners(request):
    """The directory of outside bodies."""
    rows = Partner.objects.kept().within(request.scope).select_related("organisation")
    return list(rows.order_by("kind", "name")[:500])


@router.post(
    "/partners", response={201: PartnerOut, **PROBLEMS}, operation_id="referral_add_partner"
)
@requires("cases.keep_partners")
def add_partner(request, data: AddPartnerIn):
    """Put a body into the directory."""
    rows = Organisation.objects.open().within(request.scope)
    told = data.dict()
    union = get_object_or_404(rows, code=told.pop("organisation"))
    return Answer(201, actions.add_partner(union, **told, **_by(request)))


@router.post(
    "/partners/{key}/end",
    response={200: PartnerOut, **PROBLEMS},
    operation_id="referral_end_partner",
)
@requires("cases.keep_partners")
def end_partner(request, key: Key):
    """Take a body out of it."""
    rows = Partner.objects.within(request.scope).select_related("organisation")
    row = get_object_or_404(rows, pk=key)
    actions.end_partner(row, **_by(request))
    return row


@router.get(
    "/of/{number}", response={200: list[ReferralOut], 404: Problem}, operation_id="referrals_of"
)
@requires("cases.refer")
def of(request, number: str):
    """The referrals of a request, the latest first."""
    return list(queries.of_case(views.case_of(request, number)))


@router.post(
    "/of/{number}", response={201: ReferralDetail, **PROBLEMS}, operation_id="referrals_refer"
)
@requires("cases.refer")
def refer(request, number: str, data: ReferIn):
    """Propose to refer a request."""
    case, told = views.case_of(request, number), data.dict()
    union, chosen = told.pop("union"), told["to"]
    if union:
        at = Organisation.objects.open().filter(code=union).first()
        told["to"] = queries.desk_at(case, at, on=today()) if at else None
    else:
        told["to"] = receiver_of(case, chosen)
    messages, files = queries.passable(case)
    known = {row.pk: row for row in messages}, {row.uid: row for row in files}
    if told["to"] is None or not (
        set(data.messages) <= known[0].keys() and set(data.files) <= known[1].keys()
    ):
        raise Http404
    told["messages"] = [known[0][key] for key in data.messages]
    told["files"] = [known[1][uid] for uid in data.files]
    return Answer(201, actions.refer(case, **told, **_by(request)))


@router.get(
    "/of/{number}/{uid}", response={200: ReferralDetail, 404: Problem}, operation_id="referrals_one"
)
@requires("cases.refer")
def one(request, number: str, uid: UUID):
    """One of them; opening it is recorded."""
    row = views.referral_of(request, number, uid)
    views.opened(request, row)
    return row


def _step(request, number: str, uid: UUID, act, **told):
    row = views.referral_of(request, number, uid)
    act(row, **told, **_by(request))
    return row


@router.post(
    "/of/{number}/{uid}/record-consent",
    response={200: ReferralOut, **PROBLEMS},
    operation_id="referrals_record_consent",
)
@requires("cases.refer")
def record_consent(request, number: str, uid: UUID, data: ConsentIn):
    """Write down a consent given by telephone, in person or on paper."""
    return _step(request, number, uid, actions.record_consent, **data.dict())


@router.post(
    "/of/{number}/{uid}/rest-on-ground",
    response={200: ReferralOut, **PROBLEMS},
    operation_id="referrals_rest_on_ground",
)
@requires("cases.refer")
def rest_on_ground(request, number: str, uid: UUID, data: GroundIn):
    """Rest it on a legal ground."""
    return _step(request, number, uid, actions.rest_on_ground, **data.dict())


@router.post(
    "/of/{number}/{uid}/send",
    response={200: ReferralOut, **PROBLEMS},
    operation_id="referrals_send",
)
@requires("cases.refer")
def send(request, number: str, uid: UUID):
    """Pass it on."""
    return _step(request, number, uid, actions.send)


@router.post(
    "/of/{number}/{uid}/tell",
    response={200: ReferralOut, **PROBLEMS},
    operation_id="referrals_tell",
)
@requires("cases.refer")
def tell(request, number: str, uid: UUID):
    """Tell the worker of one that was kept back."""
    return _step(request, number, uid, actions.tell)


@router.post(
    "/of/{number}/{uid}/make-link",
    response={200: LinkOut, **PROBLEMS},
    operation_id="referrals_make_link",
)
@requires("cases.refer")
def make_link(request, number: str, uid: UUID):
    """A secret address for an outside body."""
    row = views.referral_of(request, number, uid)
    secret = actions.make_link(row, **_by(request))
    return {"path": views.reverse("referrals:linked", args=[secret]), "until": row.link_until}


@router.post(
    "/of/{number}/{uid}/note-answer",
    response={200: ReferralOut, **PROBLEMS},
    operation_id="referrals_note_answer",
)
@requires("cases.refer")
def note_answer(request, number: str, uid: UUID, data: ReferralText):
    """Write down what an outside body answered."""
    return _step(request, number, uid, actions.note_answer, text=data.text)


@router.post(
    "/of/{number}/{uid}/end", response={200: ReferralOut, **PROBLEMS}, operation_id="referrals_end"
)
@requires("cases.refer")
def end(request, number: str, uid: UUID, data: ReferralReason):
    """End it; the receiver's access ends."""
    return _step(request, number, uid, actions.end, reason=data.reason)


@router.get("", response=ReceivedPage, operation_id="referrals_received")
@requires("cases.receive_referral")
def received(request, asked: Query[ReceivedWanted]):
    """What was referred to the caller's desks, the latest first."""
    rows = queries.received_by(request.user, on=today()).select_related(*queries.RELATED)
    page = keyset(rows, ("-sent_on", "-pk"), asked.after)
    return {"items": page.rows, "after": page.after}


@router.get("/{uid}", response={200: PassedOut, 404: Problem}, operation_id="referrals_read")
@requires("cases.receive_referral")
def read(request, uid: UUID):
    """What was passed; opening it is recorded and shown to the worker."""
    row = received_of(request, uid)
    views.opened(request, row)
    return row


@router.get(
    "/{uid}/files/{file}",
    response={404: Problem},
    openapi_extra=CONTENT,
    operation_id="referrals_file",
)
@requires("cases.receive_referral")
def file(request, uid: UUID, file: UUID):
    """One of the files that were passed; opening it is recorded."""
    row = received_of(request, uid)
    found = queries.passed_file(row, file)
    if found is None:
        raise Http404
    views.opened(request, row, found)
    return serve(found)


def _receive(request, uid: UUID, act, **told):
    row = received_of(request, uid)
    act(row, **told, **_by(request))
    return row


@router.post(
    "/{uid}/take-up", response={200: ReferralOut, **PROBLEMS}, operation_id="referrals_take_up"
)
@requires("cases.receive_referral")
def take_up(request, uid: UUID):
    """Take it up."""
    return _receive(request, uid, receiving.take_up)


@router.post(
    "/{uid}/send-back", response={200: ReferralOut, **PROBLEMS}, operation_id="referrals_send_back"
)
@requires("cases.receive_referral")
def send_back(request, uid: UUID, data: ReferralReason):
    """Send it back."""
    return _receive(request, uid, receiving.send_back, reason=data.reason)


@router.post(
    "/{uid}/answer", response={200: ReferralOut, **PROBLEMS}, operation_id="referrals_answer"
)
@requires("cases.receive_referral")
def answer(request, uid: UUID, data: ReferralText):
    """Answer it."""
    return _receive(request, uid, receiving.answer, text=data.text)


@my_router.get("/referrals", response=list[ReferralOut], operation_id="my_referrals")
@own
def my_referrals(request):
    """Referrals of the caller's own requests, the latest first."""
    return list(queries.of_worker(request.user).order_by("-pk")[:200])


@my_router.get(
    "/referrals/{uid}", response={200: ReferralDetail, 404: Problem}, operation_id="my_referral"
)
@own
def my_referral(request, uid: UUID):
    """One of them: just what is passed on, to whom and why."""
    return my_views.my_referral_of(request, uid)


def _mine(request, uid: UUID, act):
    row = my_views.my_referral_of(request, uid)
    act(row, **_by(request))
    return row


@my_router.post(
    "/referrals/{uid}/agree",
    response={200: ReferralOut, **PROBLEMS},
    operation_id="my_agree_referral",
)
@own
def agree(request, uid: UUID):
    """Agree to it."""
    return _mine(request, uid, my_actions.agree)


@my_router.post(
    "/referrals/{uid}/decline",
    response={200: ReferralOut, **PROBLEMS},
    operation_id="my_decline_referral",
)
@own
def decline(request, uid: UUID):
    """Decline it."""
    return _mine(request, uid, my_actions.decline)


@my_router.post(
    "/referrals/{uid}/revoke",
    response={200: ReferralOut, **PROBLEMS},
    operation_id="my_revoke_referral",
)
@own
def revoke(request, uid: UUID):
    """Take the consent back; the receiver reads nothing from then on."""
    return _mine(request, uid, my_actions.revoke)
