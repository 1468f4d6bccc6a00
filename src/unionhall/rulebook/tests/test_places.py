"""Where a rule holds."""

import pytest
from django.utils.translation import override

from unionhall.rulebook import places
from unionhall.rulebook.places import UnknownPlace, chain


@pytest.mark.parametrize(
    ("jurisdiction", "expected"),
    [
        ("CN", (("CN",), ())),
        ("CN-ZJ", (("CN", "CN-ZJ"), ())),
        ("CN-33", (("CN", "CN-ZJ"), ())),
        ("CN-SD-QD", (("CN", "CN-SD", "CN-SD-QD"), ())),
        ("CN-SD-3702", (("CN", "CN-SD", "CN-SD-QD"), ())),
        ("CN-330106", (("CN", "CN-ZJ", "CN-ZJ-3301", "CN-ZJ-330106"), ())),
        ("330106001000", (("CN", "CN-ZJ", "CN-ZJ-3301", "CN-ZJ-330106"), ())),
        ("440304", (("CN", "CN-GD", "CN-GD-SZ", "CN-GD-SZ-FT"), ())),
        ("CN-ZJ/HZ-1/HZ-1-17", (("CN", "CN-ZJ"), ("HZ-1", "HZ-1-17"))),
        ("CN/A", (("CN",), ("A",))),
        ("CN-(unknown)", (("CN", "CN-XX"), ())),
    ],
)
def test_a_jurisdiction_is_a_line_from_the_general_to_the_special(jurisdiction, expected):
    assert chain(jurisdiction) == expected


@pytest.mark.parametrize("jurisdiction", ["", "ZZ", "CN-QQ", "CN-99", "990101"])
def test_an_unknown_place_is_refused(jurisdiction):
    with pytest.raises(UnknownPlace):
        chain(jurisdiction)


def test_a_place_is_named_in_the_reader_s_language():
    with override("en"):
        assert [places.name(code) for code in ("CN-ZJ", "*", "CN-ZJ-3301")] == [
            "Zhejiang",
            "everywhere",
            "CN-ZJ-3301",
        ]
    with override("zh-hans"):
        assert places.name("CN-ZJ") == "浙江省"
