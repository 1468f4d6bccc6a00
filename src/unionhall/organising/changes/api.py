"""Changes of unions over the interface: first a look, then the act with the seal of what was seen."""

from datetime import date
from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema

from unionhall.access.scope import Scope, requires
from unionhall.core.clock import today
from unionhall.core.interface import PROBLEMS, After
from unionhall.core.paging import keyset
from unionhall.core.problems import Problem
from unionhall.members.api import PLAIN
from unionhall.organisations.models import Organisation
from unionhall.organising.changes import actions, first_officers, views
from unionhall.organising.changes.models import Change, Way
from unionhall.organising.changes.plans import FirstOfficer, New, Plan, consequences, seal

router = Router(tags=["organisations"])


class FigureOut(Schema):
    """So many things of one kind; `count` is null where your office may not know it, `to` "" where they end."""

    union: str = Field(description="code of the union that has them")
    part: str
    count: int | None
    to: str


class ChangedUnionOut(Schema):
    code: str
    name: str = Field(description="its name before")
    role: str = Field(description="ended, made or kept")

    @staticmethod
    def resolve_code(row) -> str:
        return row.organisation.code


class ChangeOut(Schema):
    """One change that was carried out."""

    id: int
    way: str
    higher: str = Field(description="code of the union that resolved it")
    resolution: str
    reason: str
    done_on: date
    parts: list[ChangedUnionOut]

    @staticmethod
    def resolve_higher(row) -> str:
        return row.higher.code

    @staticmethod
    def resolve_parts(row) -> list:
        return list(row.parts.all())


class FirstOfficerOut(Schema):
    person: int
    office: str


class ChangeLooked(Schema):
    """What it would mean, or has meant; `change` is null while nothing was done."""

    figures: list[FigureOut]
    seen: str = Field(description="send it back to carry out what was looked at")
    officers: list[FirstOfficerOut] = Field(description="who would sit first in a new union")
    change: ChangeOut | None


class ChangePage(Schema):
    """One page; `after` is the cursor of the next one, "" at the end."""

    items: list[ChangeOut]
    after: str


class ChangesWanted(Schema):
    after: After = ""


class ResolvedIn(Schema):
    """Without `seen` nothing is done: the answer tells what it would mean, and the `seen` to send."""

    seen: str = Field("", max_length=64, pattern=PLAIN)
    resolution: str = Field("", max_length=120, pattern=PLAIN)
    reason: str = Field("", max_length=300, pattern=PLAIN)


class NewUnionIn(Schema):
    """A union that the change makes."""

    kind: str = Field(max_length=30, pattern=PLAIN)
    name: str = Field(min_length=1, max_length=200, pattern=PLAIN)
    code: str = Field(min_length=1, max_length=40, pattern=PLAIN)


class ChangeUnionIn(ResolvedIn):
    """Another name or kind; "" leaves it."""

    name: str = Field("", max_length=200, pattern=PLAIN)
    kind: str = Field("", max_length=30, pattern=PLAIN)


class MoveUnionIn(ResolvedIn):
    to: str = Field(max_length=40, pattern=PLAIN, description="code of the next higher union")


class FirstOfficerIn(Schema):
    """A member who goes along, and the office they hold in the new union from the first day."""

    person: int
    office: str = Field(max_length=30, pattern=PLAIN)


class MergeUnionIn(ResolvedIn):
    """The others by their codes; with `new` all of them end in a new union."""

    others: list[str] = Field(min_length=1, max_length=50)
    new: NewUnionIn | None = None
    officers: list[FirstOfficerIn] = Field([], max_length=20)
    units_to: str = Field("", max_length=40, pattern=PLAIN)


class SplitUnionIn(ResolvedIn):
    """Who goes by their keys, into an existing union by its code or a new one."""

    persons: list[int] = Field(min_length=1, max_length=20_000)
    into: str = Field("", max_length=40, pattern=PLAIN)
    new: NewUnionIn | None = None
    officers: list[FirstOfficerIn] = Field([], max_length=20)


class DissolveUnionIn(ResolvedIn):
    """With `keeps` the higher union keeps the memberships, until another union takes them over."""

    into: str = Field("", max_length=40, pattern=PLAIN)
    keeps: bool = False
    units_to: str = Field("", max_length=40, pattern=PLAIN)


ANSWER = {200: ChangeLooked, **PROBLEMS}


@router.get("", response={200: ChangePage, 404: Problem}, operation_id="union_changes_list")
@requires("organising.view")
def index(request, asked: Query[ChangesWanted]):
    """What became of unions below mine, the newest first."""
    rows = Change.objects.within(request.scope).select_related("higher")
    rows = rows.prefetch_related("parts__organisation")
    page = keyset(rows, ("-done_on", "-pk"), asked.after)
    return {"items": page.rows, "after": page.after}


