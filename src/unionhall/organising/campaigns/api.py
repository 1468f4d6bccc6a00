"""Campaigns over the interface: the same acts as on the pages."""

from datetime import date

from django.http import QueryDict
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema, Status

from unionhall.access.scope import requires
from unionhall.accounts.models import User
from unionhall.core.clock import today
from unionhall.core.interface import PROBLEMS, After, Key, Printable, Reference
from unionhall.core.paging import keyset
from unionhall.core.problems import Problem
from unionhall.organisations.models import Organisation
from unionhall.organising.campaigns import actions
from unionhall.organising.campaigns.figures import standings
from unionhall.organising.campaigns.models import Campaign, Met, TargetState, VisitOutcome
from unionhall.organising.campaigns.views import campaign_of, target_of
from unionhall.organising.coverage import queries
from unionhall.organising.coverage.api import CoverageFilters
from unionhall.organising.coverage.forms import SeekingForm

router = Router(tags=["campaigns"])


class CampaignOut(Schema):
    """A campaign with its figures; `targets` counts its employers by state."""

    id: int
    name: str
    organisation: str = Field(description="code of the responsible union")
    officer: int
    from_on: date
    until_on: date
    closed_on: date | None
    targets: dict[str, int]
    workers: int
    visits: int


class CampaignPage(Schema):
    """One page of a list; `after` is the cursor of the next one, "" at the end."""

    items: list[CampaignOut]
    after: str


class VisitOut(Schema):
    id: int
    on: date
    met: Met
    outcome: VisitOutcome
    note: str
    next_on: date | None
    next_step: str


class TargetOut(Schema):
    """An employer of a campaign."""

    id: int
    employer: int
    name: str
    state: TargetState
    since_on: date
    reason: str
    union: str | None = Field(description="code of the union that was founded")

    @staticmethod
    def resolve_employer(target) -> int:
        return target.employer_id

    @staticmethod
    def resolve_name(target) -> str:
        return target.employer.name

    @staticmethod
    def resolve_union(target) -> str | None:
        return target.union.code if target.union else None


class TargetPage(Schema):
    """One page of a list; `after` is the cursor of the next one, "" at the end."""

    items: list[TargetOut]
    after: str


class CampaignFilters(Schema):
    after: After = ""


class TargetFilters(CampaignFilters):
    state: TargetState | None = None


class Beginning(Schema):
    """`officer` is the key of an account that holds an office which can visit."""

    name: str = Field(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f]*$")
    organisation: Printable
    officer: Reference
    from_on: date
    until_on: date


class ChosenOut(Schema):
    chosen: int


class Visiting(Schema):
    visited_on: date
    met: Met
    outcome: VisitOutcome
    note: str = Field("", max_length=500, description="about the employer only, of nobody")
    next_on: date | None = None
    next_step: str = Field("", max_length=100)


class GivingUp(Schema):
    reason: str = Field(min_length=1, max_length=200)


def _told(campaigns: list[Campaign]) -> list[dict]:
    found = standings(campaigns)
    return [
        {
            "id": one.pk,
            "name": one.name,
            "organisation": one.organisation.code,
            "officer": one.officer_id,
            "from_on": one.from_on,
            "until_on": one.until_on,
            "closed_on": one.closed_on,
            "targets": found[one.pk].by_state,
            "workers": found[one.pk].workers,
            "visits": found[one.pk].visits,
        }
        for one in campaigns
    ]


@router.get("", response=CampaignPage, operation_id="campaigns_list")
@requires("campaigns.view")
def campaigns(request, filters: Query[CampaignFilters]):
    """Campaigns of the caller's unions, the latest first."""
    rows = Campaign.objects.within(request.scope).select_related("organisation")
    page = keyset(rows, ("-from_on", "-id"), filters.after)
    return {"items": _told(page.rows), "after": page.after}


@router.post("", response={201: CampaignOut, **PROBLEMS}, operation_id="campaigns_begin")
@requires("campaigns.begin")
def begin(request, data: Beginning):
    """Begin a campaign."""
    units = Organisation.objects.within(request.scope)
    told = data.dict(exclude={"organisation", "officer"})
    made = actions.begin(
        get_object_or_404(units, code=data.organisation),
        officer=get_object_or_404(User, pk=data.officer, is_active=True),
        **told,
        by=request.user,
        on=today(),
    )
    return Status(201, _told([made])[0])


@router.get("/{key}", response={200: CampaignOut, 404: Problem}, operation_id="campaigns_campaign")
@requires("campaigns.view")
def campaign(request, key: Key):
    """One campaign with its figures."""
    return _told([campaign_of(request, key)])[0]


@router.get(
    "/{key}/targets", response={200: TargetPage, 404: Problem}, operation_id="campaigns_targets"
)
@requires("campaigns.view")
def targets(request, key: Key, filters: Query[TargetFilters]):
    """The employers of a campaign, by name."""
    rows = campaign_of(request, key).targets.select_related("employer", "union")
    if filters.state:
        rows = rows.filter(state=filters.state)
    page = keyset(rows, ("employer__name", "id"), filters.after)
    return {"items": page.rows, "after": page.after}


@router.post(
    "/{key}/choose", response={200: ChosenOut, **PROBLEMS}, operation_id="campaigns_choose"
)
@requires("campaigns.choose")
def choose(request, key: Key, data: CoverageFilters):
    """Make targets of all employers without a union in the campaign's area that fit."""
    row = campaign_of(request, key)
    query = QueryDict(mutable=True)
    query.update(data.dict(exclude={"unit"}))
    area = queries.employers_of(row.organisation)
    rows = queries.narrowed(area, SeekingForm(query).narrowing())
    return {"chosen": actions.choose(row, rows, by=request.user, on=today())}


@router.post(
    "/{key}/close", response={200: CampaignOut, **PROBLEMS}, operation_id="campaigns_close"
)
@requires("campaigns.close")
def close(request, key: Key):
    """End a campaign."""
    return _told([actions.close(campaign_of(request, key), by=request.user, on=today())])[0]


@router.post(
    "/targets/{key}/visit", response={201: VisitOut, **PROBLEMS}, operation_id="campaigns_visit"
)
@requires("campaigns.visit")
def visit(request, key: Key, data: Visiting):
    """Note a visit to an employer, and what comes next."""
    row = target_of(request, key)
    return Status(201, actions.visit(row, **data.dict(), by=request.user, on=today()))


@router.post(
    "/targets/{key}/give-up",
    response={200: TargetOut, **PROBLEMS},
    operation_id="campaigns_give_up",
)
@requires("campaigns.give_up")
def give_up(request, key: Key, data: GivingUp):
    """Go there no more, and say why."""
    row = target_of(request, key)
    return actions.give_up(row, reason=data.reason, by=request.user, on=today())
