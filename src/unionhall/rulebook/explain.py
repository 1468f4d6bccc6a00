"""A rule in words: for the mark beside a decision, for its page, for the list."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy, pgettext, pgettext_lazy

from unionhall.core import clock
from unionhall.rulebook import places, rules
from unionhall.rulebook.schema import OPERATORS, Param, Rule, Text, Value

TOPICS = {
    "calculation": gettext_lazy("How periods and numbers are counted"),
    "organisation": gettext_lazy("Organisation and membership"),
    "disputes": gettext_lazy("Disputes and labour-law supervision"),
    "petitions": gettext_lazy("Petitions and requests"),
    "legal-aid": gettext_lazy("Legal aid"),
    "service": gettext_lazy("Service promises"),
}
EVIDENCE = {
    "full_text": gettext_lazy("The text of the law was read."),
    "excerpt": gettext_lazy("An excerpt of the text was read, not all of it."),
    "secondary": gettext_lazy("Another source that quotes or retells the text was read."),
    "older_text": gettext_lazy("Only an older version of the text was read."),
    "memory": gettext_lazy("The text was not found; the number is remembered."),
    "own": gettext_lazy("The union’s own promise; no law."),
    "default": gettext_lazy("Set by this software, because no law does; not read anywhere."),
}
OVERLAYS = {
    "fixed": gettext_lazy("Nobody: it is the same everywhere."),
    "may_shorten": gettext_lazy(
        "A province, city or union may shorten it; nobody may lengthen it."
    ),
    "may_lengthen": gettext_lazy(
        "A province, city or union may lengthen it; nobody may shorten it."
    ),
    "may_raise": gettext_lazy("A province, city or union may raise it; nobody may lower it."),
    "may_lower": gettext_lazy("A province, city or union may lower it; nobody may raise it."),
    "may_change": gettext_lazy("A province, city or union may set it otherwise."),
}
COMPARED = dict(
    zip(
        OPERATORS,
        (
            pgettext_lazy("comparison", "at least"),
            pgettext_lazy("comparison", "more than"),
            pgettext_lazy("comparison", "at most"),
            pgettext_lazy("comparison", "less than"),
        ),
        strict=True,
    )
)


@cache
def _words() -> dict[str, dict[str, Text]]:
    """How parameter names, code words and bases are shown, from words.toml."""
    tables = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
    return {
        name: {key: Text(row["zh"], row["en"]) for key, row in table.items()}
        for name, table in tables.items()
    }


def word(table: str, key: str) -> str:
    """A code word in the reader's language; the word itself where it needs none."""
    return str(_words()[table].get(key, key))


def amount(value: Any, unit: str) -> str:
    """A value with its unit in words: "5 working days", "2/3", "12 %", "in writing"."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if unit == "scale":
        return pgettext("between steps of a scale", "; ").join(_step(row) for row in value)
    if unit == "percent_range":
        return f"{value[0]}–{value[1]} %"
    if isinstance(value, tuple):
        return _joined([amount(part, unit if unit != "list" else "text") for part in value], unit)
    if isinstance(value, str):
        return word("word", value)
    return _counted(value, unit)


def _joined(parts: list[str], unit: str) -> str:
    between = pgettext("between the choices of a period", " or ")
    return (
        between if unit in ("day", "month", "year") else pgettext("between parts of a list", ", ")
    ).join(parts)


def _step(row: list[int]) -> str:
    """One step of a scale: members from … to … have so many seats; 0 means no upper bound."""
    low, high, least, most = row
    members = f"{low:,}–{high:,}" if high else f"≥ {low:,}"
    return f"{members}: {least}–{most}" if most else f"{members}: {least}"


COUNTED: dict[str, Any] = {
    "day": ngettext_lazy("%(n)s day", "%(n)s days", "n"),
    "working_day": ngettext_lazy("%(n)s working day", "%(n)s working days", "n"),
    "month": ngettext_lazy("%(n)s month", "%(n)s months", "n"),
    "year": ngettext_lazy("%(n)s year", "%(n)s years", "n"),
    "hour": ngettext_lazy("%(n)s hour", "%(n)s hours", "n"),
    "day_left": ngettext_lazy("%(n)s day", "%(n)s days", "n"),
    "working_day_a_month": ngettext_lazy("%(n)s working day", "%(n)s working days", "n"),
    "times_a_year": ngettext_lazy("%(n)s time a year", "%(n)s times a year", "n"),
    "member": ngettext_lazy("%(n)s member", "%(n)s members", "n"),
    "employee": ngettext_lazy("%(n)s employee", "%(n)s employees", "n"),
    "person": ngettext_lazy("%(n)s person", "%(n)s persons", "n"),
    "copy": ngettext_lazy("%(n)s copy", "%(n)s copies", "n"),
    "minimum_wage_month": gettext_lazy("%(n)s months of the local minimum wage"),
    "annual_income": gettext_lazy("%(n)s times the yearly income"),
    "wan_yuan": gettext_lazy("%(n)s × 10,000 yuan"),
    "percent": "%(n)s %%",
    "per_mille": "%(n)s ‰",
}


def _counted(n: float, unit: str) -> str:
    if unit == "yuan":
        return f"¥ {n:,.2f}"
    return str(COUNTED.get(unit, "%(n)s") % {"n": n})


def told(param: Param, value: Any) -> str:
    """A parameter's value with its comparison and base: "more than 1/2 of those due to attend"."""
    text = amount(value, param.unit)
    if not param.operator:
        return text
    return _("%(compared)s %(value)s of %(base)s") % {
        "compared": COMPARED[param.operator],
        "value": text,
        "base": word("base", param.base),
    }


def direction(param: Param) -> str:
    """Who may set a parameter locally, and which way."""
    return str(OVERLAYS[param.overlay])


def current(values: tuple[Value, ...], on: date) -> Value:
    """The value that holds on a day, else the nearest one written."""
    return next((v for v in values if v.holds(on)), values[-1])


@dataclass(frozen=True)
class Explained:
    """A rule ready to be shown beside what it decides."""

    rule: Rule
    title: str
    statement: str
    citation: str
    value_text: str
    since: date | str
    may_be_set_by: str
    url: str


def explained(rule_id: str) -> Explained:
    """What the mark beside a decision says of a rule, in the reader's language; raises MissingRule."""
    rule = rules.written(rule_id)
    today = clock.today()
    params = list(rule.params.values())
    movable = [param for param in params if param.overlay != "fixed"] or params
    return Explained(
        rule=rule,
        title=str(rule.title),
        statement=str(rule.plain or rule.title),
        citation=str(rules.citation(rule_id)),
        value_text=pgettext("between parameters", "; ").join(
            pgettext("a parameter and its value", "%(name)s: %(value)s")
            % {"name": word("param", p.name), "value": told(p, current(p.values, today).value)}
            for p in params
        ),
        since=rule.from_on or _("not recorded"),
        may_be_set_by=direction(movable[0]) if movable else "",
        url=reverse("rulebook:rule", args=[rule_id]),
    )


def place(rule: Rule) -> str:
    """Where a rule holds, in the reader's language."""
    return places.name(rule.jurisdiction)
