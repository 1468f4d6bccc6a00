"""Pages set by typst, after GB/T 9704: text reaches it as data and never as markup.

What is printed is passed in as JSON, and `paper.typ` is the only source that is ever compiled. So no
character of a name or a letter can be read as a command, and there is nothing to escape.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import typst
from django.conf import settings
from django.utils.translation import gettext as _

from unionhall.core.clock import now
from unionhall.core.errors import Refused

SOURCE = Path(__file__).with_name("paper.typ")
# The first of each that is installed is taken: the prescribed ones, what Windows and macOS call them,
# and what every Linux has for the asking.
BODY = ("FangSong_GB2312", "FangSong", "STFangsong", "Noto Serif CJK SC", "Source Han Serif SC")
HEAD = ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "Noto Serif CJK SC", "Source Han Serif SC")
PLAIN = ("Noto Sans CJK SC", "Source Han Sans SC", *BODY)


@dataclass(frozen=True)
class Run:
    """Some words of a line; size in points."""

    text: str
    size: float = 16
    is_bold: bool = False
    is_red: bool = False
    is_head: bool = False


@dataclass(frozen=True)
class Line:
    """A paragraph; indents and spaces in points, `step` from line to line."""

    runs: Sequence[Run] = ()
    align: Literal["left", "center", "right", "justify"] = "justify"
    first: float = 0
    left: float = 0
    right: float = 0
    before: float = 0
    after: float = 0
    step: float = 28
    has_rule: bool = False
    begins_page: bool = False
    kind: str = "line"


@dataclass(frozen=True)
class Table:
    """Rows of cells, each of them paragraphs; widths are shares of the line."""

    rows: Sequence[Sequence[Sequence[Line]]]
    widths: Sequence[float]
    has_borders: bool = True
    heads: int = 0
    kind: str = "table"


@dataclass(frozen=True)
class Sheet:
    """What is printed on pages of A4."""

    blocks: Sequence[Line | Table]
    title: str = ""
    language: str = "zh"
    has_page_numbers: bool = True
    footer: str = field(default="")


@lru_cache(maxsize=1)
def fonts() -> typst.Fonts:
    """The fonts of this machine and of UNIONHALL_FONTS; looked up once in a process."""
    own = [settings.UNIONHALL_FONTS] if settings.UNIONHALL_FONTS else []
    return typst.Fonts(font_paths=own)


def family(names: Sequence[str]) -> str | None:
    """The first of these fonts that is installed."""
    there = set(fonts().families())
    return next((name for name in names if name in there), None)


def trouble() -> str:
    """Why no Chinese page can be set on this machine, "" where one can."""
    if family(BODY):
        return ""
    return "no Chinese font for papers: install fonts-noto-cjk, or set UNIONHALL_FONTS"


def pdf(sheet: Sheet, *, at: datetime | None = None) -> bytes:
    """The sheet as PDF with its fonts in it; Refused where no Chinese font is installed."""
    [made] = _compiled(SOURCE, _told(sheet), "pdf", at=at)
    return made


def pictures(sheet: Sheet, *, ppi: float = 90) -> list[bytes]:
    """Its pages as PNG."""
    return _compiled(SOURCE, _told(sheet), "png", ppi=ppi)


def set_by(source: Path, told: dict) -> bytes:
    """Another page than a paper as PDF: a source of ours, and what it prints as data."""
    [made] = _compiled(source, told, "pdf")
    return made


def _told(sheet: Sheet) -> dict:
    return asdict(sheet)


def _compiled(
    source: Path, told: dict, form: str, *, at: datetime | None = None, ppi: float = 90
) -> list[bytes]:
    if trouble():
        raise Refused(
            _("No Chinese font is installed on this server, so no page can be set."),
            instead=_("Ask whoever runs it to install fonts-noto-cjk, or to set UNIONHALL_FONTS."),
        )
    data = {**told, "fonts": {"body": family(BODY), "head": family(HEAD), "plain": family(PLAIN)}}
    # An empty directory as root: a source can read nothing else, and no package is fetched.
    with TemporaryDirectory(prefix="unionhall-paper-") as root:
        made: bytes | list[bytes] = typst.compile(  # type: ignore[call-overload]
            source.read_bytes(),
            root=root,
            font_paths=fonts(),
            format=form,
            ppi=ppi,
            sys_inputs={"told": json.dumps(data, ensure_ascii=False)},
            package_path=root,
            package_cache_path=root,
            timestamp=(at or now()).replace(microsecond=0),
        )
    return [made] if isinstance(made, bytes) else list(made)
