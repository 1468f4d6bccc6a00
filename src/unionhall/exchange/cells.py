"""What the cells of hand-kept sheets mean: text without stray signs, days in every style people write."""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from unionhall.exchange.readers import Cell

# What people write to say that there is nothing to write.
NOTHING = frozenset(
    [
        "",
        "-",
        "--",
        "—",
        "——",
        "–",
        "/",
        "\\",
        "无",
        "暂无",
        "空",
        "n/a",
        "null",
        "none",
        "nil",
        "#n/a",
        "#null!",
        "#ref!",
        "#value!",
        "#name?",
        "#div/0!",
        "#num!",
    ]
)
_HALF = {0xFF01 + i: 0x21 + i for i in range(94)}
_LETTERS = {wide: narrow for wide, narrow in _HALF.items() if chr(narrow).isalnum()}
_SPACES = dict.fromkeys(map(ord, "\u00a0\u3000\u2002\u2003\u2007\u2009\u202f\t\r\n\v\f"), " ")
_UNSEEN = dict.fromkeys(
    [
        *range(0x20),
        *range(0x7F, 0xA0),
        0xAD,
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        0x2060,
        0xFEFF,
    ]
)
_TIDY = {**_UNSEEN, **_HALF, **_SPACES}
_TIDY_PROSE = {**_UNSEEN, **_LETTERS, **_SPACES}

# What an apostrophe before it keeps from being run as a formula.
FORMULA = ("=", "+", "-", "@", "|", "%", "＝", "＋", "－", "＠")
EPOCH = date(
    1899, 12, 30
)  # day 0 of spreadsheet programs, after their leap day in 1900 that never was
FIRST_SERIAL, LAST_SERIAL = 10_000, 73_050  # 18 May 1927 to 31 December 2099
OLDEST = 1900

UNREADABLE, IMPOSSIBLE = "unreadable", "impossible"
Day = date | tuple[date, date] | str
"""A day; two days when only the century is open; or UNREADABLE or IMPOSSIBLE."""


def text(cell: Cell | None) -> str:
    """A cell as text: half-width, without invisible signs, edges trimmed, inner spaces single; "" for nothing."""
    if isinstance(cell, str):
        if cell.isascii() and cell.isdigit():
            return cell
        return _tidied(cell)
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return "" if cell is None else str(cell)


@lru_cache(maxsize=1 << 14)
def prose(cell: Cell | None) -> str:
    """A cell as text that keeps its punctuation as it was written."""
    if not isinstance(cell, str):
        return text(cell)
    found = " ".join(cell.translate(_TIDY_PROSE).split())
    if found[:1] == "'" and found[1:2] in FORMULA:
        found = found[1:]  # as our own exports and spreadsheet programs mark it as text
    return "" if found.lower() in NOTHING else found


@lru_cache(maxsize=1 << 14)
def _tidied(typed: str) -> str:
    found = " ".join(typed.translate(_TIDY).split())
    return "" if found.lower() in NOTHING else found.lstrip("'")


def day(cell: Cell | None) -> Day | None:
    """The day a cell means; None for nothing. A year and month alone mean the first."""
    if isinstance(cell, datetime):
        return _within(cell.date())
    if isinstance(cell, date):
        return _within(cell)
    if isinstance(cell, str):
        return _written(cell)
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return None if cell is None else UNREADABLE
    return _counted(float(cell))


def _within(found: date) -> Day:
    return found if found.year >= OLDEST else IMPOSSIBLE


def _counted(number: float) -> Day:
    """A number in a cell: days since the epoch, or digits typed as 20200102, 202001 or 2020.5."""
    if FIRST_SERIAL <= number < LAST_SERIAL + 1:
        return EPOCH + timedelta(days=int(number))
    if number.is_integer():
        return _written(str(int(number))) or UNREADABLE
    # As a number, October (2020.10) has become January (2020.1): nobody can tell.
    return (
        UNREADABLE
        if re.fullmatch(r"\d{4}\.1", repr(number))
        else _written(repr(number)) or UNREADABLE
    )


