"""Sheets written row by row into a stream, so that a hundred thousand rows need no memory.

The .xlsx is written here and not by a library: those keep the rows readable in a temporary file
until the end, and what leaves this house is sealed before it touches a disk (docs/adr, “Exports”).
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import IO, Any
from xml.sax.saxutils import escape

from unionhall.exchange.exports.cells import Cell, harmless, separated

MOST_ROWS = 1_048_576 - 2  # of one sheet, below the note and the headings
EPOCH = date(1899, 12, 30)
MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    # Letters, which their kind writes itself.
    "zip": "application/zip",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_AT_ONCE = 500  # rows handed on together
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
TEXT, HEADING, DAY, NOTE = 1, 2, 3, 4  # places in the list of formats below
_PLAIN = 'numFmtId="0" fontId="0" fillId="0" borderId="0"'
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_OFFICE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_OFFICE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_OFFICE}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1"'
    f' Type="{_DOCUMENT}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_DOCUMENT}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="r2" Type="{_DOCUMENT}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><numFmts count="1">'
    '<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts><fonts count="3">'
    '<font><sz val="11"/></font><font><b/><sz val="11"/></font>'
    '<font><sz val="10"/><color rgb="FF8A1C14"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    f'<cellStyleXfs count="1"><xf {_PLAIN}/></cellStyleXfs><cellXfs count="5">'
    + "".join(
        f'<xf numFmtId="{number}" fontId="{font}" fillId="0" borderId="0" xfId="0"'
        ' applyNumberFormat="1" applyFont="1"/>'
        for number, font in ((0, 0), (49, 0), (0, 1), (164, 0), (0, 2))
    )
    + '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/>'
    "</cellStyles></styleSheet>",
}
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def write(
    form: str,
    stream: IO[bytes] | Any,
    *,
    title: str,
    note: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[Cell]],
) -> None:
    """Write a sheet: the note (whose, when, why), the headings, the rows."""
    writer = {"xlsx": _workbook, "csv": _separated}[form]
    writer(stream, title, note, headings, rows)


def _separated(stream, title: str, note: str, headings, rows) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    text.write("\ufeff")  # without it Excel takes the Chinese for something else
    writer.writerow([harmless(note)])
    writer.writerow([harmless(heading) for heading in headings])
    for number, row in enumerate(rows, 1):
        writer.writerow([separated(cell) for cell in row])
        if not number % _AT_ONCE:
            stream.write(text.getvalue().encode())
            text.seek(0)
            text.truncate()
    stream.write(text.getvalue().encode())


def _workbook(stream, title: str, note: str, headings, rows) -> None:
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        for name, content in _PARTS.items():
            archive.writestr(name, _XML + content)
        sheet = escape(_sheet_name(title), {'"': "&quot;"})
        archive.writestr(
            "xl/workbook.xml",
            f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}"><sheets>'
            f'<sheet name="{sheet}" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            for piece in _sheet(note, headings, rows):
                part.write(piece.encode())


def _sheet_name(title: str) -> str:
    """A title as the name of a sheet: at most 31 characters, none of those programs refuse."""
    return "".join(" " if sign in "[]:*?/\\'" else sign for sign in title)[:31].strip() or "1"


def _sheet(note: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterable[str]:
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{_width(heading)}" customWidth="1"/>'
        for at, heading in enumerate(headings, 1)
    )
    yield (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"'
        ' tabSelected="1"><pane ySplit="2" topLeftCell="A3" activePane="bottomLeft"'
        f' state="frozen"/></sheetView></sheetViews><cols>{columns}</cols><sheetData>'
    )
    letters = [_letters(at) for at in range(len(headings))]
    yield f'<row r="1">{_text("A1", note, NOTE)}</row><row r="2">'
    yield "".join(_text(f"{a}2", str(h), HEADING) for a, h in zip(letters, headings, strict=True))
    yield "</row>"
    waiting: list[str] = []
    number = 2
    for number, row in enumerate(rows, 3):
        cells = [_cell(f"{a}{number}", v) for a, v in zip(letters, row, strict=True)]
        waiting.append(f'<row r="{number}">{"".join(cells)}</row>')
        if len(waiting) == _AT_ONCE:
            yield "".join(waiting)
            waiting = []
    yield "".join(waiting)
    yield f'</sheetData><autoFilter ref="A2:{letters[-1]}{number}"/></worksheet>'


def _cell(place: str, value: Cell) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        return _text(place, value, TEXT)
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, datetime):
        return _text(place, value.strftime("%Y-%m-%d %H:%M"), TEXT)
    if isinstance(value, date):
        days = (value - EPOCH).days
        if days > 60:  # earlier ones their calendar does not know
            return f'<c r="{place}" s="{DAY}"><v>{days}</v></c>'
        return _text(place, value.isoformat(), TEXT)
    return f'<c r="{place}"><v>{value}</v></c>'


def _text(place: str, value: str, style: int) -> str:
    told = escape(harmless(value))
    kept = ' xml:space="preserve"' if told != told.strip() or "\n" in told else ""
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t{kept}>{told}</t></is></c>'


def _width(heading: str) -> int:
    """About as wide as the heading and what usually stands below it."""
    return min(30, max(12, 2 * len(str(heading)) + 4))


def _letters(at: int) -> str:
    """The letters of a column counted from 0."""
    found = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        found = chr(65 + rest) + found
    return found
