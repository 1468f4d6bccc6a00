"""A year by the dice: whatever happens to requests, their dates follow from the record, and somebody has them."""

import random
from datetime import date

import pytest

from unionhall.cases.models import Case, Status
from unionhall.cases.tests.reckoning import ends, next_date
from unionhall.cases.tests.simulation import Year, apart

pytestmark = pytest.mark.django_db


def test_a_year_of_random_acts_keeps_every_date_and_leaves_nothing_without_holder(cast):
    year = Year(cast, random.Random(2026), cases=60, first=date(2025, 2, 3), days=250)
    year.run()
    assert year.wrong == []
    assert apart() == []
    assert Case.objects.count() == 60
    # The dice have been everywhere, or this would say little.
    acts = {
        "accept",
        "refuse",
        "hand_over",
        "ask",
        "answer",
        "reply",
        "extend",
        "reopen",
        "set_difficulty",
    }
    acts |= {"propose_closing", "withdraw", "confirm", "ask_review", "rate", "leave", "come"}
    assert acts <= set(year.done)
    assert {Status(one) for one in Case.objects.values_list("status", flat=True)} >= {
        Status.CLOSED,
        Status.REFUSED,
        Status.WITHDRAWN,
    }


def test_the_second_reckoning_moves_the_last_day_behind_the_holidays():
    # Sixty days after 2 August 2025 is 1 October, the first of eight days off.
    assert ends(date(2025, 8, 2), 60) == date(2025, 10, 9)


def test_the_second_reckoning_would_notice_a_moved_date():
    told = {"difficulty": "simple"}
    record = [("cases.submitted", date(2025, 3, 3), {}), ("cases.accepted", date(2025, 3, 4), told)]
    assert next_date(record) == date(2025, 3, 18)
    told["difficulty"] = "ordinary"
    assert next_date(record) == date(2025, 4, 3)
    assert next_date(record[:1]) == date(2025, 3, 18)
    assert next_date([*record, ("cases.withdrawn", date(2025, 3, 5), {})]) is None
