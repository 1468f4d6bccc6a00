"""The classes by which employers are counted, and how cells are read as them."""

import copy
import itertools

import pytest
from django.utils.translation import override

from unionhall.organisations import classes, toml
from unionhall.organisations.classes import INDUSTRIES, industry_of, ownership_of
from unionhall.organisations.toml import BadData

INDUSTRIES_TOML = toml.read(classes.HERE / "industries.toml")
OWNERSHIPS_TOML = toml.read(classes.HERE / "ownerships.toml")


def test_the_sections_are_those_of_the_standard_and_cover_every_division():
    assert "".join(INDUSTRIES) == "ABCDEFGHIJKLMNOPQRST"
    spans = [(each.first, each.last) for each in INDUSTRIES.values()]
    assert spans[0][0] == 1
    assert spans[-1][1] == 97
    assert all(b[0] == a[1] + 1 for a, b in itertools.pairwise(spans))


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("C", "C"),
        ("C 制造业", "C"),
        ("C3411", "C"),
        ("3411", "C"),
        ("52", "F"),
        ("信息传输、软件和信息技术服务业", "I"),
        ("交通运输、仓储和邮政业", "G"),
        ("物流", ""),
        ("Construction", "E"),
        ("98", ""),
        ("", ""),
    ],
)
def test_an_industry_is_known_by_letter_number_or_title(said, code):
    assert industry_of(said) == code


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("有限责任公司(自然人投资或控股)", "private"),
        ("有限责任公司(国有独资)", "state"),
        ("有限责任公司（外商投资、非独资）", "foreign"),
        ("有限责任公司(港澳台法人独资)", "hong_kong_macao_taiwan"),
        ("个体工商户", "individual"),
        ("股份有限公司", "other"),
        ("农民专业合作社", "cooperative"),
        ("Private", "private"),
        ("无所谓", ""),
    ],
)
def test_an_ownership_is_known_by_what_the_regulator_writes(said, code):
    assert ownership_of(said) == code


def test_sizes_have_words_in_both_languages():
    with override("zh-hans"):
        assert classes.size_title(25) == "25至99人"
    with override("en"):
        assert [classes.size_title(n) for n in (25, 1000)] == ["25 to 99", "1000 and more"]


def test_what_is_unknown_or_overlaps_fails_loading():
    wrong = copy.deepcopy(INDUSTRIES_TOML)
    wrong["B"]["divisions"] = [5, 12]
    with pytest.raises(BadData):
        classes.load_industries(wrong)
    wrong = copy.deepcopy(OWNERSHIPS_TOML)
    wrong["state"]["colour"] = "red"
    with pytest.raises(BadData):
        classes.load_ownerships(wrong)
