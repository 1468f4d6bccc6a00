"""What components ask of apps above them; `site/wiring.py` says who answers."""

from collections.abc import Callable
from datetime import date
from typing import Any

_rule: Callable[[str], Any] | None = None
_working_days: Callable[[date, date], int | None] | None = None


def use(
    *,
    rule: Callable[[str], Any] | None = None,
    working_days: Callable[[date, date], int | None] | None = None,
) -> None:
    """Name who explains a rule by its id, and who counts the working days after one day until another.

    An explained rule has `title`, `statement`, `citation`, `value_text`, `since`, `may_be_set_by`
    and `url`. `working_days(after, until)` leaves out `after`, counts `until`; None: not known.
    """
    global _rule, _working_days
    _rule = rule or _rule
    _working_days = working_days or _working_days


def explained(rule_id: str) -> Any:
    """The rule of that id, ready to show; raises where nobody was named to explain it."""
    if _rule is None:
        raise LookupError(f"nobody explains rules here (asked for {rule_id!r})")
    return _rule(rule_id)


def working_days(after: date, until: date) -> int | None:
    """Working days after one day until another, None where nobody counts them."""
    return _working_days(after, until) if _working_days else None
