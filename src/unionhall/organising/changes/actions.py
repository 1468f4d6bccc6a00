"""Unions changed, moved, merged, divided and dissolved: after a look at the consequences, in one act."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.core.errors import Refused
from unionhall.history.actions import act, record
from unionhall.members.models import Spell
from unionhall.organisations import actions as organisations
from unionhall.organisations import estate
from unionhall.organisations.actions.tree import lock_tree
from unionhall.organisations.models import Organisation
from unionhall.organising.changes import first_officers, owed
from unionhall.organising.changes.models import Change, ChangedUnion, Role, Way
from unionhall.organising.changes.plans import (
    APPROVAL,
    Consequence,
    Plan,
    along,
    consequences,
    seal,
)
from unionhall.rulebook import rules


@act
def change(
    plan: Plan, *, resolution: str, reason: str = "", seen: str, by: User, on: date
) -> Change:
    """Give a union another name, another kind, or both; all it has stays its own."""
    found = _begun(plan, seen, resolution, on)
    (union,), new = plan.unions, plan.new
    if new is None or (new.kind == union.kind and new.name == union.name):
        raise Refused(_("Nothing would change."))
    before = union.name
    if new.kind != union.kind:
        _make(union, new.kind, by=by, on=on)
    if new.name != union.name:
        organisations.rename(union, new.name, by=by, on=on)
    made = _kept(plan, found, resolution, reason, by, on)
    _part(made, union, Role.KEPT, name=before)
    return made


@act
def move(plan: Plan, *, resolution: str, reason: str = "", seen: str, by: User, on: date) -> Change:
    """Hang a union and all below it under another higher union."""
    found = _begun(plan, seen, resolution, on)
    (union,) = plan.unions
    if plan.into is None:
        raise Refused(_("Say under which union it shall hang."))
    made = _kept(plan, found, resolution, reason, by, on)
    organisations.move(union, plan.into, by=by, on=on)
    _part(made, union, Role.KEPT)
    return made


@act
def merge(
    plan: Plan, *, resolution: str, reason: str = "", seen: str, by: User, on: date
) -> Change:
    """Make several unions one: all that they have goes on in it, and they are closed."""
    found = _begun(plan, seen, resolution, on)
    made = _kept(plan, found, resolution, reason, by, on)
    _absorb(plan, found, made, by=by, on=on)
    return made


@act
def dissolve(
    plan: Plan, *, resolution: str, reason: str = "", seen: str, by: User, on: date
) -> Change:
    """Close a union; its members and all that is open go on in another one."""
    found = _begun(plan, seen, resolution, on)
    made = _kept(plan, found, resolution, reason, by, on)
    if not plan.into:
        # Nothing is there that another union would have to take; `consequences` has looked.
        plan = replace(plan, into=plan.higher)
    _absorb(plan, found, made, by=by, on=on)
    return made


@act
def split(
    plan: Plan, *, resolution: str, reason: str = "", seen: str, by: User, on: date
) -> Change:
    """Let a part of the members go on in another union, with their open requests."""
    found = _begun(plan, seen, resolution, on)
    _refuse_all_or_nobody(plan, on)
    made = _kept(plan, found, resolution, reason, by, on)
    target = _target(plan, made, by=by, on=on)
    _hand(plan, found, target, by=by, on=on)
    _seat(plan, made, target, by=by, on=on)
    for union in plan.unions:
        _part(made, union, Role.KEPT)
    return made


def _begun(plan: Plan, seen: str, resolution: str, on: date) -> list[Consequence]:
    """The consequences as they are now, if they are those that were looked at.

    Of two who change the same unions, the second waits for the first and then finds others.
    """
    if not resolution.strip():
        raise Refused(_("This needs the resolution of the higher union."), rules.citation(APPROVAL))
    units = [unit for unit in (*plan.unions, plan.into, plan.units_to) if unit]
    lock_tree(*units, plan.higher)
    for unit in units:
        unit.refresh_from_db()
    found = consequences(plan, on=on)
    first_officers.named(plan, on=on)
    if seal(plan, found) != seen:
        raise Refused(
            _("Something has changed since you looked. Nothing was done."),
            instead=_("Look at the consequences again."),
        )
    return found


def _absorb(plan: Plan, found: list[Consequence], made: Change, *, by: User, on: date) -> None:
    target = _target(plan, made, by=by, on=on)
    _hand(plan, found, target, by=by, on=on)
    for union in plan.ending:
        union.refresh_from_db()
        organisations.close(union, by=by, on=on)
        _part(made, union, Role.ENDED)
    _seat(plan, made, target, by=by, on=on)


def _seat(plan: Plan, made: Change, target: Organisation, *, by: User, on: date) -> None:
    """Let a new union have its first officers; where nobody leads it, the higher one owes that."""
    if plan.new is None:
        return
    first_officers.appoint(plan, target, by=by, on=on)
    if not first_officers.leads(plan):
        owed.open_for(made, by=by, on=on)


def _target(plan: Plan, made: Change, *, by: User, on: date) -> Organisation:
    """The union that takes it, made now where the plan says so."""
    if plan.into:
        if plan.into != plan.higher:
            _part(made, plan.into, Role.KEPT)
        return plan.into
    if plan.new is None:
        return plan.target
    union = organisations.add(
        plan.new.kind,
        plan.higher,
        plan.new.code,
        plan.new.name,
        by=by,
        on=on,
        division=plan.higher.division,
    )
    _part(made, union, Role.MADE)
    return union


def _hand(
    plan: Plan, found: list[Consequence], target: Organisation, *, by: User, on: date
) -> None:
    """Hand everything over, kind by kind; what was shown before is what has happened, or nothing does."""
    shown = {(one.union.pk, one.part.name): one.count for one in found}
    done = {}
    handings = list(plan.handings(to=target, by=by, on=on))
    for part in estate.parts():
        for handing in handings:
            if count := part.hand(along(part, handing, plan)):
                done[handing.source.pk, part.name] = count
    if done != shown:
        raise Refused(
            _("Something has changed since you looked. Nothing was done."),
            instead=_("Look at the consequences again."),
        )


def _refuse_all_or_nobody(plan: Plan, on: date) -> None:
    (union,) = plan.unions
    lasting = Spell.objects.filter(Q(until_on=None) | Q(until_on__gt=on), organisation=union)
    going = lasting.filter(person__in=plan.persons or ())
    if not going.exists():
        raise Refused(_("Nobody of those chosen is a member of %s.") % union)
    if going.count() == lasting.count():
        raise Refused(
            _("That would leave %s without members.") % union,
            instead=_("Merge it with the other union."),
        )


def _make(union: Organisation, kind: str, *, by: User, on: date) -> None:
    """Change the kind; the one employer of a joint union becomes the first that it covers."""
    employer = union.employer if kind == "joint_union" else None
    if employer:
        organisations.correct(union, division=union.division, employer=None, by=by, on=on)
    organisations.change_kind(union, kind, by=by, on=on)
    if employer:
        organisations.begin_coverage(union, employer, by=by, on=on)


def _kept(
    plan: Plan, found: Iterable[Consequence], resolution: str, reason: str, by: User, on: date
) -> Change:
    made = Change.objects.create(
        higher=plan.higher,
        way=plan.way,
        resolution=resolution.strip(),
        reason=reason.strip(),
        done_on=on,
        done_by=by,
        figures=[one.figure() for one in found],
    )
    facts = {
        "way": plan.way,
        "unions": [unit.code for unit in plan.unions],
        "into": plan.into.code if plan.into else plan.new.code if plan.new else "",
        "resolution": made.resolution,
        "officers": [one.office for one in plan.officers],
        "keeps": plan.keeps,
        "figures": made.figures,
    }
    touched = [plan.higher, *plan.unions, *filter(None, [plan.into, plan.units_to])]
    for place in sorted({unit.chain for unit in touched}):
        record(place, f"organising.{VERBS[plan.way]}", by=by, subject=made, facts=facts, on=on)
    return made


VERBS: dict[str, str] = {
    Way.CHANGE: "changed",
    Way.MOVE: "moved",
    Way.MERGE: "merged",
    Way.SPLIT: "split",
    Way.DISSOLVE: "dissolved",
}


def _part(made: Change, union: Organisation, role: str, *, name: str = "") -> None:
    ChangedUnion.objects.get_or_create(
        change=made,
        organisation=union,
        defaults={"role": role, "name": name or union.name},
    )
