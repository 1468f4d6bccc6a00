"""Administrative divisions as the state statistics list them, and the federations that fit them."""

import csv
import gzip
import io
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

PACKAGED = Path(__file__).parent / "data" / "cn-divisions.csv.gz"
LEVELS = ("province", "city", "county", "township")
COLUMNS = ["code", "name", "level", "parent"]

# Names that stand for a level of the code, not for a place: the districts and counties a municipality
# governs directly, the counties a province governs directly, and the villages a county governs directly.
LEVEL_NAMES = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})
LEVEL_ENDING = "直辖村级区划"
# Units of economic zones that statistics count as townships, with the note in their names.
NOTES = ("类似乡级单位", "乡级单位")


class BadFile(ValueError):
    """The file is no list of divisions; the message names the line and what is wrong there."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file."""

    code: str
    name: str
    level: str
    parent: str


def read(path: Path) -> list[Row]:
    """The rows of a .csv or .csv.gz file, parents before children; raises BadFile."""
    return parsed(path.read_bytes(), path.name)


def parsed(raw: bytes, name: str) -> list[Row]:
    """The rows in the content of such a file, parents before children; raises BadFile."""
    try:
        text = (gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw).decode("utf-8-sig")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise BadFile(_("%s is neither a UTF-8 text nor a complete gzip file.") % name) from error
    try:
        return _rows(csv.reader(io.StringIO(text)))
    except csv.Error as error:
        raise BadFile(_("%s is no list separated by commas.") % name) from error


def _rows(lines: Iterator[list[str]]) -> list[Row]:
    header = next(lines, [])
    if header != COLUMNS:
        raise BadFile(
            _("The first line must be “%(wanted)s”, but is “%(found)s”.")
            % {"wanted": ",".join(COLUMNS), "found": ",".join(header)[:80]}
        )
    rows = [_row(number, cells) for number, cells in enumerate(lines, start=2) if cells]
    if not rows:
        raise BadFile(_("No division follows the first line."))
    rows.sort(key=lambda row: LEVELS.index(row.level))
    _check_parents(rows)
    return rows


def _row(number: int, cells: list[str]) -> Row:
    if len(cells) != len(COLUMNS):
        raise BadFile(
            _("Line %(line)s has %(count)s values, not 4.") % {"line": number, "count": len(cells)}
        )
    row = Row(*(cell.strip() for cell in cells))
    if not row.code or not row.name or len(row.code) > 12 or len(row.name) > 90:
        raise BadFile(_("Line %s: code or name is missing or too long.") % number)
    if "\0" in row.code + row.name:
        raise BadFile(_("Line %s: code or name holds a character that cannot be stored.") % number)
    if row.level not in LEVELS:
        raise BadFile(
            _("Line %(line)s: level “%(level)s” is none of %(levels)s.")
            % {"line": number, "level": row.level, "levels": ", ".join(LEVELS)}
        )
    return row


def _check_parents(rows: Iterable[Row]) -> None:
    known: dict[str, Row] = {}
    for row in rows:
        above = known.get(row.parent)
        if row.parent and above is None:
            raise BadFile(
                _(
                    "%(code)s %(name)s: its parent %(parent)s is not in the file, or not at a higher level."
                )
                % {"code": row.code, "name": row.name, "parent": row.parent}
            )
        if above is not None and LEVELS.index(above.level) >= LEVELS.index(row.level):
            raise BadFile(
                _("%(code)s %(name)s: its parent %(parent)s is not at a higher level.")
                % {"code": row.code, "name": row.name, "parent": row.parent}
            )
        if row.code in known:
            raise BadFile(_("The code %s stands there twice.") % row.code)
        known[row.code] = row


def is_placeholder(row: Row, rows: Mapping[str, Row]) -> bool:
    """Whether the row is a mere level, or repeats its parent (东莞市 as the only county of 东莞市)."""
    above = rows.get(row.parent)
    return (
        row.name in LEVEL_NAMES
        or row.name.endswith(LEVEL_ENDING)
        or (above is not None and above.name == row.name)
    )


def federation_name(row: Row) -> str:
    """What the federation of a division is called: 浙江省总工会, 北山街道总工会."""
    name = row.name
    for note in NOTES:
        if name.endswith(note) and len(name) > len(note):
            name = name[: -len(note)]
            break
    return f"{name}总工会"
