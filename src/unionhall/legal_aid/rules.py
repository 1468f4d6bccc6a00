"""Arithmetic of legal aid: whether it may begin at once, whether a claim is large enough, sums of work."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

CENT = Decimal("0.01")


def is_urgent(limit_on: date | None, *, on: date, fewer_than: int) -> bool:
    """Whether a claim lapses so soon that aid comes first and papers later; a lapsed one cannot be saved."""
    return limit_on is not None and 0 <= (limit_on - on).days < fewer_than


def is_large_enough(claim: Decimal | None, least: int) -> bool:
    """Whether a claim reaches the least sum; one without a sum is not turned away for it."""
    return claim is None or claim >= least


def totals(rows: Iterable[tuple[str, Decimal, Decimal]]) -> dict[str, tuple[Decimal, Decimal]]:
    """Hours and yuan by kind of work, from (kind, hours, cost)."""
    sums: dict[str, tuple[Decimal, Decimal]] = {}
    for kind, hours, cost in rows:
        before = sums.get(kind, (Decimal(0), Decimal(0)))
        sums[kind] = before[0] + hours, before[1] + cost
    return sums


def of_all(sums: dict[str, tuple[Decimal, Decimal]]) -> tuple[Decimal, Decimal]:
    """The hours and yuan of all kinds together."""
    zero = Decimal(0)
    return sum((row[0] for row in sums.values()), zero), sum(
        (row[1] for row in sums.values()), zero
    )


def cents(amount: Decimal) -> Decimal:
    """A sum of money to the fen; raises ValueError where it has a finer part or is negative."""
    if amount < 0 or amount != amount.quantize(CENT):
        raise ValueError(f"not an amount of money: {amount}")
    return amount.quantize(CENT)
