"""Saved views of the inbox over the interface; the list of requests takes one's id as `view`."""

from typing import Any, Literal

from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from pydantic import Field

from unionhall.access.scope import requires
from unionhall.cases.models import Topic
from unionhall.cases.saved import actions, queries
from unionhall.cases.saved.models import SavedView
from unionhall.cases.saved.sentence import sentence
from unionhall.core.clock import today
from unionhall.core.interface import PROBLEMS, Key, Printable
from unionhall.core.problems import Problem
from unionhall.organisations.fields import key_of
from unionhall.organisations.models import Organisation

router = Router(tags=["cases"])


class ViewFilters(Schema):
    """The filters of the list of requests, but for what is typed."""

    show: Literal["open", "new", "mine", "overdue", "week", "ended"] = "open"
    topic: Topic | None = None
    unit: Printable = ""
    handler: Key | None = None


class SavedViewIn(Schema):
    """A view of the inbox under a name."""

    name: str = Field(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f]*$")
    filters: ViewFilters
    is_shared: bool = Field(False, description="with your union and all on its line")


class SavedViewChangeIn(Schema):
    """The view as it should be called and shared; refused when it was changed since `version`."""

    name: str = Field(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f]*$")
    is_shared: bool = False
    version: int


class SavedViewOut(Schema):
    """A view, in words too; `count` goes up to 100."""

    id: int
    version: int
    name: str
    filters: dict[str, Any]
    is_shared: bool
    owner: str
    sentence: str
    count: int


def _told(request, views: list[SavedView]) -> list[dict[str, Any]]:
    counts = queries.counts(views, user=request.user, on=today())
    names = ("version", "name", "filters", "is_shared")
    return [
        {name: getattr(view, name) for name in names}
        | {
            "id": view.pk,
            "owner": str(view.owner),
            "sentence": sentence(view.filters),
            "count": counts[view.pk],
        }
        for view in views
    ]


def _view(request, key: int) -> SavedView:
    rows = queries.visible(request.scope).select_related("owner", "organisation")
    return get_object_or_404(rows, pk=key)


@router.get("", response=list[SavedViewOut], operation_id="case_views_list")
@requires("cases.view")
def views(request):
    """My views in my order, then those shared on my line of the tree."""
    return _told(request, queries.listed(request.scope))


@router.post("", response={201: SavedViewOut, **PROBLEMS}, operation_id="case_views_save_view")
@requires("cases.view")
def save_view(request, data: SavedViewIn):
    """Give filters a name."""
    unit = Organisation.objects.get(pk=key_of(request.scope.paths[0]))
    made = actions.save_view(unit, **data.dict(), by=request.user, on=today())
    return Status(201, _told(request, [made])[0])


@router.put(
    "/{key}", response={200: SavedViewOut, **PROBLEMS}, operation_id="case_views_change_view"
)
@requires("cases.view")
def change_view(request, key: Key, data: SavedViewChangeIn):
    """Change one's own view."""
    view = _view(request, key)
    changed = actions.change_view(view, **data.dict(), by=request.user, on=today())
    return _told(request, [changed])[0]


@router.delete(
    "/{key}",
    response={204: None, 404: Problem, **PROBLEMS},
    operation_id="case_views_remove_view",
)
@requires("cases.view")
def remove_view(request, key: Key):
    """Take one's own view away."""
    actions.remove_view(_view(request, key), by=request.user, on=today())
    return Status(204, None)
