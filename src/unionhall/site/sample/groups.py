"""Requests of the sample that several workers bring together, and one about a rule for all."""

from datetime import date

from unionhall.accounts.models import User
from unionhall.cases.groups import actions
from unionhall.cases.models import Case, GrievanceKind, Status
from unionhall.members.models import Spell

# What those who join read, and how many join.
GROUPS = (("夜班津贴三个月没有发", 11), ("周末调休一直排不上", 4), ("宿舍热水供应时间太短", 2))


def bring(officers: dict[str, User], *, on: date) -> None:
    """The first open ones in hand become groups of their union's members; another is about a rule."""
    by = officers["rights-officer"]
    rows = Case.objects.filter(
        status=Status.ACCEPTED, is_restricted=False, kind=GrievanceKind.INDIVIDUAL
    ).exclude(person__user__username="worker")
    cases = list(rows.select_related("organisation", "person__user").order_by("due_on", "pk")[:4])
    for case, (about, people) in zip(cases, GROUPS, strict=False):
        actions.begin(case, about=about, by=by, on=on)
        union = case.person.spells.order_by("-from_on").first()
        spells = Spell.objects.filter(until_on=None, organisation=union.organisation_id)
        others = spells.exclude(person=case.person).select_related("person__user").order_by("pk")
        found = [
            actions.add(case, spell.person, agreed=True, by=by, on=on)
            for spell in others[20 : 20 + people]
        ]
        actions.choose(case, found[:2], by=by, on=on)
    if len(cases) > len(GROUPS):
        actions.call_policy(cases[-1], by=by, on=on)
