"""Which rule sets a period or a condition where a union is: data, so that another place brings its own."""

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


def rule_at(step: str, place: str) -> tuple[str, str]:
    """The rule and part behind a step in a jurisdiction, the nearest place's; ("", "") where none is."""
    chain, _unions = places.chain(place)
    found = [_table()[code][step] for code in chain if step in _table().get(code, {})]
    return (found[-1]["rule"], found[-1].get("part", "")) if found else ("", "")


def rule_of(step: str, organisation: Organisation, *, on: date) -> tuple[str, str]:
    """The same where a union is."""
    return rule_at(step, jurisdiction_of(organisation, on=on))


def article(step: str) -> Citation:
    """The citation of the nation's rule behind a step."""
    return rules.citation(rule_at(step, "CN")[0])
