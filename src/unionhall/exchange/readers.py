"""Sheets read into rows of plain values, whatever the file calls itself; refused when they cannot be."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from unionhall.core.errors import Refused

Cell = str | float | int | bool | date | datetime | time | timedelta

MAX_SIZE = 60 * 2**20  # bytes of the file
MAX_UNPACKED = 600 * 2**20  # bytes of everything in an .xlsx
MAX_CELLS = 16_000_000  # of the rectangle one sheet spans, filled or not
MAX_ROWS = 1_048_576
_PIECE = 2**20

_OLE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DRAWN = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"RIFF",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
)
# References to cells and rows: those beyond column Z or row 99,999, which are few, and all.
_FAR = re.compile(rb"""r\s*=\s*["']((?=[A-Z]{2}|[A-Z]?\d{6})[A-Z]{0,3})(\d{1,9})["']""")
_ANY = re.compile(rb"""r\s*=\s*["']([A-Z]{0,3})(\d{1,9})["']""")
# What programs write into a .csv so that a spreadsheet keeps the digits of a number: ="110000…".
_KEPT_AS_TEXT = re.compile(r'="([^"]*)"')
_DELIMITERS = ",\t;，|"


@dataclass(frozen=True)
class Sheet:
    """One sheet: rows from the first on, so that row n of the sheet is the n-th here.

    `merged` holds (first row, first column, last row, last column), counted from 0.
    """

    name: str
    rows: Iterable[list[Cell]] = field(repr=False)
    is_hidden: bool = False
    merged: tuple[tuple[int, int, int, int], ...] = ()


def read(content: bytes, name: str) -> Iterator[Sheet]:
    """The sheets of an .xlsx, .xls or .csv file, told by its content; `name` names a .csv's only sheet.

    Raises Refused, with what to do, when the file is too large, locked, damaged, empty or no sheet.
    """
    if len(content) > MAX_SIZE:
        raise Refused(
            too_large(),
            instead=_("Divide it into several files and import them one after another."),
        )
    if not content.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise Refused(_("The file is empty."), instead=_("Choose the file that holds the rows."))
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise _locked()
        return _workbook(content)
    if content.startswith(_ZIP):
        _unpacks_safely(content)
        return _workbook(content)
    return iter([_separated(content, name)])


def too_large() -> str:
    """What is wrong with a file over the limit."""
    return _("The file is larger than %(size)d MB.") % {"size": MAX_SIZE >> 20}


def _locked() -> Refused:
    return Refused(
        _("The file is protected by a password."),
        instead=_("Open it, remove the password, save it and choose it again."),
    )


def _no_sheet() -> Refused:
    return Refused(
        _("This file is not a sheet that can be read."),
        instead=_("Open it in your spreadsheet program and save it as .xlsx."),
    )


def _damaged() -> Refused:
    return Refused(
        _("The file is damaged and cannot be read."),
        instead=_("Open it in your spreadsheet program and save it anew as .xlsx."),
    )


def _too_wide() -> Refused:
    return Refused(
        _("The sheet spans more rows and columns than can be read at once."),
        instead=_("Delete empty rows and columns far out, or divide it into several files."),
    )


def _workbook(content: bytes) -> Iterator[Sheet]:
    # Imported when first needed: few processes ever read a workbook, all of them pay for an import.
    import python_calamine as calamine

    with _told_why(calamine.PasswordError):
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        kinds = [
            (about, about.typ == calamine.SheetTypeEnum.WorkSheet) for about in book.sheets_metadata
        ]
    for number, (about, has_cells) in enumerate(kinds):
        if not has_cells:
            continue
        with _told_why(calamine.PasswordError):
            page = book.get_sheet_by_index(number)
        hidden = about.visible != calamine.SheetVisibleEnum.Visible
        if page.start is None:
            yield Sheet(about.name, (), hidden)
            continue
        left = page.start[1]
        merged = ((a, b - left, c, d - left) for (a, b), (c, d) in page.merged_cell_ranges or ())
        yield Sheet(about.name, page.iter_rows(), hidden, tuple(merged))


@contextmanager
def _told_why(locked: type[Exception]) -> Iterator[None]:
    try:
        yield
    except (Refused, KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except locked as error:
        raise _locked() from error
    except BaseException as error:  # the reader's own panics are no Exceptions
        raise _damaged() from error


def _unpacks_safely(content: bytes) -> None:
    """Refuse an archive that is no workbook, or whose sheets would not fit in memory once unpacked."""
    with _told_why(_Never):
        archive = zipfile.ZipFile(io.BytesIO(content))
        parts = archive.infolist()
        if not any(part.filename.startswith("xl/") for part in parts):
            raise _no_sheet()
        if any(part.flag_bits & 1 for part in parts):
            raise _locked()
        if len(parts) > 2000 or sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise _too_wide()
        for part in parts:
            if (
                part.filename.endswith((".xml", ".rels", ".bin"))
                and _spans(archive, part) > MAX_CELLS
            ):
                raise _too_wide()


class _Never(Exception):
    pass


def _spans(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """How many cells the rectangle of a part has, unpacking it to see that it is as large as it says."""
    cells = _rectangle(archive, part, _FAR, rows=99_999, columns=26)
    if "worksheets/" not in part.filename:
        return 0
    # Many columns and no word of the rows: only then is it worth looking at every cell.
    return cells if cells <= MAX_CELLS else _rectangle(archive, part, _ANY, rows=1, columns=1)


def _rectangle(archive, part, pattern: re.Pattern[bytes], *, rows: int, columns: int) -> int:
    unpacked, tail = 0, b""
    with archive.open(part) as stream:
        while piece := stream.read(_PIECE):
            unpacked += len(piece)
            if unpacked > part.file_size:
                raise _too_wide()
            for letters, row in pattern.findall(tail + piece):
                columns, rows = max(columns, _column(letters)), max(rows, int(row))
            tail = piece[-32:]
    return rows * columns


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _separated(content: bytes, name: str) -> Sheet:
    """A text file with separators; blank lines count as rows, as a spreadsheet program shows them."""
    if content.startswith(_DRAWN):
        raise _no_sheet()
    text = _decoded(content)
    if text.lstrip()[:200].lower().startswith(("<html", "<!doctype", "<?xml", "<table", "{\\rtf")):
        raise _no_sheet()
    try:
        # strict would refuse a quotation mark inside a field, which registers are full of.
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
        rows: list[list[Cell]] = [list(line) for line in lines]
    except csv.Error as error:
        raise _damaged() from error
    if len(rows) > MAX_ROWS:
        raise _too_wide()
    if '="' in text:
        rows = [[_without_formula(cell) for cell in cells] for cells in rows]
    return Sheet(name.rsplit("/", 1)[-1].rsplit("\\", 1)[-1].rsplit(".", 1)[0], rows)


def _without_formula(cell: Cell) -> Cell:
    found = _KEPT_AS_TEXT.fullmatch(cell.strip()) if isinstance(cell, str) else None
    return found[1] if found else cell


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        candidates: tuple[str, ...] = ("utf-16",)
    elif b"\0" in content:
        raise _no_sheet()
    else:
        candidates = ("utf-8-sig", "gb18030")
    for encoding in candidates:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _no_sheet()


def _delimiter(text: str) -> str:
    """What separates the fields: that which most of the first lines hold most often."""
    lines = [line for line in text[:20_000].splitlines()[:40] if line.strip()]
    return max(
        _DELIMITERS, key=lambda sign: sorted(line.count(sign) for line in lines)[len(lines) // 2]
    )
