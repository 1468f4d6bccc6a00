"""Requests side by side, over the interface."""

from typing import Annotated

from django.shortcuts import get_object_or_404
from ninja import Router, Schema
from pydantic import Field

from unionhall.access.scope import requires
from unionhall.cases.alike import actions, continuing, queries
from unionhall.cases.api import CaseOut
from unionhall.cases.models import Case
from unionhall.cases.queries import readable_by
from unionhall.core.clock import today
from unionhall.core.interface import PROBLEMS, Printable
from unionhall.core.problems import Problem

router = Router(tags=["cases"])
RELATED = ("organisation__parent", "person__user", "handler")


class NearOut(Schema):
    """A request beside another, and why it stands there."""

    case: CaseOut
    why: list[str]


class BesideOut(Schema):
    """What stands beside a request, as far as the caller may read it."""

    own: list[NearOut]
    linked: list[NearOut]
    similar: list[NearOut]


class TieIn(Schema):
    other: Printable = Field(description="number of the other request")
    reason: Annotated[str, Field(max_length=300)] = ""


def _request_of(request, number: str, ability: str) -> Case:
    rows = readable_by(request.user, ability, on=today()).select_related(*RELATED)
    return get_object_or_404(rows, number=number)


def _told(row: Case, request) -> queries.Beside:
    return queries.beside(row, request.user, on=today(), whole=True)


def _decide(request, number: str, data: TieIn, act) -> queries.Beside:
    row = _request_of(request, number, "cases.link")
    other = _request_of(request, data.other, "cases.link")
    act(row, other, reason=data.reason, by=request.user, on=today())
    return _told(row, request)


class ContinuingIn(Schema):
    other: Printable = Field(description="number of the earlier request")
    reason: Annotated[str, Field(min_length=1, max_length=300)]


@router.post(
    "/{number}/continue-in", response={200: CaseOut, **PROBLEMS}, operation_id="cases_continue_in"
)
@requires("cases.continue_in")
def continue_in(request, number: str, data: ContinuingIn):
    """Close it, because an earlier request of the same worker goes on with it."""
    row = _request_of(request, number, "cases.continue_in")
    other = _request_of(request, data.other, "cases.continue_in")
    continuing.continue_in(row, other, reason=data.reason, by=request.user, on=today())
    return row


@router.get("/{number}/alike", response={200: BesideOut, 404: Problem}, operation_id="cases_alike")
@requires("cases.view")
def alike(request, number: str):
    """The worker's other open requests, those linked, and open ones that look alike."""
    return _told(_request_of(request, number, "cases.view"), request)


@router.post("/{number}/link", response={200: BesideOut, **PROBLEMS}, operation_id="cases_link")
@requires("cases.link")
def link(request, number: str, data: TieIn):
    """Say that another request belongs with it, and why."""
    return _decide(request, number, data, actions.link)


@router.post("/{number}/unlink", response={200: BesideOut, **PROBLEMS}, operation_id="cases_unlink")
@requires("cases.link")
def unlink(request, number: str, data: TieIn):
    """Take a link back, and say why."""
    return _decide(request, number, data, actions.unlink)


@router.post(
    "/{number}/tell-apart", response={200: BesideOut, **PROBLEMS}, operation_id="cases_tell_apart"
)
@requires("cases.link")
def tell_apart(request, number: str, data: TieIn):
    """Remember that another request is not the same."""
    return _decide(request, number, data, actions.tell_apart)
