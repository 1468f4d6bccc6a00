"""The limitation of arbitration, and thresholds: properties."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from unionhall.disputes import rules
from unionhall.disputes.rules import Moved, limitation
from unionhall.rulebook.reckoning import added

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
MOVES = st.lists(
    st.builds(Moved, st.sampled_from(["interrupt", "suspend", "resume"]), DAYS), max_size=8
)


@given(DAYS, DAYS)
def test_whoever_knew_later_has_no_less_time(one, other):
    early, late = sorted([one, other])
    assert limitation(early).until_on <= limitation(late).until_on


@given(DAYS, MOVES, DAYS)
def test_an_interruption_in_time_never_shortens_it(known, moves, day):
    before = limitation(known, moves)
    after = limitation(known, [*moves, Moved("interrupt", day)])
    if before.until_on and after.until_on:
        assert after.until_on >= before.until_on


@given(DAYS, st.integers(0, 365))
def test_an_interruption_lets_the_year_begin_anew(known, days):
    day = known + timedelta(days=min(days, (added(known, 1, "year") - known).days))
    assert limitation(known, [Moved("interrupt", day)]).until_on == added(day, 1, "year")


@given(DAYS, st.integers(1, 365))
def test_what_comes_too_late_changes_nothing(known, days):
    late = added(known, 1, "year") + timedelta(days=days)
    found = limitation(known, [Moved("interrupt", late)])
    assert (found.until_on, found.lines[-1].what) == (added(known, 1, "year"), "too_late")


@given(DAYS, st.integers(0, 300), st.integers(0, 900))
def test_a_suspension_adds_exactly_its_days(known, begins, lasts):
    still = known + timedelta(days=begins)
    moves = [Moved("suspend", still), Moved("resume", still + timedelta(days=lasts))]
    expected = added(known, 1, "year") + timedelta(days=lasts)
    assert limitation(known, moves).until_on == expected


@given(DAYS, st.integers(0, 300))
def test_while_it_stands_still_there_is_no_last_day(known, begins):
    found = limitation(known, [Moved("suspend", known + timedelta(days=begins))])
    assert (found.until_on, found.is_over(date(2099, 1, 1))) == (None, False)


@given(DAYS, MOVES, st.randoms())
def test_the_order_in_which_things_are_written_down_does_not_matter(known, moves, dice):
    mixed = list(moves)
    dice.shuffle(mixed)
    assert limitation(known, mixed) == limitation(known, moves)


@given(DAYS, MOVES)
def test_wage_arrears_know_no_limit_while_the_employment_lasts(known, moves):
    assert limitation(known, moves, wages=True).until_on is None


@given(DAYS, st.integers(0, 4000))
def test_after_the_employment_wage_arrears_have_a_year(known, days):
    ended = known + timedelta(days=days)
    assert limitation(known, wages=True, ended_on=ended).until_on == added(ended, 1, "year")


@given(st.lists(DAYS, min_size=1))
def test_of_several_the_earliest_counts(days):
    found = [limitation(day) for day in days] + [limitation(date(2020, 1, 1), wages=True)]
    assert rules.earliest(found).until_on == added(min(days), 1, "year")


@given(st.integers(0, 20), st.integers(0, 20))
def test_a_committee_has_equal_sides(workers, employer):
    assert rules.lacks_seats(workers, employer) == (workers != employer or workers == 0)


@given(st.decimals(0, 100_000, places=2))
def test_an_award_is_final_item_by_item_up_to_twelve_monthly_minimum_wages(won):
    told = {"monthly": Decimal(2000), "months": 12, "kinds": ["wages"], "always": ["hours"]}
    assert rules.is_final(won, "wages", **told) == (won <= 24_000)
    assert rules.is_final(won, "hours", **told)
    assert not rules.is_final(won, "return", **told)
    unknown = told | {"monthly": None}
    assert rules.is_final(won, "wages", **unknown) is None
    assert rules.is_final(won, "hours", **unknown) is True
