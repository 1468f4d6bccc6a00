"""How alike two texts are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionhall.cases.alike.rules import MOST, likeness, percent, pieces

texts = st.text(st.sampled_from("加班费三个月没有发abc XY，。12"), max_size=60)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", set()),
        ("！？ …", set()),
        ("加班费", {"加班", "班费"}),
        ("钱", {"钱"}),
        ("Overtime", {"ove", "ver", "ert", "rti", "tim", "ime"}),
        ("ＯＫ 加班", {"ok", "加班"}),
        ("加班overtime".replace("overtime", "pay"), {"加班", "pay"}),
    ],
)
def test_a_text_falls_into_pairs_of_characters_and_threes_of_letters(text, found):
    assert pieces(text) == found


def test_complaints_of_the_same_thing_are_more_alike_than_others():
    mine = pieces("加班费三个月没有发，问了主管也不理")
    same = likeness(mine, pieces("我们车间加班费没有发，已经三个月了"))
    other = likeness(mine, pieces("食堂的菜不新鲜，有人拉肚子"))
    assert same > 0.15 > other


@given(texts, texts)
def test_likeness_goes_both_ways_and_lies_between_nothing_and_one(one, other):
    there, back = likeness(pieces(one), pieces(other)), likeness(pieces(other), pieces(one))
    assert (there == back, 0 <= there <= 1) == (True, True)


@given(texts)
def test_a_text_is_quite_like_itself_whatever_its_case_and_punctuation(text):
    mine = pieces(text)
    assert likeness(mine, pieces(f"「{text.upper()}」…")) == (1.0 if mine else 0.0)


@given(st.text(max_size=5 * MOST))
def test_a_long_text_costs_no_more_than_its_beginning(text):
    assert len(pieces(text)) <= 4 * MOST  # NFKC may write one sign as several


@given(st.floats(0, 1))
def test_only_the_same_is_a_hundred_per_cent_and_only_nothing_is_none(value):
    assert (percent(value) == 100) == (value == 1)
    assert (percent(value) == 0) == (value == 0)
