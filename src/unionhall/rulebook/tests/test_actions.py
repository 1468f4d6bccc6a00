"""A union sets and ends a value of its own."""

from datetime import date
from fractions import Fraction

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from unionhall.core.errors import Refused
from unionhall.history.queries import trail
from unionhall.rulebook import rules
from unionhall.rulebook.actions import end_by_law, set_by_law
from unionhall.rulebook.models import ByLaw
from unionhall.rulebook.rules import MissingRule

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


def put(value, *, rule="cn.pet.notify_15d", param="days", jurisdiction="CN-ZJ/HZ-1", **changes):
    given = {"source": "2026年第1号决议", "from_on": TODAY, "by": None, "on": TODAY, **changes}
    return set_by_law(rule, param, value, jurisdiction=jurisdiction, **given)


def value(*, on=TODAY, jurisdiction="CN-ZJ/HZ-1"):
    return rules.value("cn.pet.notify_15d", "days", on=on, jurisdiction=jurisdiction)


def test_a_union_shortens_a_period():
    put(10)
    assert (value(), value(jurisdiction="CN-ZJ/HZ-2")) == (10, 15)


def test_setting_a_value_stands_in_the_history():
    row = put(10)
    (entry,) = trail(row)
    assert entry.verb == "by_law_set"


def test_a_union_may_not_lengthen_it_and_is_told_the_article():
    with override("en"), pytest.raises(Refused) as refusal:
        put(20)
    assert refusal.value.reason == "20 days cannot stand in the place of 15 days."
    assert str(refusal.value.citation) == "Regulations on Petition (Xinfang) Work (2022) Art. 23"
    assert refusal.value.instead == (
        "A province, city or union may shorten it; nobody may lengthen it."
    )
    assert ByLaw.objects.count() == 0


def test_a_union_may_not_promise_less_than_the_union_above():
    put(10)
    with pytest.raises(Refused):
        put(12, jurisdiction="CN-ZJ/HZ-1/HZ-1-17")
    put(8, jurisdiction="CN-ZJ/HZ-1/HZ-1-17")
    assert value(jurisdiction="CN-ZJ/HZ-1/HZ-1-17") == 8


def test_a_union_raises_a_share_and_may_not_lower_it():
    rule, param = "cn.cq.org.parttime_hours", "chair_fraction_min"
    put("1/2", rule=rule, param=param, jurisdiction="CN-CQ/CQ-1")
    assert rules.value(rule, param, on=TODAY, jurisdiction="CN-CQ/CQ-1") == Fraction(1, 2)
    with pytest.raises(Refused):
        put("1/4", rule=rule, param=param, jurisdiction="CN-CQ/CQ-2")


def test_what_is_fixed_stays():
    with pytest.raises(Refused):
        put(14, rule="cn.disp.suit_15d")


@pytest.mark.parametrize("wrong", ["ten", 0, -3, 1.5, None, True])
def test_what_is_no_value_is_refused(wrong):
    with pytest.raises(Refused):
        put(wrong)


def test_days_that_have_passed_keep_their_value():
    with pytest.raises(Refused):
        put(10, from_on=date(2026, 3, 1))


def test_a_value_needs_a_union_that_sets_it():
    with pytest.raises(Refused):
        put(10, jurisdiction="CN-ZJ")


def test_an_unknown_rule_cannot_be_set():
    with pytest.raises(MissingRule):
        put(10, rule="cn.pet.unknown")


def test_a_new_value_ends_the_one_before():
    put(10)
    put(8, from_on=date(2026, 4, 1))
    days = (date(2026, 3, 31), date(2026, 4, 1))
    assert [value(on=day) for day in days] == [10, 8]
    assert list(ByLaw.objects.order_by("from_on").values_list("until_on", flat=True)) == [
        date(2026, 4, 1),
        None,
    ]


def test_a_slip_is_set_right_from_the_same_day_and_both_stand_in_the_record():
    slip = put(1, from_on=date(2026, 4, 1))
    put(10, from_on=date(2026, 4, 1))
    assert value(on=date(2026, 4, 1)) == 10
    assert ByLaw.objects.get() == slip
    assert [entry.facts["value"] for entry in trail(slip)] == [1, 10]


def test_a_value_is_not_set_before_one_already_set():
    put(8, from_on=date(2026, 4, 1))
    with pytest.raises(Refused):
        put(10, from_on=date(2026, 3, 15))


def test_a_value_ends_and_the_general_one_holds_again():
    row = put(10)
    end_by_law(row, until_on=date(2026, 4, 1), by=None, on=TODAY)
    assert [value(on=d) for d in (date(2026, 3, 31), date(2026, 4, 1))] == [10, 15]
    assert [entry.verb for entry in trail(row)] == ["by_law_set", "by_law_ended"]


def test_a_value_does_not_end_before_it_begins():
    row = put(10, from_on=date(2026, 4, 1))
    with pytest.raises(Refused):
        end_by_law(row, until_on=date(2026, 4, 1), by=None, on=TODAY)


def test_a_value_does_not_end_in_the_past():
    row = put(10)
    with pytest.raises(Refused):
        end_by_law(row, until_on=date(2026, 3, 3), by=None, on=date(2026, 3, 4))


def test_a_value_ends_once():
    row = put(10)
    end_by_law(row, until_on=date(2026, 4, 1), by=None, on=TODAY)
    with pytest.raises(Refused):
        end_by_law(row, until_on=date(2026, 5, 1), by=None, on=TODAY)


def test_the_database_refuses_a_value_that_ends_before_it_begins():
    row = put(10)
    with pytest.raises(IntegrityError), transaction.atomic():
        ByLaw.objects.filter(pk=row.pk).update(until_on=TODAY)
