"""Legal aid over the interface: the same acts as on the pages."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema, Status

from unionhall.access.scope import own, requires
from unionhall.core.clock import today
from unionhall.core.interface import PROBLEMS, After, Key, Printable, Reference, Words
from unionhall.core.paging import keyset
from unionhall.core.problems import Problem
from unionhall.legal_aid import actions, giving, queries, roster
from unionhall.legal_aid.models import Aid as AidRow
from unionhall.legal_aid.models import AidState, Form, Ground, Lawyer, Matter, Result, WorkKind
from unionhall.legal_aid.my_views import my_aid_of, person_of
from unionhall.legal_aid.roster_views import lawyer_of
from unionhall.legal_aid.views import aid_of
from unionhall.members.models import Person
from unionhall.organisations.models import Organisation

router = Router(tags=["legal aid"])
my_router = Router(tags=["legal aid"])
Amount = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=2, description="yuan")]
Hours = Annotated[Decimal, Field(ge=0, le=24, max_digits=4, decimal_places=2)]
Reason = Annotated[str, Field(min_length=1, max_length=300)]
Told = Annotated[str, Field(min_length=1, max_length=1000)]
Short = Annotated[str, Field(min_length=1, max_length=120)]


class AidOut(Schema):
    """An application for legal aid and what became of it; sums are in yuan."""

    id: int
    number: str
    organisation: str = Field(description="code of the federation that decides")
    person: UUID
    matter: Matter
    form: Form
    other_side: str
    text: str
    claim: Decimal | None
    limit_on: date | None = Field(description="after this day nothing can be claimed")
    state: AidState
    asked_on: date
    urgent_on: date | None
    papers: str
    decided_on: date | None
    reason: str
    rule: str = Field(description="the rule on which it was refused")
    objection: str
    review: str
    lawyer: str = Field(description="who is in charge, or an empty text")
    result: str
    outcome: str
    recovered: Decimal | None
    ground: str
    ended_on: date | None
    confirmed_on: date | None

    @staticmethod
    def resolve_organisation(row) -> str:
        return row.organisation.code

    @staticmethod
    def resolve_person(row) -> UUID:
        return row.person.uid

    @staticmethod
    def resolve_lawyer(row) -> str:
        charge = [one for one in row.assignments.all() if one.until_on is None]
        return charge[0].lawyer.name if charge else ""


class AidPage(Schema):
    """One page of a list; `after` is the cursor of the next one, "" at the end."""

    items: list[AidOut]
    after: str


class LawyerOut(Schema):
    """A lawyer on a roster, with how many matters are open."""

    id: int
    organisation: str = Field(description="code of the federation")
    name: str
    firm: str
    licence: str
    phone: str
    specialities: str
    capacity: int
    load: int
    from_on: date
    until_on: date | None

    @staticmethod
    def resolve_organisation(row) -> str:
        return row.organisation.code


class LawyerPage(Schema):
    """One page of a list; `after` is the cursor of the next one, "" at the end."""

    items: list[LawyerOut]
    after: str


class LegalAidQuery(Schema):
    after: After = ""


class ApplyIn(Schema):
    matter: Matter
    form: Form
    other_side: Short
    text: Words
    claim: Amount | None = None
    limit_on: date | None = None
    low_income: bool = False
    no_means_test: bool = False


class TakeDownAidIn(ApplyIn):
    person: UUID


class PapersIn(Schema):
    papers: Annotated[str, Field(min_length=1, max_length=500)]


class RefuseAidIn(Schema):
    reason: Told
    rule: Printable = Field(description="a rule whose text was seen, of this place")


class ObjectIn(Schema):
    objection: Told


class ReviewAidIn(Schema):
    grants: bool
    answer: Told


class AssignIn(Schema):
    lawyer: Reference


class ChangeLawyerIn(AssignIn):
    reason: Reason


class WorkIn(Schema):
    day: date
    kind: WorkKind
    hours: Hours = Decimal(0)
    cost: Amount = Decimal(0)


class AidHearingIn(Schema):
    day: date
    place: Short


class FinishAidIn(Schema):
    result: Result
    outcome: Told
    recovered: Amount | None = None


class EndAidIn(Schema):
    ground: Ground
    reason: Told


class LawyerIn(Schema):
    organisation: Printable = Field(description="code of the federation")
    name: Annotated[str, Field(min_length=1, max_length=60)]
    firm: Short
    licence: Annotated[str, Field(min_length=1, max_length=30)]
    phone: Annotated[str, Field(min_length=1, max_length=30)]
    specialities: str = Field("", max_length=200)
    capacity: int = Field(5, ge=1, le=100)
    from_on: date


class EngagementIn(Schema):
    party: Short


def _by(request) -> dict:
    return {"by": request.user, "on": today()}


def _full(rows):
    return rows.select_related("organisation", "person").prefetch_related("assignments__lawyer")


def _chosen(row: AidRow, key: int) -> Lawyer:
    return get_object_or_404(queries.choosable(row, on=today()), pk=key)


@router.get("", response={200: AidPage}, operation_id="legal_aid_list")
@requires("legal_aid.view")
def applications(request, asked: Query[LegalAidQuery]):
    """Applications of my unions, the latest first."""
    rows = _full(AidRow.objects.within(request.scope))
    page = keyset(rows, ("-asked_on", "-pk"), asked.after)
    return {"items": page.rows, "after": page.after}


@router.post("", response={201: AidOut, **PROBLEMS}, operation_id="legal_aid_take_down")
@requires("legal_aid.take_down")
def take_down(request, data: TakeDownAidIn):
    """Take down an application for a worker of my unions."""
    told = data.dict(exclude={"person"})
    person = get_object_or_404(Person.objects.within(request.scope).distinct(), uid=data.person)
    return Status(201, actions.apply(person, **told, **_by(request)))


@router.get("/lawyers", response={200: LawyerPage}, operation_id="legal_aid_lawyers")
@requires("legal_aid.view_roster")
def lawyers(request, asked: Query[LegalAidQuery]):
    """The roster with the load of each lawyer."""
    page = keyset(queries.lawyers(request.scope), ("name", "pk"), asked.after)
    return {"items": page.rows, "after": page.after}


@router.post("/lawyers", response={201: LawyerOut, **PROBLEMS}, operation_id="legal_aid_add_lawyer")
@requires("legal_aid.add_lawyer")
def add_lawyer(request, data: LawyerIn):
    """Put a lawyer on the roster of a federation."""
    told = data.dict(exclude={"organisation"})
    unit = get_object_or_404(
        Organisation.objects.within(request.scope).open(), code=data.organisation
    )
    made = roster.add_lawyer(unit, **told, **_by(request))
    return Status(201, lawyer_of(request, made.pk))


@router.post(
    "/lawyers/{key}/end", response={200: LawyerOut, **PROBLEMS}, operation_id="legal_aid_end_lawyer"
)
@requires("legal_aid.end_lawyer")
def end_lawyer(request, key: Key):
    """Take a lawyer off the roster."""
    roster.end_lawyer(lawyer_of(request, key), **_by(request))
    return lawyer_of(request, key)


@router.post(
    "/lawyers/{key}/engagement",
    response={200: LawyerOut, **PROBLEMS},
    operation_id="legal_aid_note_engagement",
)
@requires("legal_aid.note_engagement")
def note_engagement(request, key: Key, data: EngagementIn):
    """Write down for whom a lawyer acts or acted."""
    roster.note_engagement(lawyer_of(request, key), party=data.party, **_by(request))
    return lawyer_of(request, key)


@router.get("/{key}", response={200: AidOut, 404: Problem}, operation_id="legal_aid_show")
@requires("legal_aid.view")
def application(request, key: Key):
    """One application."""
    return aid_of(request, key)


@router.post("/{key}/grant", response={200: AidOut, **PROBLEMS}, operation_id="legal_aid_grant")
@requires("legal_aid.grant")
def grant(request, key: Key):
    """Grant the aid."""
    row = aid_of(request, key)
    actions.grant(row, **_by(request))
    return aid_of(request, key)


@router.post("/{key}/refuse", response={200: AidOut, **PROBLEMS}, operation_id="legal_aid_refuse")
@requires("legal_aid.refuse")
def refuse(request, key: Key, data: RefuseAidIn):
    """Refuse it, with the reason and the article."""
    row = aid_of(request, key)
    actions.refuse(row, **data.dict(), **_by(request))
    return aid_of(request, key)


@router.post(
    "/{key}/ask-papers", response={200: AidOut, **PROBLEMS}, operation_id="legal_aid_ask_papers"
)
@requires("legal_aid.ask_papers")
def ask_papers(request, key: Key, data: PapersIn):
    """Ask for missing papers; the period stands still until they come."""
    row = aid_of(request, key)
    actions.ask_papers(row, **data.dict(), **_by(request))
    return aid_of(request, key)


@router.post(
    "/{key}/give-papers", response={200: AidOut, **PROBLEMS}, operation_id="legal_aid_give_papers"
)
@requires("legal_aid.give_papers")
def give_papers(request, key: Key):
    """Note that the papers have come."""
    row = aid_of(request, key)
    actions.give_papers(row, **_by(request))
    return aid_of(request, key)


@router.post(
    "/{key}/begin-urgently",
    response={200: AidOut, **PROBLEMS},
    operation_id="legal_aid_begin_urgently",
)
@requires("legal_aid.begin_urgently")
def begin_urgently(request, key: Key):
    """Begin before the decision, because the claim lapses within days."""
    row = aid_of(request, key)
    actions.begin_urgently(row, **_by(request))
    return aid_of(request, key)


@router.post("/{key}/review", response={200: AidOut, **PROBLEMS}, operation_id="legal_aid_review")
@requires("legal_aid.review")
def review(request, key: Key, data: ReviewAidIn):
    """Answer an objection one level up."""
    row = aid_of(request, key)
    actions.review(row, **data.dict(), **_by(request))
    return aid_of(request, key)


@router.post("/{key}/assign", response={200: AidOut, **PROBLEMS}, operation_id="legal_aid_assign")
@requires("legal_aid.assign")
def assign(request, key: Key, data: AssignIn):
    """Put a lawyer of the roster in charge."""
    row = aid_of(request, key)
    giving.assign(row, lawyer=_chosen(row, data.lawyer), **_by(request))
    return aid_of(request, key)


@router.post(
    "/{key}/change-lawyer",
    response={200: AidOut, **PROBLEMS},
    operation_id="legal_aid_change_lawyer",
)
@requires("legal_aid.change_lawyer")
def change_lawyer(request, key: Key, data: ChangeLawyerIn):
    """Let another lawyer take over."""
    row = aid_of(request, key)
    giving.change_lawyer(row, lawyer=_chosen(row, data.lawyer), reason=data.reason, **_by(request))
    return aid_of(request, key)


@router.post(
    "/{key}/log-work", response={200: AidOut, **PROBLEMS}, operation_id="legal_aid_log_work"
)
@requires("legal_aid.log_work")
def log_work(request, key: Key, data: WorkIn):
    """Write down hours and costs of one day."""
    row = aid_of(request, key)
    giving.log_work(row, **data.dict(), **_by(request))
    return aid_of(request, key)


@router.post(
    "/{key}/add-hearing", response={200: AidOut, **PROBLEMS}, operation_id="legal_aid_add_hearing"
)
@requires("legal_aid.add_hearing")
def add_hearing(request, key: Key, data: AidHearingIn):
    """Write down a hearing."""
    row = aid_of(request, key)
    giving.add_hearing(row, **data.dict(), **_by(request))
    return aid_of(request, key)


@router.post("/{key}/finish", response={200: AidOut, **PROBLEMS}, operation_id="legal_aid_finish")
@requires("legal_aid.finish")
def finish(request, key: Key, data: FinishAidIn):
    """Finish with the result."""
    row = aid_of(request, key)
    giving.finish(row, **data.dict(), **_by(request))
    return aid_of(request, key)


@router.post(
    "/{key}/end-early", response={200: AidOut, **PROBLEMS}, operation_id="legal_aid_end_early"
)
@requires("legal_aid.end_early")
def end_early(request, key: Key, data: EndAidIn):
    """End the aid before its result."""
    row = aid_of(request, key)
    giving.end_early(row, **data.dict(), **_by(request))
    return aid_of(request, key)


@my_router.get("/legal-aid", response={200: AidPage}, operation_id="my_legal_aid_list")
@own
def my_applications(request, asked: Query[LegalAidQuery]):
    """My applications, the latest first."""
    rows = _full(AidRow.objects.filter(person__user=request.user))
    page = keyset(rows, ("-asked_on", "-pk"), asked.after)
    return {"items": page.rows, "after": page.after}


@my_router.post("/legal-aid", response={201: AidOut, **PROBLEMS}, operation_id="my_legal_aid_apply")
@own
def apply(request, data: ApplyIn):
    """Ask for legal aid."""
    return Status(201, actions.apply(person_of(request), **data.dict(), **_by(request)))


@my_router.post(
    "/legal-aid/{key}/withdraw",
    response={200: AidOut, **PROBLEMS},
    operation_id="my_legal_aid_withdraw",
)
@own
def withdraw(request, key: Key):
    """Take the application back."""
    row = my_aid_of(request, key)
    actions.withdraw(row, **_by(request))
    return my_aid_of(request, key)


@my_router.post(
    "/legal-aid/{key}/hand-in",
    response={200: AidOut, **PROBLEMS},
    operation_id="my_legal_aid_hand_in",
)
@own
def hand_in(request, key: Key):
    """Say that the missing papers were handed in."""
    row = my_aid_of(request, key)
    actions.give_papers(row, **_by(request))
    return my_aid_of(request, key)


@my_router.post(
    "/legal-aid/{key}/object",
    response={200: AidOut, **PROBLEMS},
    operation_id="my_legal_aid_object_to",
)
@own
def object_to(request, key: Key, data: ObjectIn):
    """Object to the refusal."""
    row = my_aid_of(request, key)
    actions.object_to(row, **data.dict(), **_by(request))
    return my_aid_of(request, key)


@my_router.post(
    "/legal-aid/{key}/confirm",
    response={200: AidOut, **PROBLEMS},
    operation_id="my_legal_aid_confirm",
)
@own
def confirm(request, key: Key):
    """Confirm the result."""
    row = my_aid_of(request, key)
    giving.confirm(row, **_by(request))
    return my_aid_of(request, key)
