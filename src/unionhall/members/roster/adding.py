"""Accepted rows of a sheet brought into the register, thousands at a time."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from django.db.models import Model

from unionhall.core import keyring, text
from unionhall.exchange.bulk import copy_in, new_keys
from unionhall.exchange.kinds import ACCEPTED, Added, Fate
from unionhall.members import search
from unionhall.members.models import Person, Spell
from unionhall.members.roster.rows import Record
from unionhall.members.sealing import id_digest, open_id, seal_id

PERSON, SPELL = "person", "spell"  # what a line added: a person with a spell, or only a spell
PERSON_FACTS = (
    *("name", "sex", "birth_on", "id_index", "phone", "department", "education", "employment"),
    *("is_migrant", "works_since", "remark"),
)
SPELL_FACTS = ("organisation_id", "from_on", "from_known", "until_on")


def add(organisation_id: int, rows: Sequence[tuple[Any, Fate]], on: date) -> list[Added]:
    """Add people with their spells, and spells of people already known; one Added for each row, in order."""
    records = [Record(*record) for record, _fate in rows]
    fates = [fate for _record, fate in rows]
    spell_ids = new_keys(Spell, len(rows))
    person_ids = iter(new_keys(Person, sum(fate.fate == ACCEPTED for fate in fates)))
    added, people, spells, findable = [], [], [], []
    known = Person.objects.in_bulk([fate.told[1] for fate in fates if fate.fate != ACCEPTED])
    for record, fate, spell_id in zip(records, fates, spell_ids, strict=True):
        if fate.fate == ACCEPTED:
            row, key, tokens = _person(record, next(person_ids))
            people.append(row)
            from_on, sure = record.joined_on or on.isoformat(), record.joined_on is not None
            person_id, facts = row[0], _facts_of(row)
        else:
            _joins, person_id, from_on, sure = fate.told
            person, facts = known[person_id], None
            key, tokens = (
                person.name_key,
                search.tokens_of(person.name, person.phone, open_id(person)),
            )
        spells.append((spell_id, person_id, organisation_id, key, from_on, sure))
        findable.append(search.Findable(spell_id, organisation_id, key, tokens))
        digest = line_digest(facts, (organisation_id, from_on, sure, None))
        added.append(Added(spell_id, PERSON if facts else SPELL, digest))
    _write(Person, _PERSON_COLUMNS, people)
    _write(
        Spell, ("id", "person_id", "organisation_id", "name_key", "from_on", "from_known"), spells
    )
    search.add(findable)
    return added


_PERSON_COLUMNS = (
    *(
        "id",
        "uid",
        "name",
        "name_key",
        "sex",
        "birth_on",
        "id_number",
        "id_index",
        "phone",
        "department",
    ),
    *("education", "employment", "is_migrant", "works_since", "remark"),
)


def _person(record: Record, key: int) -> tuple[tuple, str, set[str]]:
    """A row of people, its sort key, and what it is found by."""
    uid, number = uuid4(), record.id_number
    name_key = text.pinyin_key(record.name)
    row = (
        *(key, uid.hex, record.name, name_key, record.sex, record.birth_on),
        *((seal_id(uid, number), id_digest(number)) if number else (None, None)),
        *(record.phone, record.department, record.education, record.employment),
        *(record.is_migrant, record.works_since, record.remark),
    )
    return row, name_key, search.tokens_of(record.name, record.phone, number)


def _facts_of(row: tuple) -> tuple:
    known = dict(zip(_PERSON_COLUMNS, row, strict=True))
    return tuple(known[name] for name in PERSON_FACTS)


def line_digest(person: Sequence | None, spell: Sequence) -> bytes:
    """The keyed digest of what a line added: facts of the person (None when they were known before) and the spell."""
    told = [*(person or ()), *spell]
    return keyring.digest("import_line", "\x1f".join(map(_plain, told)).encode())


def _plain(value: Any) -> str:
    if value is None:
        return ""
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else str(value)


def _write(model: type[Model], columns: tuple[str, ...], rows: list[tuple]) -> None:
    """Insert rows, with their models' defaults for the columns not given."""
    fields = [field for field in model._meta.concrete_fields if field.attname not in columns]
    rest = tuple(field.get_default() for field in fields)
    copy_in(
        model, (*columns, *(field.attname for field in fields)), [(*row, *rest) for row in rows]
    )
