"""Registered people brought to what a sheet says of them, and back again, thousands at a time."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from unionhall.core import keyring
from unionhall.core.text import masked_id, pinyin_key
from unionhall.exchange.adding import stale
from unionhall.exchange.checking import Row
from unionhall.exchange.kinds import Changed
from unionhall.exchange.models import Line
from unionhall.history import personal
from unionhall.members import search
from unionhall.members.models import Person, Spell
from unionhall.members.roster import words
from unionhall.members.roster.fields import TITLES
from unionhall.members.roster.matching import DIFFERS, TAKEN
from unionhall.members.roster.rows import Record
from unionhall.members.sealing import id_digest, open_id, seal_id

CHAIN = "import"  # what the values of a change are sealed for, beside the person
CHANGED, GONE = "changed", "gone"
_DAYS = ("birth_on", "works_since")


class Change:
    """Some people on their way to what a sheet says: (record, what its fate told, the fields taken)."""

    def __init__(self, rows: Sequence[tuple[tuple, tuple, list[str]]], on: date):
        self.rows = rows
        self.people = Person.objects.in_bulk([told[1] for _record, told, _fields in rows])
        self.keys = personal.keys_for(str(person.uid) for person in self.people.values())
        self.written = _Written(self.people.values())

    def make(self) -> list[Changed]:
        """Make the new values; one Changed for each row given, in order."""
        return [self._changed(Record(*record), told, fields) for record, told, fields in self.rows]

    def write(self) -> None:
        """Write them, if nobody wrote since the rows were matched."""
        self.written.write()

    def _changed(self, record: Record, told: tuple, fields: list[str]) -> Changed:
        person = self.people[told[1]]
        old = {name: _shown(person, name) for name in fields}
        new = {name: getattr(record, name) for name in fields}
        self.written.take(person, new)
        told_of: dict[str, Any] = {"old": old, "new": new}
        if number := new.get("id_number"):
            told_of["id_index"] = id_digest(number).hex()
            new["id_number"] = masked_id(number)
        text = json.dumps(told_of, ensure_ascii=False, sort_keys=True)
        key = self.keys[str(person.uid)]
        sealed = personal.seal(key, CHAIN, str(person.uid), text) if key else b""
        return Changed(person.pk, keyring.digest("import_line", text.encode()), sealed)


class _Written:
    """People's new values on their way to the table and to what they are found by."""

    def __init__(self, people: Iterable[Person]):
        self.people = {person.pk: person for person in people}
        self.fields: set[str] = set()
        self.before: dict[int, tuple[set[str], str]] = {}

    def take(self, person: Person, values: dict[str, Any]) -> None:
        """Give a person their new values; days as ISO text, an ID number in the clear."""
        if {"name", "phone", "id_number"} & values.keys():
            self.before[person.pk] = _tokens(person), person.name_key
        for name, value in values.items():
            if name == "id_number":
                person.id_number = seal_id(person.uid, value) if value else None
                person.id_index = id_digest(value) if value else None
            elif name in _DAYS:
                setattr(person, name, date.fromisoformat(value) if value else None)
            else:
                setattr(person, name, value)
        if "name" in values:
            person.name_key = pinyin_key(person.name)
        self.fields |= values.keys()

    def write(self) -> None:
        columns = sorted(self.fields)
        columns += ["name_key"] * ("name" in columns) + ["id_index"] * ("id_number" in columns)
        if columns and _update(columns, list(self.people.values())) != len(self.people):
            raise stale()
        self._find_anew()

    def _find_anew(self) -> None:
        spells = defaultdict(list)
        for spell in Spell.objects.filter(person__id__among=list(self.before)):
            spells[spell.person_id].append(spell)
        gone: list[search.Findable] = []
        fresh: list[search.Findable] = []
        for pk, (tokens, key) in self.before.items():
            person = self.people[pk]
            now = _tokens(person)
            # What is found stands in the order of names: under another name all is written anew.
            old, new = (tokens, now) if key != person.name_key else (tokens - now, now - tokens)
            for spell in spells[pk]:
                gone.append(search.Findable(spell.pk, spell.organisation_id, key, old))
                fresh.append(search.Findable(spell.pk, spell.organisation_id, person.name_key, new))
        search.forget_all(gone)
        search.add(fresh)


