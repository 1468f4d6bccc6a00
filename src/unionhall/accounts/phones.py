"""Mobile numbers: one written form for each number, whatever way it is typed."""

import re
import unicodedata

MAINLAND = re.compile(r"1[3-9][0-9]{9}")
ABROAD = re.compile(r"\+[1-9][0-9]{6,14}")
FILLING = re.compile(r"[\s\-‐‑–—.()（）_]+")


def folded(typed: str) -> str:
    """Full-width letters and digits as plain ones."""
    return unicodedata.normalize("NFKC", typed or "")


def plain(typed: str) -> str:
    """`"+86 138-0013 8000"` → `"13800138000"`; abroad `"+85251234567"`; "" for what is no mobile number."""
    number = FILLING.sub("", folded(typed))
    home = re.sub(r"\A(\+?86|0086)(?=1[0-9]{10}\Z)", "", number)
    if MAINLAND.fullmatch(home):
        return home
    if number.startswith("00"):
        number = f"+{number[2:]}"
    return number if ABROAD.fullmatch(number) and not number.startswith("+86") else ""
