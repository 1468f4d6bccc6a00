"""What a cell holds in a file that a spreadsheet program opens: never a formula, never a shortened number."""

import re
from datetime import date, datetime

Cell = str | int | float | bool | date | None

# What spreadsheet programs take for the beginning of a formula, full-width too.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[+-]?\d[\d,]*(\.\d+)?")
_TELEPHONE = re.compile(r"\+?\d[\d ()-]{4,24}")
# What would be shown as 1.1E+17, lose its zeros or be read as an exponent.
_SPOILT = re.compile(r"\+.*|0\d+|\d{12,}[xX]?|\d+[eE]\d+|[\d(][\d ()-]*[ ()-][\d ()-]*")
# XML knows no such characters, and nobody means them.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def harmless(text: str) -> str:
    """Text that no program runs: what begins like a formula gets an apostrophe, numbers stay as they are."""
    text = _UNSEEN.sub("", text)
    begins = text[:1] in FORMULA or text.lstrip()[:1] in FORMULA
    if text and begins and not (_NUMBER.fullmatch(text) or _TELEPHONE.fullmatch(text)):
        return f"'{text}"
    return text


def separated(cell: Cell) -> str:
    """A cell in a .csv: days as 2026-11-26; long digits end in a tab, so that they are kept as text."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M")
    if isinstance(cell, date):
        return cell.isoformat()
    if not isinstance(cell, str):
        return str(cell)
    text = harmless(cell)
    return f"{text}\t" if _SPOILT.fullmatch(text) else text
