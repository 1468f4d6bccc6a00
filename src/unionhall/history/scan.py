"""Reads the whole history in the order of the chains, page by page, just as it is stored.

Values are taken as text, since whoever tampers may have written what no reader expects; such a row
is then named instead of stopping the walk.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db import connection

from unionhall.history.links import Content, link

PAGE = 2000

_TEXT = {
    "postgresql": (
        """to_char("at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')""",
        """to_char("on", 'YYYY-MM-DD')""",
        "is_read",
    ),
    "sqlite": ('CAST("at" AS TEXT)', 'CAST("on" AS TEXT)', "CAST(is_read AS TEXT)"),
}
_TRUTH = {True: True, False: False, "1": True, "0": False}


@dataclass(slots=True)
class Row:
    """An entry as stored: the columns that are hashed, and the two hashes."""

    stored: tuple
    previous: bytes
    hash: bytes

    @property
    def number(self) -> int | None:
        """Its place in the chain; None when what stands there is no number."""
        return self.stored[1] if type(self.stored[1]) is int else None

    def is_genuine(self) -> bool:
        """Whether its hash is the one that only a holder of the key can make."""
        try:
            return link(self._content(), self.previous) == self.hash
        except (TypeError, ValueError, KeyError, OverflowError):
            return False

    def _content(self) -> Content:
        s = self.stored
        at = datetime.fromisoformat(s[7]).replace(tzinfo=UTC)
        sealed = None if s[12] is None else bytes(s[12])
        on = date.fromisoformat(s[8])
        return Content._make([*s[:7], at, on, _TRUTH[s[9]], s[10], s[11], sealed])


def heads() -> Iterator[tuple[str | None, str | None, dict[str, tuple[int, bytes]]]]:
    """Pages of heads by chain, each with the chains it lies between (above low, up to high)."""
    low: str | None = None
    while True:
        page = _query(
            "SELECT chain, length, head FROM history_chainhead "  # noqa: S608
            f"WHERE {_after('chain', low)} ORDER BY chain LIMIT {PAGE}",
            [] if low is None else [low],
        )
        high = page[-1][0] if len(page) == PAGE else None
        yield low, high, {_name(chain): (length, _bytes(head)) for chain, length, head in page}
        if high is None:
            return
        low = high


def rows(low: str | None, high: str | None) -> Iterator[tuple[str, Row]]:
    """The rows of all chains above `low` and up to `high`, by chain and number."""
    upto, bound = ("chain <= %s", [high]) if high is not None else ("TRUE", [])
    after, place = _after("chain", low), [] if low is None else [low]
    while True:
        page = _query(
            f"{_select()} WHERE {after} AND {upto} ORDER BY chain, number, id LIMIT {PAGE}",
            [*place, *bound],
        )
        for stored in page:
            yield _name(stored[0]), _row(stored)
        if len(page) < PAGE:
            return
        after, place = (
            "(chain, number, id) > (%s, %s, %s)",
            [page[-1][0], page[-1][1], page[-1][15]],
        )


def head(chain: str) -> tuple[int, bytes] | None:
    """The chain's length and head as they are now."""
    found = _query("SELECT length, head FROM history_chainhead WHERE chain = %s", [chain])
    return (found[0][0], _bytes(found[0][1])) if found else None


def row(chain: str, number: int) -> Row | None:
    """The row with this number, as it is now."""
    found = _query(f"{_select()} WHERE chain = %s AND number = %s", [chain, number])
    return _row(found[0]) if found else None


def _select() -> str:
    at, on, is_read = _TEXT[connection.vendor]
    return (
        "SELECT chain, number, verb, subject_type, subject_id, by_id, by_label, "  # noqa: S608
        f"{at}, {on}, {is_read}, person, facts, personal, previous, hash, id FROM history_entry"
    )


def _row(stored: tuple) -> Row:
    return Row(stored[:13], _bytes(stored[13]), _bytes(stored[14]))


def _name(chain: object) -> str:
    # SQLite lets bytes stand where text belongs, and puts them after all text.
    return chain if isinstance(chain, str) else f"{chr(0x10FFFF)}{chain!r}"


def _bytes(value: object) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else b""


def _after(column: str, low: str | None) -> str:
    return "TRUE" if low is None else f"{column} > %s"


def _query(sql: str, values: list) -> list[tuple]:
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute(sql, values)
            return cursor.fetchall()
        driver = connection.connection
        usual = driver.text_factory
        driver.text_factory = _lenient  # bytes that are no UTF-8 must not stop the walk
        try:
            cursor.execute(sql, values)
            return cursor.fetchall()
        finally:
            driver.text_factory = usual


def _lenient(text: bytes) -> str:
    return text.decode(errors="surrogateescape")
