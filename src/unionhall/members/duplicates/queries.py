"""What stands on the pages about duplicates."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from django.db.models import F, Q, Value
from django.db.models.functions import Replace
from django.utils.translation import gettext as _

from unionhall.access.scope import Scope
from unionhall.core.clock import today
from unionhall.core.text import masked_id
from unionhall.members.duplicates import rules
from unionhall.members.duplicates.finding import files_of
from unionhall.members.duplicates.words import told
from unionhall.members.models import Person
from unionhall.members.rules import Stretch
from unionhall.members.sealing import open_id
from unionhall.organisations.models import Organisation
from unionhall.ui.pieces.text import written

MOST = 5  # warned of at once
COMPARED_AT_ONCE = 100


class Alike(NamedTuple):
    """A file in the register that may be that of the person being added."""

    person: Person
    score: int
    speaks_for: list[str]
    against: list[str]


def alike(facts: Mapping[str, Any], unit: Organisation, scope: Scope) -> list[Alike]:
    """Files in the scope that may be of the person about to be added to the unit, the surest first."""
    new = rules.File(
        name=facts["name"],
        id_number=facts.get("id_number") or "",
        phone=facts.get("phone") or "",
        birth_on=facts.get("birth_on"),
        sex=facts.get("sex") or "",
        department=facts.get("department") or "",
        unions=frozenset([unit.pk]),
        areas=frozenset([unit.parent_id] if unit.parent_id else []),
        works=_works(unit, facts.get("joined_on") or today()),
    )
    near = list(Person.objects.within(scope).filter(_sharing(new, unit))[:COMPARED_AT_ONCE])
    files, found = files_of(near), []
    for person in near:
        likeness = rules.likeness(new, files[person.pk])
        # The same number is the same person: `add` then goes on with that file by itself.
        same = new.id_number and files[person.pk].id_number == new.id_number
        if likeness.is_worth_a_look and not same:
            found.append(Alike(person, likeness.score, *told(likeness.reasons)))
    return sorted(found, key=lambda one: (-one.score, one.person.pk))[:MOST]


def _works(unit: Organisation, since: date) -> frozenset[rules.Work]:
    if unit.employer_id is None:
        return frozenset()
    return frozenset([rules.Work(unit.employer_id, Stretch(since, None))])


def _sharing(new: rules.File, unit: Organisation) -> Q:
    """That a file shares with the new one what `finding` joins by, as far as an index finds it."""
    sounds = {rules.sound(new.name), *rules.swapped(new.name)}
    keys = {" ".join(rules.words(new.name)), *_rotated(new.name)}
    people = Person.objects.annotate(sound=Replace(F("name_key"), Value(" "), Value("")))
    shared = Q(name_key__in=keys, spells__organisation=unit)
    if new.birth_on:
        same_day = people.filter(sound__in=sounds, birth_on=new.birth_on)
        shared |= Q(pk__in=same_day.values("pk"))
    if new.phone:
        shared |= Q(phone=new.phone)
    return Q(pk__in=Person.objects.filter(shared).values("pk"))


def _rotated(name: str) -> set[str]:
    parts = rules.words(name)
    return {" ".join(parts[at:] + parts[:at]) for at in range(1, len(parts))}


def compared(first: Person, second: Person) -> list[dict[str, Any]]:
    """The two files line by line, with what differs marked; ID numbers stay masked."""
    numbers = open_id(first), open_id(second)
    lines = [{"label": _("ID number"), "sides": [masked_id(n) for n in numbers]}]
    differs = [numbers[0] != numbers[1]]
    for label, read in _FIELDS:
        sides = [read(first), read(second)]
        lines.append({"label": str(label()), "sides": sides})
        differs.append(sides[0] != sides[1])
    return [
        {**line, "differs": other}
        for line, other in zip(lines, differs, strict=True)
        if any(line["sides"])
    ]


_YES = {True: lambda: _("yes"), False: lambda: _("no"), None: lambda: ""}
_FIELDS = (
    (lambda: _("Sex"), lambda p: p.get_sex_display()),
    (lambda: _("Date of birth"), lambda p: written(p.birth_on) if p.birth_on else ""),
    (lambda: _("Mobile number"), lambda p: p.phone),
    (lambda: _("Department"), lambda p: p.department),
    (lambda: _("Education"), lambda p: p.education),
    (lambda: _("Form of employment"), lambda p: p.employment),
    (lambda: _("Migrant worker"), lambda p: _YES[p.is_migrant]()),
    (lambda: _("At work since"), lambda p: written(p.works_since) if p.works_since else ""),
    (lambda: _("Account"), lambda p: _("has one") if p.user_id else _("none")),
)
