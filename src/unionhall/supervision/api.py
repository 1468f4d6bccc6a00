"""Supervision over the interface: matters, letters and inspections; the same acts as on the pages."""

from datetime import date
from typing import Annotated

from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema, Status

from unionhall.access.scope import requires
from unionhall.accounts.models import User
from unionhall.cases.patterns.models import Proposal
from unionhall.core.clock import today
from unionhall.core.interface import PROBLEMS, After, Key, Printable, Reference
from unionhall.core.paging import keyset
from unionhall.core.problems import Problem
from unionhall.organisations.models import Employer, Organisation
from unionhall.supervision import actions, inspections, letters, queries, visits
from unionhall.supervision.inspection_views import inspection_of
from unionhall.supervision.models import (
    Finding,
    FindingState,
    Inspection,
    InspectionState,
    Letter,
    LetterAnswer,
    Rung,
    Severity,
    Subject,
)
from unionhall.supervision.views import finding_of, letter_of, matter_of

router = Router(tags=["supervision"])
Text = Annotated[str, Field(min_length=1, max_length=1000)]
Ground = Annotated[str, Field(min_length=1, max_length=500)]


class FindingOut(Schema):
    """What was found, and how it was settled."""

    id: int
    subject: Subject
    text: str
    affected: int | None
    severity: int = Field(description="1 minor, 2 serious, 3 grave")
    state: FindingState
    found_on: date
    ended_on: date | None
    ground: str


class SupervisionLetterOut(Schema):
    """A letter; `missed_on` is set for ever once its day went by without an answer."""

    id: int
    number: str
    rung: Rung
    addressee: str
    text: str
    ground: str
    issued_on: date
    due_on: date
    missed_on: date | None
    answered_on: date | None
    answer: str
    answer_text: str

    @staticmethod
    def resolve_number(row) -> str:
        return row.full_number


class MatterOut(Schema):
    """A matter with its findings and letters."""

    id: int
    organisation: str = Field(description="code of the union")
    employer: str
    begun_on: date
    closed_on: date | None
    findings: list[FindingOut]
    letters: list[SupervisionLetterOut]

    @staticmethod
    def resolve_organisation(row) -> str:
        return row.organisation.code

    @staticmethod
    def resolve_employer(row) -> str:
        return row.employer.name

    @staticmethod
    def resolve_findings(row) -> list[Finding]:
        return list(row.findings.all())

    @staticmethod
    def resolve_letters(row) -> list[Letter]:
        return list(row.letters.all())


class MatterPage(Schema):
    """One page of a list; `after` is the cursor of the next one, "" at the end."""

    items: list[MatterOut]
    after: str


class InspectionOut(Schema):
    """An inspection and how far it has come."""

    id: int
    organisation: str = Field(description="code of the union")
    employer: str
    place: str
    state: InspectionState
    planned_on: date
    carried_on: date | None
    signed_on: date | None

    @staticmethod
    def resolve_organisation(row) -> str:
        return row.organisation.code

    @staticmethod
    def resolve_employer(row) -> str:
        return row.employer.name


class InspectionPage(Schema):
    """One page of a list; `after` is the cursor of the next one, "" at the end."""

    items: list[InspectionOut]
    after: str


class SupervisionQuery(Schema):
    after: After = ""


class FindingIn(Schema):
    subject: Subject
    text: Text = Field(description="names no worker")
    affected: int | None = Field(None, ge=1, le=1_000_000)
    severity: Severity = Severity.SERIOUS


class BeginMatterIn(FindingIn):
    organisation: Printable = Field(description="code of the union")
    employer: Reference = Field(description="key of the employer")


class IssueIn(Schema):
    rung: Rung
    addressee: Printable = Field(min_length=1)
    text: Annotated[str, Field(min_length=1, max_length=6000)]
    ground: str = Field("", max_length=300, description="why a step is left out")


class AnswerLetterIn(Schema):
    answer: LetterAnswer
    text: Annotated[str, Field(min_length=1, max_length=2000)]


class FollowUpIn(Schema):
    visited_on: date
    text: Text


class FollowUpOut(Schema):
    id: int
    visited_on: date
    text: str


class MendIn(Schema):
    proof: Ground


class SettleIn(Schema):
    ground: Ground


