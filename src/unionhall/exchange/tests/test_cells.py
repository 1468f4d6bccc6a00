"""What people type in cells, and what it means."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionhall.exchange.cells import EPOCH, IMPOSSIBLE, UNREADABLE, day, prose, text

JAN2 = date(2020, 1, 2)


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "2020-01-02",
            "2020-1-2",
            "2020/1/2",
            "2020.1.2",
            "2020.01.02",
            "2020年1月2日",
            "2020年01月02号",
        ),
        *(
            "20200102",
            "２０２０．１．２",
            "2020 年 1 月 2 日",
            "2020、1、2",
            "2020\\1\\2",
            " 2020-01-02 ",
            "2020.1.2.",
        ),
        *(
            "2020-01-02 00:00:00",
            "2020-01-02T08:30:00",
            "2020/1/2 8:30",
            "2020-01-02T08:30:00.5+08:00",
            "20200102083000",
        ),
        *(
            "二〇二〇年一月二日",
            "二零二零年一月二日",
            "2 Jan 2020",
            "Jan 2, 2020",
            "January 2nd, 2020",
            "43832",
            "'2020-01-02",
        ),
        *(
            43832,
            43832.0,
            43832.75,
            20200102.0,
            JAN2,
            datetime(2020, 1, 2, 8, 30),
            "\u200e2020-01-02",
            "2020年1月2",
        ),
    ],
)
def test_a_day_in_every_style(cell):
    assert day(cell) == JAN2


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "2020年10月",
            "2020-10",
            "2020/10",
            "2020.10",
            "202010",
            "2020年10月份",
            "二〇二〇年十月",
            "10/2020",
            "Oct 2020",
        ),
        *(202010.0, "2020 10", "2020年10"),
    ],
)
def test_a_year_and_month_alone_mean_the_first(cell):
    assert day(cell) == date(2020, 10, 1)


def test_a_year_and_month_typed_as_a_number_unless_october_may_have_become_january():
    assert [day(2011.4), day(1989.12), day(2020.11), day(2020.1)] == [
        date(2011, 4, 1),
        date(1989, 12, 1),
        date(2020, 11, 1),
        UNREADABLE,
    ]


@pytest.mark.parametrize(
    "cell", ["", " ", "\u3000", "-", "—", "/", "无", "N/A", "#N/A", "null", None]
)
def test_nothing(cell):
    assert day(cell) is None
    assert text(cell) == ""


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "不详年",
            "不详",
            "2020",
            "2020年",
            2020.0,
            "90年代",
            "1998年春",
            "5.0",
            5.0,
            123456.0,
            True,
            time(8, 0),
        ),
        *(
            "2020-5-",
            "05-03",
            "05.3.1",
            "5/6/2020",
            "2020年1-2月",
            "入会",
            "1.2.3.4",
            "1998s",
            "32 foo 2020",
            -43832.0,
        ),
    ],
)
def test_what_nobody_can_read(cell):
    assert day(cell) == UNREADABLE


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "2021-02-30",
            "2021-13-01",
            "20211305",
            "202013",
            "2021年0月",
            "2021-00-10",
            "0000-00-00",
            "1021-05-01",
        ),
        *("30 Feb 2020", "31/31/2020", date(1899, 12, 31), datetime(1066, 10, 14), "98年13月"),
    ],
)
def test_what_is_no_day(cell):
    assert day(cell) == IMPOSSIBLE


@pytest.mark.parametrize("cell", ["98.5.1", "98-5-1", "98年5月", "98/05", "98年5月1日"])
def test_two_digits_that_can_only_be_a_year_leave_the_century_open(cell):
    assert day(cell) == (date(1998, 5, 1), date(2098, 5, 1))


def test_day_and_month_in_a_foreign_order_count_where_only_one_order_is_possible():
    assert [day("21/11/2020"), day("11/21/2020"), day("6/6/2020")] == [
        date(2020, 11, 21),
        date(2020, 11, 21),
        date(2020, 6, 6),
    ]


DAYS = st.dates(date(1928, 1, 1), date(2099, 12, 30))
FORMS = st.sampled_from(
    ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d", "%Y-%m-%d %H:%M:%S", "%d %b %Y"]
)


@given(DAYS, FORMS)
def test_what_is_written_is_read_again(found, form):
    assert day(found.strftime(form)) == found


@given(DAYS)
def test_serial_numbers_count_days(found):
    assert day((found - EPOCH).days) == found
    assert day(float((found - EPOCH).days) + 0.5) == found


@given(st.text(max_size=20) | st.floats() | st.integers() | st.none())
def test_no_cell_breaks_the_reading(cell):
    found = day(cell)
    assert found is None or found in (UNREADABLE, IMPOSSIBLE) or isinstance(found, date | tuple)
    assert text(cell) == text(cell).strip()
    assert not any(sign in "\0\n\t\u200b" for sign in text(cell) + prose(cell))


def test_text_is_half_width_and_without_what_cannot_be_seen():
    assert text("　１２３\u00a0ＡＢ\u200b\tｃ ") == "123 AB c"
    assert [text(1.0), text(19900008339.0), text(1.5), text(True), text("'123"), text(JAN2)] == [
        *("1", "19900008339", "1.5", "1", "123", "2020-01-02"),
    ]


def test_prose_keeps_its_punctuation():
    assert prose(" 骨干，“标兵”（２０２０）") == "骨干，“标兵”（2020）"
    assert [prose("无"), prose(3.0), prose(None)] == ["", "3", ""]
