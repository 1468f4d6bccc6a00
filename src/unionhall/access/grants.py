"""Which abilities an office has, read from grants.toml."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from unionhall.organisations.offices import OFFICES
from unionhall.organisations.toml import check_keys, check_known, in_language, read


@dataclass(frozen=True)
class Ability:
    """Something an office may let a person do, such as "cases.accept"."""

    code: str
    titles: Mapping[str, str]

    @property
    def title(self) -> str:
        return in_language(self.titles)

    def __str__(self) -> str:
        return self.title


def load(tables: Mapping[str, Any]) -> tuple[dict[str, Ability], dict[str, frozenset[str]]]:
    """The abilities and grants of a parsed grants.toml; raises BadData for an unknown one."""
    check_keys("grants.toml", tables, needed={"abilities", "grants"})
    abilities = {}
    for code, titles in tables["abilities"].items():
        check_keys(f"abilities.{code}", titles, needed={"zh", "en"})
        abilities[code] = Ability(code, titles)
    check_keys("grants", tables["grants"], needed=OFFICES)
    for office, granted in tables["grants"].items():
        check_known(f"grants.{office}", granted, abilities)
    return abilities, {office: frozenset(granted) for office, granted in tables["grants"].items()}


ABILITIES, GRANTS = load(read(Path(__file__).parent / "grants.toml"))


def offices_with(ability: str) -> frozenset[str]:
    """The offices that have the ability; raises KeyError for one that no grants file declares."""
    ABILITIES[ability]
    return _OFFICES_WITH[ability]


_OFFICES_WITH = {
    ability: frozenset(office for office, granted in GRANTS.items() if ability in granted)
    for ability in ABILITIES
}
