"""Writes kept entries to their chains: heads are locked last, in the order of their keys."""

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection, transaction

from unionhall.core import clock
from unionhall.core.prepared import kept_by_the_server
from unionhall.history import anchors, personal
from unionhall.history.links import GENESIS, Content, link
from unionhall.history.standings import Span

READ_AGAIN = timedelta(minutes=10)  # a second opening within this time is the same reading
_CHUNK = 500

_COLUMNS = (
    "chain", "number", "verb", "subject_type", "subject_id", "by_id", "by_label", "at", "on",
    "is_read", "person", "facts", "personal", "previous", "hash",
)  # fmt: skip
_QUOTED = ", ".join(f'"{name}"' for name in _COLUMNS)
_INSERT = f"INSERT INTO history_entry ({_QUOTED}) VALUES "  # noqa: S608
_LOCK = (
    "INSERT INTO history_chainhead (chain, length, head) VALUES {} "
    "ON CONFLICT (chain) DO UPDATE SET length = history_chainhead.length "
    "RETURNING chain, length, head"
)
_LOOK = "SELECT chain, length, head FROM history_chainhead WHERE chain IN ({})"
_BEGIN = "INSERT INTO history_chainhead (length, head, chain) VALUES "
_MOVE = "UPDATE history_chainhead SET length = %s, head = %s WHERE chain = %s"
_SEEN = (
    "SELECT 1 FROM history_entry WHERE subject_type = %s AND subject_id = %s AND at > %s "
    "AND by_id = %s AND is_read AND verb = %s LIMIT 1"
)


@dataclass(slots=True)
class Kept:
    """An entry that waits for the end of its act."""

    chain: str
    verb: str
    subject_type: str
    subject_id: str
    by_id: int | None
    by_label: str
    on: date
    is_read: bool
    person: str
    facts: str
    personal: str
    once: bool = False  # a reading, left out when the same was recorded minutes ago
    marker: object = None

    @property
    def reading(self) -> tuple:
        """What makes two openings the same reading."""
        return self.by_id, self.subject_type, self.subject_id, self.verb

    def content(self, number: int, at: datetime, key: bytes | None) -> Content:
        """What is hashed; personal facts of somebody whose key was destroyed are left out."""
        sealed = (
            personal.seal(key, self.chain, self.person, self.personal)
            if self.personal and key
            else None
        )
        return Content(
            self.chain, number, self.verb, self.subject_type, self.subject_id, self.by_id,
            self.by_label, at, self.on, self.is_read, self.person, self.facts, sealed,
        )  # fmt: skip


def write(kept: Sequence[Kept]) -> None:
    """Append the entries to their chains in this transaction, and anchor the chains once it commits."""
    chains: dict[str, list[Kept]] = {}
    for entry in kept:
        chains.setdefault(entry.chain, []).append(entry)
    names = {entry.person for entry in kept if entry.personal}
    keys = personal.keys_for(names) if names else {}
    # What one entry asks is asked by every act; of several, each number is a query of its own.
    ready = kept_by_the_server(connection) if len(kept) == 1 else nullcontext()
    with ready, connection.cursor() as cursor:
        heads = _lock(cursor, sorted(chains))
        at = clock.now()
        rows: list[tuple] = []
        spans: list[Span] = []
        readings: set[tuple] = set()
        for chain in sorted(chains):
            length, head = start = heads[chain]
            for entry in chains[chain]:
                if entry.once and (entry.reading in readings or seen(cursor, entry, at)):
                    continue
                readings.add(entry.reading)
                length += 1
                content = entry.content(length, at, keys.get(entry.person))
                rows.append((*_stored(content), head, head := link(content, head)))
            if length > start[0]:
                spans.append(Span(chain, *start, length, head))
        if len(spans) == 1 and len(rows) <= _CHUNK and connection.vendor == "postgresql":
            _append(cursor, rows, spans[0])
        else:
            _insert(cursor, rows)
            _move_heads(cursor, spans)
    if spans:
        transaction.on_commit(lambda: anchors.write(spans), robust=True)


def seen(cursor, entry: Kept, at: datetime) -> bool:
    """Whether the same officer's reading of the same subject was recorded less than ten minutes ago."""
    since = connection.ops.adapt_datetimefield_value(at - READ_AGAIN)
    cursor.execute(_SEEN, [entry.subject_type, entry.subject_id, since, entry.by_id, entry.verb])
    return cursor.fetchone() is not None


def _lock(cursor, chains: list[str]) -> dict[str, tuple[int, bytes]]:
    """Each chain's length and head, locked until the transaction ends."""
    heads = dict.fromkeys(chains, (0, GENESIS))
    postgresql = connection.vendor == "postgresql"
    for chunk in _chunks(chains):
        if postgresql:
            # One statement makes or locks the heads in the order given: two writers never cross.
            sql = _LOCK.format(_places(chunk, 3))
            values = [part for chain in chunk for part in (chain, 0, GENESIS)]
        else:
            # On SQLite the transaction began IMMEDIATE: nobody else writes.
            sql = _LOOK.format(", ".join(["%s"] * len(chunk)))
            values = list(chunk)
        cursor.execute(sql, values)
        heads |= {chain: (length, bytes(head)) for chain, length, head in cursor.fetchall()}
    return heads


def _append(cursor, rows: list[tuple], span: Span) -> None:
    """Entries of one chain and its new head in one statement, as nearly every act writes them."""
    values = [span.length, span.head, span.chain, *(value for row in rows for value in row)]
    cursor.execute(f"WITH moved AS ({_MOVE}) {_INSERT}{_places(rows, len(_COLUMNS))}", values)


def _insert(cursor, rows: list[tuple]) -> None:
    if len(rows) > _CHUNK and connection.vendor == "postgresql":
        with cursor.copy(f"COPY history_entry ({_QUOTED}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    for chunk in _chunks(rows):
        values = [value for row in chunk for value in row]
        cursor.execute(_INSERT + _places(chunk, len(_COLUMNS)), values)


def _move_heads(cursor, spans: list[Span]) -> None:
    old: list[tuple] = []
    new: list[tuple] = []
    for span in spans:
        # PostgreSQL made a new chain's row when it locked it.
        fresh = span.from_length == 0 and connection.vendor != "postgresql"
        (new if fresh else old).append((span.length, span.head, span.chain))
    if len(old) == 1:
        cursor.execute(_MOVE, old[0])
    elif old:
        cursor.executemany(_MOVE, old)
    for chunk in _chunks(new):
        values = [value for row in chunk for value in row]
        cursor.execute(_BEGIN + _places(chunk, 3), values)


def _stored(content: Content) -> tuple:
    """The content as the database's driver wants it."""
    at = connection.ops.adapt_datetimefield_value(content.at)
    on = connection.ops.adapt_datefield_value(content.on)
    return (*content[:7], at, on, *content[9:])


def _places(rows: Sequence, width: int) -> str:
    return ", ".join([f"({', '.join(['%s'] * width)})"] * len(rows))


def _chunks(rows: Sequence) -> Iterator[Sequence]:
    for start in range(0, len(rows), _CHUNK):
        yield rows[start : start + _CHUNK]
