"""Desks handed over, over the interface: what lies on one, the rehearsal, the act, the list."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from pydantic import Field

from unionhall.access.scope import own, requires, scope
from unionhall.accounts.models import User
from unionhall.core.clock import today
from unionhall.core.interface import PROBLEMS, Key, Printable
from unionhall.core.problems import Problem
from unionhall.duties.leaving import actions, queries
from unionhall.duties.leaving.holdings import Desk, holdings
from unionhall.duties.leaving.models import DeskHandover
from unionhall.duties.leaving.views import ABILITY

router = Router(tags=["duties"])


class HeldOut(Schema):
    """One thing on a desk; `kind` is what `receivers` is keyed by."""

    kind: str
    title: str
    due_on: date | None
    to: str = Field(description="who takes it over; empty where nobody does")
    why: str


class DeskIn(Schema):
    """Who takes which kind over; kinds that are not named go to nobody yet."""

    receivers: dict[str, int] = Field(max_length=20, description="kind: key of a colleague")
    reason: Printable = Field(min_length=1, max_length=150)


class DeskOut(Schema):
    """A desk handed over."""

    uid: UUID
    organisation: str
    leaver: str
    on: date
    reason: str
    lines: list[HeldOut]


def _leaver(request, code: str, user: int) -> queries.Leaver:
    found = queries.officers(request.scope, on=today())
    for one in found:
        if (one.organisation.code, one.user.pk) == (code, user):
            return one
    raise Http404


def _receivers(leaving: queries.Leaver, data: DeskIn) -> dict[str, User | None]:
    """As the page offers them: anybody else does not exist."""
    known = {user.pk: user for user in queries.colleagues(leaving, on=today())}
    if not set(data.receivers.values()) <= known.keys():
        raise Http404
    return {kind: known[key] for kind, key in data.receivers.items()}


def _told(row: DeskHandover, user: User) -> dict[str, Any]:
    lines = queries.shown(row, user).select_related("to").order_by("pk")
    return {
        "uid": row.uid,
        "organisation": row.organisation.code,
        "leaver": str(row.leaver),
        "on": row.on,
        "reason": row.reason,
        "lines": [
            {
                "kind": line.kind,
                "title": line.title,
                "due_on": line.due_on,
                "to": str(line.to or ""),
                "why": line.why,
            }
            for line in lines
        ],
    }


@router.get(
    "/{code}/{user}", response={200: list[HeldOut], 404: Problem}, operation_id="desks_desk"
)
@requires(ABILITY)
def desk(request, code: str, user: Key):
    """All that an officer holds, as far as you may hand it over."""
    leaving = _leaver(request, code, user)
    asked = Desk(leaving.user, leaving.organisation, request.user, today())
    return [
        {"kind": one.name, "title": held.title, "due_on": held.due_on, "to": "", "why": ""}
        for one in holdings()
        for held in one.rows(asked)
    ]


@router.post(
    "/{code}/{user}/rehearse",
    response={200: list[HeldOut], **PROBLEMS},
    operation_id="desks_rehearse",
)
@requires(ABILITY)
def rehearse(request, code: str, user: Key, data: DeskIn):
    """What handing over would do to each thing; everything stays as it is."""
    leaving = _leaver(request, code, user)
    given = actions.rehearse(
        leaving.user,
        leaving.organisation,
        _receivers(leaving, data),
        by=request.user,
        on=today(),
    )
    return [
        {
            "kind": one.holding.name,
            "title": one.held.title,
            "due_on": one.held.due_on,
            "to": str(one.to or ""),
            "why": one.why,
        }
        for one in given
    ]


@router.post(
    "/{code}/{user}", response={201: DeskOut, **PROBLEMS}, operation_id="desks_hand_over_desk"
)
@requires(ABILITY)
def hand_over_desk(request, code: str, user: Key, data: DeskIn):
    """Hand the desk over in one act."""
    leaving = _leaver(request, code, user)
    made = actions.hand_over_desk(
        leaving.user,
        leaving.organisation,
        _receivers(leaving, data),
        reason=data.reason,
        by=request.user,
        on=today(),
    )
    return Status(201, _told(made, request.user))


@router.get("/{uid}", response={200: DeskOut, 404: Problem}, operation_id="desks_handover")
@own
def handover(request, uid: UUID):
    """The list of a desk handed over, for those who took part and who lead there."""
    rows = queries.readable(request.user, scope(request.user, ABILITY))
    row = get_object_or_404(rows.select_related("organisation", "leaver"), uid=uid)
    return _told(row, request.user)
