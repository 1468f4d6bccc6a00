"""Invented members, written in bulk: a hundred thousand in well under a minute."""

import random
import tomllib
import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.db import connection
from django.db.models import Model

from unionhall.core import residentid
from unionhall.core.text import pinyin_key
from unionhall.exchange.bulk import copy_in, new_keys
from unionhall.members import search
from unionhall.members.models import Person, Sex, Spell
from unionhall.members.sealing import id_digest, seal_id
from unionhall.organisations.models import Organisation

WORDS = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
BATCH = 5000
EDUCATION = ("初中", "高中", "中专", "大专", "本科")
EMPLOYMENT = ("合同制", "合同制", "合同制", "劳务派遣", "灵活就业")


@dataclass(frozen=True)
class Union:
    """A union to fill, and how many of a hundred of its members are women."""

    organisation: Organisation
    women: int = 45


def name_for(dice: random.Random, sex: str) -> str:
    """A name of two or three characters."""
    given = WORDS["women" if sex == Sex.FEMALE else "men"]
    return dice.choice(WORDS["surnames"]) + dice.choice(given)


def number_for(dice: random.Random, birth_on: date, sex: str, order: int) -> str:
    """A resident ID number under a division code for which none is issued, so that nobody's is hit."""
    tail = order % 500 * 2 + (0 if sex == Sex.FEMALE else 1)
    first = f"110000{birth_on:%Y%m%d}{tail:03}"
    return first + residentid.check_character(first)


def person_for(dice: random.Random, union: Union, order: int, on: date) -> tuple[Person, str]:
    """One member with their ID number in the clear; some have none, some share a telephone."""
    sex = Sex.FEMALE if dice.randrange(100) < union.women else Sex.MALE
    birth_on = on - timedelta(days=dice.randint(19 * 365, 59 * 365))
    number = number_for(dice, birth_on, sex, order) if dice.random() < 0.97 else ""
    name, uid = name_for(dice, sex), uuid.UUID(int=dice.getrandbits(128), version=4)
    person = Person(
        uid=uid,
        name=name,
        name_key=pinyin_key(name),
        sex=sex,
        birth_on=birth_on,
        id_number=seal_id(uid, number) if number else None,
        id_index=id_digest(number) if number else None,
        phone=f"1990{dice.randrange(10_000_000):07}" if dice.random() < 0.95 else "",
        department=dice.choice(WORDS["departments"]),
        education=dice.choice(EDUCATION),
        employment=dice.choice(EMPLOYMENT),
        is_migrant=dice.random() < 0.35,
        works_since=birth_on + timedelta(days=18 * 365 + dice.randrange(900)),
    )
    return person, number


def fill(unions: list[tuple[Union, int]], *, dice: random.Random, on: date) -> int:
    """Give each union so many members; returns how many there are now. Nothing is recorded one by one."""
    waiting: list[tuple[Person, str, Organisation]] = []
    seen: set[str] = set()
    made = 0
    for union, wanted in unions:
        for _place in range(wanted):
            person, number = person_for(dice, union, made + len(waiting), on)
            if number in seen:
                person.id_number = person.id_index = None
                number = ""
            seen.add(number)
            waiting.append((person, number, union.organisation))
        if len(waiting) >= BATCH:
            made += _write(waiting, dice, on)
            waiting = []
    made += _write(waiting, dice, on)
    if connection.vendor == "postgresql":
        # Within one transaction nobody else does it, and what comes next would read whole tables.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return made


def _write(rows: list[tuple[Person, str, Organisation]], dice: random.Random, on: date) -> int:
    """Copied in, since a million rows saved as objects would take a quarter of an hour."""
    keys = list(zip(new_keys(Person, len(rows)), new_keys(Spell, len(rows)), strict=True))
    people, spells, findable = [], [], []
    for (person, number, organisation), (person_id, spell_id) in zip(rows, keys, strict=True):
        person.pk = person_id
        people.append(person)
        spells.append(_spell(spell_id, person, organisation, dice, on))
        tokens = search.tokens_of(person.name, person.phone, number)
        findable.append(search.Findable(spell_id, organisation.pk, person.name_key, tokens))
    copy_in(Person, *_plain(Person, people))
    copy_in(Spell, *_plain(Spell, spells))
    search.add(findable)
    return len(rows)


def _spell(
    key: int, person: Person, organisation: Organisation, dice: random.Random, on: date
) -> Spell:
    joined = max(person.works_since or on, on - timedelta(days=dice.randint(30, 12 * 365)))
    left = on - timedelta(days=dice.randint(1, 200)) if dice.random() < 0.03 else None
    ended = bool(left and left > joined)
    return Spell(
        pk=key,
        person=person,
        organisation=organisation,
        name_key=person.name_key,
        sex=person.sex,
        employment=person.employment,
        from_on=joined,
        from_known=dice.random() < 0.95,
        until_on=left if ended else None,
        begun_by="application" if dice.random() < 0.3 else "import",
        ended_by="officer" if ended else "",
    )


def _plain(model: type[Model], rows: list) -> tuple[list[str], list[tuple]]:
    """Columns and values as `copy_in` takes them."""
    names = [field.attname for field in model._meta.concrete_fields]
    kinds = {date: date.isoformat, uuid.UUID: lambda value: value.hex}

    def value(row, name):
        found = getattr(row, name)
        return kinds[type(found)](found) if type(found) in kinds else found

    return names, [tuple(value(row, name) for name in names) for row in rows]
