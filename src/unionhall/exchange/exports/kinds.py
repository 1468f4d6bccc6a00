"""Kinds of list that can be exported: this app writes, seals and keeps; what stands in a row its kind knows."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from unionhall.exchange.exports.models import Export


@dataclass(frozen=True)
class Table:
    """What is to be written: each row with the key of the person it shows, None for nobody's."""

    title: str
    headings: Sequence[str]
    rows: Iterable[tuple[int | None, Sequence[Any]]]
    total: int
    # Writes what is no sheet: (format, file, *, title, note, headings, rows), as `sheets.write` does.
    write: Callable[..., None] | None = None


class Kind(Protocol):
    """A list of which exports can be made."""

    @property
    def name(self) -> str: ...

    @property
    def title(self) -> Any:
        """Of the list, in the reader's language when it is shown."""

    @property
    def ability(self) -> str: ...

    def table(self, export: Export) -> Table:
        """The rows as whoever asked may see them now; raises Refused where they may no longer."""

    def may_still(self, export: Export, user: Any) -> bool:
        """Whether the user may still have all that the file shows."""


KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a list exportable."""
    KINDS[kind.name] = kind
