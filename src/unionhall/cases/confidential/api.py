"""Who may read a request, over the interface: the same acts as on the pages."""

from datetime import date, datetime

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Router, Schema
from pydantic import Field

from unionhall.access.scope import own, requires
from unionhall.accounts.models import User
from unionhall.cases import queries as cases
from unionhall.cases.api import CaseOut
from unionhall.cases.confidential import actions, queries, reading
from unionhall.cases.confidential.actions import LEAST_REASON, Ground
from unionhall.cases.confidential.models import TieKind
from unionhall.cases.confidential.views import NEEDED
from unionhall.cases.models import Case, Concern
from unionhall.core.clock import today
from unionhall.core.interface import PROBLEMS, Reference, Words
from unionhall.core.problems import Problem
from unionhall.history.actions import read_opened

router = Router(tags=["cases"])
my_router = Router(tags=["me"])


class TieOut(Schema):
    """Somebody who stands to a request by name; `party` is whom it is about, and who may not read it."""

    user: int
    name: str
    kind: TieKind
    reason: str
    since: datetime
    until: datetime | None

    @staticmethod
    def resolve_user(tie) -> int:
        return tie.user_id

    @staticmethod
    def resolve_name(tie) -> str:
        return str(tie.user)

    @staticmethod
    def resolve_since(tie) -> datetime:
        return tie.at


class ReadersOut(Schema):
    """Who may read a request: `concern` is "" where offices do."""

    number: str
    concern: str
    offices: list[str]
    ties: list[TieOut]


class Marking(Schema):
    concern: Concern


class Lifting(Schema):
    restricted: bool = Field(description="rights officers of federations only, else the union too")
    consent: Words = Field(description="when and how the worker agreed")


class Somebody(Schema):
    user: Reference = Field(description="key of an officer")


class ForReason(Somebody):
    reason: str = Field(min_length=1, max_length=500, pattern=r"\S")


class Inviting(ForReason):
    until: date | None = Field(None, description="the last day; null where it has none yet")


class PartyIn(Somebody):
    reason: str = Field("", max_length=500)


class Overriding(Schema):
    number: str = Field(max_length=20)
    ground: Ground
    reason: str = Field(min_length=LEAST_REASON, max_length=500)


def _readable(request, number: str, ability: str = "cases.view") -> Case:
    rows = cases.readable_by(request.user, ability, on=today())
    return get_object_or_404(rows.select_related(*NEEDED), number=number)


def _readers(case: Case) -> dict:
    offices = [] if case.is_confidential else cases.offices(case, on=today())
    return {
        "number": case.number,
        "concern": case.concern,
        "offices": offices,
        "ties": reading.ties_on(case),
    }


def _officer(key: int) -> User:
    found = queries.officer(key, on=today())
    if found is None:
        raise Http404
    return found


def _tied(key: int, case: Case) -> User:
    """Somebody who stands to it, in office or not any longer."""
    return get_object_or_404(User, pk=key, pk__in=[tie.user_id for tie in reading.ties_on(case)])


@router.get(
    "/{number}/readers", response={200: ReadersOut, 404: Problem}, operation_id="cases_readers"
)
@requires("cases.view")
def readers(request, number: str):
    """Who may read it and why; looking is recorded."""
    row = _readable(request, number)
    read_opened(row.chain, by=request.user, subject=row, person=str(row.person.uid))
    return _readers(row)


@router.post("/{number}/mark", response={200: CaseOut, **PROBLEMS}, operation_id="cases_mark")
@requires("cases.mark")
def mark(request, number: str, data: Marking):
    """Keep it to named persons."""
    row = _readable(request, number, "cases.mark")
    actions.mark(row, concern=data.concern, by=request.user, on=today())
    return row


@router.post("/{number}/lift", response={200: CaseOut, **PROBLEMS}, operation_id="cases_lift")
@requires("cases.lift")
def lift(request, number: str, data: Lifting):
    """Open it to offices again, because the worker agreed."""
    row = _readable(request, number, "cases.lift")
    actions.lift(row, **data.model_dump(), by=request.user, on=today())
    return row


@router.post("/{number}/name", response={200: ReadersOut, **PROBLEMS}, operation_id="cases_name")
@requires("cases.name")
def name(request, number: str, data: ForReason):
    """Name a further rights officer, who acts on it."""
    row = _readable(request, number, "cases.name")
    user = _officer(data.user)
    actions.name(row, user=user, reason=data.reason, by=request.user, on=today())
    return _readers(row)


