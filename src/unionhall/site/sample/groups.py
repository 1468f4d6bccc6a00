"""Requests of the sample that several workers bring together, and one about a rule for all."""

from datetime import date

from unionhall.accounts.models import User
from unionhall.cases.groups import actions
from unionhall.cases.models import Case, GrievanceKind, Status
from unionhall.members.models import Spell

GROUPS = (11, 4, 2)  # how many join


def bring(officers: dict[str, User], *, on: date) -> None:
    """The first open ones in hand become groups of their union's members; another is about a rule."""
    by = officers["rights-officer"]
    rows = Case.objects.filter(
        status=Status.ACCEPTED, is_restricted=False, kind=GrievanceKind.INDIVIDUAL
    ).exclude(person__user__username="worker")
    cases = list(rows.select_related("organisation", "person__user").order_by("due_on", "pk")[:4])
    for case, people in zip(cases, GROUPS, strict=False):
        actions.begin(case, about=case.title, by=by, on=on)
        homes = case.person.spells.filter(until_on=None)
        spells = Spell.objects.filter(until_on=None, organisation__in=homes.values("organisation"))
        others = spells.exclude(person=case.person).select_related("person__user").order_by("pk")
        found = [
            actions.add(case, spell.person, agreed=True, by=by, on=on)
            for spell in others[20 : 20 + people]
        ]
        actions.choose(case, found[:2], by=by, on=on)
    if len(cases) > len(GROUPS):
        actions.call_policy(cases[-1], by=by, on=on)
