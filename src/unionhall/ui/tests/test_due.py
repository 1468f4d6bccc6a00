from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionhall.ui import lookups
from unionhall.ui.pieces.due import due, stage

TODAY = date(2026, 11, 21)


def duty(days: int, **more) -> SimpleNamespace:
    return SimpleNamespace(
        opened_on=TODAY - timedelta(days=10), due_on=TODAY + timedelta(days=days), **more
    )


def words(html: str) -> str:
    """The text of a piece of HTML, spaces made single."""
    import re

    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.fixture(autouse=True)
def nobody_counts(monkeypatch):
    monkeypatch.setattr(lookups, "_working_days", None)


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        (duty(5, working_days_left=3), "还剩 3 个工作日 11月26日（周四）"),
        (duty(5), "还剩 5 天 11月26日（周四）"),
        (duty(0), "今天到期 11月21日（周六）"),
        (duty(-3), "已超期 3 天 11月18日（周三）"),
        (duty(60, provisional=True), "还剩 60 天 2027年1月20日（周三） 暂定"),
        (duty(5, fulfilled_on=TODAY - timedelta(days=1)), "按时完成 11月20日（周五）"),
        (duty(-4, fulfilled_on=TODAY - timedelta(days=2)), "迟了 2 天完成 11月19日（周四）"),
        (duty(5, voided_on=TODAY), "不再计时 11月26日（周四）"),
    ],
)
def test_it_says_in_chinese_how_much_time_is_left(chinese, subject, said):
    assert words(due(subject, on=TODAY)) == said


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        (duty(5, working_days_left=3), "3 working days left Thu 26 Nov"),
        (duty(2, working_days_left=1), "1 working day left Mon 23 Nov"),
        (duty(0), "Due today Sat 21 Nov"),
        (duty(-1), "1 day overdue Fri 20 Nov"),
        (duty(60, provisional=True), "60 days left Wed 20 Jan 2027 provisional"),
    ],
)
def test_it_says_in_english_how_much_time_is_left(english, subject, said):
    assert words(due(subject, on=TODAY)) == said


@pytest.mark.parametrize(
    ("days", "at"), [(11, "open"), (3, "open"), (2, "soon"), (0, "soon"), (-1, "missed")]
)
def test_the_last_fifth_of_the_period_is_soon(days, at):
    assert (
        stage(duty(days), on=TODAY, start=TODAY + timedelta(days=days) - timedelta(days=10)) == at
    )


def test_without_a_start_nothing_is_soon():
    assert stage(SimpleNamespace(due_on=TODAY), on=TODAY, start=None) == "open"


@given(st.integers(1, 400), st.integers(-30, 430))
def test_a_later_day_never_looks_less_urgent(period, passed):
    start = date(2026, 1, 1)
    subject = SimpleNamespace(due_on=start + timedelta(days=period))
    rank = ["open", "soon", "missed"]
    today, tomorrow = (
        rank.index(stage(subject, on=start + timedelta(days=passed + step), start=start))
        for step in (0, 1)
    )
    assert today <= tomorrow


def test_the_days_given_are_taken_before_those_counted(chinese, monkeypatch):
    monkeypatch.setattr(lookups, "_working_days", lambda after, until: 99)
    assert words(due(duty(5), on=TODAY)).startswith("还剩 99 个工作日")
    assert words(due(duty(5, working_days_left=4), on=TODAY)).startswith("还剩 4 个工作日")
    assert words(due(duty(5), on=TODAY, working_days=3)).startswith("还剩 3 个工作日")


def test_a_mapping_will_do(english):
    assert words(due({"due_on": TODAY, "opened_on": TODAY}, on=TODAY)) == "Due today Sat 21 Nov"


def test_a_page_that_gives_no_day_takes_today(english, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: TODAY)
    assert words(due(duty(0))) == "Due today Sat 21 Nov"


def test_it_opens_the_reckoning_and_the_rule(english):
    rule = {"title": "Taking on", "statement": "Within 15 days.", "url": "/rules/x/"}
    html = due(duty(5, provisional=True), on=TODAY, reckoning=["From the 11th.", "<b>"], rule=rule)
    for shown in (
        '<span class="pop-step">From the 11th.</span>',
        '<span class="pop-step">&lt;b&gt;</span>',
        "Within 15 days.",
        'href="/rules/x/"',
        "have not been announced yet",
    ):
        assert html.count(shown) == 1


def test_without_a_reckoning_nothing_opens():
    assert "popover" not in due(duty(5), on=TODAY)


@pytest.mark.parametrize("subject", [None, "", SimpleNamespace(), SimpleNamespace(due_on=None)])
def test_something_without_a_due_date_is_refused(subject):
    with pytest.raises(ValueError, match=r"due: .* is missing"):
        due(subject, on=TODAY)
