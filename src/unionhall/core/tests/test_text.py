import json
import unicodedata
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionhall.core import text

HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
NAMES = st.one_of(
    st.text(HAN, min_size=1, max_size=4),
    st.text(st.one_of(HAN, st.sampled_from("·abJ Ｋ９é")), min_size=1, max_size=12),
)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("王小明", "wang xiao ming"),
        ("单雄信", "shan xiong xin"),
        ("曾国藩", "zeng guo fan"),
        ("吕布", "lv bu"),
        ("欧阳小明", "ou yang xiao ming"),
        ("尉迟恭", "yu chi gong"),
        ("长孙无忌", "zhang sun wu ji"),
        ("阿依古丽·买买提", "a yi gu li mai mai ti"),
        ("John Smith", "john smith"),
        ("Ｊｏｈｎ王", "john wang"),
        ("·", ""),
    ],
)
def test_a_name_is_sorted_as_it_is_read(name, key):
    assert text.pinyin_key(name) == key


def test_a_surname_is_read_as_a_surname_only_at_the_front():
    assert text.words("单单") == ["shan", "dan"]


def test_the_key_of_a_long_name_fits_its_column():
    assert len(text.pinyin_key("壮" * 100)) == text.MAX_KEY


def test_a_name_is_found_by_its_parts_initials_and_given_name():
    assert text.tokens("王小明") == {
        "王", "小", "明", "王小", "小明", "wx", "xm", "wxm", "xiaoming",
    }  # fmt: skip


@given(NAMES)
def test_every_one_and_two_character_part_of_a_name_is_a_token(name):
    plain = text.compact(name)
    parts = {plain[i : i + n] for n in (1, 2) for i in range(len(plain) - n + 1)}
    assert parts - text.tokens(name) == set()


@given(NAMES)
def test_every_run_of_two_to_four_initials_is_a_token(name):
    letters = text.initials(name)
    runs = {letters[i : i + n] for n in (2, 3, 4) for i in range(len(letters) - n + 1)}
    assert runs - text.tokens(name) == set()


@given(NAMES)
def test_tokens_fit_their_column(name):
    assert max(map(len, text.tokens(name)), default=0) <= text.MAX_KEY


@given(st.text(HAN, min_size=1, max_size=4), st.data())
def test_the_beginning_of_a_names_reading_leads_to_its_sort_key(name, data):
    spelt = "".join(text.words(name))
    typed = spelt[: data.draw(st.integers(1, len(spelt)))]
    key = text.pinyin_key(name)
    ways = text.readings(typed)
    if len(typed) <= 6 and key.replace(" ", "").isascii() and typed.isalpha():
        assert len(ways) == text.MAX_WAYS or any(key.startswith(way) for way in ways)


def test_letters_may_be_read_in_several_ways():
    assert text.readings("xian") == ["xi an", "xia n", "xian"]
    assert text.readings("lina") == ["li na", "lin a", "lina"]


def test_letters_that_are_no_pinyin_stay_as_typed():
    assert text.readings("wxm") == ["wxm"]
    assert text.readings(" John  Sm ") == ["john sm"]
    assert text.readings("  ") == []


@pytest.mark.parametrize("typed", ["xian" * 30, "a" * 120, "zhuang" * 20])
def test_a_long_line_of_letters_is_read_in_few_ways_at_once(typed):
    assert len(text.readings(typed)) <= text.MAX_WAYS


@pytest.mark.parametrize(
    ("mask", "value", "shown"),
    [
        (text.masked_id, "110000200401142619", "1100**********2619"),
        (text.masked_id, "11000019871", "1100***9871"),
        (text.masked_id, "", ""),
        (text.masked_phone, "13812345678", "138****5678"),
        (text.masked_phone, "6543210", "6*****0"),
        (text.masked_middle, "王小明", "王**"),
        (text.masked_middle, "王", "*"),
        (text.masked_middle, "2026年13月", "20****3月"),
    ],
)
def test_the_middle_of_a_value_is_hidden(mask, value, shown):
    assert mask(value) == shown


@given(st.text(max_size=40))
def test_no_mask_shows_more_than_half(value):
    assert text.masked_middle(value).count("*") * 2 >= len(value) - value.count("*")


def test_readings_agree_with_their_source():
    source = json.loads(files("pypinyin").joinpath("pinyin_dict.json").read_text())

    def plain(reading):
        bare = unicodedata.normalize("NFD", reading.replace("ɡ", "g").replace("ɑ", "a"))
        with_v = bare.replace("u\u0308", "v")
        return "".join(c for c in with_v if not unicodedata.combining(c))

    expected = {chr(int(code)): plain(told.split(",")[0]) for code, told in source.items()}
    assert expected == text._readings()
