"""Which rule sets a period or a number where a union is: data, so that another place brings its own."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path

from unionhall.core.errors import Citation
from unionhall.duties.by_laws.queries import jurisdiction_of
from unionhall.organisations.models import Organisation
from unionhall.rulebook import places, rules


@cache
def _table() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads((Path(__file__).parent / "periods.toml").read_text(encoding="utf-8"))


def rule_at(step: str, place: str) -> str:
    """The rule behind a step in a jurisdiction: the nearest place's that names one."""
    chain, _unions = places.chain(place)
    found = [_table()[code][step]["rule"] for code in chain if step in _table().get(code, {})]
    return found[-1]


def rule_of(step: str, organisation: Organisation, *, on: date) -> str:
    """The same where a union is."""
    return rule_at(step, jurisdiction_of(organisation, on=on))


def supervisors(organisation: Organisation, *, on: date) -> tuple[int, Citation]:
    """How many supervisors an inspection needs there at least, and where that is written."""
    place = jurisdiction_of(organisation, on=on)
    rule = rule_at("supervisors", place)
    return rules.value(rule, "min", on=on, jurisdiction=place), rules.citation(rule)
