"""Merges over the interface: the same acts as on the pages."""

from datetime import datetime
from typing import Literal

from django.shortcuts import get_object_or_404
from ninja import Router, Schema
from pydantic import Field

from unionhall.access.scope import requires
from unionhall.core.clock import today
from unionhall.core.interface import PROBLEMS
from unionhall.members.api import PLAIN
from unionhall.members.duplicates.models import Duplicate
from unionhall.members.merging import actions
from unionhall.members.merging.models import Merge

router = Router(tags=["members"])


class MergeOut(Schema):
    """One file taken up into another."""

    id: int
    kept: int = Field(alias="kept_id")
    gone: int = Field(alias="gone_id")
    reason: str
    at: datetime
    undone_at: datetime | None


class UndoneOut(MergeOut):
    """A merge undone, with the tables in which something was changed since and stays."""

    stays: list[str]


class MergeIn(Schema):
    """Which file stays, from which the named fields are taken, whose account stays, and why."""

    keep: Literal["first", "second"]
    from_other: list[str] = Field([], description="fields whose value is that of the other file")
    account: Literal["kept", "gone"] = "kept"
    reason: str = Field(min_length=1, max_length=300, pattern=PLAIN)


@router.post(
    "/{int:pk}/merge", response={200: MergeOut, **PROBLEMS}, operation_id="duplicates_merge"
)
@requires("members.merge")
def merge(request, pk: int, wanted: MergeIn):
    """Make one file of a pair."""
    pair = get_object_or_404(Duplicate.objects.within(request.scope), pk=pk)
    sides = (pair.first, pair.second)
    kept, gone = sides if wanted.keep == "first" else reversed(sides)
    choices = dict.fromkeys(wanted.from_other, actions.GONE)
    return actions.merge(
        kept,
        gone,
        choices=choices,
        account=wanted.account,
        reason=wanted.reason,
        by=request.user,
        on=today(),
    )


@router.post(
    "/merges/{int:pk}/undo",
    response={200: UndoneOut, **PROBLEMS},
    operation_id="duplicates_undo_merge",
)
@requires("members.merge")
def undo_merge(request, pk: int):
    """Make two files of it again."""
    row = get_object_or_404(Merge.objects.within(request.scope), pk=pk)
    row.stays = actions.undo_merge(row, by=request.user, on=today())
    return row
