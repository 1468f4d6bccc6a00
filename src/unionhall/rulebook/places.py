"""Where a rule holds: nation → province → city → union, written as one text.

`CN`, `CN-ZJ` (ISO 3166-2), `CN-SD-QD`; a division's number does as well (`CN-33`, `CN-ZJ-3301`,
`330106`). Unions stand behind slashes, the higher one first: `CN-ZJ/HZ-0001/HZ-0001-17`.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from django.utils.translation import gettext as _

from unionhall.rulebook.schema import Text

ANYWHERE = "*"
# How collections of rules write a place that their source does not name, and how it is kept here.
UNNAMED = {"CN-(unknown)": "CN-XX"}
EVERYWHERE = Text("各地", "everywhere")


class UnknownPlace(LookupError):
    """A jurisdiction's code that names no nation or province known here."""


@dataclass(frozen=True, slots=True)
class Place:
    """A nation, province, city or county with rules of its own."""

    code: str
    name: Text
    division: str


@cache
def known() -> dict[str, Place]:
    """Places by code, as written in places.toml."""
    table = tomllib.loads((Path(__file__).parent / "places.toml").read_text(encoding="utf-8"))
    return {
        code: Place(code, Text(row["zh"], row["en"]), row.get("division", ""))
        for code, row in table.items()
    }


@cache
def _by_division() -> dict[str, str]:
    return {place.division: code for code, place in known().items() if place.division}


@lru_cache(maxsize=10_000)
def chain(jurisdiction: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The places and the unions of a jurisdiction, the more general first; raises UnknownPlace."""
    place, *unions = jurisdiction.split("/")
    places = _places(UNNAMED.get(place, place))
    if unknown := [code for code in places[:2] if code not in known()]:
        raise UnknownPlace(_("There is no jurisdiction “%s”.") % unknown[0])
    return places, tuple(filter(None, unions))


def _places(code: str) -> tuple[str, ...]:
    nation, *parts = code.split("-")
    if code.isdigit():
        return ("CN", *_divisions(code))
    if parts and parts[-1].isdigit():
        return (nation, *_divisions(parts[-1]))
    return tuple("-".join([nation, *parts[:n]]) for n in range(len(parts) + 1))


def _divisions(digits: str) -> list[str]:
    """The places in which the division of that number lies: `330106` → CN-ZJ, CN-ZJ-3301, CN-ZJ-330106."""
    province = _by_division().get(digits[:2], digits[:2])
    places = [province]
    for length in (4, 6):
        if len(digits) >= length:
            places.append(_by_division().get(digits[:length], f"{province}-{digits[:length]}"))
    return places


def name(code: str) -> str:
    """A place's name in the reader's language; the code itself where none is known."""
    place = known().get(code)
    if place:
        return str(place.name)
    return str(EVERYWHERE) if code == ANYWHERE else code
