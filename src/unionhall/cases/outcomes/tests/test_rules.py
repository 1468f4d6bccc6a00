"""What may be written down of an outcome, and how money adds up."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionhall.cases.outcomes import rules
from unionhall.cases.outcomes.rules import Money, Noted
from unionhall.core.errors import Refused

yuan = st.decimals(0, 10**9, places=2)
money = st.builds(Money, yuan, yuan, st.integers(0, 10**6).map(int), st.integers(0, 1000).map(int))
tables = st.dictionaries(st.integers(1, 20), money, max_size=20)


@pytest.mark.parametrize(
    "noted",
    [
        Noted(frozenset()),
        Noted(frozenset({"nothing", "apology"})),
        Noted(frozenset({"withdrawn", "money"}), Decimal(5), 1),
        Noted(frozenset({"money"})),
        Noted(frozenset({"money"}), Decimal(0), 1),
        Noted(frozenset({"money"}), Decimal(-5), 1),
        Noted(frozenset({"money"}), Decimal(5)),
        Noted(frozenset({"money"}), Decimal(10**13), 1),
        Noted(frozenset({"apology"}), Decimal(5), 1),
        Noted(frozenset({"apology"}), None, None, date(2026, 1, 1)),
    ],
)
def test_what_contradicts_itself_is_refused(noted):
    with pytest.raises(Refused):
        rules.check(noted)


@pytest.mark.parametrize(
    "noted",
    [
        Noted(frozenset({"nothing"})),
        Noted(frozenset({"apology", "practice", "safety"})),
        Noted(frozenset({"money", "contract"}), Decimal("0.01"), 1),
        Noted(frozenset({"money"}), Decimal(300), 12, date(2026, 12, 1)),
    ],
)
def test_what_fits_together_is_taken(noted):
    assert rules.check(noted) is None


@given(tables, st.lists(tables, max_size=3))
def test_every_request_counts_once_wherever_its_money_is_kept(own, elsewhere):
    counted = rules.once(own, elsewhere)
    assert set(counted) == set(own).union(*elsewhere)
    for case, amount in counted.items():
        spoken = [table[case] for table in elsewhere if case in table]
        assert amount == (spoken[0] if spoken else own[case])


@given(st.lists(money), st.lists(money))
def test_money_adds_up_in_any_order_and_comes_apart_again(some, others):
    whole = rules.total(some + others)
    assert whole == rules.total(others + some)
    assert whole - rules.total(others) == rules.total(some)


@given(money)
def test_who_opens_no_requests_sees_full_thousands_of_five_requests_or_more(amount):
    shown = rules.coarse(amount)
    if amount.requests < 5:
        assert shown is None
    else:
        assert (shown.received % 1000, shown.persons % 5, shown.requests % 5) == (0, 0, 0)
        assert 0 <= amount.received - shown.received < 1000
