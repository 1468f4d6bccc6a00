"""Working days of 2026, checked by hand against the State Council's notice."""

from datetime import date, timedelta

import pytest
from django.utils.translation import override

from unionhall.rulebook.workdays import MissingCalendar, WorkCalendar, calendar

CN = calendar("CN")


@pytest.mark.parametrize(
    ("day", "working"),
    [
        ("2026-02-13", True),  # Friday
        ("2026-02-14", True),  # Saturday, worked for Spring Festival
        ("2026-02-15", False),  # Spring Festival begins
        ("2026-02-23", False),  # its last day, a Monday
        ("2026-02-24", True),
        ("2026-02-28", True),  # Saturday, worked
        ("2026-03-01", False),  # Sunday
        ("2026-09-20", True),  # Sunday, worked for National Day
        ("2026-10-01", False),
        ("2026-10-07", False),
        ("2026-10-08", True),
        ("2026-10-10", True),  # Saturday, worked
        ("2026-10-11", False),
    ],
)
def test_a_day_is_worked_as_announced(day, working):
    assert CN.is_working(date.fromisoformat(day)) is working


def test_spring_festival_2026_is_nine_days_off():
    days = [date(2026, 2, 14) + timedelta(days=n) for n in range(11)]
    assert [CN.is_working(day) for day in days] == [True, *[False] * 9, True]


def test_holidays_are_announced_until_2026():
    assert CN.last_announced_year == 2026
    assert CN.is_announced(date(2026, 12, 31))
    assert not CN.is_announced(date(2027, 1, 1))


def test_february_2026_has_sixteen_working_days():
    # 2–6, 9–14 (Saturday worked), 24–28 (Saturday worked): 5 + 6 + 5
    assert CN.between(date(2026, 1, 31), date(2026, 2, 28)) == 16


def test_the_start_is_not_counted_forwards_or_backwards():
    friday, monday = date(2026, 3, 6), date(2026, 3, 9)
    assert CN.counted(friday, 1) == monday
    assert CN.counted(monday, -1) == friday


def test_days_between_are_negative_once_the_end_has_passed():
    assert CN.between(date(2026, 3, 9), date(2026, 3, 6)) == -1
    assert CN.between(date(2026, 3, 6), date(2026, 3, 6)) == 0


def test_a_day_off_says_why_in_both_languages():
    with override("en"):
        assert CN.why_off(date(2026, 2, 17)) == "Spring Festival"
        assert CN.why_off(date(2026, 3, 7)) == "weekend"
        assert CN.why_off(date(2026, 3, 6)) == ""
    with override("zh-hans"):
        assert CN.why_off(date(2026, 2, 17)) == "春节"


def test_an_unknown_holiday_is_named_as_announced():
    found = WorkCalendar({date(2026, 3, 4): "临时假"}, {}, 2026)
    assert found.why_off(date(2026, 3, 4)) == "临时假"


def test_places_of_one_nation_share_its_calendar():
    assert calendar("CN-ZJ/HZ-1") is CN
    assert calendar("330106") is CN


def test_a_nation_without_calendar_is_said_to_have_none():
    with pytest.raises(MissingCalendar):
        calendar("ZZ")
