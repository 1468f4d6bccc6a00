"""Offices a person may hold, read from offices.toml."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from unionhall.organisations.toml import BadData, check_keys, check_known, in_language, read


@dataclass(frozen=True)
class Office:
    """An office: its titles, the body it belongs to, and what it may not be combined with."""

    code: str
    titles: Mapping[str, str]
    body: str = ""
    single: bool = False
    incompatible_with: tuple[str, ...] = ()
    rule: str = ""

    @property
    def title(self) -> str:
        return in_language(self.titles)

    def __str__(self) -> str:
        return self.title


class Bar(NamedTuple):
    """Two offices that may not be held at once in an organisation: by one person, or by anybody."""

    office: str
    other: str
    by_anybody: bool


def load(tables: Mapping[str, Any]) -> dict[str, Office]:
    """The offices of a parsed offices.toml; raises BadData for an unknown key or office."""
    offices = {}
    for code, table in tables["offices"].items():
        where = f"offices.{code}"
        check_keys(
            where,
            table,
            needed={"title"},
            allowed={"body", "single", "incompatible_with", "rule"},
        )
        check_keys(f"{where}.title", table["title"], needed={"zh", "en"})
        check_known(where, table.get("incompatible_with", []), tables["offices"])
        if code in table.get("incompatible_with", []):
            raise BadData(f"{where}: incompatible with itself; say single = true")
        offices[code] = Office(
            code=code,
            titles=table["title"],
            body=table.get("body", ""),
            single=table.get("single", False),
            incompatible_with=tuple(table.get("incompatible_with", [])),
            rule=table.get("rule", ""),
        )
    return offices


OFFICES: dict[str, Office] = load(read(Path(__file__).parent / "offices.toml"))


def bars(offices: Mapping[str, Office] = OFFICES) -> set[Bar]:
    """Every barred pair, both ways round; an office bars itself, for nobody holds it twice at once."""
    pairs = {Bar(code, code, office.single) for code, office in offices.items()}
    for code, office in offices.items():
        for other in office.incompatible_with:
            pairs |= {Bar(code, other, False), Bar(other, code, False)}
    return pairs


def rule_between(office: str, other: str) -> str:
    """The id of the rule that bars the two offices from one person; "" when the law is silent."""
    for one, two in ((office, other), (other, office)):
        if two in OFFICES[one].incompatible_with:
            return OFFICES[one].rule
    return ""
