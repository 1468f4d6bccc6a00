"""Rules in words."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from django.utils.translation import override

from unionhall.rulebook import rules
from unionhall.rulebook.explain import amount, explained, told
from unionhall.rulebook.schema import Param, Text, Value
from unionhall.ui import lookups


@pytest.mark.parametrize(
    ("value", "unit", "english", "chinese"),
    [
        (1, "day", "1 day", "1 日"),
        (5, "working_day", "5 working days", "5 个工作日"),
        ((3, 5), "year", "3 years or 5 years", "3 年 或者 5 年"),
        (Fraction(2, 3), "fraction", "2/3", "2/3"),
        (5, "percent", "5 %", "5 %"),
        ((20, 30), "percent_range", "20–30 %", "20–30 %"),
        (3, "per_mille", "3 ‰", "3 ‰"),
        (1000, "yuan", "¥ 1,000.00", "¥ 1,000.00"),
        (True, "flag", "yes", "是"),
        ("written", "text", "in writing", "书面"),
        (("card", "oral"), "list", "card, oral", "发会员证、口头"),
        (
            ([11, 25, 3, 3], [26, 0, 3, 5]),
            "scale",
            "11–25: 3–3; ≥ 26: 3–5",
            "11–25: 3–3；≥ 26: 3–5",
        ),
    ],
)
def test_a_value_is_told_with_its_unit(value, unit, english, chinese):
    with override("en"):
        assert amount(value, unit) == english
    with override("zh-hans"):
        assert amount(value, unit) == chinese


def test_a_majority_is_told_with_comparison_and_base():
    value = Value(Fraction(1, 2), None, None)
    param = Param("majority", "fraction", (value,), operator=">", base="due_to_attend")
    with override("en"):
        assert told(param, value.value) == "more than 1/2 of those due to attend"
    with override("zh-hans"):
        assert told(param, value.value) == "超过应到会人数的 1/2"


def test_a_rule_is_explained_beside_what_it_decides():
    with override("en"):
        found = explained("cn.pet.notify_15d")
    assert found.title == "Written word within 15 days if it cannot be given on the spot"
    assert found.statement.startswith("When you hand in a matter")
    assert found.citation == "Regulations on Petition (Xinfang) Work (2022) Art. 23"
    assert found.value_text == "Period: 15 days; Form: in writing"
    assert found.since == date(2022, 5, 1)
    assert (
        found.may_be_set_by == "A province, city or union may shorten it; nobody may lengthen it."
    )
    assert found.url.endswith("/cn.pet.notify_15d/")


def test_a_rule_without_plain_statement_is_explained_by_its_title(monkeypatch):
    bare = replace(rules.written("cn.disp.free"), plain=Text("", ""))
    monkeypatch.setattr(rules, "written", lambda rule_id: bare)
    found = explained("cn.disp.free")
    assert found.statement == found.title == str(bare.title)


def test_components_ask_the_rulebook():
    assert lookups.explained("cn.pet.notify_15d") == explained("cn.pet.notify_15d")
    assert lookups.working_days(date(2026, 2, 12), date(2026, 2, 26)) == 5
