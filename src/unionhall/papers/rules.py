"""How the numbers of papers are written."""

import re

MARKS = ("{union}", "{mark}", "{year}", "{number}")
DEFAULT = "{union}{mark}〔{year}〕{number}号"
MOST = 60
_MARK = re.compile(r"\{[^{}]*\}")


def numbered(pattern: str, *, union: str, mark: str, year: int, number: int) -> str:
    """The pattern with union, mark of the kind, year and number filled in."""
    told = {"{union}": union, "{mark}": mark, "{year}": str(year), "{number}": str(number)}
    return _MARK.sub(lambda found: told.get(found[0], found[0]), pattern)


def trouble(pattern: str) -> str:
    """Why a pattern gives no numbers: "unknown", "braces", "number", "year", or "" where it does."""
    if set(_MARK.findall(pattern)) - set(MARKS):
        return "unknown"
    if re.search(r"[{}]", _MARK.sub("", pattern)):
        return "braces"
    if pattern.count("{number}") != 1:
        return "number"
    return "" if "{year}" in pattern else "year"