@router.get(
    "/{int:pk}", response={200: ChangeLooked, 404: Problem}, operation_id="union_changes_show"
)
@requires("organising.view")
def show(request, pk: int):
    """One change with the figures of the day."""
    row = views.change_of(request, pk)
    return {"figures": _figures(row.figures, request), "seen": "", "officers": [], "change": row}


@router.post("/unions/{code}/change", response=ANSWER, operation_id="union_changes_change")
@requires("organising.change")
def change(request, code: str, wanted: ChangeUnionIn):
    """Give a union another name or kind."""
    union = _union(request, code)
    new = New(wanted.kind or union.kind, wanted.name or union.name, union.code)
    return _step(request, Plan(Way.CHANGE, (union,), new=new), wanted, actions.change)


@router.post("/unions/{code}/move", response=ANSWER, operation_id="union_changes_move")
@requires("organising.move")
def move(request, code: str, wanted: MoveUnionIn):
    """Put a union under another higher union."""
    to = _named(request.scope, wanted.to)
    return _step(request, Plan(Way.MOVE, (_union(request, code),), into=to), wanted, actions.move)


@router.post("/unions/{code}/merge", response=ANSWER, operation_id="union_changes_merge")
@requires("organising.merge")
def merge(request, code: str, wanted: MergeUnionIn):
    """Merge others into a union, or all of them into a new one."""
    union = _union(request, code)
    others = tuple(_union(request, other) for other in wanted.others)
    new = New(**wanted.new.dict()) if wanted.new else None
    plan = Plan(
        Way.MERGE,
        (union, *others) if new else others,
        into=None if new else union,
        new=new,
        officers=_officers(wanted.officers),
        units_to=_named(request.scope, wanted.units_to),
    )
    return _step(request, plan, wanted, actions.merge)


@router.post("/unions/{code}/split", response=ANSWER, operation_id="union_changes_split")
@requires("organising.split")
def split(request, code: str, wanted: SplitUnionIn):
    """Let a part of the members go on in another union."""
    plan = Plan(
        Way.SPLIT,
        (_union(request, code),),
        into=_named(request.scope, wanted.into),
        new=New(**wanted.new.dict()) if wanted.new else None,
        persons=frozenset(wanted.persons),
        officers=_officers(wanted.officers),
    )
    return _step(request, plan, wanted, actions.split)


@router.post("/unions/{code}/dissolve", response=ANSWER, operation_id="union_changes_dissolve")
@requires("organising.dissolve")
def dissolve(request, code: str, wanted: DissolveUnionIn):
    """Dissolve a union; what it has goes on in another."""
    plan = Plan(
        Way.DISSOLVE,
        (_union(request, code),),
        into=_named(request.scope, wanted.into),
        keeps=wanted.keeps,
        units_to=_named(request.scope, wanted.units_to),
    )
    return _step(request, plan, wanted, actions.dissolve)


def _step(request, plan: Plan, wanted: ResolvedIn, act) -> dict[str, Any]:
    """A look where nothing was seen yet, else the act."""
    if not wanted.seen:
        found = consequences(plan, on=today())
        first_officers.named(plan, on=today())
        figures = _figures([one.figure() for one in found], request)
        seats = [one._asdict() for one in plan.officers]
        return {"figures": figures, "seen": seal(plan, found), "officers": seats, "change": None}
    told = {"resolution": wanted.resolution, "reason": wanted.reason, "seen": wanted.seen}
    made = act(plan, **told, by=request.user, on=today())
    figures = _figures(made.figures, request)
    return {"figures": figures, "seen": "", "officers": [], "change": made}


def _officers(wanted: list[FirstOfficerIn]) -> tuple[FirstOfficer, ...]:
    return tuple(FirstOfficer(one.person, one.office) for one in wanted)


def _figures(figures: list[dict], request) -> list[dict]:
    """Without how many there are of what the caller may not see."""
    parts = {part.name: part for part in views.estate.parts()}
    codes = {one["union"] for one in figures}
    unions = {unit.code: unit for unit in Organisation.objects.filter(code__in=codes)}

    answer = []
    for one in figures:
        part, union = parts.get(one["part"]), unions.get(one["union"])
        if part is None or union is None or not views.told(part, union, request):
            continue
        answer.append(one if views.sees(part, union, request) else {**one, "count": None})
    return answer


def _union(request, code: str) -> Organisation:
    rows = Organisation.objects.open().filter(request.scope.q("parent"))
    return get_object_or_404(rows.select_related("parent", "division", "employer"), code=code)


def _named(scope: Scope, code: str) -> Organisation | None:
    if not code:
        return None
    rows = Organisation.objects.open().filter(scope.q("")).select_related("parent")
    return get_object_or_404(rows, code=code)
