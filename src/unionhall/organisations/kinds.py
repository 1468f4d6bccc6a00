"""Kinds of organisation and of body, read from kinds.toml."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from unionhall.organisations.offices import OFFICES
from unionhall.organisations.toml import check_keys, check_known, in_language, read


@dataclass(frozen=True)
class Kind:
    """A kind of organisation: what may hang below it, its bodies, offices and members."""

    code: str
    titles: Mapping[str, str]
    children: tuple[str, ...]
    bodies: tuple[str, ...]
    offices: tuple[str, ...]
    holds_members: bool = False
    term: str = ""

    @property
    def title(self) -> str:
        return in_language(self.titles)

    def __str__(self) -> str:
        return self.title


@dataclass(frozen=True)
class BodyKind:
    """A kind of body, such as the committee."""

    code: str
    titles: Mapping[str, str]

    @property
    def title(self) -> str:
        return in_language(self.titles)

    def __str__(self) -> str:
        return self.title


def load(tables: Mapping[str, Any]) -> tuple[dict[str, Kind], dict[str, BodyKind]]:
    """The kinds and bodies of a parsed kinds.toml; raises BadData for anything unknown or missing."""
    check_keys("kinds.toml", tables, needed={"kinds", "bodies"})
    bodies = {}
    for code, titles in tables["bodies"].items():
        check_keys(f"bodies.{code}", titles, needed={"zh", "en"})
        bodies[code] = BodyKind(code, titles)
    kinds = {}
    for code, table in tables["kinds"].items():
        where = f"kinds.{code}"
        check_keys(
            where,
            table,
            needed={"title", "children", "bodies", "offices"},
            allowed={"holds_members", "term"},
        )
        check_keys(f"{where}.title", table["title"], needed={"zh", "en"})
        check_known(f"{where}.children", table["children"], tables["kinds"])
        check_known(f"{where}.bodies", table["bodies"], bodies)
        check_known(f"{where}.offices", table["offices"], OFFICES)
        kinds[code] = Kind(
            code=code,
            titles=table["title"],
            children=tuple(table["children"]),
            bodies=tuple(table["bodies"]),
            offices=tuple(table["offices"]),
            holds_members=table.get("holds_members", False),
            term=table.get("term", ""),
        )
    for office in OFFICES.values():
        check_known(f"offices.{office.code}.body", [office.body] if office.body else [], bodies)
    return kinds, bodies


KINDS, BODIES = load(read(Path(__file__).parent / "kinds.toml"))
# Those that gather unions and hold no members themselves: what a trade parent can be.
GATHERING = tuple(
    code
    for code, kind in KINDS.items()
    if not kind.holds_members and "enterprise_union" in kind.children
)
HOLDING = tuple(code for code, kind in KINDS.items() if kind.holds_members)


def kind_choices() -> list[tuple[str, str]]:
    """Codes and titles of all kinds, for a form."""
    return [(kind.code, kind.title) for kind in KINDS.values()]
