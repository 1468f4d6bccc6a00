"""Small workbooks made for one test each."""

import io
from collections.abc import Sequence

import openpyxl
import xlwt


def xlsx(
    *sheets: Sequence[Sequence], names: Sequence[str] = (), merged: Sequence[str] = (), hidden=()
) -> bytes:
    """A workbook of sheets given as rows; `merged` ranges are those of the first sheet."""
    book = openpyxl.Workbook()
    for at, rows in enumerate(sheets):
        page = book.active if at == 0 else book.create_sheet()
        page.title = names[at] if at < len(names) else f"Sheet{at + 1}"
        page.sheet_state = "hidden" if page.title in hidden else "visible"
        for row in rows:
            page.append(list(row))
    for area in merged:
        book.worksheets[0].merge_cells(area)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def xls(rows: Sequence[Sequence], name: str = "Sheet1") -> bytes:
    book = xlwt.Workbook()
    page = book.add_sheet(name)
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            page.write(row, column, cell)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def csv(rows: Sequence[Sequence], *, encoding: str = "utf-8", separator: str = ",") -> bytes:
    return "\r\n".join(separator.join(map(str, row)) for row in rows).encode(encoding)
