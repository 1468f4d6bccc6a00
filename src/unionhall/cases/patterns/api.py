"""What keeps coming up, over the interface."""

from datetime import date
from typing import Annotated

from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema
from pydantic import Field

from unionhall.access.scope import requires
from unionhall.cases.models import Topic
from unionhall.cases.patterns import actions, queries
from unionhall.cases.patterns.models import Proposal, ProposalState, Road
from unionhall.core.clock import today
from unionhall.core.interface import PROBLEMS, After, Key, Words
from unionhall.core.paging import keyset
from unionhall.core.problems import Problem

router = Router(tags=["patterns"])


class ProposalOut(Schema):
    """A repeated problem at one employer; it names no worker. `road` is "" until it is taken up."""

    key: int = Field(alias="pk")
    organisation: str
    employer: str
    topic: Topic
    requests: int
    since_on: date
    opened_on: date
    state: ProposalState
    road: Road | str
    reason: str
    decided_on: date | None
    carried_on: date | None

    @staticmethod
    def resolve_organisation(row) -> str:
        return row.organisation.code

    @staticmethod
    def resolve_employer(row) -> str:
        return row.employer.name


class ProposalPage(Schema):
    """One page of a list; `after` is the cursor of the next one, "" at the end."""

    items: list[ProposalOut]
    after: str


class ProposalQuery(Schema):
    state: ProposalState | None = None
    after: After = ""


class TakingIn(Schema):
    reason: Annotated[str, Field(max_length=300)] = ""


class DecliningIn(Schema):
    reason: Words = Field(max_length=300)


def _proposal_of(request, key: int) -> Proposal:
    rows = Proposal.objects.within(request.scope).select_related("organisation", "employer")
    return get_object_or_404(rows, pk=key)


@router.get("", response=ProposalPage, operation_id="patterns_list")
@requires("cases.patterns")
def proposals(request, asked: Query[ProposalQuery]):
    """Repeated problems in the caller's scope, the latest first."""
    rows = queries.proposals(request.user, on=today())
    if asked.state:
        rows = rows.filter(state=asked.state)
    page = keyset(rows, ("-opened_on", "-pk"), asked.after)
    return {"items": page.rows, "after": page.after}


@router.get("/{key}", response={200: ProposalOut, 404: Problem}, operation_id="patterns_proposal")
@requires("cases.patterns")
def proposal(request, key: Key):
    """One of them."""
    return _proposal_of(request, key)


@router.post(
    "/{key}/take-to-bargaining",
    response={200: ProposalOut, **PROBLEMS},
    operation_id="patterns_take_to_bargaining",
)
@requires("cases.decide_pattern")
def take_to_bargaining(request, key: Key, data: TakingIn):
    """Put it on the list of points for bargaining."""
    row = _proposal_of(request, key)
    actions.take_to_bargaining(row, reason=data.reason, by=request.user, on=today())
    return row


@router.post(
    "/{key}/decline", response={200: ProposalOut, **PROBLEMS}, operation_id="patterns_decline"
)
@requires("cases.decide_pattern")
def decline(request, key: Key, data: DecliningIn):
    """Do nothing about it for now, and say why."""
    row = _proposal_of(request, key)
    actions.decline(row, reason=data.reason, by=request.user, on=today())
    return row


@router.post("/{key}/carry", response={200: ProposalOut, **PROBLEMS}, operation_id="patterns_carry")
@requires("cases.decide_pattern")
def carry(request, key: Key):
    """The point was brought to bargaining."""
    row = _proposal_of(request, key)
    actions.carry(row, by=request.user, on=today())
    return row
