"""Resident ID numbers of the People's Republic of China (GB 11643): what one says, and whether it can be one.

Eighteen characters: six of a district, eight of a birth date, three of an order (odd for men), and a
check character by ISO 7064 MOD 11-2. The first generation had fifteen digits: no century, no check.
"""

from datetime import date
from functools import lru_cache
from typing import NamedTuple

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_MARKS = "10X98765432"
_FULL_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)}
_X_LOOKALIKES = dict.fromkeys(map(ord, "x×ХхΧχⅩⅹ✕"), "X")
_FILLERS = dict.fromkeys(map(ord, "'‘’`\"“”-‐‑‒–—_. \t\r\n\v\f\u00a0\u3000\u2002\u2003\u2007\u2009\u202f\ufeff\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u00ad"))  # fmt: skip
_CLEAN = {**_FULL_WIDTH, **_X_LOOKALIKES, **_FILLERS, 0xFF58: "X", 0xFF07: None, 0xFF0D: None}


class Facts(NamedTuple):
    """What a number says of its holder; `sex` is "male" or "female"."""

    birth_on: date
    sex: str


def cleaned(text: str) -> str:
    """A number as typed, without spaces, dashes, quotes and invisible signs, half-width, with a capital X."""
    return text if text.isdigit() and text.isascii() else text.translate(_CLEAN)


def check_character(first17: str) -> str:
    """The eighteenth character that belongs to seventeen digits."""
    return _MARKS[(_head(first17[:14])[0] + _TAILS[first17[14:]]) % 11]


def facts(number: str) -> Facts | None:
    """What an eighteen-character number says; None when its form, date or check character is wrong."""
    if len(number) != 18 or not (number[:17].isdigit() and number.isascii()):
        return None
    total, men, women = _head(number[:14])
    if men is None or _MARKS[(total + _TAILS[number[14:17]]) % 11] != number[17]:
        return None
    return men if number[16] in "13579" else women


def is_valid(number: str) -> bool:
    """Whether it can be a resident ID number: eighteen characters, a real date, the right check character."""
    return facts(number) is not None


def modern(old: str) -> str | None:
    """The eighteen characters of a fifteen-digit number of the first generation; None when it is not one.

    What seems to be born in 1919 or 1920 is far rather a modern number cut off after fifteen digits.
    """
    if len(old) != 15 or not (old.isdigit() and old.isascii()) or old[6:8] in {"19", "20"}:
        return None
    first17 = f"{old[:6]}19{old[6:]}"
    return first17 + check_character(first17) if _date(first17[6:14]) else None


@lru_cache(maxsize=1 << 16)
def _head(digits: str) -> tuple[int, Facts | None, Facts | None]:
    """The weighted sum of the first fourteen digits, and what they say of men and of women; people of one
    district share them, and a register is read in one go.
    """
    born = _date(digits[6:])
    if born is None:
        return _sum(digits, 0), None, None
    return _sum(digits, 0), Facts(born, "male"), Facts(born, "female")


def _sum(digits: str, start: int) -> int:
    weights = _WEIGHTS[start : start + len(digits)]
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11


_TAILS = {f"{order:03}": _sum(f"{order:03}", 14) for order in range(1000)}


def _date(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
