"""What coverage is reckoned from: the employers of an area, their unions, and members in force by union.

A handful of queries whatever the area holds. Figures only: members of unions outside the reader's own
subtree are counted, never listed.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from unionhall.access.scope import Scope
from unionhall.members.models import Spell, SpellQuerySet
from unionhall.organisations.classes import SIZES
from unionhall.organisations.fields import below
from unionhall.organisations.models import Coverage, Employer, EmployerQuerySet, Organisation
from unionhall.organising.coverage.rules import Site, Union
from unionhall.organising.employers_in import areas

MANY = 300  # subtrees named one by one in a query


@dataclass(frozen=True)
class Narrowing:
    """Which employers of an area are looked at; "" means all."""

    division: str = ""
    industry: str = ""
    ownership: str = ""
    size: str = ""
    q: str = ""


@dataclass(frozen=True)
class Snapshot:
    """An area as it stands on a day. `loose` are members of unions whose employer is not registered."""

    sites: dict[int, Site]
    unions: list[Union]
    loose: int = 0
    twice: int = field(default=0)  # people with two memberships in force, each counted once


def employers_of(unit: Organisation) -> EmployerQuerySet:
    """The employers of a unit's area: of its unions, gathered by them, or kept by it or below it."""
    return Employer.objects.within(Scope("coverage.view", (unit.path,)))


def narrowed(rows: EmployerQuerySet, by: Narrowing) -> EmployerQuerySet:
    """Those that the narrowing leaves."""
    if by.division:
        codes = [code for code, *_rest in areas.below([by.division])]
        rows = rows.filter(division__code__among=codes)
    if by.industry:
        rows = rows.filter(industry=by.industry)
    if by.ownership:
        rows = rows.filter(ownership=by.ownership)
    if by.size:
        at = SIZES.index(int(by.size))
        rows = rows.filter(workers__gte=SIZES[at])
        if at + 1 < len(SIZES):
            rows = rows.filter(workers__lt=SIZES[at + 1])
    return rows.called(by.q) if by.q else rows


def without_union(rows: EmployerQuerySet, *, on: date) -> EmployerQuerySet:
    """Those in which no union is open on the day, and whose workers no joint union gathers."""
    own = Organisation.objects.open().filter(employer=OuterRef("pk"))
    joint = Coverage.objects.in_force(on=on).filter(
        employer=OuterRef("pk"), organisation__closed_on=None
    )
    return rows.filter(~Exists(own), ~Exists(joint))


def snapshot(unit: Organisation, by: Narrowing, *, on: date) -> Snapshot:
    """The employers that the narrowing leaves, and all unions of the area with their members."""
    area = employers_of(unit)
    gathered = _gathered(area, on=on)
    covered = frozenset().union(*gathered.values()) if gathered else frozenset()
    rows = narrowed(area, by).values_list("pk", "division_id", "industry", "ownership", "workers")
    sites = {
        pk: Site(division or "", industry, ownership, workers, pk in covered)
        for pk, division, industry, ownership, workers in rows
    }
    counted, twice = _members(unit, gathered, on=on)
    unions: Counter[str] = Counter()
    loose = 0
    for path, members in counted.items():
        if top := _union_above(path, gathered):
            unions[top] += members
        else:
            loose += members
    found = [Union(gathered[path], members) for path, members in unions.items()]
    return Snapshot(sites, found, loose, twice)


def _gathered(area: EmployerQuerySet, *, on: date) -> dict[str, frozenset[int]]:
    """The employers of each open union by its path; of a joint union all whose workers it gathers."""
    keys = area.values("pk")
    found: dict[str, set[int]] = defaultdict(set)
    own = Organisation.objects.open().filter(employer__in=keys)
    for path, employer in own.values_list("path", "employer_id"):
        found[path].add(employer)
    joint = Coverage.objects.in_force(on=on).filter(organisation__closed_on=None)
    unions = joint.filter(employer__in=keys).values("organisation")
    rows = joint.filter(organisation__in=unions).values_list("organisation__path", "employer_id")
    for path, employer in rows:
        found[path].add(employer)
    return {path: frozenset(employers) for path, employers in found.items()}


def _union_above(path: str, gathered: Mapping[str, frozenset[int]]) -> str:
    """The nearest union at or above a unit that has employers; "" for none."""
    while path:
        if path in gathered:
            return path
        path = path[: path.rstrip("/").rfind("/") + 1]
    return ""


def _members(
    unit: Organisation, gathered: Iterable[str], *, on: date
) -> tuple[dict[str, int], int]:
    """People with a membership in force by the path of their unit, each once, and how many had two."""
    outside = [path for path in gathered if not path.startswith(unit.path)]
    spells = Spell.objects.in_force(on=on).filter(in_subtrees([unit.path]) | _elsewhere(outside))
    return counted_once(spells, on=on)


def counted_once(spells: SpellQuerySet, *, on: date) -> tuple[dict[str, int], int]:
    """People by the path of the unit of their spell; whoever has several counts where the latest is."""
    rows = spells.values_list("organisation").annotate(n=Count("*")).order_by()
    by_unit = dict(rows)
    paths = Organisation.objects.filter(pk__among=list(by_unit)).values_list("pk", "path")
    counted = {path: by_unit[pk] for pk, path in paths}
    people = _perhaps_several(on=on)
    held = spells.filter(person__id__among=people).order_by("person", "-from_on", "-pk")
    last, twice = None, set()
    for person, path in held.values_list("person", "organisation__path"):
        if person == last:
            counted[path] -= 1
            twice.add(person)
        last = person
    return counted, len(twice)


def _perhaps_several(*, on: date) -> list[int]:
    """Everybody who can have two memberships in force: two without an end, or one that is to end.

    Asked so, the database walks one index of open spells in its order instead of sorting a million rows.
    """
    endless = Spell.objects.filter(until_on=None).values("person").annotate(n=Count("*"))
    several = set(endless.filter(n__gt=1).order_by().values_list("person", flat=True))
    ending = Spell.objects.filter(until_on__gt=on).order_by()
    return list(several.union(ending.values_list("person", flat=True)))


def in_subtrees(paths: Iterable[str]) -> Q:
    """Spells in any of the subtrees."""
    found = Q(pk__in=[])
    for low, high in map(below, paths):
        found |= Q(organisation__path__gte=low, organisation__path__lt=high)
    return found


def _elsewhere(paths: list[str]) -> Q:
    """Spells in unions outside the area; where they are many, their units are looked up first."""
    if len(paths) <= MANY:
        return in_subtrees(paths)
    wanted = tuple(paths)
    rows = Organisation.objects.values_list("pk", "path")
    keys = [pk for pk, path in rows if path.startswith(wanted)]
    return Q(organisation__id__among=keys)
