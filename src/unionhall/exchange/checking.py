"""A sheet checked row by row against its kind: nothing is written, every row has a fate at the end."""

from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from unionhall.core.errors import Refused
from unionhall.exchange.bulk import resolved, uncollected
from unionhall.exchange.columns import Layout, Memory, Table, data_rows, table_of
from unionhall.exchange.kinds import CHANGES, FATES, REFUSED, SAME_PERSON, Kind, Refusal, Run
from unionhall.exchange.readers import read

BATCH = 5000


class Row(NamedTuple):
    """A row of data: its sheet's place among those read, its number there, and what became of it."""

    sheet: int
    row: int
    record: tuple | Refusal
    told: tuple = ()
    acts: bool = False


@dataclass
class SheetRead:
    """How one sheet was understood. `columns` are places by field, `passed_over` rows that are no data."""

    name: str
    skipped: str = ""  # why it was not read: hidden, empty, no_heading
    heading_row: int = 0
    headings: list[str] = field(default_factory=list)
    columns: dict[str, int] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    remembered: str = ""  # when an officer chose the columns of a sheet headed so
    rows: int = 0
    passed_over: list[int] = field(default_factory=list)


@dataclass
class Report:
    """What a check found: counts by fate, the sheets, and the rows an officer must look at: refused ones, and
    those about people registered already who are not simply unchanged.
    """

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FATES, 0))
    sheets: list[SheetRead] = field(default_factory=list)
    refused: list[Row] = field(default_factory=list)
    same_person: list[Row] = field(default_factory=list)

    def plain_sheets(self) -> list[dict[str, Any]]:
        """The sheets as JSON."""
        return [asdict(sheet) for sheet in self.sheets]


class Taking:
    """What is done with the rows of a check as they come: nothing, unless a subclass does more."""

    def match(self, run: Run, records: list[tuple]) -> Future:
        """The records' fates, now or as soon as the database is free."""
        return resolved(run.match(records))

    def take(self, by_fate: dict[str, list[Row]]) -> None:
        """Take the rows of one batch, once their fates are known."""


@uncollected()
def check(
    content: bytes,
    name: str,
    *,
    kind: Kind,
    place_id: int,
    on: date,
    chosen: Mapping[str, Mapping[str, int]] | None = None,
    memory: Memory | None = None,
    taking: Taking | None = None,
    tell: Callable[[int], None] | None = None,
) -> Report:
    """Read and judge a file; `taking` gets the rows as they come, `tell` the number of rows so far.

    `chosen` columns replace the recognised ones by sheet, and those `memory` knows of where none are
    chosen. Raises Refused when no sheet can be read.
    """
    run = kind.run(place_id, on)
    looking = _Look(kind, run, taking or Taking(), tell or (lambda done: None))
    for sheet in read(content, name):
        if sheet.is_hidden:
            looking.report.sheets.append(SheetRead(sheet.name, "hidden"))
            continue
        looking.through(table_of(sheet, kind.vocabulary, (chosen or {}).get(sheet.name), memory))
    looking.finish()
    return looking.report


class _Look:
    """One pass over a file: rows wait until there are enough to look up at once."""

    def __init__(self, kind: Kind, run: Run, taking: Taking, tell: Callable[[int], None]):
        self.kind, self.run, self.taking, self.tell = kind, run, taking, tell
        self.report = Report()
        self.waiting: list[tuple[int, int, tuple]] = []
        self.refused: list[Row] = []
        self.asked: deque[tuple[list, list[Row], Future]] = deque()
        self.done = 0

    def through(self, table: Table) -> None:
        place = len(self.report.sheets)
        about = SheetRead(table.sheet.name)
        self.report.sheets.append(about)
        if table.layout is None:
            about.skipped = (
                "no_heading"
                if any(any(cell != "" for cell in row) for row in table.rows)
                else "empty"
            )
            return
        layout: Layout | None = None
        judge: Any = None
        for number, cells, current in data_rows(table, self.kind.vocabulary):
            if current is not layout:
                layout, judge = current, self.run.judge(current)
            about.rows += 1
            found = judge(number, cells)
            if isinstance(found, Refusal):
                self.refused.append(Row(place, number, found))
            else:
                self.waiting.append((place, number, found))
            if len(self.waiting) + len(self.refused) >= BATCH:
                self.ask()
        about.heading_row, about.headings = table.layout.heading_row, list(table.layout.headings)
        about.columns, about.unknown = dict(table.layout.columns), table.layout.unknown()
        about.remembered = table.remembered
        about.passed_over = table.passed_over[:100]

    def ask(self) -> None:
        """Ask for the fates of the waiting rows, and hand those on that were asked for before."""
        records = [record for _sheet, _row, record in self.waiting]
        self.asked.append((self.waiting, self.refused, self.taking.match(self.run, records)))
        self.waiting, self.refused = [], []
        while len(self.asked) > 1:
            self.hand_on()

    def hand_on(self) -> None:
        waiting, refused, future = self.asked.popleft()
        by_fate: dict[str, list[Row]] = {REFUSED: refused} if refused else {}
        for (place, number, record), fate in zip(waiting, future.result(), strict=True):
            row = Row(place, number, record, fate.told, fate.acts)
            by_fate.setdefault(fate.fate, []).append(row)
        for name, rows in by_fate.items():
            self.report.counts[name] += len(rows)
        self.report.refused += refused
        known = by_fate.get(SAME_PERSON, []) + by_fate.get(CHANGES, [])
        self.report.same_person += sorted(known, key=lambda row: row[:2])
        self.taking.take(by_fate)
        self.done += len(waiting) + len(refused)
        self.tell(self.done)

    def finish(self) -> None:
        """Settle what still waits; refuse a file that held no sheet that could be read."""
        self.ask()
        self.hand_on()
        self.refuse_unreadable()

    def refuse_unreadable(self) -> None:
        if any(not sheet.skipped for sheet in self.report.sheets):
            return
        if all(sheet.skipped == "empty" for sheet in self.report.sheets):
            raise Refused(
                _("The file is empty."), instead=_("Choose the file that holds the rows.")
            )
        required = [each.title for each in self.kind.vocabulary.fields if each.is_required]
        raise Refused(
            _("No sheet has a row of headings with “%(heading)s” in it.")
            % {"heading": required[0]},
            instead=_(
                "Write what each column holds into the first row, and choose the file again."
            ),
        )
