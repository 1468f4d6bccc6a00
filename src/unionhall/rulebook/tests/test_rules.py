"""Looking rules up."""

from datetime import date
from fractions import Fraction

import pytest
from django.utils.translation import override

from unionhall.core.errors import Citation
from unionhall.rulebook import rules
from unionhall.rulebook.book import Book, book
from unionhall.rulebook.models import ByLaw
from unionhall.rulebook.rules import ExpiredRule, MissingRule, NotBinding
from unionhall.rulebook.schema import Law, Overlay, Text, Value

DAY = date(2026, 3, 2)


def test_a_value_is_what_the_law_says():
    assert rules.value("cn.pet.decide_60_30", "days", on=DAY) == 60
    assert rules.value("cn.org.chair_recall_majority", "majority", on=DAY) == Fraction(1, 2)


def test_a_majority_tells_its_comparison_and_base():
    param = rules.get("cn.elec.majority", on=DAY).params["majority"]
    assert (param.operator, param.base) == (">", "due_to_attend")
    param = rules.get("cn.elec.quorum", on=DAY).params["quorum"]
    assert (param.operator, param.base) == (">=", "due_to_attend")


def test_an_unknown_rule_is_answered_with_those_that_look_alike():
    with override("en"), pytest.raises(MissingRule) as error:
        rules.get("cn.pet.notify_15", on=DAY)
    assert str(error.value) == (
        "There is no rule “cn.pet.notify_15”. Did you mean "
        "cn.pet.notify_15d, cn.pet.office_15d, cn.pet.no_leak?"
    )


def test_an_unknown_parameter_is_answered_with_those_there_are():
    with override("en"), pytest.raises(MissingRule) as error:
        rules.value("cn.pet.decide_60_30", "weeks", on=DAY)
    assert str(error.value) == (
        "“cn.pet.decide_60_30” has no parameter “weeks”; it has: days, extension_days_max."
    )


def test_a_rule_has_no_value_before_it_was_in_force():
    assert rules.value("cn.pet.notify_15d", "days", on=date(2022, 5, 1)) == 15
    with override("en"), pytest.raises(ExpiredRule) as error:
        rules.value("cn.pet.notify_15d", "days", on=date(2022, 4, 30))
    assert str(error.value) == (
        "“cn.pet.notify_15d” has no value for 30 Apr 2022: it is recorded from 1 May 2022."
    )


def test_a_rule_has_no_value_once_it_has_ended():
    assert rules.get("cn.mem.application_forms", on=date(2016, 12, 11)).seen
    with override("en"), pytest.raises(ExpiredRule) as error:
        rules.get("cn.mem.application_forms", on=date(2016, 12, 12))
    assert str(error.value) == (
        "“cn.mem.application_forms” has no value for 12 Dec 2016: it ended on 12 Dec 2016."
    )


def test_a_rule_without_recorded_start_holds_on_any_day():
    assert rules.value("cn.sh.org.found_6_months", "months", on=date(2001, 1, 1)) == 6


def test_what_was_not_seen_informs_but_does_not_refuse():
    assert rules.value("cn.mrc.quorum", "quorum", on=DAY) == Fraction(2, 3)
    with pytest.raises(NotBinding):
        rules.value("cn.mrc.quorum", "quorum", on=DAY, binding=True)
    assert rules.value("cn.elec.quorum", "quorum", on=DAY, binding=True) == Fraction(2, 3)


def test_what_only_permits_does_not_refuse():
    with pytest.raises(NotBinding):
        rules.value("own.request.accept_2wd", "working_days", on=DAY, binding=True)


@pytest.mark.parametrize("asked", ["CN", "CN-ZJ", "CN-33", "330106", "CN-ZJ/HZ-1"])
@pytest.mark.django_db
def test_a_province_s_rule_holds_there_and_for_whoever_names_only_the_nation(asked):
    found = rules.get("cn.zj.sup.reply_15wd", on=DAY, jurisdiction=asked)
    assert found.jurisdiction == "CN-ZJ"


