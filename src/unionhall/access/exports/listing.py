"""Lists of a few thousand rows as exports: their columns, and which rows a query of theirs means."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from unionhall.access.exports.pages import ask
from unionhall.access.exports.scopes import holds, scope_of
from unionhall.access.scope import Scope
from unionhall.core.errors import Refused
from unionhall.exchange.exports.cells import Cell
from unionhall.exchange.exports.kinds import Table
from unionhall.exchange.exports.models import Export


@dataclass(frozen=True)
class Column:
    """One column: its code, its heading, and its cell for a row."""

    code: str
    label: Any
    cell: Callable[[Any], Cell]


@dataclass(frozen=True)
class Listing:
    """A list that can be exported: `rows(scope, query)` are those its page shows for the query."""

    name: str
    title: Any
    ability: str
    columns: tuple[Column, ...]
    rows: Callable[[Scope, QueryDict], QuerySet]
    person: Callable[[Any], int | None] = lambda _row: None

    def table(self, export: Export) -> Table:
        """The rows as whoever asked may see them now."""
        query = QueryDict(export.asked.get("query", ""))
        rows = self.rows(scope_of(export, self.ability), query)
        wanted = set(export.asked.get("columns", [])) or {column.code for column in self.columns}
        shown = [column for column in self.columns if column.code in wanted]

        def cells() -> Iterator[tuple[int | None, list[Cell]]]:
            for row in rows.iterator(chunk_size=1000):
                yield self.person(row), [column.cell(row) for column in shown]

        headings = [str(column.label) for column in shown]
        return Table(str(self.title), headings, cells(), rows.count())

    def may_still(self, export: Export, user: Any) -> bool:
        """Whether the user's offices still reach all that the file shows."""
        return holds(export, user, self.ability)

    @property
    def choices(self) -> list[tuple[str, Any]]:
        """The columns to choose from."""
        return [(column.code, column.label) for column in self.columns]


def asked_for(request: Any, listing: Listing, query: str, asked: Any) -> Export:
    """An export that a program asks for; refused for a column there is not."""
    if unknown := set(asked.columns) - {code for code, _label in listing.choices}:
        raise Refused(_("There is no column %(name)s.") % {"name": min(unknown)})
    told = asked.dict(include={"reason", "format", "columns"})
    return ask(request, listing, {"query": query}, **told)
