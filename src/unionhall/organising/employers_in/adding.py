"""Rows of a list brought into the register: new employers entered, changed facts of known ones kept."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from unionhall.core import keyring
from unionhall.exchange.bulk import copy_in, new_keys
from unionhall.exchange.kinds import Added
from unionhall.organisations.models import Employer, Organisation
from unionhall.organising.employers_in.areas import area_of, keepers
from unionhall.organising.employers_in.matching import COLUMNS
from unionhall.organising.employers_in.models import Listed
from unionhall.organising.employers_in.rows import Record

NEW, CHANGED = "employer", "facts"  # what a line did: entered an employer, or changed its facts


class Addition:
    """Some rows on their way into the register; `rows` are records with what their fates told."""

    def __init__(self, place_id: int, rows: Sequence[tuple[Any, tuple]], on: date):
        self.rows, self.on, self.place_id = rows, on, place_id
        place = Organisation.objects.get(pk=place_id)
        self.area, self.keepers = area_of(place), keepers(place)
        self.keys = new_keys(Listed, len(rows))
        self.new_keys = iter(new_keys(Employer, sum(not told for _record, told in rows)))
        self.known = Employer.objects.in_bulk([told[1] for _record, told in rows if told])
        self.entered: list[tuple] = []
        self.changed: list[Employer] = []
        self.listed: list[Listed] = []

    def make(self) -> list[Added]:
        """Make the rows of employers and of what was listed; one Added for each row given, in order."""
        added = []
        for (values, told), key in zip(self.rows, self.keys, strict=True):
            listed = self._changed(told) if told else self._entered(Record(*values))
            listed.pk = key
            self.listed.append(listed)
            what = NEW if listed.is_new else CHANGED
            added.append(Added(key, what, line_digest(listed)))
        return added

    def write(self) -> None:
        """Write them."""
        given = ("id", "kept_by_id", *COLUMNS.values())
        rest = [f for f in Employer._meta.concrete_fields if f.attname not in given]
        defaults = tuple(field.get_default() for field in rest)
        columns = (*given, *(field.attname for field in rest))
        copy_in(Employer, columns, (row + defaults for row in self.entered))
        if self.changed:
            Employer.objects.bulk_update(self.changed, list(COLUMNS.values()), batch_size=500)
        Listed.objects.bulk_create(self.listed, batch_size=1000)

    def _entered(self, record: Record) -> Listed:
        key = next(self.new_keys)
        self.entered.append((key, self._keeper(record.division), *record))
        return Listed(employer_id=key, is_new=True, on=self.on, became=record._asdict())

    def _keeper(self, division: str | None) -> int:
        """The lowest federation of the area that covers the division, so that its officers see the file."""
        lines = self.area.lines(division) if division else []
        return next((self.keepers[c] for c in lines if c in self.keepers), self.place_id)

    def _changed(self, told: tuple) -> Listed:
        _changes, employer_id, changes = told
        employer = self.known[employer_id]
        for name, _was, becomes in changes:
            setattr(employer, COLUMNS[name], becomes)
        self.changed.append(employer)
        return Listed(
            employer_id=employer_id,
            is_new=False,
            on=self.on,
            was={name: was for name, was, _becomes in changes},
            became={name: becomes for name, _was, becomes in changes},
        )


def line_digest(listed: Listed) -> bytes:
    """The keyed digest of what a row did: which employer, and its facts before and after."""
    facts = listed.employer_id, listed.is_new, sorted(listed.was.items())
    return keyring.digest("employer_line", repr((*facts, sorted(listed.became.items()))).encode())
