"""Properties of counting, over invented calendars, against a second and naive way of counting."""

from datetime import date, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from unionhall.rulebook.reckoning import Pause, added, reckoned
from unionhall.rulebook.workdays import WorkCalendar

DAY = timedelta(days=1)
FIRST, LAST = date(2024, 1, 1), date(2026, 6, 30)
days = st.dates(FIRST, LAST)
amounts = st.integers(1, 70)
units = st.sampled_from(["day", "month", "year"])


@st.composite
def calendars(draw):
    """Holidays on any day, and some weekend days worked."""
    off = draw(st.sets(st.dates(date(2023, 12, 1), date(2026, 12, 31)), max_size=60))
    weekend = st.dates(date(2023, 12, 1), date(2026, 12, 31)).filter(lambda d: d.weekday() > 4)
    work = draw(st.sets(weekend, max_size=30))
    return WorkCalendar(dict.fromkeys(off - work, "假"), dict.fromkeys(work, "班"), 2026)


def with_off(calendar, day):
    return WorkCalendar({**calendar.off, day: "假"}, calendar.work, 2026)


def with_work(calendar, day):
    return WorkCalendar(calendar.off, {**calendar.work, day: "班"}, 2026)


def naive_working_days(start, number, calendar):
    """Cross the days off one by one on a list of all working days."""
    ahead = [start + DAY * n for n in range(1, 2000)]
    worked = [
        d for d in ahead if d in calendar.work or not (d in calendar.off or d.weekday() in (5, 6))
    ]
    return worked[number - 1]


def naive_months_later(start, months):
    """Turn calendar pages, then take the same day or, where there is none, the page's last."""
    day = start.replace(day=1)
    for _ in range(months):
        day += timedelta(days=31)
        day = day.replace(day=1)
    page = [day + DAY * n for n in range(31) if (day + DAY * n).month == day.month]
    return page[min(start.day, len(page)) - 1]


@given(days, amounts, calendars())
def test_working_days_agree_with_counting_on_a_list(start, amount, calendar):
    found = reckoned(start, amount, "working_day", calendar)
    assert found.due_on == naive_working_days(start, amount, calendar)


@given(days, st.integers(1, 40))
def test_months_agree_with_turning_pages(start, months):
    assert added(start, months, "month") == naive_months_later(start, months)


@given(days, st.integers(1, 5))
def test_a_year_is_twelve_months(start, years):
    assert added(start, years, "year") == naive_months_later(start, years * 12)


@given(days, amounts, units, calendars())
def test_calendar_periods_end_on_the_first_working_day_from_their_end(
    start, amount, unit, calendar
):
    assume(amount <= 5 or unit == "day")
    found = reckoned(start, amount, unit, calendar)
    skipped = [found.ends_on + DAY * n for n in range((found.due_on - found.ends_on).days)]
    assert calendar.is_working(found.due_on)
    assert [day for day in skipped if calendar.is_working(day)] == []


@given(days, amounts, calendars(), st.dates(FIRST, date(2026, 12, 31)))
def test_another_holiday_never_makes_a_date_earlier(start, amount, calendar, holiday):
    assume(holiday not in calendar.work)
    for unit in ("working_day", "day"):
        before = reckoned(start, amount, unit, calendar).due_on
        assert reckoned(start, amount, unit, with_off(calendar, holiday)).due_on >= before


@given(days, amounts, calendars(), st.dates(FIRST, date(2026, 12, 31)))
def test_a_make_up_day_never_makes_a_date_later(start, amount, calendar, day):
    for unit in ("working_day", "day"):
        before = reckoned(start, amount, unit, calendar).due_on
        assert reckoned(start, amount, unit, with_work(calendar, day)).due_on <= before


@given(days, amounts, calendars(), st.integers(0, 100), st.integers(0, 60), st.dates(FIRST, LAST))
def test_holidays_and_make_up_days_move_paused_periods_the_same_way(
    start, amount, calendar, after, n, day
):
    pauses = (Pause(start + DAY * after, start + DAY * (after + n)),)
    before = reckoned(start, amount, "working_day", calendar, pauses=pauses).due_on
    worked = reckoned(start, amount, "working_day", with_work(calendar, day), pauses=pauses)
    assert worked.due_on <= before
    if day not in calendar.work:
        off = reckoned(start, amount, "working_day", with_off(calendar, day), pauses=pauses)
        assert off.due_on >= before


