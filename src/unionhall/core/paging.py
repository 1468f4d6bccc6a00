"""Pages of a long list by key, so that page nine hundred costs what page one does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.core.signing import BadSignature, Signer
from django.db.models import Q


@dataclass(frozen=True)
class Page:
    """Rows of one page, with the cursors of the pages before and after ("" where there is none)."""

    rows: list
    before: str
    after: str

    def __iter__(self):
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def keyset(rows, order: tuple[str, ...], cursor: str = "", *, size: int = 50) -> Page:
    """The page of `rows` that `cursor` points to, in `order` (names of columns without nulls, "-" for
    descending, the last one unique). A cursor that was tampered with, or is another list's, leads to
    the first page.
    """
    # Each list signs with its own salt: another's cursor holds values of other columns.
    signer = Signer(salt=f"paging {rows.model._meta.label_lower} {' '.join(order)}")
    back, values = _read(signer, cursor)
    wanted = tuple(_turned(name) for name in order) if back else order
    if values:
        rows = rows.filter(_beyond(wanted, values))
    found = list(rows.order_by(*wanted)[: size + 1])
    more, found = len(found) > size, found[:size]
    return _page(found, signer, order, back=back, more=more, values=values)


def keyset_of(lists: Sequence, order: tuple[str, ...], cursor: str = "", *, size: int = 50) -> Page:
    """A page of several lists as one, each asked once, whatever the page.

    All of them have the columns of `order`, annotated where need be, with numbers and dates in them:
    databases and Python order texts differently.
    """
    labels = " ".join(rows.model._meta.label_lower for rows in lists)
    signer = Signer(salt=f"paging {labels} {' '.join(order)}")
    back, values = _read(signer, cursor)
    wanted = tuple(_turned(name) for name in order) if back else order
    if values:
        lists = [rows.filter(_beyond(wanted, values)) for rows in lists]
    found = [row for rows in lists for row in rows.order_by(*wanted)[: size + 1]]
    for name in reversed(wanted):
        found.sort(key=partial(_value, name=name), reverse=name.startswith("-"))
    more, found = len(found) > size, found[:size]
    return _page(found, signer, order, back=back, more=more, values=values)


def beside(rows, order: tuple[str, ...], row, *, back: bool):
    """The row just after `row` in `order`, or just before it; None at the end of the list."""
    values = [_value(row, name) for name in order]
    way = tuple(_turned(name) for name in order) if back else order
    return rows.filter(_beyond(way, values)).order_by(*way).first()


def _page(found: list, signer: Signer, order, *, back: bool, more: bool, values: list) -> Page:
    if back:
        found.reverse()
    first = _write(signer, "<", found[0], order) if found and (more if back else values) else ""
    last = _write(signer, ">", found[-1], order) if found and (more or back) else ""
    return Page(found, first, last)


def _turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _beyond(order: tuple[str, ...], values: list) -> Q:
    """Rows after `values`; the first condition alone is implied, and lets the index begin there."""
    beyond, same = Q(), Q()
    for name, value in zip(order, values, strict=True):
        column, comparison = (name[1:], "lt") if name.startswith("-") else (name, "gt")
        beyond |= same & Q(**{f"{column}__{comparison}": value})
        same &= Q(**{column: value})
    column, comparison = (order[0][1:], "lte") if order[0].startswith("-") else (order[0], "gte")
    return Q(**{f"{column}__{comparison}": values[0]}) & beyond


def _value(row, name: str):
    for part in name.lstrip("-").split("__"):
        row = getattr(row, part)
    return row.isoformat() if isinstance(row, date) else row


def _write(signer: Signer, direction: str, row, order: tuple[str, ...]) -> str:
    return signer.sign_object([direction, *[_value(row, name) for name in order]], compress=False)


def _read(signer: Signer, cursor: str) -> tuple[bool, list]:
    """Whether to go back, and the values to go on from; none where the cursor is not this list's."""
    try:
        direction, *values = signer.unsign_object(cursor) if cursor else ("",)
    except (BadSignature, ValueError):
        return False, []
    return direction == "<", values