def _tokens(person: Person) -> set[str]:
    return search.tokens_of(person.name, person.phone, open_id(person))


def _update(columns: list[str], people: list[Person]) -> int:
    """Write the columns of the people whose version is still theirs, and move it on; how many were."""
    fields: list[Any] = [Person._meta.get_field(name) for name in columns]
    places = ", ".join(f"{field.column} = %s" for field in fields)
    sql = (
        f"UPDATE {Person._meta.db_table} SET {places}, version = version + 1"  # noqa: S608
        " WHERE id = %s AND version = %s AND merged_into_id IS NULL"
    )
    rows = [
        (
            *(
                field.get_db_prep_save(getattr(person, field.attname), connection)
                for field in fields
            ),
            person.pk,
            person.version,
        )
        for person in people
    ]
    with connection.cursor() as cursor:
        cursor.executemany(sql, rows)
        return cursor.rowcount


def restore(lines: Sequence[Line]) -> dict[int, str]:
    """Give people back what they had before some lines changed it; by key, why others were left alone."""
    people = Person.objects.filter(merged_into=None).select_for_update(no_key=True, of=("self",))
    found = people.in_bulk([line.subject_id for line in lines])
    told = opened(lines, found)
    kept: dict[int, str] = {}
    taking: list[tuple[Person, dict[str, Any]]] = []
    for line in lines:
        person, values = found.get(line.subject_id), told.get(line.pk)
        if person is None or values is None:
            kept[line.subject_id] = GONE
        elif not _stands(person, values):
            kept[line.subject_id] = CHANGED
        else:
            taking.append((person, values["old"]))
    written = _Written([person for person, _old in taking])
    for person, old in taking:
        written.take(person, old)
    written.write()
    return kept


def opened(lines: Iterable[Line], people: dict[int, Person]) -> dict[int, dict[str, Any]]:
    """By key of the line, what a change was: `old` and `new` values by field; left out where the person's
    key was destroyed.
    """
    names = {pk: str(person.uid) for pk, person in people.items()}
    keys = personal.keys_for(names.values())
    found = {}
    for line in lines:
        if (name := names.get(line.subject_id)) and line.sealed:
            text = personal.unseal(keys[name], CHAIN, name, bytes(line.sealed))
            if text is not None:
                found[line.pk] = json.loads(text)
    return found


def _stands(person: Person, values: dict[str, Any]) -> bool:
    """Whether everything the import wrote is still so."""
    new = dict(values["new"])
    if new.pop("id_number", None):
        index = bytes(person.id_index).hex() if person.id_index else ""
        if index != values["id_index"]:
            return False
    return all(_shown(person, name) == value for name, value in new.items())


def _shown(person: Person, name: str) -> Any:
    """A person's value as plain JSON; of an ID number, which only is filled in where there was none, ""."""
    if name == "id_number":
        return masked_id(open_id(person))
    value = getattr(person, name)
    return value.isoformat() if isinstance(value, date) else value


class Compared(NamedTuple):
    """One field of a row beside the register's, as texts; whether it can be taken from the sheet."""

    field: str
    title: str
    old: str
    new: str
    can: bool


def compared(row: Row, person: Person) -> list[Compared]:
    """In what a row says something else than the register does now, but for the days of the membership."""
    record, (_outcome, _person, fields, _version, can) = Record(*row.record), row.told
    return [
        Compared(
            name,
            str(TITLES[name]),
            words.value(name, _shown(person, name)),
            words.value(name, getattr(record, name)),
            name in can,
        )
        for name in fields
        if name in TAKEN
    ]


def takes(told: tuple, fields: Sequence[str]) -> list[str]:
    """Which of the chosen fields a row can be taken for; birth and sex come with the number that tells them."""
    if told[:1] != (DIFFERS,):
        return []
    can = told[4]
    taken = {name for name in can if name in fields}
    if "id_number" in taken:
        taken |= {"birth_on", "sex"} & set(can)
    return sorted(taken)