@given(days, st.integers(1, 60), units, calendars(), st.integers(0, 60), st.data())
def test_a_pause_of_n_days_moves_the_end_before_rolling_by_exactly_n(
    start, amount, unit, calendar, n, data
):
    assume(amount <= 4 or unit == "day")
    without = reckoned(start, amount, unit, calendar)
    on = data.draw(st.dates(start, without.due_on))
    found = reckoned(start, amount, unit, calendar, pauses=(Pause(on, on + DAY * n),))
    assert found.ends_on - without.ends_on == timedelta(days=n)


@given(days, amounts, calendars(), st.integers(0, 60), st.data())
def test_a_pause_leaves_as_many_working_days_as_without_it(start, amount, calendar, n, data):
    without = reckoned(start, amount, "working_day", calendar)
    on = data.draw(st.dates(start, without.due_on - DAY))
    until = on + DAY * n
    found = reckoned(start, amount, "working_day", calendar, pauses=(Pause(on, until),))
    run = calendar.between(start, on) + calendar.between(until, found.due_on)
    assert run == amount


@given(days, amounts, units, calendars(), st.integers(1, 60))
def test_a_pause_after_the_end_changes_nothing(start, amount, unit, calendar, n):
    assume(amount <= 4 or unit == "day")
    without = reckoned(start, amount, unit, calendar)
    late = Pause(without.due_on + DAY, without.due_on + DAY * (1 + n))
    found = reckoned(start, amount, unit, calendar, pauses=(late,))
    assert (found.due_on, found.pauses) == (without.due_on, ())


@given(
    days, amounts, st.sampled_from(["day", "working_day", "month"]), calendars(), st.integers(0, 40)
)
def test_a_later_start_never_ends_earlier(start, amount, unit, calendar, later):
    assume(amount <= 24 or unit != "month")
    first = reckoned(start, amount, unit, calendar)
    assert reckoned(start + DAY * later, amount, unit, calendar).due_on >= first.due_on


@given(days, amounts, calendars())
def test_counting_back_leaves_exactly_so_many_working_days(start, amount, calendar):
    due_on = reckoned(start, -amount, "working_day", calendar).due_on
    assert calendar.is_working(due_on)
    assert calendar.between(due_on - DAY, start - DAY) == amount


@given(days, amounts, calendars())
def test_counting_back_calendar_days_is_not_moved(start, amount, calendar):
    found = reckoned(start, -amount, "day", calendar)
    assert found.due_on == found.ends_on == start - DAY * amount


@given(days, amounts, st.sampled_from(["day", "working_day"]), calendars())
def test_counting_again_gives_the_same(start, amount, unit, calendar):
    assert reckoned(start, amount, unit, calendar) == reckoned(start, amount, unit, calendar)


@given(st.dates(date(2026, 10, 1), date(2027, 3, 1)), st.integers(1, 60), calendars())
def test_a_date_is_provisional_when_a_counted_day_lies_after_the_last_announced_year(
    start, amount, calendar
):
    for unit in ("working_day", "day"):
        found = reckoned(start, amount, unit, calendar)
        assert found.provisional is (found.due_on > date(2026, 12, 31))


def test_working_days_counted_back_from_next_year_are_provisional_though_they_end_in_this():
    calendar = WorkCalendar({}, {}, 2026)
    assert reckoned(date(2027, 1, 5), -3, "working_day", calendar).provisional is True  # 4, 1, 31
    assert reckoned(date(2027, 1, 1), -3, "working_day", calendar).provisional is False


def test_calendar_days_counted_back_from_next_year_are_provisional_too():
    calendar = WorkCalendar({}, {}, 2026)
    assert reckoned(date(2027, 1, 2), -30, "day", calendar).provisional is True  # counts 1 January
    assert reckoned(date(2027, 1, 1), -30, "day", calendar).provisional is False


def test_a_period_paused_on_its_last_day_ends_when_it_goes_on():
    calendar = WorkCalendar({}, {}, 2026)
    start, due = date(2026, 3, 2), date(2026, 3, 6)
    pause = (Pause(due, date(2026, 3, 14)),)  # goes on on a Saturday
    assert reckoned(start, 4, "working_day", calendar, pauses=pause).due_on == date(2026, 3, 16)
    assert reckoned(start, 4, "day", calendar, pauses=pause).due_on == date(2026, 3, 16)


def test_two_pauses_of_a_working_day_period_both_count():
    calendar = WorkCalendar({}, {}, 2026)
    pauses = (
        Pause(date(2026, 3, 3), date(2026, 3, 5)),
        Pause(date(2026, 3, 6), date(2026, 3, 9)),
    )
    # From Monday 2: Tuesday 3; stands still until Thursday 5; Friday 6; until Monday 9; Tuesday 10.
    found = reckoned(date(2026, 3, 2), 3, "working_day", calendar, pauses=pauses)
    assert found.due_on == date(2026, 3, 10)
