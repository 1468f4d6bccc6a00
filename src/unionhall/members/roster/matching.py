"""Which rows of a sheet are about people already in the register, looked up many at a time."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from unionhall.exchange.kinds import ACCEPTED, CHANGES, SAME_PERSON, UNCHANGED, Fate
from unionhall.members.models import Person, Spell
from unionhall.members.roster.rows import Record
from unionhall.members.sealing import id_digest

COMPARED = (
    *(
        "name",
        "sex",
        "phone",
        "department",
        "education",
        "employment",
        "is_migrant",
        "works_since",
        "remark",
    ),
)
TAKEN = (*COMPARED, "birth_on", "id_number")  # fields that may be taken from the sheet
# What will be done with a row about somebody the register knows.
JOINS, DIFFERS, OTHER_NAME, SEVERAL = "joins", "differs", "other_name", "several"


class Known(NamedTuple):
    """A person as registered, with days as ISO text."""

    id: int
    id_index: bytes | None
    birth_on: str | None
    version: int
    values: dict[str, object]


class Held(NamedTuple):
    """A spell of membership."""

    organisation_id: int
    from_on: date
    until_on: date | None


@dataclass
class Register:
    """The register as one import sees it: for one organisation, on one day."""

    organisation_id: int
    on: date
    _nameless: dict[str, list[Known]] | None = field(default=None, repr=False)

    def match(self, records: Sequence[Record]) -> list[Fate]:
        """The fate of each record, in order."""
        if not records:
            return []
        found = self._candidates(records)
        if not any(found):
            return [Fate(ACCEPTED, acts=True)] * len(records)
        spells = self._spells({known.id for several in found for known in several})
        return [self._fate(*pair, spells) for pair in zip(records, found, strict=True)]

    def _fate(self, record: Record, candidates: list[Known], spells: dict[int, list[Held]]) -> Fate:
        if not candidates:
            return Fate(ACCEPTED, acts=True)
        if len(candidates) > 1:
            return Fate(SAME_PERSON, (SEVERAL, [known.id for known in candidates[:5]]))
        known = candidates[0]
        held = spells.get(known.id, [])
        here = [
            spell
            for spell in held
            if self._stands(spell) and spell.organisation_id == self.organisation_id
        ]
        if not here and known.values["name"] != record.name:
            return Fate(SAME_PERSON, (OTHER_NAME, known.id))
        if not here:
            from_on, sure = self._joins_on(record, held)
            return Fate(SAME_PERSON, (JOINS, known.id, from_on.isoformat(), sure), acts=True)
        fields = differences(record, known)
        if record.joined_on and len(held) == 1 and record.joined_on != here[0].from_on.isoformat():
            fields.append("joined_on")
        if not fields:
            return Fate(UNCHANGED, (known.id,))
        return Fate(CHANGES, (DIFFERS, known.id, fields, known.version, takeable(record, known)))

    def _stands(self, spell: Held) -> bool:
        return spell.until_on is None or spell.until_on > self.on

    def _joins_on(self, record: Record, held: list[Held]) -> tuple[date, bool]:
        """From when somebody known is a member here too, and whether that is known: not before they left elsewhere."""
        joined = date.fromisoformat(record.joined_on) if record.joined_on else None
        day = timedelta(days=1)
        last = max((spell.until_on or spell.from_on + day for spell in held), default=None)
        if joined and (last is None or joined >= last):
            return joined, True
        return max(self.on, last or self.on), False

    def _candidates(self, records: Sequence[Record]) -> list[list[Known]]:
        digests = [id_digest(record.id_number) if record.id_number else None for record in records]
        by_digest = {
            known.id_index: known for known in _people(id_index__among=[d for d in digests if d])
        }
        found = [[by_digest[digest]] if digest in by_digest else [] for digest in digests]
        open_rows = [at for at, several in enumerate(found) if not several]
        by_phone = self._by_phone([records[at] for at in open_rows])
        by_name = self._by_name([records[at] for at in open_rows])
        for at in open_rows:
            record = records[at]
            found[at] = by_phone.get((record.name, record.phone), []) or [
                known for known in by_name.get(record.name, []) if _alike(record, known)
            ]
            if record.id_number:  # whoever is known by another number is somebody else
                found[at] = [known for known in found[at] if known.id_index is None]
        return found

    def _by_phone(self, records: list[Record]) -> dict[tuple, list[Known]]:
        wanted = {(record.name, record.phone) for record in records if record.phone}
        found = defaultdict(list)
        if wanted:
            for known in _people(phone__among=[phone for _name, phone in wanted]):
                if (key := (known.values["name"], known.values["phone"])) in wanted:
                    found[key].append(known)
        return found

    def _by_name(self, records: list[Record]) -> dict[str, list[Known]]:
        """People of this organisation by name: all of them for rows without a number, else those without one."""
        found: defaultdict[Any, list[Known]] = defaultdict(list, self._without_number())
        names = {record.name for record in records if not record.id_number and not record.phone}
        if names:
            for known in _people(name__among=names, pk__in=self._ever_here()):
                if known.id_index is not None:
                    found[known.values["name"]] = [*found[known.values["name"]], known]
        return found

    def _without_number(self) -> dict[str, list[Known]]:
        if self._nameless is None:
            nameless: defaultdict[Any, list[Known]] = defaultdict(list)
            for known in _people(id_index=None, pk__in=self._ever_here()):
                nameless[known.values["name"]].append(known)
            self._nameless = nameless
        return self._nameless

    def _ever_here(self):
        return Spell.objects.filter(organisation_id=self.organisation_id).values("person_id")

    def _spells(self, people: Iterable[int]) -> dict[int, list[Held]]:
        found = defaultdict(list)
        rows = Spell.objects.filter(person__id__among=list(people)).order_by("from_on")
        for person, organisation, from_on, until_on in rows.values_list(
            "person_id", "organisation_id", "from_on", "until_on"
        ):
            found[person].append(Held(organisation, from_on, until_on))
        return found


def differences(record: Record, known: Known) -> list[str]:
    """The fields in which a row says something else than the register; what it leaves empty says nothing."""
    fields = [
        name
        for name in COMPARED
        if (said := getattr(record, name)) not in ("", None) and said != known.values[name]
    ]
    if record.birth_on and record.birth_on != known.birth_on:
        fields.append("birth_on")
    if record.id_number and known.id_index is None:
        fields.append("id_number")
    return fields


def takeable(record: Record, known: Known) -> list[str]:
    """The differing fields that could be taken from the row: not the days of a membership, which move figures,
    nor what the register's own ID number tells when the row has none.
    """
    fields = [name for name in differences(record, known) if name in TAKEN]
    if known.id_index is not None and not record.id_number:
        fields = [name for name in fields if name not in ("sex", "birth_on")]
    return fields


def _alike(record: Record, known: Known) -> bool:
    """Whether one name in one organisation is one person: the same birth, or nothing that could tell them apart."""
    if record.birth_on or known.birth_on:
        return record.birth_on == known.birth_on
    told = record.phone or record.id_number or known.values["phone"] or known.id_index
    return not told


def _people(*conditions, **more) -> Iterable[Known]:
    rows = Person.objects.filter(*conditions, **more)
    for pk, id_index, birth_on, version, *values in rows.values_list(
        "id", "id_index", "birth_on", "version", *COMPARED
    ):
        facts = dict(zip(COMPARED, values, strict=True))
        facts["works_since"] = facts["works_since"] and facts["works_since"].isoformat()
        number, born = bytes(id_index) if id_index else None, birth_on and birth_on.isoformat()
        yield Known(pk, number, born, version, facts)
