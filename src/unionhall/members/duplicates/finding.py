"""Pairs of files that may be one person's, found for the whole register at once.

Nobody compares a million files with each other: only files that share a key are compared (a telephone,
how a name is read beside a birth date or a union, the end of an ID number), in blocks of at most CAP.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db import connection, transaction
from django.db.models import Q

from unionhall.core.clock import now
from unionhall.members.duplicates import rules
from unionhall.members.duplicates.models import Duplicate
from unionhall.members.models import Person, Spell
from unionhall.members.rules import Stretch
from unionhall.members.sealing import open_id
from unionhall.organisations.fields import below
from unionhall.organisations.models import Organisation

CAP = 200  # files that share a key; where more do, the key says nothing
CHUNK = 2000
KEPT = ("score", "reasons", "found_at")
_SPELL = (
    "person_id", "organisation_id", "organisation__parent_id", "organisation__employer_id",
    "from_on", "until_on",
)  # fmt: skip

# How a name is read, without gaps; and with its first syllable moved to the end.
_SOUND = "replace(p.name_key, ' ', '')"
_SWAPPED = "replace(substr(p.name_key, {at} + 1) || substr(p.name_key, 1, {at}), ' ', '')"
_PLACED = "FROM members_person p JOIN members_spell s ON s.person_id = p.id"
_KEYS = {
    "phone": ["SELECT p.phone AS k, {row} FROM members_person p WHERE p.phone <> ''"],
    "born": [
        "SELECT {name} || '|' || p.birth_on AS k, {row} FROM members_person p"
        " WHERE p.birth_on IS NOT NULL"
    ],
    "here": ["SELECT {name} || '|' || s.organisation_id AS k, {row} " + _PLACED],
    "near": [
        "SELECT {name} || '|' || o.parent_id AS k, {row} " + _PLACED
        + " JOIN organisations_organisation o ON o.id = s.organisation_id"
        " WHERE o.parent_id IS NOT NULL"
    ],
    "tail": [
        "SELECT t.token AS k, {row} FROM members_token t JOIN members_spell s ON s.id = t.spell_id"
        " JOIN members_person p ON p.id = s.person_id WHERE t.token >= '#' AND t.token < '$'"
    ],
}  # fmt: skip
# Two files with an ID number each are two people, unless its end is the same.
_PAIRS = """
WITH keyed AS ({keys}), counted AS (SELECT k, p, has, count(*) OVER (PARTITION BY k) AS n FROM keyed),
small AS (SELECT k, p, has FROM counted WHERE n BETWEEN 2 AND {cap})
SELECT DISTINCT a.p, b.p FROM small a JOIN small b ON a.k = b.k AND a.p < b.p {both} {where}
"""


def find(unit: Organisation | None = None) -> int:
    """Find the pairs of the register, or those with a file of the unit; how many are worth a look."""
    started, found = now(), 0
    rows = sorted(pairs(unit))
    for start in range(0, len(rows), CHUNK):
        found += _keep(_judged(rows[start : start + CHUNK]))
    # What no longer looks alike goes; what an officer decided stays.
    stale = Duplicate.objects.filter(dismissed_at=None, found_at__lt=started)
    if unit:
        mine = Spell.objects.filter(_inside(unit)).values("person")
        stale = stale.filter(Q(first__in=mine) | Q(second__in=mine))
    stale.delete()
    return found


def pairs(unit: Organisation | None = None) -> set[tuple[int, int]]:
    """The pairs that share a key, the older file first."""
    found: set[tuple[int, int]] = set()
    for kind in _KEYS:
        with connection.cursor() as cursor:
            statement, values = _statement(kind, unit)
            cursor.execute(statement, values)
            found.update(cursor.fetchall())
    return found


def _statement(kind: str, unit: Organisation | None) -> tuple[str, list[str]]:
    row = "p.id AS p, p.id_index IS NOT NULL AS has"
    at = ("strpos" if connection.vendor == "postgresql" else "instr") + "(p.name_key, ' ')"
    names = [_SOUND, _SWAPPED.format(at=at)]
    # UNION, not UNION ALL: a file counts once under a key, however often it holds it.
    selects = [one.format(name=name, row=row) for one in _KEYS[kind] for name in names]
    where, values = "", []
    if unit:
        inside = (
            "SELECT s.person_id FROM members_spell s JOIN organisations_organisation o"
            " ON o.id = s.organisation_id WHERE o.path >= %s AND o.path < %s"
        )
        where, values = f"WHERE a.p IN ({inside}) OR b.p IN ({inside})", [*below(unit.path)] * 2
    statement = _PAIRS.format(
        keys=" UNION ".join(dict.fromkeys(selects)),
        cap=CAP,
        both="" if kind == "tail" else "AND NOT (a.has AND b.has)",
        where=where,
    )
    return statement, values


def _judged(some: Iterable[tuple[int, int]]) -> Iterator[Duplicate]:
    keys = sorted({key for pair in some for key in pair})
    files = files_of(Person.objects.filter(pk__among=keys))
    for first, second in some:
        alike = rules.likeness(files[first], files[second])
        if alike.is_worth_a_look:
            yield Duplicate(
                first_id=first, second_id=second, score=alike.score, reasons=list(alike.reasons)
            )


@transaction.atomic
def _keep(found: Iterable[Duplicate]) -> int:
    rows = Duplicate.objects.bulk_create(
        found, update_conflicts=True, unique_fields=["first", "second"], update_fields=KEPT
    )
    return len(rows)


def files_of(people: Iterable[Person]) -> dict[int, rules.File]:
    """What of these people is compared, by key."""
    people = list(people)
    unions: defaultdict[int, set[int]] = defaultdict(set)
    areas: defaultdict[int, set[int]] = defaultdict(set)
    works: defaultdict[int, set[rules.Work]] = defaultdict(set)
    spells = Spell.objects.filter(person__id__among=[person.pk for person in people])
    for person, union, area, employer, *days in spells.values_list(*_SPELL):
        unions[person].add(union)
        if area:
            areas[person].add(area)
        if employer:
            works[person].add(rules.Work(employer, Stretch(*days)))
    return {
        person.pk: rules.File(
            name=person.name,
            id_number=open_id(person),
            phone=person.phone,
            birth_on=person.birth_on,
            sex=person.sex,
            department=person.department,
            unions=frozenset(unions[person.pk]),
            areas=frozenset(areas[person.pk]),
            works=frozenset(works[person.pk]),
        )
        for person in people
    }


def _inside(unit: Organisation) -> Q:
    low, high = below(unit.path)
    return Q(organisation__path__gte=low, organisation__path__lt=high)
