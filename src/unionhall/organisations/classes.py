"""By what employers are counted: sections of industry, kinds of ownership, how many work there."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from unionhall.organisations.toml import BadData, check_keys, in_language, read

HERE = Path(__file__).parent
# The least number of workers in each class: 25 members are a union committee of its own, see the rulebook.
SIZES = (0, 25, 100, 300, 1000)
_DIVISION = re.compile(r"[A-T]?(\d{2})\d{0,2}(?!\d)")
_LETTER = re.compile(r"([A-T])(?![A-Za-z])")


@dataclass(frozen=True)
class Industry:
    """A section of GB/T 4754: its letter, and the first and last of its divisions."""

    code: str
    titles: Mapping[str, str]
    first: int
    last: int
    words: tuple[str, ...]

    @property
    def title(self) -> str:
        return in_language(self.titles)

    def __str__(self) -> str:
        return self.title


@dataclass(frozen=True)
class Ownership:
    """A kind of ownership."""

    code: str
    titles: Mapping[str, str]
    words: tuple[str, ...]

    @property
    def title(self) -> str:
        return in_language(self.titles)

    def __str__(self) -> str:
        return self.title


def load_industries(tables: Mapping[str, Any]) -> dict[str, Industry]:
    """The sections of a parsed industries.toml; raises BadData for what is missing, unknown or overlaps."""
    found: dict[str, Industry] = {}
    reached = 0
    for code, table in tables.items():
        check_keys(f"industries.{code}", table, needed={"title", "divisions", "words"})
        check_keys(f"industries.{code}.title", table["title"], needed={"zh", "en"})
        first, last = table["divisions"]
        if first <= reached or last < first:
            raise BadData(f"industries.{code}.divisions: out of order")
        reached = last
        found[code] = Industry(code, table["title"], first, last, tuple(table["words"]))
    return found


def load_ownerships(tables: Mapping[str, Any]) -> dict[str, Ownership]:
    """The kinds of a parsed ownerships.toml; raises BadData for what is missing or unknown."""
    found = {}
    for code, table in tables.items():
        check_keys(f"ownerships.{code}", table, needed={"title", "words"})
        check_keys(f"ownerships.{code}.title", table["title"], needed={"zh", "en"})
        found[code] = Ownership(code, table["title"], tuple(table["words"]))
    return found


INDUSTRIES = load_industries(read(HERE / "industries.toml"))
OWNERSHIPS = load_ownerships(read(HERE / "ownerships.toml"))
_BY_WORD = {
    word.replace("、", ""): industry.code
    for industry in INDUSTRIES.values()
    for word in (*industry.words, *industry.titles.values())
}


def industry_choices() -> list[tuple[str, str]]:
    """Letters and titles, for a form."""
    return [(each.code, f"{each.code} {each.title}") for each in INDUSTRIES.values()]


def ownership_choices() -> list[tuple[str, str]]:
    """Codes and titles, for a form."""
    return [(each.code, each.title) for each in OWNERSHIPS.values()]


def industry_of(said: str) -> str:
    """The letter of the section that a cell means ("C", "C3411", "3411", "制造业"); "" for none known."""
    words = said.strip()
    if match := _DIVISION.match(words.upper()):
        number = int(match[1])
        return next((i.code for i in INDUSTRIES.values() if i.first <= number <= i.last), "")
    if match := _LETTER.match(words.upper() if len(words) == 1 else words):
        return match[1]
    return _BY_WORD.get(words.replace("、", ""), "")


def ownership_of(said: str) -> str:
    """The code of the kind of ownership that a cell means; "" for none known."""
    words = said.lower()
    for each in OWNERSHIPS.values():
        if words in (each.code, each.titles["en"].lower()) or any(w in words for w in each.words):
            return each.code
    return ""


def size_title(least: int) -> str:
    """A class of size in words, by its least number of workers."""
    at = SIZES.index(least)
    if at + 1 == len(SIZES):
        return _("%(n)s and more") % {"n": least}
    return _("%(low)s to %(high)s") % {"low": least, "high": SIZES[at + 1] - 1}
