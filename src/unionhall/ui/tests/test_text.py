from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from unionhall.ui.pieces import text

SATURDAY = date(2026, 11, 21)


def test_a_day_in_chinese_has_its_weekday(chinese):
    assert text.day(SATURDAY) == '<time datetime="2026-11-21">2026年11月21日（周六）</time>'
    assert text.day(SATURDAY, weekday=False) == '<time datetime="2026-11-21">2026年11月21日</time>'
    assert text.day(SATURDAY, year=False) == '<time datetime="2026-11-21">11月21日（周六）</time>'


def test_a_day_in_english_has_it_where_asked(english):
    assert text.day(SATURDAY) == '<time datetime="2026-11-21">21 Nov 2026</time>'
    assert text.day(SATURDAY, weekday=True) == '<time datetime="2026-11-21">Sat 21 Nov 2026</time>'


def test_a_moment_stands_in_the_zone_of_the_federation(english, settings):
    settings.TIME_ZONE = "Asia/Shanghai"
    late = datetime(2026, 11, 21, 18, 30, tzinfo=UTC)
    assert text.moment(late) == '<time datetime="2026-11-22T02:30+08:00">22 Nov 02:30</time>'
    assert text.day(late) == '<time datetime="2026-11-22">22 Nov 2026</time>'


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (Decimal("1234.5"), "¥\u00a01,234.50"),
        (0, "¥\u00a00.00"),
        (Decimal("-86"), "−¥\u00a086.00"),
        (Decimal("1234567.891"), "¥\u00a01,234,567.89"),
    ],
)
def test_an_amount_has_two_places_and_groups_of_three(amount, shown):
    assert text.money(amount).split(">")[1].removesuffix("</data") == shown


@pytest.mark.parametrize(
    ("number", "chinese_form", "english_form"),
    [
        (0, "0", "0"),
        (9999, "9,999", "9,999"),
        (10_000, "1\u00a0万", "10,000"),
        (412_345, "41.2\u00a0万", "412,345"),
        (99_999_999, "10,000\u00a0万", "99,999,999"),
        (120_000_000, "1.2\u00a0亿", "120,000,000"),
        (-412_345, "-41.2\u00a0万", "-412,345"),
    ],
)
def test_large_counts_are_in_ten_thousands_in_chinese(number, chinese_form, english_form, language):
    assert text.counted(number) == (chinese_form if language == "zh-hans" else english_form)


def test_a_shortened_count_keeps_the_exact_one(chinese):
    assert text.count(412_345) == (
        '<data class="count" value="412345" title="412,345">41.2\u00a0万</data>'
    )


@pytest.mark.parametrize(
    ("piece", "value", "error"),
    [
        (text.day, "2026-11-21", TypeError),
        (text.day, None, ValueError),
        (text.moment, SATURDAY, TypeError),
        (text.moment, "", ValueError),
        (text.money, None, ValueError),
        (text.count, "12", TypeError),
        (text.count, None, ValueError),
    ],
)
def test_what_is_no_day_amount_or_count_is_refused(piece, value, error):
    with pytest.raises(error):
        piece(value)
