"""The data files: what they allow, and that anything unknown in them fails loading."""

import copy

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from unionhall.organisations import kinds, offices, toml
from unionhall.organisations.creditcode import (
    ALPHABET,
    EXAMPLE,
    check_character,
    check_credit_code,
    is_credit_code,
)
from unionhall.organisations.kinds import BODIES, KINDS
from unionhall.organisations.offices import OFFICES
from unionhall.organisations.toml import BadData
from unionhall.rulebook import rules

FOLDER = kinds.Path(kinds.__file__).parent
KINDS_TOML = toml.read(FOLDER / "kinds.toml")
OFFICES_TOML = toml.read(FOLDER / "offices.toml")


def test_the_kinds_a_federation_needs_are_there():
    assert list(KINDS) == [
        "national",
        "province",
        "city",
        "county",
        "township",
        "industrial",
        "enterprise_union",
        "joint_union",
        "group",
    ]
    assert [code for code, kind in KINDS.items() if kind.holds_members] == [
        "enterprise_union",
        "joint_union",
        "group",
    ]


def test_what_may_hang_where():
    hangs_below = {
        child: {kind.code for kind in KINDS.values() if child in kind.children} for child in KINDS
    }
    assert hangs_below == {
        "national": set(),
        "province": {"national"},
        "city": {"province"},
        "county": {"province", "city"},
        "township": {"city", "county"},
        "industrial": {"national", "province", "city", "county", "township", "industrial"},
        "enterprise_union": set(KINDS) - {"group"},
        "joint_union": {"city", "county", "township", "industrial"},
        "group": {"enterprise_union", "joint_union"},
    }


def test_every_title_is_there_in_both_languages():
    for thing in (*KINDS.values(), *BODIES.values(), *OFFICES.values()):
        with override("zh-hans"):
            assert str(thing) == thing.title == thing.titles["zh"] != ""
        with override("en"):
            assert thing.title == thing.titles["en"] != ""
    assert len(kinds.kind_choices()) == len(KINDS)


def test_every_rule_named_is_in_the_rulebook():
    named = {kind.term for kind in KINDS.values() if kind.term}
    named |= {office.rule for office in OFFICES.values() if office.rule}
    assert named == {rules.citation(rule).rule for rule in named}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda t: t["kinds"]["city"].update(colour="red"),
        lambda t: t["kinds"]["city"].pop("title"),
        lambda t: t["kinds"]["city"]["title"].pop("en"),
        lambda t: t["kinds"]["city"]["children"].append("village"),
        lambda t: t["kinds"]["city"]["bodies"].append("senate"),
        lambda t: t["kinds"]["city"]["offices"].append("emperor"),
        lambda t: t["bodies"]["congress"].update(fr="congrès"),
        lambda t: t.update(colours={}),
        lambda t: t["bodies"].pop("committee"),
    ],
)
def test_a_spoilt_kinds_file_does_not_load(spoil):
    tables = copy.deepcopy(KINDS_TOML)
    kinds.load(tables)
    spoil(tables)
    with pytest.raises(BadData):
        kinds.load(tables)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda t: t["offices"]["chair"].update(colour="red"),
        lambda t: t["offices"]["chair"].pop("title"),
        lambda t: t["offices"]["chair"]["title"].pop("zh"),
        lambda t: t["offices"]["auditor"]["incompatible_with"].append("emperor"),
        lambda t: t["offices"]["auditor"]["incompatible_with"].append("auditor"),
    ],
)
def test_a_spoilt_offices_file_does_not_load(spoil):
    tables = copy.deepcopy(OFFICES_TOML)
    offices.load(tables)
    spoil(tables)
    with pytest.raises(BadData):
        offices.load(tables)


@pytest.mark.parametrize(
    "code", [EXAMPLE, "91330100799655058B", "914403001922038216", "9144030071526726XG"]
)
def test_real_credit_codes_are_accepted(code):
    check_credit_code(code)


@pytest.mark.parametrize(
    "code",
    [EXAMPLE[:17], EXAMPLE + "1", EXAMPLE.lower(), "9I350100M000100Y43", EXAMPLE[:17] + "4", ""],
)
def test_wrong_credit_codes_are_refused_with_an_example(code):
    with pytest.raises(ValidationError) as error:
        check_credit_code(code)
    assert EXAMPLE in str(error.value)


@given(st.text(ALPHABET, min_size=17, max_size=17), st.integers(0, 16), st.sampled_from(ALPHABET))
def test_a_credit_code_with_one_wrong_character_is_found(first, place, other):
    right = first + check_character(first)
    assert is_credit_code(right)
    wrong = right[:place] + other + right[place + 1 :]
    assert is_credit_code(wrong) == (wrong == right)
