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


class Addition:
    """Some rows on their way into the register: people with their spells, and spells of people it knows."""

    def __init__(self, organisation_id: int, rows: Sequence[tuple[Any, tuple]], on: date):
        self.organisation_id, self.on, self.rows = organisation_id, on.isoformat(), rows
        self.keys = new_keys(Spell, len(rows))
        self.person_keys = iter(new_keys(Person, sum(not told for _record, told in rows)))
        self.known = Person.objects.in_bulk([told[1] for _record, told in rows if told])
        self.added: list[Added] = []
        self.people: list[tuple] = []
        self.spells: list[tuple] = []
        self.findable: list[search.Findable] = []

    def make(self) -> list[Added]:
        """Make the rows of people, spells and tokens; one Added for each row given, in order."""
        for (record, told), key in zip(self.rows, self.keys, strict=True):
            if told:
                self._spell_of_known(told, key)
            else:
                self.people.append(self._person(Record(*record), next(self.person_keys), key))
        self.lines = search.arranged(self.findable)
        return self.added

    def write(self) -> None:
        """Write them."""
        _write(Person, _PERSON_COLUMNS, self.people)
        _write(Spell, _SPELL_COLUMNS, self.spells)
        search.write(self.lines)

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

    def _spell_of_known(self, told: tuple, key: int) -> None:
        """Make a spell of somebody the register knows, from what the match told."""
        _joins, person_id, from_on, sure = told
        person = self.known[person_id]
        tokens = search.tokens_of(person.name, person.phone, open_id(person))
        shown = (person.name_key, person.sex, person.employment)
        self._spell(key, person_id, shown, tokens, from_on, sure, None)

    def _spell(self, key, person_id, beside, tokens, from_on, sure, facts) -> None:
        """`beside`: the sort key, sex and employment that a spell has of its person."""
        self.spells.append((key, person_id, self.organisation_id, *beside, from_on, sure))
        self.findable.append(search.Findable(key, self.organisation_id, beside[0], tokens))
        digest = line_digest(facts, (self.organisation_id, from_on, sure, None))
        self.added.append(Added(key, PERSON if facts else SPELL, digest))


_PERSON_COLUMNS = ("id", "uid", "name_key", "id_number", *PERSON_FACTS)
# What lists show of the person stands beside the spell; given here, no trigger need look it up.
_SPELL_COLUMNS = (
    *(
        "id",
        "person_id",
        "organisation_id",
        "name_key",
        "sex",
        "employment",
        "from_on",
        "from_known",
    ),
)


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
