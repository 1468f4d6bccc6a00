"""Accepted rows of a sheet brought into the register, thousands at a time."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from django.db.models import Model

from unionhall.core import keyring, text
from unionhall.exchange.bulk import copy_in, new_keys
from unionhall.exchange.kinds import Added
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


def add(organisation_id: int, rows: Sequence[tuple[Any, tuple]], on: date) -> list[Added]:
    """Add people with their spells, and spells of people already known; one Added for each row, in order."""
    adding = _Adding(organisation_id, on)
    keys = new_keys(Spell, len(rows))
    fresh = [
        (Record(*record), key) for (record, told), key in zip(rows, keys, strict=True) if not told
    ]
    adding.people(fresh)
    adding.spells_of_known(
        [(told, key) for (_record, told), key in zip(rows, keys, strict=True) if told]
    )
    adding.write_spells()
    return [adding.added[key] for key in keys]


class _Adding:
    """One batch on its way into the register."""

    def __init__(self, organisation_id: int, on: date):
        self.organisation_id, self.on = organisation_id, on.isoformat()
        self.added: dict[int, Added] = {}
        self.spells: list[tuple] = []
        self.findable: list[search.Findable] = []

    def people(self, rows: list[tuple[Record, int]]) -> None:
        """Add people; their rows are made while the database is already storing the first."""
        keys = new_keys(Person, len(rows))
        made = (
            self._person(record, key, spell)
            for (record, spell), key in zip(rows, keys, strict=True)
        )
        _write(Person, _PERSON_COLUMNS, made)

    def _person(self, record: Record, key: int, spell_id: int) -> tuple:
        uid, number, name_key = uuid4(), record.id_number, text.pinyin_key(record.name)
        sealed, index = (seal_id(uid, number), id_digest(number)) if number else (None, None)
        facts = (
            *(record.name, record.sex, record.birth_on, index, record.phone, record.department),
            *(
                record.education,
                record.employment,
                record.is_migrant,
                record.works_since,
                record.remark,
            ),
        )
        tokens = search.tokens_of(record.name, record.phone, number)
        from_on, sure = record.joined_on or self.on, record.joined_on is not None
        beside = name_key, record.sex, record.employment
        self._spell(spell_id, key, beside, tokens, from_on, sure, facts)
        return key, uid.hex, name_key, sealed, *facts

    def spells_of_known(self, rows: list[tuple[tuple, int]]) -> None:
        """Add spells of people the register knows; each row is what the match told, and the new spell's key."""
        known = Person.objects.in_bulk([told[1] for told, _key in rows])
        for (_joins, person_id, from_on, sure), spell_id in rows:
            person = known[person_id]
            tokens = search.tokens_of(person.name, person.phone, open_id(person))
            beside = person.name_key, person.sex, person.employment
            self._spell(spell_id, person_id, beside, tokens, from_on, sure, None)

    def _spell(self, key, person_id, beside, tokens, from_on, sure, facts) -> None:
        """`beside`: the sort key, sex and employment that a spell has of its person."""
        self.spells.append((key, person_id, self.organisation_id, *beside, from_on, sure))
        self.findable.append(search.Findable(key, self.organisation_id, beside[0], tokens))
        digest = line_digest(facts, (self.organisation_id, from_on, sure, None))
        self.added[key] = Added(key, PERSON if facts else SPELL, digest)

    def write_spells(self) -> None:
        """Write the spells of all people added, and make them findable."""
        beside = ("name_key", "sex", "employment")
        columns = ("id", "person_id", "organisation_id", *beside, "from_on", "from_known")
        _write(Spell, columns, self.spells)
        search.add(self.findable)


_PERSON_COLUMNS = ("id", "uid", "name_key", "id_number", *PERSON_FACTS)


def line_digest(person: Sequence | None, spell: Sequence) -> bytes:
    """The keyed digest of what a line added: facts of the person (None when they were known before) and the spell;
    days as ISO text.
    """
    return keyring.digest("import_line", repr((person and tuple(person), tuple(spell))).encode())


def _write(model: type[Model], columns: tuple[str, ...], rows: Iterable[tuple]) -> None:
    """Insert rows, with their models' defaults for the columns not given."""
    fields = [field for field in model._meta.concrete_fields if field.attname not in columns]
    rest = tuple(field.get_default() for field in fields)
    copy_in(model, (*columns, *(field.attname for field in fields)), (row + rest for row in rows))
