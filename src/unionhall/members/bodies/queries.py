"""Terms that run out, and unions that have grown past what the law asks a body for."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, QuerySet

from unionhall.duties.by_laws.queries import jurisdiction_of
from unionhall.duties.models import Duty
from unionhall.members.bodies import owed
from unionhall.members.models import Sex, Spell
from unionhall.organisations.models import Body, Organisation
from unionhall.rulebook import rules
from unionhall.rulebook.book import book
from unionhall.rulebook.models import ByLaw

# kind of duty: the rule and its parameter that set from how many members on the body is due
THRESHOLDS = {
    owed.COMMITTEE: ("cn.org.committee_min_members", "min_members"),
    owed.WOMEN: ("cn.org.women_committee_10", "min_women_members"),
}


def lead(*, on: date) -> timedelta:
    """How long before the end of a term its re-election is owed."""
    return timedelta(days=rules.value(owed.LEAD, "days", on=on))


def running_out(*, on: date) -> QuerySet[Body]:
    """Terms in force that end within the lead, or have ended, with no term after them and no duty yet."""
    after = Body.objects.filter(
        organisation=OuterRef("organisation"),
        kind=OuterRef("kind"),
        from_on__gt=OuterRef("from_on"),
    )
    told = Duty.objects.filter(
        kind=owed.RE_ELECT, subject_type="organisations.body", subject_id=OuterRef("pk")
    )
    return (
        Body.objects.filter(
            ~Exists(after),
            ~Exists(told),
            organisation__closed_on=None,
            until_on__lte=on + lead(on=on),
            until_on__gt=on - lead(on=on),
        )
        .select_related("organisation")
        .order_by("until_on", "pk")
    )


def grown(kind: str, *, on: date) -> Iterator[Organisation]:
    """Unions with so many members in force that the body is due, which have none and no open duty."""
    rule, param = THRESHOLDS[kind]
    least = rules.value(rule, param, on=on)
    bodies = Body.objects.in_force(on=on).filter(kind=owed.BODY[kind])
    told = Duty.objects.open().filter(kind=kind, subject_type="organisations.organisation")
    counted = members_by_union(kind, on=on)
    rows = (
        counted.filter(members__gte=_lowest(rule, param, least, on))
        .exclude(organisation__in=bodies.values("organisation"))
        .exclude(organisation__in=told.values("subject_id"))
    )
    found = dict(rows.values_list("organisation", "members"))
    for union in Organisation.objects.open().filter(pk__in=found).order_by("pk"):
        if owed.BODY[kind] not in union.kind_facts.bodies:
            continue
        if found[union.pk] >= _least(union, kind, on, found[union.pk]):
            yield union


def members_by_union(kind: str, *, on: date) -> QuerySet:
    """How many members in force each union has, women only for their committee: `organisation`, `members`."""
    spells = Spell.objects.in_force(on=on)
    if kind == owed.WOMEN:
        spells = spells.filter(sex=Sex.FEMALE)
    return spells.values("organisation").annotate(members=Count("person", distinct=True)).order_by()


def is_due(union: Organisation, kind: str, *, on: date) -> bool:
    """Whether the union still has members enough, and no such body."""
    if union.closed_on or union.bodies.in_force(on=on).filter(kind=owed.BODY[kind]).exists():
        return False
    rows = members_by_union(kind, on=on).filter(organisation=union)
    members = next((row["members"] for row in rows), 0)
    return members > 0 and members >= _least(union, kind, on, members)


def _least(union: Organisation, kind: str, on: date, members: int) -> int:
    """From how many members on the body is due there; the nation's number where that is reached anyway."""
    rule, param = THRESHOLDS[kind]
    national = rules.value(rule, param, on=on)
    if members >= national:
        return national
    return rules.value(rule, param, on=on, jurisdiction=jurisdiction_of(union, on=on))


def _lowest(rule: str, param: str, least: int, on: date) -> int:
    """The lowest number that any place or union asks for: below it nobody need be looked at."""
    placed = [overlay.value.value for overlay in book().overlays.get((rule, param), ())]
    own = ByLaw.objects.in_force(on=on).filter(rule=rule, param=param)
    return min([least, *placed, *own.values_list("value", flat=True)])
