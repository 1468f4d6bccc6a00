"""What of a checked sheet is to be applied: everything new, unless an officer chose otherwise."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from unionhall.exchange.checking import Row
from unionhall.exchange.kinds import ADDED_BY, CHANGES, KINDS, REFUSED, Kind
from unionhall.exchange.models import Import
from unionhall.exchange.staging import rows

MOST_ROWS = 2000  # left out one by one; whoever leaves out more mends the sheet


@dataclass(frozen=True)
class Choices:
    """`fields` are taken from the sheet for those registered already, rows of `fates` and single `rows`
    ((sheet, row)) are left out.
    """

    fields: tuple[str, ...] = ()
    fates: frozenset[str] = frozenset()
    rows: frozenset[tuple[int, int]] = field(default=frozenset(), repr=False)

    @classmethod
    def of(cls, importing: Import) -> "Choices":
        """Those of an import."""
        told = importing.choices
        left = frozenset((sheet, row) for sheet, row in told.get("rows", ()))
        return cls(tuple(told.get("fields", ())), frozenset(told.get("fates", ())), left)

    def plain(self) -> dict[str, Any]:
        """They as JSON."""
        return {
            "fields": list(self.fields),
            "fates": sorted(self.fates),
            "rows": sorted(map(list, self.rows)),
        }

    def leaves(self, row: Row) -> bool:
        """Whether an officer left the row out by itself."""
        return (row.sheet, row.row) in self.rows

    def adding(self, fate: str, coming: Iterable[Row]) -> Iterator[Row]:
        """Those of some rows of a fate that add something."""
        if fate in ADDED_BY and fate not in self.fates:
            yield from (row for row in coming if row.acts and not self.leaves(row))

    def changing(self, kind: Kind, coming: Iterable[Row]) -> Iterator[tuple[Row, list[str]]]:
        """Those of the rows that would change something which are taken, with the fields they are taken for."""
        if self.fields:
            for row in coming:
                fields = [] if self.leaves(row) else kind.takes(row.told, self.fields)
                if fields:
                    yield row, fields


def to_add(importing: Import) -> Iterator[Row]:
    """The kept rows that will add something, in the order they are written."""
    choices = Choices.of(importing)
    for fate in ADDED_BY:
        yield from choices.adding(fate, rows(importing, fate))


def to_change(importing: Import) -> Iterator[tuple[Row, list[str]]]:
    """The kept rows that will change something, with the fields."""
    yield from Choices.of(importing).changing(KINDS[importing.kind], rows(importing, CHANGES))


def left_over(importing: Import) -> Iterator[tuple[str, Row]]:
    """The kept rows with their fates that applying will do nothing with, though they are not registered so."""
    choices, kind = Choices.of(importing), KINDS[importing.kind]
    yield from ((REFUSED, row) for row in rows(importing, REFUSED))
    for fate in ADDED_BY:
        for row in rows(importing, fate):
            if not any(choices.adding(fate, [row])):
                yield fate, row
    for row in rows(importing, CHANGES):
        if not any(choices.changing(kind, [row])):
            yield CHANGES, row
