"""Kinds of sheet that can be imported: what a kind brings, and where it is registered.

This app reads, keeps, previews, applies and undoes; what a row means only its kind knows.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple, Protocol

from unionhall.exchange.columns import Layout, Vocabulary
from unionhall.exchange.readers import Cell

ACCEPTED, UNCHANGED, SAME_PERSON, REFUSED = "accepted", "unchanged", "same_person", "refused"
CHANGES = "changes"  # registered here already, and the sheet says something else of them
FATES = (ACCEPTED, SAME_PERSON, CHANGES, UNCHANGED, REFUSED)
ADDED_BY = (ACCEPTED, SAME_PERSON)  # fates whose rows can add something


class Refusal(NamedTuple):
    """Why a row is refused: the first reason, the field at fault, its value (masked where personal), details."""

    reason: str
    field: str
    value: str = ""
    detail: str = ""


class Fate(NamedTuple):
    """What will become of a row: one of FATES but REFUSED, what more is known (plain JSON values), and
    whether applying does anything with it.
    """

    fate: str
    told: tuple = ()
    acts: bool = False


class Added(NamedTuple):
    """What applying one row made: the key of what it added, what that is, and a keyed digest of it."""

    subject_id: int
    what: str
    digest: bytes


class Changed(NamedTuple):
    """What applying one row changed of what was registered before: its key, a keyed digest, and what stood
    there before and stands there now, sealed as its kind likes.
    """

    subject_id: int
    digest: bytes
    sealed: bytes


class Run(Protocol):
    """One look at one file, for one place and day; it may remember earlier rows of the file."""

    def judge(self, layout: Layout) -> Callable[[int, list[Cell]], tuple | Refusal]:
        """How to judge the rows of one sheet: (row number, cells) → a record of plain values, or a refusal."""

    def match(self, records: Sequence[tuple]) -> list[Fate]:
        """The fate of each accepted record, by what is registered now."""


class Addition(Protocol):
    """Some rows on their way into the register; made with what the database knows of them."""

    def make(self) -> list[Added]:
        """Make what is to be written, without the database; one Added for each row, in order."""

    def write(self) -> None:
        """Write it."""


class Change(Protocol):
    """Some registered rows on their way to what the sheet says of them."""

    def make(self) -> list[Changed]:
        """Make what is to be written; one Changed for each row, in order."""

    def write(self) -> None:
        """Write it; raises Overtaken where one was changed meanwhile."""


class Kind(Protocol):
    """Something of which sheets can be imported."""

    name: str
    vocabulary: Vocabulary

    def run(self, place_id: int, on: date) -> Run: ...

    def message(self, refusal: Refusal) -> str:
        """What is wrong and what to do, in the reader's language."""

    def known(self, told: tuple) -> str:
        """What is known of a row that is not refused, in the reader's language; "" for nothing."""

    def mark(self) -> str:
        """How far the register has come: it differs whenever something was added since."""

    def lock(self, place_id: int) -> None:
        """Let no other import into the same place go on before this transaction ends."""

    def addition(self, place_id: int, rows: Sequence[tuple[tuple, tuple]], on: date) -> "Addition":
        """What registers rows that act (record, what its fate told), set-wise."""

    def remove(self, lines: Sequence[Any]) -> dict[int, str]:
        """Take back what some lines (rows of `Line`) added; by `subject_id`, why others were left alone."""

    def takes(self, told: tuple, fields: Sequence[str]) -> list[str]:
        """Which of the chosen fields a row that would change something can be taken for."""

    def change(self, rows: Sequence[tuple[tuple, tuple, list[str]]], on: date) -> Change:
        """What changes registered rows: (record, what its fate told, the fields taken), set-wise."""

    def restore(self, lines: Sequence[Any]) -> dict[int, str]:
        """Take back what some lines changed; by `subject_id`, why others were left alone."""

    def came_back(self, importing: Any, *, asked_by: Any, approved_by: Any) -> None:
        """Tell both officers that an `Import` which the second approved could not be applied."""


KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind of sheet importable."""
    KINDS[kind.name] = kind


def batches(rows: Iterable[Any], size: int) -> Iterable[list]:
    """Lists of at most `size` rows, in order."""
    batch: list = []
    for row in rows:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