@router.post(
    "/{number}/unname", response={200: ReadersOut, **PROBLEMS}, operation_id="cases_unname"
)
@requires("cases.unname")
def unname(request, number: str, data: ForReason):
    """End that somebody is named."""
    row = _readable(request, number, "cases.unname")
    user = _tied(data.user, row)
    actions.unname(row, user=user, reason=data.reason, by=request.user, on=today())
    return _readers(row)


@router.post(
    "/{number}/invite", response={200: ReadersOut, **PROBLEMS}, operation_id="cases_invite"
)
@requires("cases.invite")
def invite(request, number: str, data: Inviting):
    """Let an officer of any union read it and leave notes."""
    row = _readable(request, number, "cases.invite")
    user = _officer(data.user)
    actions.invite(
        row, user=user, reason=data.reason, until=data.until, by=request.user, on=today()
    )
    return _readers(row)


@router.post(
    "/{number}/dismiss", response={200: ReadersOut, **PROBLEMS}, operation_id="cases_dismiss"
)
@requires("cases.dismiss")
def dismiss(request, number: str, data: Somebody):
    """End at once what somebody was invited for, or opened in an emergency."""
    row = _readable(request, number, "cases.dismiss")
    actions.dismiss(row, user=_tied(data.user, row), by=request.user, on=today())
    return _readers(row)


@router.post(
    "/{number}/record-party",
    response={200: ReadersOut, **PROBLEMS},
    operation_id="cases_record_party",
)
@requires("cases.record_party")
def record_party(request, number: str, data: PartyIn):
    """Write down that it is about an officer or their own; they are shut out."""
    row = _readable(request, number, "cases.record_party")
    user = _officer(data.user)
    actions.record_party(row, user=user, reason=data.reason, by=request.user, on=today())
    return _readers(row)


@router.post(
    "/{number}/strike-party",
    response={200: ReadersOut, **PROBLEMS},
    operation_id="cases_strike_party",
)
@requires("cases.strike_party")
def strike_party(request, number: str, data: PartyIn):
    """Take that back."""
    row = _readable(request, number, "cases.strike_party")
    user = _tied(data.user, row)
    actions.strike_party(row, user=user, reason=data.reason, by=request.user, on=today())
    return _readers(row)


@router.post("/override", response={200: CaseOut, **PROBLEMS}, operation_id="cases_override")
@requires("cases.override")
def override(request, data: Overriding):
    """Open a confidential request in an emergency; refused in one way whatever the number."""
    return actions.override(**data.model_dump(), by=request.user, on=today())


def _own(request, number: str) -> Case:
    rows = Case.objects.filter(person__user=request.user).select_related(*NEEDED)
    return get_object_or_404(rows, number=number)


@my_router.get(
    "/requests/{number}/readers",
    response={200: ReadersOut, 404: Problem},
    operation_id="my_readers",
)
@own
def my_readers(request, number: str):
    """Who may read one of the caller's own requests, and whom it is about."""
    return _readers(_own(request, number))


@my_router.post(
    "/requests/{number}/mark", response={200: ReadersOut, **PROBLEMS}, operation_id="my_mark"
)
@own
def my_mark(request, number: str, data: Marking):
    """Keep it to named persons."""
    row = _own(request, number)
    actions.mark(row, concern=data.concern, by=request.user, on=today())
    return _readers(row)


@my_router.post(
    "/requests/{number}/record-party",
    response={200: ReadersOut, **PROBLEMS},
    operation_id="my_record_party",
)
@own
def my_record_party(request, number: str, data: PartyIn):
    """Say which officer it is about; they can no longer read it."""
    row, user = _own(request, number), _officer(data.user)
    actions.record_party(row, user=user, reason=data.reason, by=request.user, on=today())
    return _readers(row)


@my_router.post(
    "/requests/{number}/strike-party",
    response={200: ReadersOut, **PROBLEMS},
    operation_id="my_strike_party",
)
@own
def my_strike_party(request, number: str, data: PartyIn):
    """Take that back."""
    row = _own(request, number)
    user = _tied(data.user, row)
    actions.strike_party(row, user=user, reason=data.reason, by=request.user, on=today())
    return _readers(row)
