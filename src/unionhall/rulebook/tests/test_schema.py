"""What a rulebook file may not say."""

from copy import deepcopy
from datetime import date
from fractions import Fraction

import pytest
from django.utils.translation import override

from unionhall.rulebook.schema import Malformed, Param, Text, Value, checked, parsed

FILE = {
    "schema": "unionhall-rulebook/1",
    "jurisdiction": "CN",
    "topic": "petitions",
    "law": {"act": {"zh": "某法", "en": "Some Act", "url": "https://example.org/act"}},
    "rule": [
        {
            "id": "x.answer",
            "kind": "deadline",
            "title": {"zh": "答复", "en": "Answer"},
            "force": "must",
            "law": "act",
            "article": "第五条",
            "seen": True,
            "evidence": "full_text",
            "from": date(2020, 1, 1),
            "param": {"days": {"unit": "day", "values": [{"value": 15}]}},
        }
    ],
}


def changed(path, value, *, remove=False):
    """The file with one thing put in or taken out, by its path."""
    file = deepcopy(FILE)
    *way, last = path
    at = file
    for step in way:
        at = at[step]
    if remove:
        del at[last]
    else:
        at[last] = value
    return file


def test_a_well_formed_file_is_read():
    (rule,), overlays = parsed(FILE, "x.toml")
    assert overlays == []
    assert (rule.id, rule.topic, rule.jurisdiction) == ("x.answer", "petitions", "CN")
    assert rule.params["days"].values == (Value(15, date(2020, 1, 1), None),)
    assert rule.url == "https://example.org/act"
    assert rule.binds


RULE = ("rule", 0)
DAYS = (*RULE, "param", "days")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("schema",), "unionhall-rulebook/2"),
        (("topic",), "weather"),
        (("author",), "someone"),
        ((*RULE, "severity"), 3),
        ((*RULE, "kind"), "wish"),
        ((*RULE, "force"), "should"),
        ((*RULE, "evidence"), "hearsay"),
        ((*RULE, "seen"), "yes"),
        ((*RULE, "law"), "another act"),
        ((*RULE, "id"), "Answer"),
        ((*RULE, "title"), {"zh": "答复", "en": ""}),
        ((*RULE, "title"), {"zh": "答复", "en": "Answer", "fr": "Réponse"}),
        ((*RULE, "title"), "Answer"),
        ((*RULE, "from"), "2020-01-01"),
        ((*RULE, "until"), date(2019, 1, 1)),
        ((*DAYS, "unit"), "fortnight"),
        ((*DAYS, "colour"), "red"),
        ((*DAYS, "overlay"), "may_halve"),
        ((*DAYS, "operator"), ">="),  # without a base
        ((*DAYS, "counts"), "sideways"),
        ((*DAYS, "values"), []),
        ((*DAYS, "values"), [{"value": "15"}]),
        ((*DAYS, "values"), [{"value": 0}]),
        ((*DAYS, "values"), [{"value": True}]),
        ((*DAYS, "values"), [{"value": 15, "since": date(2020, 1, 1)}]),
        ((*DAYS, "values"), [{"value": 15}, {"value": 10}]),  # both from the first day on
        (("law", "act", "author"), "someone"),
        (("overlay",), [{"rule": "x.answer", "param": "days"}]),
        (("overlay",), [{"rule": "x.answer", "param": "days", "values": [], "law": "no such"}]),
    ],
)
def test_what_the_schema_does_not_know_fails_loading(path, value):
    with pytest.raises(Malformed):
        parsed(changed(path, value), "x.toml")


@pytest.mark.parametrize(
    "key", ["id", "kind", "title", "force", "law", "article", "seen", "evidence"]
)
def test_what_a_rule_needs_may_not_be_left_out(key):
    with pytest.raises(Malformed):
        parsed(changed((*RULE, key), None, remove=True), "x.toml")


def test_the_message_names_file_rule_and_key():
    with pytest.raises(Malformed) as error:
        parsed(changed((*RULE, "severity"), 3), "CN/x.toml")
    assert str(error.value) == "CN/x.toml: x.answer: unknown key severity"


def test_values_follow_each_other():
    values = [{"value": 15, "until": date(2022, 1, 1)}, {"value": 10, "from": date(2022, 1, 1)}]
    (rule,), _overlays = parsed(changed((*DAYS, "values"), values), "x.toml")
    assert [(v.value, v.from_on, v.until_on) for v in rule.params["days"].values] == [
        (15, date(2020, 1, 1), date(2022, 1, 1)),
        (10, date(2022, 1, 1), None),
    ]


def test_a_value_no_longer_holds_on_its_first_day_after():
    value = Value(15, date(2020, 1, 1), date(2022, 1, 1))
    days = [date(2019, 12, 31), date(2020, 1, 1), date(2021, 12, 31), date(2022, 1, 1)]
    assert [value.holds(day) for day in days] == [False, True, True, False]


def test_a_majority_needs_its_comparison_and_base():
    param = {"unit": "fraction", "values": [{"value": "1/2"}]}
    with pytest.raises(Malformed):
        parsed(changed((*RULE, "param", "majority"), param), "x.toml")
    whole = {**param, "operator": ">", "base": "all_members"}
    (rule,), _overlays = parsed(changed((*RULE, "param", "majority"), whole), "x.toml")
    majority = rule.params["majority"]
    assert (majority.operator, majority.base, majority.values[0].value) == (
        ">",
        "all_members",
        Fraction(1, 2),
    )


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        (1.5, "day"),
        ([], "year"),
        ("half", "fraction"),
        ("1/0", "fraction"),
        (-1, "percent"),
        (True, "percent"),
        (["a", 1], "list"),
        ([1, "a"], "number_list"),
        ([[1, 2, 3]], "scale"),
        ("yes", "flag"),
        (3, "text"),
    ],
)
def test_a_value_must_suit_its_unit(value, unit):
    with pytest.raises(Malformed):
        checked(value, unit, "here")


@pytest.mark.parametrize(
    ("overlay", "lower", "higher"),
    [
        ("fixed", False, False),
        ("may_shorten", True, False),
        ("may_lengthen", False, True),
        ("may_lower", True, False),
        ("may_raise", False, True),
        ("may_change", True, True),
    ],
)
def test_a_rule_says_which_way_a_value_may_be_moved(overlay, lower, higher):
    param = Param("days", "day", (Value(15, None, None),), overlay)
    assert (param.allows(15, 10), param.allows(15, 20)) == (lower, higher)
    assert param.allows(15, 15)


def test_words_are_shown_in_the_reader_s_language():
    text = Text("答复", "Answer")
    with override("en"):
        assert str(text) == "Answer"
    with override("zh-hans"):
        assert str(text) == "答复"
    with override(None):
        assert str(text) == "答复"
