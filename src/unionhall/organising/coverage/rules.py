"""Coverage and density: how many employers have a union, how many workers are members.

Plain arithmetic over employers and the unions of their workers. An employer counts once however many
unions it has, and whoever is in two unions was counted once before (see queries.py).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from unionhall.organisations.classes import SIZES

SMALL = 5  # figures of people below this are not shown


class Site(NamedTuple):
    """An employer as it is counted."""

    division: str
    industry: str
    ownership: str
    workers: int | None
    has_union: bool


class Union(NamedTuple):
    """The members in force of one union, and the keys of the employers whose workers it gathers."""

    employers: frozenset[int]
    members: int


@dataclass
class Figures:
    """What is counted of a group of employers."""

    employers: int = 0
    covered: int = 0  # employers with a union
    workers: int = 0  # where they were counted
    uncounted: int = 0  # employers whose workers nobody counted
    members: int = 0
    reckoned: int = 0  # members at employers whose workers were counted

    @property
    def uncovered(self) -> int:
        return self.employers - self.covered

    @property
    def coverage(self) -> int | None:
        """Employers with a union in a hundred; None where there is no employer."""
        return percent(self.covered, self.employers)

    @property
    def density(self) -> int | None:
        """Members among a hundred workers, where workers were counted; None where none were, or too few
        members to tell of.
        """
        return None if self.is_small else percent(self.reckoned, self.workers)

    @property
    def unorganised(self) -> int:
        """Workers who are no members, where workers were counted; never less than none."""
        return max(0, self.workers - self.reckoned)

    @property
    def is_small(self) -> bool:
        """Whether so few are members that a number could tell who."""
        return 0 < self.members < SMALL


def percent(part: int, whole: int) -> int | None:
    """Rounded to whole per cent, half upwards; None of nothing."""
    return (200 * part + whole) // (2 * whole) if whole else None


def size_of(workers: int | None) -> str:
    """The least number of workers of its class, "" where nobody counted."""
    if workers is None:
        return ""
    return str(max(least for least in SIZES if least <= workers))


def tally(
    sites: Mapping[int, Site], unions: Iterable[Union], key: Callable[[Site], str]
) -> tuple[dict[str, Figures], int]:
    """Figures by group, and the members of unions whose employers lie in several groups or partly
    outside all of them: nobody can say in which.
    """
    found: dict[str, Figures] = {}
    groups = {employer: key(site) for employer, site in sites.items()}
    for employer, site in sites.items():
        group = found.setdefault(groups[employer], Figures())
        group.employers += 1
        group.covered += site.has_union
        group.workers += site.workers or 0
        group.uncounted += site.workers is None
    mixed = 0
    for union in unions:
        inside = [employer for employer in union.employers if employer in groups]
        wholly = len(inside) == len(union.employers)
        if not inside:
            continue
        if not wholly or len({groups[employer] for employer in inside}) > 1:
            mixed += union.members
            continue
        group = found[groups[inside[0]]]
        group.members += union.members
        if all(sites[employer].workers is not None for employer in inside):
            group.reckoned += union.members
    return found, mixed
