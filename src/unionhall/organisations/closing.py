"""What stands in the way of closing an organisation; apps above add their own questions."""

from collections.abc import Callable
from datetime import date

from unionhall.organisations.models import Organisation

# Answers with what is still open there, as a sentence for the officer, or "" when nothing is.
Ask = Callable[[Organisation, date], str]

_asks: list[Ask] = []


def ask(question: Ask) -> Ask:
    """Have the question asked before any organisation closes; usable as a decorator."""
    if question not in _asks:
        _asks.append(question)
    return question


def obstacles(organisation: Organisation, *, on: date) -> list[str]:
    """Every answer that stands in the way on the day."""
    return [answer for question in _asks if (answer := question(organisation, on))]
