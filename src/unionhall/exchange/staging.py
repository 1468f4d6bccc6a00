"""The rows of an import kept sealed between the preview and the act."""

import json
from collections import Counter
from collections.abc import Iterator

from unionhall.core import keyring
from unionhall.exchange.checking import Report, Row, SheetRead, Taking
from unionhall.exchange.kinds import CHANGES, FATES, KINDS, REFUSED, SAME_PERSON, Refusal, batches
from unionhall.exchange.models import Chunk, Import

SIZE = 500  # rows in a chunk; every chunk of a fate but its last is full


class Stager(Taking):
    """Keeps rows by fate as they come, chunk by chunk."""

    def __init__(self, importing: Import):
        self.importing = importing
        self.differs: Counter[str] = Counter()
        self.waiting: dict[str, list[Row]] = {}
        self.written: dict[str, int] = {}

    def take(self, by_fate: dict[str, list[Row]]) -> None:
        """Keep more rows."""
        kind = KINDS[self.importing.kind]
        names = [each.name for each in kind.vocabulary.fields]
        for row in by_fate.get(CHANGES, []):
            self.differs.update(kind.takes(row.told, names))
        for fate, rows in by_fate.items():
            waiting = self.waiting.get(fate, []) + rows
            whole = len(waiting) - len(waiting) % SIZE
            self._write(fate, waiting[:whole])
            self.waiting[fate] = waiting[whole:]

    def finish(self) -> None:
        """Write what still waits."""
        for fate, rows in self.waiting.items():
            self._write(fate, rows)
        self.waiting = {}

    def _write(self, fate: str, rows: list[Row]) -> None:
        chunks = []
        for part in batches(rows, SIZE):
            number = self.written[fate] = self.written.get(fate, -1) + 1
            sealed = _seal(self.importing, fate, number, part)
            chunks.append(
                Chunk(
                    importing=self.importing,
                    fate=fate,
                    number=number,
                    rows=len(part),
                    sealed=sealed,
                )
            )
        Chunk.objects.bulk_create(chunks)


def rows(importing: Import, fate: str, start: int = 0, most: int | None = None) -> Iterator[Row]:
    """The kept rows of a fate from the given one on, in the order of the file."""
    chunks = importing.chunks.filter(fate=fate, number__gte=start // SIZE).order_by("number")
    skip, left = start % SIZE, most
    for chunk in chunks.iterator(chunk_size=10):
        for row in _open(importing, chunk)[skip:]:
            if left is not None:
                if not left:
                    return
                left -= 1
            yield row
        skip = 0


def report(importing: Import) -> Report:
    """What the check of a kept import found."""
    return Report(
        counts=dict.fromkeys(FATES, 0) | importing.counts,
        sheets=[SheetRead(**sheet) for sheet in importing.sheets],
        refused=list(rows(importing, REFUSED)),
        same_person=sorted(
            [*rows(importing, SAME_PERSON), *rows(importing, CHANGES)], key=lambda row: row[:2]
        ),
    )


def _seal(importing: Import, fate: str, number: int, part: list[Row]) -> bytes:
    plain = json.dumps(part, ensure_ascii=False, separators=(",", ":")).encode()
    return keyring.encrypt("staging", plain, context=_context(importing, fate, number))


def _open(importing: Import, chunk: Chunk) -> list[Row]:
    context = _context(importing, chunk.fate, chunk.number)
    found = json.loads(keyring.decrypt("staging", bytes(chunk.sealed), context=context))
    make = Refusal._make if chunk.fate == REFUSED else tuple
    return [
        Row(sheet, row, make(record), tuple(told), acts) for sheet, row, record, told, acts in found
    ]


def _context(importing: Import, fate: str, number: int) -> bytes:
    return importing.uid.bytes + f"{fate} {number}".encode()
