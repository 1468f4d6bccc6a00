"""What a founding rests on: thresholds of the place, who is known, which code is free."""

from collections.abc import Iterable
from datetime import date

from unionhall.duties.by_laws.queries import jurisdiction_of
from unionhall.members.models import Person, Sex, Spell
from unionhall.members.sealing import id_digest
from unionhall.organisations.kinds import HOLDING, KINDS
from unionhall.organisations.models import Organisation
from unionhall.organising.founding.models import Founder, Founding
from unionhall.organising.founding.rules import COMMITTEE_RULE, WOMEN_RULE, Elected, Thresholds
from unionhall.rulebook import rules

# A group is no union of its own.
FOUNDED = tuple(code for code in HOLDING if KINDS[code].bodies)


def kinds_below(higher: Organisation) -> list[str]:
    """Which kinds of union may be founded there."""
    return [kind for kind in higher.kind_facts.children if kind in FOUNDED]


def thresholds(higher: Organisation, *, on: date) -> Thresholds:
    """The numbers that hold for unions below it."""
    place = jurisdiction_of(higher, on=on)
    return Thresholds(
        committee=rules.value(COMMITTEE_RULE, "min_members", on=on, jurisdiction=place),
        women=rules.value(WOMEN_RULE, "min_women_members", on=on, jurisdiction=place),
    )


def elected(founders: Iterable[Founder]) -> list[Elected]:
    """Those who become members at once, as the rules count them."""
    return [Elected(row.sex == Sex.FEMALE, row.office) for row in founders if not row.moves]


def known_person(number: str) -> Person | None:
    """Whom the register knows under the ID number."""
    return Person.objects.filter(id_index=id_digest(number)).first() if number else None


def spell_of(person: Person | None, *, on: date) -> Spell | None:
    """The membership in another union that lasts on the day, or begins later."""
    if person is None:
        return None
    rows = Spell.objects.filter(person=person).exclude(until_on__lte=on)
    return rows.select_related("organisation").order_by("-from_on", "-pk").first()


def elsewhere(founders: Iterable[Founder], *, on: date) -> set[int]:
    """Keys of those who are members of another union on the day; two questions for all of them."""
    marks = {bytes(id_digest(row.open_number())): row.pk for row in founders if row.id_number}
    rows = Person.objects.filter(id_index__in=list(marks)).values_list("pk", "id_index")
    known = {pk: marks[bytes(mark or b"")] for pk, mark in rows}
    spells = Spell.objects.filter(person__in=list(known)).exclude(until_on__lte=on)
    return {known[person] for person in spells.values_list("person", flat=True)}


def free_code(higher: Organisation) -> str:
    """A code below the higher union's that no organisation has."""
    taken = set(
        Organisation.objects.filter(code__startswith=f"{higher.code}-").values_list(
            "code", flat=True
        )
    )
    number = 1
    while f"{higher.code}-{number:02}" in taken:
        number += 1
    return f"{higher.code}-{number:02}"


def roll(founding: Founding) -> list[Founder]:
    """The founders, the elected first."""
    return sorted(
        founding.founders.select_related("person"), key=lambda row: (not row.office, row.pk)
    )
