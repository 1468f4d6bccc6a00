"""When requests repeat themselves enough to be asked about."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionhall.cases.patterns.rules import Decided, Measure, counted, months_before

ON = date(2026, 11, 27)
MEASURE = Measure(requests=5, within_months=6, quiet_months=6, new_requests=2)
days = st.lists(st.dates(date(2025, 1, 1), ON), max_size=20)


def ago(*spans: int) -> list[date]:
    return [ON - timedelta(days=span) for span in spans]


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [
        (date(2026, 8, 31), 6, date(2026, 2, 28)),
        (date(2024, 8, 31), 6, date(2024, 2, 29)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 1, 15), 13, date(2024, 12, 15)),
        (date(2026, 11, 30), -3, date(2027, 2, 28)),
        (date(2026, 5, 5), 0, date(2026, 5, 5)),
    ],
)
def test_months_are_counted_by_their_days(day, months, found):
    assert months_before(day, months) == found


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(0, 60))
def test_going_back_and_forth_ends_on_the_same_day_or_the_month_s_last(day, months):
    back = months_before(months_before(day, months), -months)
    assert (back.year, back.month, back.day <= day.day) == (day.year, day.month, True)


@pytest.mark.parametrize(
    ("came", "last", "n"),
    [
        (ago(1, 2, 3, 4), None, 0),
        (ago(1, 2, 3, 4, 5), None, 5),
        (ago(1, 2, 3, 4, 300), None, 0),
        # Taken up: only what came since counts.
        (ago(1, 2, 3, 4, 5), Decided(ago(3)[0], True), 0),
        (ago(1, 2, 3, 4, 5, 9), Decided(ago(8)[0], True), 5),
        # Declined: quiet, unless two came since; after the quiet months it is open again.
        (ago(1, 20, 21, 22, 23), Decided(ago(8)[0], False), 0),
        (ago(1, 2, 21, 22, 23), Decided(ago(8)[0], False), 5),
        (ago(11, 20, 21, 22, 23), Decided(ago(200)[0], False), 5),
    ],
)
def test_what_calls_for_a_decision(came, last, n):
    assert counted(came, MEASURE, last, on=ON) == n


@given(days, st.none() | st.builds(Decided, st.dates(date(2025, 1, 1), ON), st.booleans()))
def test_never_fewer_than_the_measure_and_never_more_than_came(came, last):
    n = counted(came, MEASURE, last, on=ON)
    assert n == 0 or MEASURE.requests <= n <= len(came)
    assert n <= counted(came, MEASURE, None, on=ON)
