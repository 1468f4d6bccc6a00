"""Files that may be one person's, over the interface: the same scope and the same acts as on the pages."""

from datetime import datetime

from django.shortcuts import get_object_or_404
from ninja import Router, Schema
from pydantic import Field

from unionhall.access.scope import requires
from unionhall.core.clock import today
from unionhall.core.interface import PROBLEMS, After
from unionhall.core.paging import keyset
from unionhall.core.problems import Problem
from unionhall.members.api import PLAIN
from unionhall.members.duplicates import actions
from unionhall.members.duplicates.models import Duplicate

router = Router(tags=["members"])


class DuplicateOut(Schema):
    """Two files that may be one person's."""

    id: int
    first: int = Field(alias="first_id", description="the older file")
    second: int = Field(alias="second_id")
    score: int = Field(description="how sure it is, of a hundred")
    reasons: list[str] = Field(description="what agrees and what contradicts")
    found_at: datetime
    dismissed_at: datetime | None = Field(
        description="when somebody said that these are two people"
    )
    reason: str


class DuplicatePage(Schema):
    """One page of a list; `after` is the cursor of the next one, "" at the end."""

    items: list[DuplicateOut]
    after: str


class DismissIn(Schema):
    """Why these are two people."""

    reason: str = Field(min_length=1, max_length=300, pattern=PLAIN)


def _pair(request, pk: int) -> Duplicate:
    rows = Duplicate.objects.within(request.scope).select_related("first", "second")
    return get_object_or_404(rows, pk=pk)


@router.get("", response={200: DuplicatePage, 404: Problem}, operation_id="duplicates_list")
@requires("members.merge")
def index(request, after: After = ""):
    """Pairs of my unions that nobody has decided, the surest first."""
    page = keyset(Duplicate.objects.within(request.scope).waiting(), ("-score", "pk"), after)
    return {"items": page.rows, "after": page.after}


@router.post(
    "/{int:pk}/dismiss", response={200: DuplicateOut, **PROBLEMS}, operation_id="duplicates_dismiss"
)
@requires("members.merge")
def dismiss(request, pk: int, wanted: DismissIn):
    """Say that these are two people."""
    return actions.dismiss(_pair(request, pk), reason=wanted.reason, by=request.user, on=today())


@router.post(
    "/{int:pk}/reconsider",
    response={200: DuplicateOut, **PROBLEMS},
    operation_id="duplicates_reconsider",
)
@requires("members.merge")
def reconsider(request, pk: int):
    """Take back that these are two people."""
    return actions.reconsider(_pair(request, pk), by=request.user, on=today())
