"""What is to become of unions, and what that would mean: figures and names before anything is done."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from unionhall.core.errors import Refused
from unionhall.organisations import estate
from unionhall.organisations.actions.tree import refuse_closed
from unionhall.organisations.models import Organisation
from unionhall.organising.changes.models import Way
from unionhall.rulebook import rules

APPROVAL, DISSOLUTION = "cn.org.upper_approval", "cn.org.dissolution_report"


@dataclass(frozen=True)
class New:
    """A union that the change itself makes."""

    kind: str
    name: str
    code: str


class FirstOfficer(NamedTuple):
    """A person by key, and the office they are to hold in the union that the change makes."""

    person: int
    office: str


@dataclass(frozen=True)
class Plan:
    """Which unions end, are divided or move, and where what is theirs goes.

    `into` or `new` takes it; `units_to` takes the units below where it cannot. Of a division
    `persons` says who goes; of a change of kind or name `new` says what the union becomes. `officers`
    are appointed in the union that it makes. With `keeps` the memberships of a union that is
    dissolved are kept by the higher union, which takes the rest too where no other does.
    """

    way: str
    unions: tuple[Organisation, ...]
    into: Organisation | None = None
    new: New | None = None
    units_to: Organisation | None = None
    persons: frozenset[int] | None = None
    officers: tuple[FirstOfficer, ...] = ()
    keeps: bool = False

    @property
    def higher(self) -> Organisation:
        """The next higher union, which resolves it."""
        stays = self.into if self.way == Way.MERGE and self.into else self.unions[0]
        parent = stays.parent
        if parent is None:
            raise Refused(_("%s has no higher union that could resolve it.") % stays)
        return parent

    @property
    def ending(self) -> tuple[Organisation, ...]:
        """Those that are no more afterwards."""
        if self.way not in (Way.MERGE, Way.DISSOLVE):
            return ()
        return tuple(unit for unit in self.unions if unit != self.into)

    @property
    def target(self) -> Organisation:
        """The union that takes it; one that is still to be made, as it will be."""
        if self.way in (Way.CHANGE, Way.MOVE):
            return self.unions[0]
        if self.into:
            return self.into
        if self.keeps:
            return self.higher
        if self.new:
            return Organisation(
                kind=self.new.kind,
                name=self.new.name,
                code=self.new.code,
                parent=self.higher,
                division=self.higher.division,
            )
        raise Refused(
            _("Nothing may be left without an owner: say which union takes it."),
            rules.citation(DISSOLUTION),
        )

    def handings(self, *, to: Organisation, by: Any, on: date) -> Iterator[estate.Handing]:
        """One for each union that gives something away."""
        for unit in self.ending or self.unions:
            yield estate.Handing(unit, to, by, on, self.persons)


@dataclass(frozen=True)
class Consequence:
    """So many things of one kind in a union, some by name, and where they go; None where they end."""

    union: Organisation
    part: estate.Part
    count: int
    names: tuple[str, ...]
    to: Organisation | None

    def figure(self) -> dict[str, Any]:
        """As it is kept with the change."""
        return {
            "union": self.union.code,
            "part": self.part.name,
            "count": self.count,
            "to": self.to.code if self.to else "",
        }


def consequences(plan: Plan, *, on: date) -> list[Consequence]:
    """Everything that the unions have, and where it would go; raises Refused where it has to go nowhere."""
    refuse_unfit(plan)
    found = []
    if plan.way == Way.DISSOLVE and not (plan.into or plan.keeps):
        return _of_an_empty_union(plan, on)
    for handing in plan.handings(to=plan.target, by=None, on=on):
        for part in estate.parts():
            own = along(part, handing, plan)
            if count := part.count(own):
                _refuse_joining(part, own)
                stays = plan.way in (Way.CHANGE, Way.MOVE)
                to = own.to if stays or (part.goes(own) and not part.ends) else None
                found.append(Consequence(own.source, part, count, tuple(part.named(own)), to))
    return found


def _of_an_empty_union(plan: Plan, on: date) -> list[Consequence]:
    """A union with nothing but bodies, mandates and values of its own may end without a successor."""
    (union,) = plan.unions
    found = []
    handing = estate.Handing(union, plan.higher, None, on)
    for part in estate.parts():
        own = along(part, handing, plan)
        count = part.count(own)
        if count and not (part.ends or part.lapses or part.name == "units"):
            raise Refused(
                _("%(union)s still has something that another union must take: %(what)s.")
                % {"union": union, "what": part.label},
                rules.citation(DISSOLUTION),
                instead=_("Say which union takes it."),
            )
        if count:
            to = None if part.ends or part.lapses else own.to
            found.append(Consequence(union, part, count, tuple(part.named(own)), to))
    return found


def _refuse_joining(part: estate.Part, handing: estate.Handing) -> None:
    """Who wants to become a member waits for a union that has members."""
    if part.joins and not handing.to.kind_facts.holds_members:
        raise Refused(
            _("%(to)s has no members of its own and cannot take this: %(what)s.")
            % {"to": handing.to, "what": part.label},
            rules.citation(DISSOLUTION),
            instead=_("Decide on it first, or say which union takes it."),
        )


def along(part: estate.Part, handing: estate.Handing, plan: Plan) -> estate.Handing:
    """Units below may go elsewhere than the rest, and memberships may be kept by the higher union."""
    if part.name == "members" and plan.keeps:
        return replace(handing, to=plan.higher, keeps=True)
    if part.name == "units" and plan.units_to:
        return replace(handing, to=plan.units_to)
    return handing


def seal(plan: Plan, found: list[Consequence]) -> str:
    """What was looked at, in short: an act on anything else than that is refused."""
    new = plan.new
    told = [
        plan.way,
        *(unit.code for unit in plan.unions),
        plan.into.code if plan.into else "",
        f"{new.kind} {new.name} {new.code}" if new else "",
        plan.units_to.code if plan.units_to else "",
        "keeps" if plan.keeps else "",
        *sorted(map(str, plan.persons or ())),
        *(f"{one.office} {one.person}" for one in plan.officers),
        *(str(sorted(one.figure().items())) for one in found),
    ]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:32]


def refuse_unfit(plan: Plan) -> None:
    """Refuse what no such change can be, whoever asks for it."""
    for unit in filter(None, [*plan.unions, plan.into, plan.units_to]):
        refuse_closed(unit)
    if plan.way == Way.MERGE and len({*plan.unions, plan.into or plan.new}) < 2:
        raise Refused(_("A merger needs two unions at least."))
    if plan.way in (Way.SPLIT, Way.DISSOLVE) and plan.into in plan.unions:
        raise Refused(_("A union cannot go on in itself."))
    for unit in plan.ending:
        for to in filter(None, [plan.into, plan.units_to]):
            if to.lies_below(unit):
                raise Refused(
                    _("%(to)s hangs below %(unit)s.") % {"to": to, "unit": unit},
                    instead=_("Move it first."),
                )
    if plan.way == Way.SPLIT:
        _refuse_division(plan)


def _refuse_division(plan: Plan) -> None:
    if not plan.persons:
        raise Refused(_("Say who goes."))
    (union,) = plan.unions
    if not union.kind_facts.holds_members:
        raise Refused(_("%s has no members who could go.") % union)
