"""The arithmetic of legal aid."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionhall.legal_aid.rules import cents, is_large_enough, is_urgent, of_all, totals

FEN = st.integers(0, 10**11).map(lambda fen: Decimal(fen) / 100)
ROWS = st.lists(st.tuples(st.sampled_from(["talk", "travel", "papers"]), FEN, FEN))


@given(ROWS)
def test_the_sums_by_kind_add_up_to_the_sum_of_all(rows):
    hours, cost = of_all(totals(rows))
    assert (hours, cost) == (sum(row[1] for row in rows), sum(row[2] for row in rows))


@given(ROWS, ROWS)
def test_sums_do_not_depend_on_the_order(some, others):
    assert totals([*some, *others]) == totals([*others, *some])


@given(FEN)
def test_an_amount_to_the_fen_stands_as_it_is(amount):
    assert cents(amount) == amount


@given(st.integers(1, 10**9).filter(lambda n: n % 10), st.integers(3, 6))
def test_what_is_finer_than_a_fen_is_no_amount(number, places):
    with pytest.raises(ValueError):
        cents(Decimal(number).scaleb(-places))


@given(FEN.filter(bool))
def test_less_than_nothing_is_no_amount(amount):
    with pytest.raises(ValueError):
        cents(-amount)


@given(st.integers(-400, 400), st.integers(1, 60))
def test_a_claim_is_urgent_only_in_its_last_days(days, fewer_than):
    on = date(2026, 6, 1)
    assert is_urgent(on + timedelta(days=days), on=on, fewer_than=fewer_than) == (
        0 <= days < fewer_than
    )


def test_without_a_last_day_or_a_sum_nothing_is_held_against_the_worker():
    assert not is_urgent(None, on=date(2026, 6, 1), fewer_than=7)
    assert is_large_enough(None, 1000)
    assert is_large_enough(Decimal(1000), 1000)
    assert not is_large_enough(Decimal("999.99"), 1000)
