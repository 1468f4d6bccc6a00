"""Which rule sets which period of a request: data, so that another country brings its own."""

import tomllib
from functools import cache
from pathlib import Path

from django.conf import settings

from unionhall.core.errors import Citation
from unionhall.rulebook import rules


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


def review_steps(review_round: int) -> tuple[str, str]:
    """The steps of the next look one level up: asking for it, and answering; the second is the last."""
    return ("ask_review", "review") if review_round == 0 else ("ask_recheck", "recheck")


LAST_REVIEW = 2
