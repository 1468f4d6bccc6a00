"""Saved searches over the interface, with the fields and tests they are made of."""

from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from pydantic import Field

from unionhall.access.scope import requires
from unionhall.core.clock import today
from unionhall.core.interface import PROBLEMS, Key
from unionhall.core.problems import Problem
from unionhall.members.api import STATUSES
from unionhall.members.saved import actions, queries
from unionhall.members.saved.fields import FIELDS
from unionhall.members.saved.grammar import NEEDS
from unionhall.members.saved.models import SavedSearch
from unionhall.members.saved.sentence import phrase, place, sentence
from unionhall.organisations.fields import key_of
from unionhall.organisations.models import Organisation

router = Router(tags=["members"])


class SavedSearchIn(Schema):
    """A search: groups of conditions, `{"match": "all" | "any", "not": bool, "of": […]}`, in which each
    is a group again or a condition, `{"field": …, "test": …, "value": …}`.
    """

    name: str = Field(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f]*$")
    conditions: dict[str, Any]
    status: str = Field("held", pattern=STATUSES)
    is_shared: bool = False


class SavedSearchChangeIn(SavedSearchIn):
    """The search as it should be; refused when somebody else changed it since `version`."""

    version: int


class SavedSearchOut(Schema):
    """A search, in words too."""

    id: int
    version: int
    name: str
    conditions: dict[str, Any]
    status: str
    is_shared: bool
    owner: str
    sentence: str


class CountedSearchOut(SavedSearchOut):
    """A search with how many memberships it finds today within the caller's scope."""

    count: int


class SearchTestOut(Schema):
    test: str
    needs: str = Field(description="nothing, text, choice, day, days, number or unit (its code)")
    words: str = Field(description="the condition in words, … where its value goes")


class SearchFieldOut(Schema):
    """Something members can be searched by."""

    field: str
    title: str
    tests: list[SearchTestOut]
    choices: list[str]


def _told(search: SavedSearch, where: str) -> dict[str, Any]:
    names = ("version", "name", "conditions", "status", "is_shared")
    said = sentence(search.readable, status=search.status, where=where)
    told = {name: getattr(search, name) for name in names}
    return told | {"id": search.pk, "owner": str(search.owner), "sentence": said}


def _search(request, key: int) -> SavedSearch:
    rows = queries.visible(request.scope).select_related("owner", "organisation")
    return get_object_or_404(rows, pk=key)


@router.get("", response=list[SavedSearchOut], operation_id="searches_list")
@requires("members.view")
def searches(request):
    """My searches, and those shared on my line of the tree."""
    where = place(request.scope)
    rows = queries.visible(request.scope).select_related("owner").order_by("name", "pk")
    return [_told(search, where) for search in rows[:500]]


@router.get("/fields", response=list[SearchFieldOut], operation_id="searches_fields")
@requires("members.view")
def fields(request):
    """What can be searched by, and to which tests each can be put."""
    return [
        {
            "field": field.name,
            "title": str(field.title),
            "tests": [
                {"test": test, "needs": NEEDS[test], "words": phrase(field, test)}
                for test in field.tests
            ],
            "choices": [value for value, _label in field.options()],
        }
        for field in FIELDS.values()
    ]


@router.post("", response={201: SavedSearchOut, **PROBLEMS}, operation_id="searches_save_search")
@requires("members.view")
def save_search(request, data: SavedSearchIn):
    """Give a search a name."""
    unit = Organisation.objects.get(pk=key_of(request.scope.paths[0]))
    made = actions.save_search(unit, **data.dict(), by=request.user, on=today())
    return Status(201, _told(made, place(request.scope)))


@router.get(
    "/{key}", response={200: CountedSearchOut, 404: Problem}, operation_id="searches_search"
)
@requires("members.view")
def search(request, key: Key):
    """One search, and how many it finds; list, export and figures take its id as `saved`."""
    found = _search(request, key)
    count = queries.queryset(found, request.scope, today()).count()
    return _told(found, place(request.scope)) | {"count": count}


@router.put(
    "/{key}", response={200: SavedSearchOut, **PROBLEMS}, operation_id="searches_change_search"
)
@requires("members.view")
def change_search(request, key: Key, data: SavedSearchChangeIn):
    """Change one's own search."""
    changed = actions.change_search(
        _search(request, key), **data.dict(), by=request.user, on=today()
    )
    return _told(changed, place(request.scope))


@router.delete("/{key}", response={204: None, **PROBLEMS}, operation_id="searches_remove_search")
@requires("members.view")
def remove_search(request, key: Key):
    """Take one's own search away."""
    actions.remove_search(_search(request, key), by=request.user, on=today())
    return Status(204, None)