@pytest.mark.parametrize("asked", ["CN-BJ", "110101"])
def test_a_province_s_rule_does_not_hold_elsewhere(asked):
    with pytest.raises(MissingRule):
        rules.get("cn.zj.sup.reply_15wd", on=DAY, jurisdiction=asked)


def test_a_national_rule_holds_in_every_province():
    for place in ("CN-ZJ", "CN-BJ", "440304"):
        assert rules.value("cn.pet.notify_15d", "days", on=DAY, jurisdiction=place) == 15


def test_a_citation_is_in_the_reader_s_language_or_the_one_named():
    chinese = Citation(
        "cn.pet.decide_60_30", "信访工作条例（中共中央、国务院2022，2022-05-01施行）", "第三十四条"
    )
    english = Citation(
        "cn.pet.decide_60_30", "Regulations on Petition (Xinfang) Work (2022)", "Art. 34"
    )
    with override("en"):
        assert rules.citation("cn.pet.decide_60_30") == english
        assert rules.citation("cn.pet.decide_60_30", language="zh-hans") == chinese
    with override("zh-hans"):
        assert rules.citation("cn.pet.decide_60_30") == chinese


# What places and unions put in the place of a value


@pytest.fixture
def with_overlays(monkeypatch):
    """Put overlays of places into the book."""

    def put(*rows, rule="cn.pet.notify_15d", param="days"):
        law = Law(Text("某条例", "Some regulations"), "")
        found = tuple(
            Overlay(rule, param, place, Value(v, since, until), law)
            for place, v, since, until in rows
        )
        monkeypatch.setattr(rules, "book", lambda: Book(book().rules, {(rule, param): found}))

    return put


def days(jurisdiction, *, on=DAY):
    return rules.value("cn.pet.notify_15d", "days", on=on, jurisdiction=jurisdiction)


def test_the_more_special_place_has_the_last_word(with_overlays):
    with_overlays(("CN-ZJ", 12, None, None), ("CN-ZJ-3301", 10, None, None))
    assert [days(p) for p in ("CN", "CN-ZJ", "330106", "330206", "CN-BJ")] == [15, 12, 10, 12, 15]


def test_an_overlay_holds_from_its_day_until_its_day(with_overlays):
    with_overlays(("CN-ZJ", 12, date(2026, 1, 1), date(2026, 7, 1)))
    asked = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1)]
    assert [days("CN-ZJ", on=day) for day in asked] == [15, 12, 12, 15]


def test_an_overlay_the_level_above_has_overtaken_no_longer_counts(with_overlays):
    with_overlays(("CN-ZJ", 8, None, None), ("CN-ZJ-3301", 10, None, None))
    assert days("330106") == 8


def by_law(union, value, *, from_on=date(2026, 1, 1), until_on=None):
    return ByLaw.objects.create(
        union=union,
        rule="cn.pet.notify_15d",
        param="days",
        value=value,
        from_on=from_on,
        until_on=until_on,
        source="常委会决议",
    )


@pytest.mark.django_db
def test_a_union_promises_more_than_the_law(with_overlays):
    with_overlays(("CN-ZJ", 12, None, None))
    by_law("HZ-1", 7)
    by_law("HZ-1-17", 5)
    by_law("OTHER", 3)
    asked = ["CN-ZJ", "CN-ZJ/HZ-1", "CN-ZJ/HZ-1/HZ-1-17", "CN-ZJ/HZ-1/HZ-1-18"]
    assert [days(j) for j in asked] == [12, 7, 5, 7]


@pytest.mark.django_db
def test_a_union_s_value_ends(with_overlays):
    by_law("HZ-1", 7, until_on=date(2026, 3, 1))
    assert [days("CN/HZ-1", on=d) for d in (date(2026, 2, 28), date(2026, 3, 1))] == [7, 15]


@pytest.mark.django_db
def test_looking_up_for_a_place_asks_the_database_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        days("CN-ZJ")
    with django_assert_num_queries(1):
        days("CN-ZJ/HZ-1/HZ-1-17")
