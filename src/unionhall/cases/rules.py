"""Figures that tell how things stand without telling of whom: small cells are hidden, for good.

Whoever may open the cases behind a figure sees it exactly. Everybody else sees counts rounded down to
a multiple of five, and "under five" below that. Rounding alone is not enough: five units that are each
"under five" beside a total of twenty are each exactly four. So tables over the same cases are published
together only if nobody can narrow a hidden cell down by adding and subtracting.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

BASE = 5
# A hidden cell must stay possible as 0, 1, 2, 3 and 4 (all of them).
WIDTH = BASE - 1


@dataclass(frozen=True)
class Cell:
    """A count as its reader may know it: from `low` to `high`, both included."""

    low: int
    high: int

    @property
    def is_hidden(self) -> bool:
        """Whether it is shown only as "under five"."""
        return self.low == 0 and self.high == WIDTH

    @property
    def is_exact(self) -> bool:
        return self.low == self.high


def exact(count: int) -> Cell:
    """The count as it is, for those who may open what lies behind it."""
    return Cell(count, count)


def coarse(count: int) -> Cell:
    """The count rounded down to a multiple of five; below five it is hidden."""
    low = count // BASE * BASE
    return Cell(low, low + WIDTH)


def total_range(tables: Sequence[Mapping[str, Cell]]) -> tuple[int, int]:
    """What a reader can work out about the number of cases that all tables divide up."""
    lows = [sum(cell.low for cell in table.values()) for table in tables if table]
    highs = [sum(cell.high for cell in table.values()) for table in tables if table]
    return (max(lows), min(highs)) if lows else (0, 0)


def deducible(table: Mapping[str, Cell], name: str, total: tuple[int, int]) -> tuple[int, int]:
    """What a reader can work out about one cell from its neighbours and the total, both included."""
    cell = table[name]
    other_low = sum(other.low for key, other in table.items() if key != name)
    other_high = sum(other.high for key, other in table.items() if key != name)
    return max(cell.low, total[0] - other_high), min(cell.high, total[1] - other_low)


def is_safe(tables: Sequence[Mapping[str, Cell]]) -> bool:
    """Whether every hidden cell of all tables together could still be anything from nought to four."""
    total = total_range(tables)
    return all(
        deducible(table, name, total) == (cell.low, cell.high)
        for table in tables
        for name, cell in table.items()
        if cell.is_hidden
    )


def publishable(tables: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, Cell]]:
    """Of tables that divide up the same cases, those that may be published together, in coarse cells.

    Tables come in order of importance; one that would betray a hidden cell is left out.
    """
    published: dict[str, dict[str, Cell]] = {}
    for name, table in tables.items():
        cells = {key: coarse(count) for key, count in table.items()}
        if is_safe([*published.values(), cells]):
            published[name] = cells
    return published
