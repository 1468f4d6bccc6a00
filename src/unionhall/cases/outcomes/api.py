"""What came of a request, over the interface."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Router, Schema
from pydantic import Field

from unionhall.access.scope import requires
from unionhall.cases import queries as cases
from unionhall.cases.models import Case
from unionhall.cases.outcomes import actions, queries
from unionhall.cases.outcomes.models import Outcome, Won
from unionhall.cases.outcomes.rules import Noted
from unionhall.core.clock import today
from unionhall.core.interface import PROBLEMS, Printable
from unionhall.core.problems import Problem
from unionhall.history.actions import read_opened

router = Router(tags=["cases"])
Yuan = Annotated[Decimal, Field(gt=0, max_digits=14, decimal_places=2)]


class OutcomeOut(Schema):
    """What came of a request; money in yuan, as text with two decimals."""

    kinds: list[Won]
    amount: Decimal | None
    persons: int | None
    promised_on: date | None
    received_on: date | None
    got_it: bool | None
    clause: str

    @staticmethod
    def resolve_kinds(outcome) -> list[str]:
        return sorted(result.kind for result in outcome.results.all())


class OutcomeIn(Schema):
    """`promised_on`: the money is still to come by that day; without it the worker has it."""

    kinds: list[Won] = Field(min_length=1, max_length=10)
    amount: Yuan | None = None
    persons: int | None = Field(None, ge=1, le=1_000_000)
    promised_on: date | None = None
    clause: Printable = Field("", description="a rule's id, if the result rests on one")


class CameIn(Schema):
    day: date | None = Field(None, description="today, if it is left out")


def _request_of(request, number: str, ability: str = "cases.note_outcome") -> Case:
    rows = cases.readable_by(request.user, ability, on=today())
    related = rows.select_related("organisation__parent", "person__user", "handler")
    row = get_object_or_404(related, number=number)
    read_opened(row.chain, by=request.user, subject=row, person=str(row.person.uid))
    return row


def _outcome_of(row: Case) -> Outcome:
    found = queries.outcome_of(row)
    if found is None:
        raise Http404
    return found


@router.get(
    "/{number}/outcome", response={200: OutcomeOut, 404: Problem}, operation_id="cases_outcome"
)
@requires("cases.view")
def outcome(request, number: str):
    """What came of it; 404 while nothing is noted."""
    return _outcome_of(_request_of(request, number, "cases.view"))


@router.post(
    "/{number}/outcome",
    response={200: OutcomeOut, **PROBLEMS},
    operation_id="cases_note_outcome",
)
@requires("cases.note_outcome")
def note_outcome(request, number: str, data: OutcomeIn):
    """Say what came of it; said again, the later word counts."""
    row = _request_of(request, number)
    told = data.model_dump(exclude={"kinds"})
    noted = Noted(frozenset(str(kind.value) for kind in data.kinds), **told)
    actions.note_outcome(row, noted, by=request.user, on=today())
    return _outcome_of(row)


@router.post(
    "/{number}/outcome/came",
    response={200: OutcomeOut, **PROBLEMS},
    operation_id="cases_confirm_money",
)
@requires("cases.note_outcome")
def confirm_money(request, number: str, data: CameIn):
    """The promised money has come."""
    row = _request_of(request, number)
    actions.confirm_money(_outcome_of(row), day=data.day, by=request.user, on=today())
    return _outcome_of(row)