class PlanInspectionIn(Schema):
    organisation: Printable = Field(description="code of the union")
    employer: Reference = Field(description="key of the employer")
    place: str = Field("", max_length=200)
    planned_on: date
    supervisors: list[Reference] = Field(max_length=20, description="keys of accounts")


class PlanVisitIn(Schema):
    """An inspection at the employer of a repeated problem."""

    organisation: Printable = Field(description="code of the union")
    place: str = Field("", max_length=200)
    planned_on: date
    supervisors: list[Reference] = Field(max_length=20, description="keys of accounts")


class CheckIn(Schema):
    item: str = Field(max_length=40, description="a code of the checklist")
    in_order: bool
    text: str = Field("", max_length=1000, description="what was found; names no worker")
    affected: int | None = Field(None, ge=1, le=1_000_000)
    severity: Severity = Severity.SERIOUS


class CallOffIn(Schema):
    reason: Annotated[str, Field(min_length=1, max_length=300)]


def _unit(request, code: str) -> Organisation:
    return get_object_or_404(Organisation.objects.within(request.scope), code=code)


def _employer(request, key: int) -> Employer:
    return get_object_or_404(Employer.objects.within(request.scope).distinct(), pk=key)


@router.get("/matters", response={200: MatterPage, 404: Problem}, operation_id="supervision_list")
@requires("supervision.view")
def matters(request, asked: Query[SupervisionQuery]):
    """Matters of my unions, the latest first."""
    rows = queries.matters(request.scope).prefetch_related("findings", "letters__union")
    page = keyset(rows, ("-begun_on", "-pk"), asked.after)
    return {"items": page.rows, "after": page.after}


@router.post("/matters", response={201: MatterOut, **PROBLEMS}, operation_id="supervision_begin")
@requires("supervision.begin")
def begin(request, data: BeginMatterIn):
    """Begin a matter with its first finding."""
    told = data.dict(exclude={"organisation", "employer"})
    unit, employer = _unit(request, data.organisation), _employer(request, data.employer)
    made = actions.begin(unit, employer=employer, **told, by=request.user, on=today())
    return Status(201, made)


@router.get(
    "/matters/{key}", response={200: MatterOut, 404: Problem}, operation_id="supervision_matter"
)
@requires("supervision.view")
def matter(request, key: Key):
    """One matter."""
    return matter_of(request, key)


@router.post(
    "/matters/{key}/find", response={201: FindingOut, **PROBLEMS}, operation_id="supervision_find"
)
@requires("supervision.find")
def find(request, key: Key, data: FindingIn):
    """Add a finding."""
    row = matter_of(request, key)
    return Status(201, actions.find(row, **data.dict(), by=request.user, on=today()))


@router.post(
    "/matters/{key}/issue",
    response={201: SupervisionLetterOut, **PROBLEMS},
    operation_id="supervision_issue",
)
@requires("supervision.issue")
def issue(request, key: Key, data: IssueIn):
    """Issue a letter about all findings not settled; its number and its day are given."""
    row = matter_of(request, key)
    return Status(201, letters.issue(row, **data.dict(), by=request.user, on=today()))


@router.post(
    "/matters/{key}/visit",
    response={201: FollowUpOut, **PROBLEMS},
    operation_id="supervision_visit",
)
@requires("supervision.visit")
def visit(request, key: Key, data: FollowUpIn):
    """Note a follow-up visit."""
    row = matter_of(request, key)
    return Status(201, actions.visit(row, **data.dict(), by=request.user, on=today()))


@router.post(
    "/matters/{key}/close", response={200: MatterOut, **PROBLEMS}, operation_id="supervision_close"
)
@requires("supervision.close")
def close(request, key: Key):
    """Close a matter once every finding is settled."""
    row = matter_of(request, key)
    actions.close(row, by=request.user, on=today())
    return row


@router.post(
    "/letters/{key}/answer",
    response={200: SupervisionLetterOut, **PROBLEMS},
    operation_id="supervision_answer",
)
@requires("supervision.answer")
def answer(request, key: Key, data: AnswerLetterIn):
    """Record the answer to a letter."""
    row = letter_of(request, key)
    letters.answer(row, **data.dict(), by=request.user, on=today())
    return row


