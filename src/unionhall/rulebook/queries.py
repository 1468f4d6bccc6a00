"""Rules for the list and for a rule's page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from unionhall.rulebook import local, places
from unionhall.rulebook.book import book
from unionhall.rulebook.explain import current, direction, told, word
from unionhall.rulebook.models import ByLaw
from unionhall.rulebook.schema import TOPICS, Param, Rule, Value
from unionhall.rulebook.workdays import DAY


def search(words: str = "", topic: str = "") -> list[Rule]:
    """Rules that hold every one of the words, in either language; by topic, the nation's first."""
    wanted = words.casefold().split()
    found = [
        rule
        for rule in book().rules.values()
        if topic in ("", rule.topic) and all(part in _text(rule) for part in wanted)
    ]
    return sorted(found, key=lambda rule: (TOPICS.index(rule.topic), rule.jurisdiction))


def _text(rule: Rule) -> str:
    place = places.known().get(rule.jurisdiction)
    texts = (rule.title, rule.plain, rule.law.name, place.name if place else places.EVERYWHERE)
    both = " ".join(part for text in texts for part in (text.zh, text.en))
    return f"{rule.id} {rule.article} {both}".casefold()


@dataclass(frozen=True)
class Row:
    """One value of a parameter for the history on a rule's page."""

    text: str
    from_on: date | None
    last_on: date | None


@dataclass(frozen=True)
class Fixed:
    """One parameter of a rule with its history and who may set it locally."""

    name: str
    label: str
    text: str
    counts_back: bool
    may_be_set_by: str
    history: list[Row]


@dataclass(frozen=True)
class Local:
    """What a place or a union has set for a parameter."""

    who: str
    label: str
    text: str
    from_on: date | None
    last_on: date | None
    source: str
    reason: str = ""


def fixed(rule: Rule, *, on: date) -> list[Fixed]:
    """What the rule fixes, parameter by parameter."""
    return [
        Fixed(
            name=param.name,
            label=word("param", param.name),
            text=told(param, current(param.values, on).value),
            counts_back=param.counts_back,
            may_be_set_by=direction(param),
            history=_history(param, param.values),
        )
        for param in rule.params.values()
    ]


def last_day(until_on: date | None) -> date | None:
    """The last day on which something still holds."""
    return until_on and until_on - DAY


def _history(param: Param, values: Iterable[Value]) -> list[Row]:
    """Values of a parameter, the newest first."""
    return [
        Row(told(param, value.value), value.from_on, last_day(value.until_on))
        for value in reversed(list(values))
    ]


def local_values(rule: Rule) -> list[Local]:
    """Overlays of places, then of unions, past and to come included."""
    overlays = [
        (places.name(overlay.place), overlay, "")
        for name in rule.params
        for overlay in book().overlays.get((rule.id, name), ())
    ]
    own = ByLaw.objects.filter(rule=rule.id, param__in=rule.params).order_by("union", "from_on")
    rows = list(own)
    names = local.names({row.union for row in rows})
    overlays += [
        (names.get(row.union, row.union), row.overlay(rule.params[row.param]), row.reason)
        for row in rows
    ]
    return [
        Local(
            who=who,
            label=word("param", overlay.param),
            text=told(rule.params[overlay.param], overlay.value.value),
            from_on=overlay.value.from_on,
            last_on=last_day(overlay.value.until_on),
            source=f"{overlay.law.name} {overlay.article}".strip(),
            reason=reason,
        )
        for who, overlay, reason in overlays
    ]
