"""The checklist: items by subject, from checklist.toml and from what unions have added."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from unionhall.organisations.models import Organisation
from unionhall.organisations.toml import in_language
from unionhall.supervision.models import Item, Subject

OWN = "own-"


@dataclass(frozen=True)
class Entry:
    """One item: its code, its subject, its words in each language and the rule behind it, if any."""

    code: str
    subject: str
    words: Mapping[str, str]
    rule: str = ""

    @property
    def text(self) -> str:
        return in_language(self.words)


@cache
def shipped() -> dict[str, Entry]:
    """The items that come with the product, by code."""
    file = Path(__file__).parent / "checklist.toml"
    rows = tomllib.loads(file.read_text(encoding="utf-8"))["item"]
    return {
        row["code"]: Entry(
            row["code"],
            Subject(row["subject"]).value,
            {"zh": row["zh"], "en": row["en"]},
            row.get("rule", ""),
        )
        for row in rows
    }


def _own(row: Item) -> Entry:
    return Entry(f"{OWN}{row.pk}", row.subject, {"zh": row.text, "en": row.text})


def entries(organisation: Organisation) -> dict[str, Entry]:
    """What supervisors of a union look at, by code: the product's items, and those of it and above."""
    paths = [*organisation.ancestor_paths, organisation.path]
    rows = Item.objects.filter(organisation__path__in=paths, removed_on=None).order_by("pk")
    found = {**shipped(), **{entry.code: entry for entry in map(_own, rows)}}
    order = list(Subject.values)
    return dict(sorted(found.items(), key=lambda pair: order.index(pair[1].subject)))


def titles(codes: set[str]) -> dict[str, Entry]:
    """Entries by code, those removed meanwhile too."""
    keys = [code.removeprefix(OWN) for code in codes if code.startswith(OWN)]
    rows = Item.objects.filter(pk__in=keys) if keys else ()
    return {**shipped(), **{entry.code: entry for entry in map(_own, rows)}}
