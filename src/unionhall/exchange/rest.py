"""The rows that applying left over, as a sheet to mend and bring again."""

import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from unionhall.core.clock import now
from unionhall.exchange import store
from unionhall.exchange.choices import left_over
from unionhall.exchange.columns import data_rows, table_of
from unionhall.exchange.exports import sheets
from unionhall.exchange.kinds import KINDS, REFUSED, Refusal
from unionhall.exchange.memory import memory_of
from unionhall.exchange.models import Import
from unionhall.exchange.readers import Cell, read

KEPT_FOR = timedelta(days=3)

Place = tuple[int, int]
"""A sheet's place among those read, and a row's number in it."""


def leave_rest(importing: Import) -> None:
    """Keep what is left over of an import that is being applied, sealed, for some days."""
    try:
        content = rest_of(importing)
    except FileNotFoundError:  # nothing was kept of the sheet
        return
    if content:
        store.write_rest(importing.uid, content)
        importing.rest_until = now() + KEPT_FOR
        importing.save(update_fields=["rest_until"])


def rest_of(importing: Import) -> bytes:
    """An .xlsx of the rows that are left over: what stood in the sheet under the titles of its fields, and what
    to do; b"" when there are none. Raises FileNotFoundError when the sheet is gone.
    """
    kind = KINDS[importing.kind]
    why: dict[Place, str] = {}
    for fate, row in left_over(importing):
        told = kind.message(Refusal(*row.record)) if fate == REFUSED else kind.known(row.told)
        why[row.sheet, row.row] = told or _("Left out.")
    if not why:
        return b""
    used = {name for sheet in importing.sheets for name in sheet["columns"]}
    fields = [each for each in kind.vocabulary.fields if each.name in used]
    stream = io.BytesIO()
    sheets.write(
        "xlsx",
        stream,
        title=_("Left over"),
        note=_(
            "These rows of “%(file)s” were not taken. Mend them here and bring this sheet as the next import."
        )
        % {"file": importing.file_name},
        headings=[
            *(str(each.title) for each in fields),
            _("What to do"),
            _("Stood in"),
            pgettext("of the sheet as it was", "Row"),
        ],
        rows=_rows(importing, [each.name for each in fields], why),
    )
    return stream.getvalue()


def _rows(importing: Import, fields: list[str], why: dict[Place, str]) -> Iterator[list[Any]]:
    kind, memory = KINDS[importing.kind], memory_of(importing)
    for place, sheet in enumerate(read(store.read(importing.uid), importing.file_name)):
        if sheet.is_hidden:
            continue
        table = table_of(sheet, kind.vocabulary, importing.chosen.get(sheet.name), memory)
        for number, cells, layout in data_rows(table, kind.vocabulary):
            if (place, number) in why:
                said = [_said(cells, layout.columns.get(name, -1)) for name in fields]
                yield [*said, why[place, number], sheet.name, number]


def _said(cells: list[Cell], at: int) -> Any:
    said = cells[at] if 0 <= at < len(cells) else ""
    # A number of many digits would be rounded again.
    return str(said) if isinstance(said, float | int) and not isinstance(said, bool) else said
