"""Trade parents: a union of one trade or region gathers unions across the tree."""

from datetime import date

import pytest

from unionhall.core.errors import Refused
from unionhall.history.queries import trail
from unionhall.organisations import actions
from unionhall.organisations.models import Affiliation
from unionhall.organisations.queries import gathered_paths

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree(found):
    """A city with two counties, an industrial union below the city, and a plant in each county."""
    city = found("city", None, "CITY")
    east, west = found("county", city, "EAST"), found("county", city, "WEST")
    return {
        "city": city,
        "east": east,
        "west": west,
        "trade": found("industrial", city, "TRADE"),
        "plant": found("enterprise_union", east, "PLANT"),
        "mill": found("enterprise_union", west, "MILL"),
    }


def affiliated(tree, union="plant", to="trade", on=date(2026, 3, 1)):
    return actions.affiliate(tree[union], tree[to], by=None, on=on)


def test_a_union_gets_a_trade_parent_beside_its_leading_one(tree, on):
    made = affiliated(tree)
    tree["plant"].refresh_from_db()
    assert tree["plant"].parent == tree["east"]
    assert made.holds(on=on)
    assert set(gathered_paths(tree["trade"], on=on)) == {tree["trade"].path, tree["plant"].path}


def test_both_histories_tell_of_it(tree):
    affiliated(tree)
    for unit in (tree["plant"], tree["trade"]):
        entry = trail(unit)[-1]
        assert entry.verb == "organisations.affiliated"
        assert entry.facts == {"union": "PLANT union", "trade_parent": "TRADE union"}


def test_it_ends_on_a_day_and_another_may_follow(tree, on, found):
    made = affiliated(tree)
    actions.disaffiliate(made, by=None, on=date(2026, 5, 1))
    other = found("industrial", tree["city"], "OTHER")
    actions.affiliate(tree["plant"], other, by=None, on=date(2026, 5, 1))
    assert gathered_paths(tree["trade"], on=on) == [tree["trade"].path]
    assert set(gathered_paths(tree["trade"], on=date(2026, 4, 30))) == {
        tree["trade"].path,
        tree["plant"].path,
    }


def test_a_whole_county_s_trade_unions_come_along(tree, on, found):
    below = found("industrial", tree["east"], "EAST-TRADE")
    shop = found("enterprise_union", below, "SHOP")
    actions.affiliate(below, tree["trade"], by=None, on=date(2026, 3, 1))
    actions.affiliate(tree["mill"], below, by=None, on=date(2026, 3, 1))
    paths = tuple(gathered_paths(tree["trade"], on=on))
    assert shop.path.startswith(paths)
    assert tree["mill"].path.startswith(paths)
    assert not tree["plant"].path.startswith(paths)


@pytest.mark.parametrize(
    ("union", "to"),
    [
        ("plant", "mill"),  # gathers members
        ("plant", "city"),  # above it already
        ("city", "trade"),  # below it
        ("trade", "trade"),
    ],
)
def test_what_makes_no_sense_is_refused(tree, union, to):
    with pytest.raises(Refused):
        affiliated(tree, union, to)


def test_a_circle_is_refused(tree, found):
    first, second = found("industrial", tree["east"], "T1"), found("industrial", tree["west"], "T2")
    actions.affiliate(first, second, by=None, on=date(2026, 3, 1))
    with pytest.raises(Refused):
        actions.affiliate(second, first, by=None, on=date(2026, 3, 1))
    with pytest.raises(Refused):
        actions.affiliate(tree["west"], first, by=None, on=date(2026, 3, 1))


def test_moving_below_one_s_own_affiliate_is_refused(tree, found):
    first, second = found("industrial", tree["east"], "T1"), found("industrial", tree["west"], "T2")
    actions.affiliate(first, second, by=None, on=date(2026, 3, 1))
    with pytest.raises(Refused):
        actions.move(second, first, by=None, on=date(2026, 4, 1))


def test_a_second_trade_parent_is_refused(tree, found):
    affiliated(tree)
    other = found("industrial", tree["city"], "OTHER")
    with pytest.raises(Refused):
        actions.affiliate(tree["plant"], other, by=None, on=date(2026, 4, 1))


def test_the_closed_are_refused(tree):
    actions.close(tree["mill"], by=None, on=date(2026, 2, 1))
    with pytest.raises(Refused):
        affiliated(tree, "mill")
    actions.close(tree["trade"], by=None, on=date(2026, 2, 1))
    with pytest.raises(Refused):
        affiliated(tree)


def test_days_before_the_founding_and_to_come_are_refused(tree):
    for day in (date(2025, 1, 1), date(2999, 1, 1)):
        with pytest.raises(Refused):
            affiliated(tree, on=day)


def test_what_has_ended_cannot_end_again(tree):
    made = affiliated(tree)
    actions.disaffiliate(made, by=None, on=date(2026, 5, 1))
    with pytest.raises(Refused):
        actions.disaffiliate(made, by=None, on=date(2026, 5, 2))


def test_a_trade_parent_is_closed_only_without_affiliates(tree):
    made = affiliated(tree)
    with pytest.raises(Refused):
        actions.close(tree["trade"], by=None, on=date(2026, 4, 1))
    actions.disaffiliate(made, by=None, on=date(2026, 4, 1))
    assert actions.close(tree["trade"], by=None, on=date(2026, 4, 1)).closed_on


def test_closing_a_union_ends_its_affiliation(tree):
    made = affiliated(tree)
    actions.close(tree["plant"], by=None, on=date(2026, 4, 1))
    made.refresh_from_db()
    assert made.until_on == date(2026, 4, 1)
    assert not Affiliation.objects.in_force(on=date(2026, 4, 1)).exists()
