"""Articles as English readers write them."""

import pytest
from django.utils.translation import override

from unionhall.rulebook.articles import in_english, number, shown


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("五", 5),
        ("十", 10),
        ("十四", 14),
        ("二十", 20),
        ("四十三", 43),
        ("一百", 100),
        ("二百零五", 205),
        ("一百一十", 110),
        ("一千二百五十九", 1259),
    ],
)
def test_a_chinese_numeral_is_read(numeral, value):
    assert number(numeral) == value


@pytest.mark.parametrize(
    ("article", "english"),
    [
        ("第三条", "Art. 3"),
        ("第一千二百五十九条", "Art. 1259"),
        ("第四十四条第二款", "Art. 44(2)"),
        ("第六、七条", "Arts. 6, 7"),
        ("第十七、二十二条", "Arts. 17, 22"),
        ("第一至四条", "Arts. 1–4"),
        ("二", "二"),
        ("", ""),
    ],
)
def test_an_article_is_written_in_english(article, english):
    assert in_english(article) == english


def test_an_article_is_shown_in_the_reader_s_language():
    with override("en"):
        assert shown("第三条") == "Art. 3"
    with override("zh-hans"):
        assert shown("第三条") == "第三条"
