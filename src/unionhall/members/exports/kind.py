"""The register as a list that can be exported: what the list shows is what is written."""

from collections.abc import Iterator
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionhall.access.exports.scopes import holds, scope_of
from unionhall.exchange.exports.cells import Cell
from unionhall.exchange.exports.kinds import Table, register
from unionhall.exchange.exports.models import Export
from unionhall.members import pages, queries
from unionhall.members.exports import columns
from unionhall.members.exports.columns import FIELDS, Row
from unionhall.members.models import Spell

AT_ONCE = 2000  # rows fetched together


class Members:
    """Memberships of the list that `asked["query"]` describes."""

    name = "members"
    title = gettext_lazy("Members")
    ability = "members.export"

    def table(self, export: Export) -> Table:
        scope = scope_of(export, self.ability)
        wanted = pages.choice(QueryDict(export.asked.get("query", "")), scope)
        reveals: tuple[str, ...] = ()
        if export.with_ids:
            reveals = scope.also("members.reveal_id").paths if export.by else scope.paths
        shown = columns.chosen(export.asked.get("columns", []))
        words = columns.words(reveals)
        cells = [column.cell for column in shown]

        def rows() -> Iterator[tuple[int, list[Cell]]]:
            for row in map(Row._make, _fetched(wanted)):
                yield row.person_id, [cell(row, words) for cell in cells]

        return Table(
            title=_("Members"),
            headings=[columns.heading(c, with_ids=export.with_ids) for c in shown],
            rows=rows(),
            total=total(wanted),
        )

    def may_still(self, export: Export, user: Any) -> bool:
        return holds(export, user, self.ability)


def total(wanted: pages.Chosen) -> int:
    """How many rows the list has; of what was typed nobody knows before they are found."""
    return 0 if wanted.typed else Spell.objects.filter(wanted.filters.q()).count()


def _fetched(wanted: pages.Chosen) -> Iterator[tuple]:
    if wanted.typed:
        yield from _found(wanted)
        return
    spells = Spell.objects.filter(wanted.filters.q()).order_by(*queries.ORDERS[wanted.order])
    yield from spells.values_list(*FIELDS).iterator(chunk_size=AT_ONCE)


def _found(wanted: pages.Chosen) -> Iterator[tuple]:
    """What a search finds, page after page, in its order."""
    cursor = ""
    while True:
        page = queries.searched(wanted.typed, wanted.filters, cursor=cursor, size=500)
        keys = [spell.pk for spell in page]
        found = Spell.objects.filter(pk__in=keys).values_list("pk", *FIELDS)
        by_key = {row[0]: row[1:] for row in found}
        yield from (by_key[key] for key in keys)
        cursor = page.after
        if not cursor:
            return


MEMBERS = Members()
register(MEMBERS)
