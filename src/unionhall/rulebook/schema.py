"""What a rulebook file may say, and nothing else: an unknown or ill-typed key fails loading."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any
from unicodedata import normalize

from django.utils.translation import get_language

SCHEMA = "unionhall-rulebook/1"
TOPICS = ("calculation", "organisation", "disputes", "petitions", "legal-aid", "service")
KINDS = [
    "calculation",
    "composition",
    "deadline",
    "definition",
    "duty",
    "eligibility",
    "form",
    "frequency",
    "limit",
    "list",
    "majority",
    "percentage",
    "procedure",
    "prohibition",
    "promise",
    "protection",
    "quorum",
    "retention",
    "right",
    "rule",
    "sanction",
    "scale",
    "term",
    "threshold",
]
EVIDENCE = ("full_text", "excerpt", "secondary", "older_text", "memory", "own", "default")
PERIODS = ("day", "working_day", "month", "year")
# A century: no calendar could count longer periods, and no law sets them.
LONGEST = {"day": 36_525, "working_day": 36_525, "month": 1_200, "year": 100}
MOST = 10**12
COUNTS = [
    "hour",
    "day_left",
    "working_day_a_month",
    "times_a_year",
    "minimum_wage_month",
    "member",
    "employee",
    "person",
    "party",
    "item",
    "copy",
    "yuan",
    "wan_yuan",
    "annual_income",
    "percent",
    "per_mille",
]
UNITS = (
    *PERIODS,
    *COUNTS,
    *["percent_range", "fraction", "scale", "number_list", "text", "list", "flag"],
)
OPERATORS = (">=", ">", "<=", "<")
# Which way a province, a city or a union may move a value.
OVERLAYS = (
    "fixed",
    "may_shorten",
    "may_lengthen",
    "may_raise",
    "may_lower",
    "may_change",
)
ARTICLE = re.compile(r"^[a-z0-9_]+(\.[a-z0-9_]+)+$")


class Malformed(ValueError):
    """A rulebook file says something the schema does not know, or leaves out what it needs."""


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in both languages; shown in the reader's."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.zh if (get_language() or "zh").startswith("zh") else self.en

    def __bool__(self) -> bool:
        return bool(self.zh or self.en)


@dataclass(frozen=True, slots=True)
class Law:
    """A law, regulation, by-law or promise that rules are taken from."""

    name: Text
    url: str


@dataclass(frozen=True, slots=True)
class Value:
    """A value and the days on which it holds: `from_on` counts, `until_on` is the first day it does not."""

    value: Any
    from_on: date | None
    until_on: date | None

    def holds(self, on: date) -> bool:
        return (self.from_on is None or self.from_on <= on) and (
            self.until_on is None or on < self.until_on
        )


@dataclass(frozen=True, slots=True)
class Param:
    """One number, list or word that a rule fixes, with its history."""

    name: str
    unit: str
    values: tuple[Value, ...]
    overlay: str = "fixed"
    operator: str = ""
    base: str = ""
    counts_back: bool = False

    @property
    def is_period(self) -> bool:
        """Can a date be counted with it? (One number of days, working days, months or years.)"""
        return self.unit in PERIODS and all(type(v.value) is int for v in self.values)

    def allows(self, old: Any, new: Any) -> bool:
        """May a local rule or a by-law put `new` in the place of `old`?"""
        if self.overlay == "may_change" or new == old:
            return True
        if isinstance(new, tuple) or isinstance(old, tuple):
            return False  # neither of two lists is the shorter period
        if self.overlay in ("may_shorten", "may_lower"):
            return new < old
        return self.overlay in ("may_lengthen", "may_raise") and new > old


@dataclass(frozen=True, slots=True)
class Rule:
    """What one article fixes, as written: all its values with their dates, and where it is written."""

    id: str
    topic: str
    kind: str
    jurisdiction: str
    title: Text
    plain: Text
    note: Text
    force: str
    seen: bool
    evidence: str
    law: Law
    article: str
    url: str
    from_on: date | None
    until_on: date | None
    see: tuple[str, ...]
    params: Mapping[str, Param] = field(hash=False)

    def holds(self, on: date) -> bool:
        return (self.from_on is None or self.from_on <= on) and (
            self.until_on is None or on < self.until_on
        )

    @property
    def binds(self) -> bool:
        """May an act be refused on this rule? Only where its text was seen and it says "must"."""
        return self.seen and self.force == "must"


@dataclass(frozen=True, slots=True)
class Overlay:
    """A value that a province, a city or a union puts in the place of a more general one."""

    rule: str
    param: str
    place: str
    value: Value
    law: Law
    article: str = ""


def parsed(table: Mapping[str, Any], path: str) -> tuple[list[Rule], list[Overlay]]:
    """The rules and overlays of one file; raises Malformed naming the file, the rule and the key."""
    _only(table, {"schema", "jurisdiction", "topic", "law"}, {"rule", "overlay"}, path)
    if table["schema"] != SCHEMA:
        raise Malformed(f"{path}: schema must be {SCHEMA!r}, not {table['schema']!r}")
    topic = _one_of(table["topic"], TOPICS, f"{path}: topic")
    laws = {key: _law(law, f"{path}: law.{key}") for key, law in table["law"].items()}
    place = _text(table["jurisdiction"], f"{path}: jurisdiction")
    rules = [_rule(r, laws, place, topic, path) for r in table.get("rule", [])]
    overlays = [
        o for entry in table.get("overlay", []) for o in _overlays(entry, laws, place, path)
    ]
    return rules, overlays


def _law(table: Any, where: str) -> Law:
    _only(table, {"zh", "en", "url"}, set(), where)
    return Law(_both({"zh": table["zh"], "en": table["en"]}, where), str(table["url"]))


NEEDED = {"id", "kind", "title", "force", "law", "article", "seen", "evidence"}
ALLOWED = {"plain", "note", "url", "from", "until", "see", "param"}


def _rule(table: Any, laws: Mapping[str, Law], place: str, topic: str, path: str) -> Rule:
    where = f"{path}: {table.get('id', 'a rule without id')}"
    _only(table, NEEDED, ALLOWED, where)
    if not ARTICLE.match(table["id"]):
        raise Malformed(f"{where}: an id has lower-case parts joined by dots")
    if not isinstance(table["seen"], bool):
        raise Malformed(f"{where}: seen must be true or false")
    law = laws.get(table["law"])
    if law is None:
        raise Malformed(f"{where}: law {table['law']!r} is not named in this file")
    from_on, until_on = _dates(table, where)
    return Rule(
        id=table["id"],
        topic=topic,
        kind=_one_of(table["kind"], KINDS, f"{where}: kind"),
        jurisdiction=place,
        title=_both(table["title"], f"{where}: title"),
        plain=_both(table.get("plain", EMPTY), f"{where}: plain", may_be_empty=True),
        note=_both(table.get("note", EMPTY), f"{where}: note", may_be_empty=True),
        force=_one_of(table["force"], ("must", "may"), f"{where}: force"),
        seen=table["seen"],
        evidence=_one_of(table["evidence"], EVIDENCE, f"{where}: evidence"),
        law=law,
        article=str(table["article"]),
        url=table.get("url", law.url),
        from_on=from_on,
        until_on=until_on,
        see=tuple(table.get("see", ())),
        params={
            name: _param(name, param, from_on, until_on, f"{where}: {name}")
            for name, param in table.get("param", {}).items()
        },
    )


def _param(name: str, table: Any, from_on: date | None, until_on: date | None, where: str) -> Param:
    _only(table, {"unit", "values"}, {"overlay", "operator", "base", "counts"}, where)
    unit = _one_of(table["unit"], UNITS, f"{where}: unit")
    if ("operator" in table) != ("base" in table):
        raise Malformed(f"{where}: operator and base go together")
    if unit == "fraction" and "operator" not in table:
        raise Malformed(f"{where}: a majority needs operator and base")
    if not table["values"]:
        raise Malformed(f"{where}: no value")
    return Param(
        name=name,
        unit=unit,
        values=_values(table["values"], unit, from_on, until_on, where),
        overlay=_one_of(table.get("overlay", "fixed"), OVERLAYS, f"{where}: overlay"),
        operator=_one_of(table.get("operator", ""), ("", *OPERATORS), f"{where}: operator"),
        base=str(table.get("base", "")),
        counts_back=_one_of(table.get("counts", "on"), ("on", "back"), f"{where}: counts")
        == "back",
    )


def _values(
    rows: Iterable[Any], unit: str, from_on: date | None, until_on: date | None, where: str
) -> tuple[Value, ...]:
    """Values in order of time; one without its own dates holds as long as its rule."""
    values = []
    for row in rows:
        _only(row, {"value"}, {"from", "until"}, where)
        since, until = _dates(row, where)
        value = checked(row["value"], unit, where)
        values.append(Value(value, since or from_on, until or until_on))
    for earlier, later in pairwise(values):
        if earlier.until_on is None or later.from_on is None or later.from_on < earlier.until_on:
            raise Malformed(f"{where}: values must follow each other without overlapping")
    return tuple(values)


def typed(text: str) -> Any:
    """A value as somebody types it: a number however wide its digits are, or JSON; else a word."""
    try:
        return json.loads(normalize("NFKC", text))
    except ValueError:
        return text


def checked(value: Any, unit: str, where: str) -> Any:
    """The value if it suits the unit; a fraction "2/3" becomes a Fraction."""
    ok = {
        "text": isinstance(value, str),
        "flag": isinstance(value, bool),
        "list": isinstance(value, list) and all(isinstance(v, str) for v in value),
        "number_list": isinstance(value, list) and all(map(_is_count, value)),
        "percent_range": isinstance(value, list) and len(value) == 2 and all(map(_is_size, value)),
        "scale": isinstance(value, list)
        and all(isinstance(v, list) and len(v) == 4 and all(map(_is_count, v)) for v in value),
        "fraction": isinstance(value, str) and bool(re.fullmatch(r"[1-9]\d*/[1-9]\d*", value)),
    }
    if unit in PERIODS:
        several = value if isinstance(value, list) else [value]
        suits = bool(several) and all(type(v) is int and 0 < v <= LONGEST[unit] for v in several)
    else:
        suits = ok[unit] if unit in ok else _is_size(value)
    if not suits:
        raise Malformed(f"{where}: {value!r} is no {unit}")
    if unit == "fraction":
        return Fraction(value)
    return tuple(value) if isinstance(value, list) else value


def _is_count(value: Any) -> bool:
    return type(value) is int and 0 <= value <= MOST


def _is_size(value: Any) -> bool:
    return type(value) in (int, float) and 0 <= value <= MOST


def _overlays(table: Any, laws: Mapping[str, Law], place: str, path: str) -> list[Overlay]:
    where = f"{path}: overlay of {table.get('rule', 'no rule')}"
    _only(table, {"rule", "param", "values", "law"}, {"article"}, where)
    law = laws.get(table["law"])
    if law is None:
        raise Malformed(f"{where}: law {table['law']!r} is not named in this file")
    found = []
    for row in table["values"]:
        _only(row, {"value"}, {"from", "until"}, where)
        value = Value(row["value"], *_dates(row, where))
        found.append(
            Overlay(table["rule"], table["param"], place, value, law, str(table.get("article", "")))
        )
    return found


EMPTY = {"zh": "", "en": ""}


def _both(table: Any, where: str, *, may_be_empty: bool = False) -> Text:
    _only(table, {"zh", "en"}, set(), where)
    text = Text(_text(table["zh"], where), _text(table["en"], where))
    if not may_be_empty and not (text.zh and text.en):
        raise Malformed(f"{where}: needs both languages")
    return text


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise Malformed(f"{where}: {value!r} is no text")
    return value


def _dates(table: Mapping[str, Any], where: str) -> tuple[date | None, date | None]:
    from_on, until_on = table.get("from"), table.get("until")
    for day in (from_on, until_on):
        if day is not None and type(day) is not date:
            raise Malformed(f"{where}: {day!r} is no date")
    if from_on and until_on and until_on <= from_on:
        raise Malformed(f"{where}: ends before it begins")
    return from_on, until_on


def _one_of(value: Any, known: Iterable[str], where: str) -> str:
    if value not in tuple(known):
        raise Malformed(f"{where}: {value!r} is not one of {', '.join(known)}")
    return value


def _only(table: Any, needed: set[str], allowed: set[str], where: str) -> None:
    if not isinstance(table, Mapping):
        raise Malformed(f"{where}: not a table")
    if missing := needed - table.keys():
        raise Malformed(f"{where}: {', '.join(sorted(missing))} missing")
    if unknown := table.keys() - needed - allowed:
        raise Malformed(f"{where}: unknown key {', '.join(sorted(unknown))}")
