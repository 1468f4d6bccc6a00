"""Which rule sets which period of a request: data, so that another country brings its own."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings

from unionhall.core.errors import Citation
from unionhall.rulebook import deadlines, rules


@cache
def _table() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads((Path(__file__).parent / "periods.toml").read_text(encoding="utf-8"))


def period(step: str) -> tuple[str, str]:
    """The rule id and the part ("" for the main one) that set the period of a step such as "accept"."""
    row = _table()[settings.UNIONHALL_JURISDICTION.split("-")[0]][step]
    return row["rule"], row.get("part", "")


def article(step: str) -> Citation:
    """The citation of the rule behind a step."""
    return rules.citation(period(step)[0])


def answering(difficulty: str, *, start: date, jurisdiction: str) -> tuple[str, str]:
    """The rule and part for the answer: the promise for this class, or the law where that is sooner."""
    law = period("answer")
    if not difficulty:
        return law
    own = period(f"answer_{difficulty}")
    return min(own, law, key=lambda one: _due(one, start, jurisdiction))


def _due(one: tuple[str, str], start: date, jurisdiction: str) -> date:
    rule, part = one
    return deadlines.due(rule, start=start, part=part or None, jurisdiction=jurisdiction).due_on


def latest_answer(*, start: date, jurisdiction: str) -> date:
    """The last day the law allows for the answer, with all the time it lets be added."""
    rule, part = period("answer")
    most = rules.value(rule, "extension_days_max", on=start, jurisdiction=jurisdiction)
    longer = [deadlines.Event("extend", start, most)]
    return deadlines.due(
        rule, start=start, part=part or None, jurisdiction=jurisdiction, events=longer
    ).due_on


def review_steps(review_round: int) -> tuple[str, str]:
    """The steps of the next look one level up: asking for it, and answering; the second is the last."""
    return ("ask_review", "review") if review_round == 0 else ("ask_recheck", "recheck")


LAST_REVIEW = 2