_TIME = r"(?:[T ]?(?:[上下]午)?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?"
_SIGN = r"[-/.,、\\ ]+"
_FORMS = [
    re.compile(rf"(?P<y>\d{{4}}){_SIGN}(?P<m>\d{{1,2}})(?:{_SIGN}(?P<d>\d{{1,2}})[日号]?)?{_TIME}"),
    re.compile(
        r"(?P<y>\d{4}) ?年[-/. ]?(?P<m>\d{1,2}) ?(?:月份?(?: ?(?P<d>\d{1,2}) ?[日号]?)?)?" + _TIME
    ),
    re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?:" + r" ?\d{6}|" + _TIME + ")"),
    re.compile(r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})"),
    re.compile(r"(?P<m>\d{1,2})[-/.](?P<y>\d{4})"),
    re.compile(r"(?P<d>\d{1,2})[- ./]?(?P<b>[a-z]{3,9})\.?,?[- ./]?(?P<y>\d{4})"),
    re.compile(
        r"(?:(?P<b>[a-z]{3,9})\.?[- ./]?)(?:(?P<d>\d{1,2})(?:st|nd|rd|th)?,? )?(?P<y>\d{4})"
    ),
]
# Two digits are a year only where they cannot be a day or a month.
_SHORT = [
    re.compile(rf"(?P<y>[4-9]\d|3[2-9])(?:{_SIGN})(?P<m>\d{{1,2}})(?:{_SIGN}(?P<d>\d{{1,2}}))?"),
    re.compile(r"(?P<y>\d{2}) ?年 ?(?P<m>\d{1,2}) ?(?:月份?(?: ?(?P<d>\d{1,2}) ?[日号]?)?)?"),
]
_ENDS_IN_YEAR = re.compile(r"(?P<a>\d{1,2})[-/.](?P<b>\d{1,2})[-/.](?P<y>\d{4})")
_MONTHS = {
    name: 1 + at
    for at, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    )
}
_HAN = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "○": 0,
}
_HAN_PART = re.compile(r"[〇零○一二三四五六七八九十]+")


@lru_cache(maxsize=1 << 16)
def _written(typed: str) -> Day | None:
    found = text(typed).rstrip(" .。,，;；、").lower()
    if not found:
        return None
    found = _HAN_PART.sub(_arabic, found)
    for form in _FORMS:
        if match := form.fullmatch(found.upper() if "t" in found and ":" in found else found):
            return _made(match, int(match["y"]))
    for form in _SHORT:
        if match := form.fullmatch(found):
            return _either(match)
    if match := _ENDS_IN_YEAR.fullmatch(found):
        return _unordered(int(match["a"]), int(match["b"]), int(match["y"]))
    if re.fullmatch(r"\d{5}(?:\.\d+)?", found) and FIRST_SERIAL <= float(found) < LAST_SERIAL + 1:
        return EPOCH + timedelta(days=int(float(found)))
    return UNREADABLE


def _arabic(match: re.Match) -> str:
    """Chinese numerals as digits: 二〇一五 → 2015, 十 → 10, 二十三 → 23."""
    signs = match[0]
    if "十" not in signs:
        return "".join(str(_HAN[sign]) for sign in signs)
    tens, _ten, ones = signs.partition("十")
    return str(10 * (_HAN.get(tens, 1) if tens else 1) + (_HAN.get(ones, 0) if ones else 0))


def _made(match: re.Match, year: int) -> Day:
    parts = match.groupdict()
    month = parts.get("m") or _MONTHS.get((parts.get("b") or "")[:3])
    if month is None:
        return UNREADABLE
    return _real(year, int(month), int(parts.get("d") or 1))


def _either(match: re.Match) -> Day:
    found = [_made(match, century + int(match["y"])) for century in (1900, 2000)]
    real = [each for each in found if isinstance(each, date)]
    return (real[0], real[1]) if len(real) == 2 else IMPOSSIBLE


def _unordered(first: int, second: int, year: int) -> Day:
    """Day and month in an order nobody can know, unless only one order gives a day."""
    found = {_real(year, second, first), _real(year, first, second)} - {IMPOSSIBLE}
    return found.pop() if len(found) == 1 else UNREADABLE if found else IMPOSSIBLE


def _real(year: int, month: int, number: int) -> Day:
    try:
        return _within(date(year, month, number))
    except ValueError:
        return IMPOSSIBLE
