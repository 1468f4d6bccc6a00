"""Each chart's title says what one sees in it, and adds up only what is exact."""

import pytest

from unionhall.cases.charts import chart_of, finding, is_empty
from unionhall.cases.figures import Table
from unionhall.cases.rules import coarse, exact

pytestmark = pytest.mark.usefixtures("english")


def table(name: str, cell=exact, **counts: int) -> Table:
    return Table(name, [(label, cell(n)) for label, n in counts.items()])


def satisfaction(cell=exact, good=0, fair=0, poor=0) -> Table:
    return table("satisfaction", cell, Satisfied=good, Fair=fair, Poor=poor)


def test_ratings_are_told_as_a_share_of_those_who_rated():
    assert finding(satisfaction(good=3, fair=1)) == "75 % of 4 workers who rated are satisfied"


def test_half_a_percent_is_rounded_up_as_people_do():
    assert finding(satisfaction(good=29, fair=11)).startswith("73 % of 40")


def test_ratings_keep_the_order_of_the_answers():
    assert chart_of(satisfaction(good=1, fair=3))["data"]["labels"] == ["Satisfied", "Fair", "Poor"]


def test_months_are_told_by_their_sum_and_the_fullest():
    months = Table("month", [("2026-10", exact(2)), ("2026-11", exact(5))])
    assert finding(months) == "7 requests received, most in 2026-11"


def test_months_that_are_equally_full_are_all_named():
    months = Table("month", [("2026-10", exact(5)), ("2026-11", exact(5))])
    assert finding(months) == "10 requests received, most in 2026-10, 2026-11"


def test_the_oldest_group_is_named_in_words():
    ages = Table("age", [("0–7", exact(1)), (">60", exact(4))])
    assert finding(ages) == "5 requests are open, most of them for over 60 days"
    assert chart_of(ages)["data"]["labels"] == ["0–7 days", "over 60 days"]


def test_of_several_units_with_the_most_overdue_none_is_singled_out():
    assert finding(table("overdue", North=2, South=1)) == "Most overdue: North, 2"
    assert finding(table("overdue", North=2, South=2)) == "Most overdue: 2 units with 2 each"


def test_topics_stand_in_the_order_of_their_number():
    assert chart_of(table("topic", Hours=1, Pay=3))["data"]["labels"] == ["Pay", "Hours"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("month", "No request was received in this time"),
        ("age", "No request is open"),
        ("punctuality", "No date fell in this time"),
        ("overdue", "Nothing is overdue"),
        ("satisfaction", "No worker has rated an answer in this time"),
        ("topic", "No request was received in this time"),
    ],
)
def test_where_there_is_nothing_the_title_says_so(name, said):
    nothing = table(name, one=0, two=0)
    assert (finding(nothing), is_empty(nothing)) == (said, True)


def test_coarse_cells_are_neither_added_up_nor_taken_for_nothing():
    assert finding(satisfaction(coarse, good=12, fair=7)) == "What workers say of the handling"
    assert finding(table("overdue", coarse, North=1)) == "Overdue by unit"
    assert not is_empty(table("overdue", coarse, North=1))