@router.post(
    "/findings/{key}/mend", response={200: FindingOut, **PROBLEMS}, operation_id="supervision_mend"
)
@requires("supervision.mend")
def mend(request, key: Key, data: MendIn):
    """Settle a finding as mended, with what proves it."""
    row = finding_of(request, key)
    actions.mend(row, proof=data.proof, by=request.user, on=today())
    return row


@router.post(
    "/findings/{key}/refer",
    response={200: FindingOut, **PROBLEMS},
    operation_id="supervision_refer",
)
@requires("supervision.refer")
def refer(request, key: Key, data: SettleIn):
    """Settle a finding by leaving it to an authority."""
    row = finding_of(request, key)
    actions.refer(row, ground=data.ground, by=request.user, on=today())
    return row


@router.post(
    "/findings/{key}/withdraw",
    response={200: FindingOut, **PROBLEMS},
    operation_id="supervision_withdraw",
)
@requires("supervision.withdraw")
def withdraw(request, key: Key, data: SettleIn):
    """Withdraw a finding, with its ground."""
    row = finding_of(request, key)
    actions.withdraw(row, ground=data.ground, by=request.user, on=today())
    return row


@router.get(
    "/inspections",
    response={200: InspectionPage, 404: Problem},
    operation_id="supervision_inspections",
)
@requires("supervision.view")
def inspection_list(request, asked: Query[SupervisionQuery]):
    """Inspections of my unions, the latest first."""
    rows = Inspection.objects.within(request.scope).select_related("organisation", "employer")
    page = keyset(rows, ("-planned_on", "-pk"), asked.after)
    return {"items": page.rows, "after": page.after}


@router.post(
    "/inspections", response={201: InspectionOut, **PROBLEMS}, operation_id="supervision_plan"
)
@requires("supervision.plan")
def plan(request, data: PlanInspectionIn):
    """Plan an inspection by as many supervisors as the rule asks."""
    told = data.dict(exclude={"organisation", "employer", "supervisors"})
    unit, employer = _unit(request, data.organisation), _employer(request, data.employer)
    users = list(User.objects.filter(pk__in=data.supervisors))
    made = inspections.plan(
        unit, employer=employer, supervisors=users, **told, by=request.user, on=today()
    )
    return Status(201, made)


@router.post(
    "/inspections/plan-for/{key}",
    response={201: InspectionOut, **PROBLEMS},
    operation_id="supervision_plan_for",
)
@requires("supervision.plan")
def plan_for(request, key: Key, data: PlanVisitIn):
    """Plan a visit because of a repeated problem, which is decided with it."""
    held = request.scope.also("cases.decide_pattern")
    proposal = get_object_or_404(Proposal.objects.within(held).select_related("employer"), pk=key)
    told = data.dict(exclude={"organisation", "supervisors"})
    made = visits.plan_visit(
        proposal,
        organisation=_unit(request, data.organisation),
        employer=proposal.employer,
        supervisors=list(User.objects.filter(pk__in=data.supervisors)),
        **told,
        by=request.user,
        on=today(),
    )
    return Status(201, made)


@router.post(
    "/inspections/{key}/check",
    response={204: None, **PROBLEMS},
    operation_id="supervision_check",
)
@requires("supervision.check")
def check(request, key: Key, data: CheckIn):
    """Note one item of the checklist; noted again, the later word counts."""
    row = inspection_of(request, key)
    inspections.check(row, **data.dict(), by=request.user, on=today())
    return Status(204, None)


@router.post(
    "/inspections/{key}/sign",
    response={200: InspectionOut, **PROBLEMS},
    operation_id="supervision_sign",
)
@requires("supervision.sign")
def sign(request, key: Key):
    """Sign the record; with the last name it is complete, and findings become a matter."""
    row = inspection_of(request, key)
    inspections.sign(row, by=request.user, on=today())
    return row


@router.post(
    "/inspections/{key}/call-off",
    response={200: InspectionOut, **PROBLEMS},
    operation_id="supervision_call_off",
)
@requires("supervision.call_off")
def call_off(request, key: Key, data: CallOffIn):
    """Call off an inspection that nobody has signed."""
    row = inspection_of(request, key)
    inspections.call_off(row, reason=data.reason, by=request.user, on=today())
    return row
