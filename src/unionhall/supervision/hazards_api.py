"""Hazards over the interface: the officers' acts, and a member's own reports."""

from datetime import date
from typing import Annotated

from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema, Status

from unionhall.access.scope import own, requires
from unionhall.core.clock import today
from unionhall.core.interface import PROBLEMS, After, Key, Printable
from unionhall.core.paging import keyset
from unionhall.core.problems import Problem
from unionhall.organisations.models import Organisation
from unionhall.supervision import hazards
from unionhall.supervision.hazard_views import hazard_of
from unionhall.supervision.models import Hazard, HazardState, Severity
from unionhall.supervision.my_views import person_of

router = Router(tags=["hazards"])
my_router = Router(tags=["me"])
Ground = Annotated[str, Field(min_length=1, max_length=500)]


class HazardOut(Schema):
    """A hazard; who reported it is told on its page alone."""

    id: int
    organisation: str = Field(description="code of the union")
    place: str
    text: str
    severity: int = Field(description="1 minor, 2 serious, 3 grave")
    state: HazardState
    noted_on: date
    told_on: date | None
    due_on: date | None
    ended_on: date | None
    ground: str

    @staticmethod
    def resolve_organisation(row) -> str:
        return row.organisation.code


class HazardPage(Schema):
    """One page of a list; `after` is the cursor of the next one, "" at the end."""

    items: list[HazardOut]
    after: str


class HazardQuery(Schema):
    after: After = ""


class HazardIn(Schema):
    place: Annotated[str, Field(min_length=1, max_length=200)]
    text: Annotated[str, Field(min_length=1, max_length=1000)]
    severity: Severity = Severity.SERIOUS


class NoteHazardIn(HazardIn):
    organisation: Printable = Field(description="code of the union")
    due_on: date | None = Field(None, description="if the employer was told there and then")


class ReportHazardIn(HazardIn):
    name_kept: bool = Field(True, description="whether my name is kept from the employer")


class TellHazardIn(Schema):
    due_on: date


class HazardGroundIn(Schema):
    ground: Ground


class EscalatedOut(Schema):
    """The matter that the hazard became."""

    matter: int


@router.get("", response={200: HazardPage, 404: Problem}, operation_id="hazards_list")
@requires("supervision.view")
def hazard_list(request, asked: Query[HazardQuery]):
    """Hazards of my unions, the latest first."""
    rows = Hazard.objects.within(request.scope).select_related("organisation")
    page = keyset(rows, ("-noted_on", "-pk"), asked.after)
    return {"items": page.rows, "after": page.after}


@router.post("", response={201: HazardOut, **PROBLEMS}, operation_id="hazards_note")
@requires("supervision.note_hazard")
def note_hazard(request, data: NoteHazardIn):
    """Note a hazard seen on a round."""
    unit = get_object_or_404(
        Organisation.objects.within(request.scope).select_related("employer"),
        code=data.organisation,
    )
    told = data.dict(exclude={"organisation"})
    return Status(201, hazards.note_hazard(unit, **told, by=request.user, on=today()))


@router.post("/{key}/tell", response={200: HazardOut, **PROBLEMS}, operation_id="hazards_tell")
@requires("supervision.tell_hazard")
def tell_hazard(request, key: Key, data: TellHazardIn):
    """Note that the employer was told, and by when it is to be mended."""
    row = hazard_of(request, key)
    hazards.tell_hazard(row, due_on=data.due_on, by=request.user, on=today())
    return row


@router.post("/{key}/mend", response={200: HazardOut, **PROBLEMS}, operation_id="hazards_mend")
@requires("supervision.mend_hazard")
def mend_hazard(request, key: Key, data: HazardGroundIn):
    """Note that the employer says it is mended."""
    row = hazard_of(request, key)
    hazards.mend_hazard(row, ground=data.ground, by=request.user, on=today())
    return row


@router.post("/{key}/verify", response={200: HazardOut, **PROBLEMS}, operation_id="hazards_verify")
@requires("supervision.verify_hazard")
def verify_hazard(request, key: Key, data: HazardGroundIn):
    """Note that an officer saw it mended."""
    row = hazard_of(request, key)
    hazards.verify_hazard(row, ground=data.ground, by=request.user, on=today())
    return row


@router.post("/{key}/drop", response={200: HazardOut, **PROBLEMS}, operation_id="hazards_drop")
@requires("supervision.drop_hazard")
def drop_hazard(request, key: Key, data: HazardGroundIn):
    """Say why it is no hazard."""
    row = hazard_of(request, key)
    hazards.drop_hazard(row, ground=data.ground, by=request.user, on=today())
    return row


@router.post(
    "/{key}/escalate", response={200: EscalatedOut, **PROBLEMS}, operation_id="hazards_escalate"
)
@requires("supervision.escalate_hazard")
def escalate_hazard(request, key: Key):
    """Take up by letter what was not mended in time."""
    made = hazards.escalate_hazard(hazard_of(request, key), by=request.user, on=today())
    return {"matter": made.pk}


@my_router.get("/hazards", response={200: HazardPage, 404: Problem}, operation_id="my_hazards")
@own
def my_hazards(request, asked: Query[HazardQuery]):
    """The hazards I reported."""
    rows = Hazard.objects.filter(reporter=person_of(request)).select_related("organisation")
    page = keyset(rows, ("-noted_on", "-pk"), asked.after)
    return {"items": page.rows, "after": page.after}


@my_router.post("/hazards", response={201: HazardOut, **PROBLEMS}, operation_id="my_report_hazard")
@own
def report_hazard(request, data: ReportHazardIn):
    """Report a hazard to my union."""
    person = person_of(request)
    made = hazards.report_hazard(person, **data.dict(), by=request.user, on=today())
    return Status(201, made)
