"""Check characters catch what hands do wrong; dates and sexes are read from the right places."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from unionhall.core import residentid
from unionhall.core.residentid import Facts, check_character, cleaned, facts, modern

DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))


@st.composite
def numbers(draw):
    first17 = (
        f"{draw(st.integers(110000, 659999))}{draw(DAYS):%Y%m%d}{draw(st.integers(0, 999)):03}"
    )
    return first17 + check_character(first17)


def test_the_example_of_the_standard():
    assert check_character("11010519491231002") == "X"
    assert facts("11010519491231002X") == Facts(date(1949, 12, 31), "female")
    assert check_character("44052418800101001") == "4"


@given(numbers())
def test_a_right_number_says_its_birth_and_sex(number):
    assert facts(number) == Facts(
        date(int(number[6:10]), int(number[10:12]), int(number[12:14])),
        "male" if int(number[16]) % 2 else "female",
    )


@given(numbers(), st.integers(0, 16), st.integers(1, 9))
def test_any_single_wrong_digit_is_caught(number, place, shift):
    wrong = str((int(number[place]) + shift) % 10)
    assert facts(number[:place] + wrong + number[place + 1 :]) is None


@given(numbers(), st.sampled_from("0123456789X"))
def test_any_wrong_check_character_is_caught(number, mark):
    assume(mark != number[17])
    assert facts(number[:17] + mark) is None


@given(numbers(), st.integers(0, 16))
def test_any_two_neighbours_exchanged_are_caught(number, place):
    assume(number[place] != number[place + 1])
    exchanged = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert facts(exchanged) is None


@pytest.mark.parametrize("day", ["19990230", "19991301", "00000101", "19990931"])
def test_an_impossible_birth_date_is_no_number(day):
    first17 = f"110000{day}001"
    assert facts(first17 + check_character(first17)) is None


@pytest.mark.parametrize(
    "text",
    ["", "110105", "11010519491231002x", "11010519491231002 X", "１１010519491231002X", "²" * 18],
)
def test_other_forms_are_no_numbers(text):
    assert not residentid.is_valid(text)


@pytest.mark.parametrize(
    "typed",
    [
        "11010519491231002x",
        "１１０１０５１９４９１２３１００２ｘ",
        "'11010519491231002X",
        "\t11010519491231002X ",
        "110105-19491231-002X",
        "110105 19491231 002×",
        "\u202d11010519491231002Х\u202c",
        "\ufeff110105\u3000194912\u00a031002X",
    ],
)
def test_what_hands_and_copying_add_is_cleaned_away(typed):
    assert cleaned(typed) == "11010519491231002X"


@given(st.dates(date(1921, 1, 1), date(1999, 12, 31)), st.integers(0, 999))
def test_an_old_number_becomes_a_modern_one(day, order):
    number = modern(f"110105{day:%y%m%d}{order:03}")
    assert number is not None
    assert facts(number) == Facts(day, "male" if order % 2 else "female")


@pytest.mark.parametrize(
    "text",
    ["110000199709242", "110000200112111", "110105990230002", "11010549123100", "11010549123100X"],
)
def test_a_cut_off_modern_number_is_not_taken_for_an_old_one(text):
    assert modern(text) is None
