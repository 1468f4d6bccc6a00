"""Each row is accepted, or refused once by the first reason in the agreed order."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionhall.core.residentid import check_character, facts
from unionhall.exchange.columns import Layout
from unionhall.exchange.kinds import Refusal
from unionhall.members.roster.rows import (
    REASONS,
    Judge,
    Record,
    name_of,
    number_of,
    phone_of,
    sixteen_years_before,
)

ON = date(2026, 11, 21)
NUMBER = "110000200503153474"
GOOD = {
    "name": "彭浩",
    "id_number": NUMBER,
    "sex": "男",
    "phone": "19900004893",
    "joined_on": "2026-10-01",
}
COLUMNS = {name: at for at, name in enumerate(Record._fields)}


def number(birth: str = "19900101", order: str = "001") -> str:
    return (first17 := f"110000{birth}{order}") + check_character(first17)


def judged(
    *, judge: Judge | None = None, row: int = 2, sheet: str = "a", **said
) -> Record | Refusal:
    cells = [{**GOOD, **said}.get(name, "") for name in Record._fields]
    return (judge or Judge(ON)).judge(Layout(sheet, 1, (), COLUMNS))(row, cells)


def reason(**said) -> str:
    found = judged(**said)
    return found.reason if isinstance(found, Refusal) else "accepted"


def test_a_whole_row():
    assert judged(
        name="彭\u3000浩",
        department="研发中心（二期）",
        education="本科",
        employment="派遣",
        is_migrant="√",
        works_since="2024年8月",
        remark="骨干，“标兵”",
        phone="+86 199-0000-4893",
    ) == Record(
        name="彭浩",
        sex="male",
        birth_on="2005-03-15",
        id_number=NUMBER,
        phone="19900004893",
        department="研发中心（二期）",
        education="本科",
        employment="劳务派遣",
        is_migrant=True,
        works_since="2024-08-01",
        joined_on="2026-10-01",
        remark="骨干，“标兵”",
    )


def test_a_name_alone_is_enough():
    bare = dict.fromkeys(GOOD, "") | {"name": "彭浩"}
    assert judged(**bare) == Record("彭浩", "", None, "", "", "", "", "", None, None, None, "")


def test_sex_and_birth_come_from_the_id_number():
    found = judged(sex="", id_number=number("19800229", "002"))
    assert (found.sex, found.birth_on) == ("female", "1980-02-29")


def test_what_is_needed_for_no_field_is_never_asked_for():
    judge = Judge(ON).judge(Layout("a", 1, (), {"name": 0}))
    assert judge(2, ["彭浩", "不详年", "12345"]).name == "彭浩"


@pytest.mark.parametrize(
    ("sheet", "department"),
    [
        ("一车间", "一车间"),
        ("质检科", "质检科"),
        ("Sheet1", ""),
        ("花名册", ""),
        ("2026年", ""),
        ("汇总", ""),
    ],
)
def test_a_sheet_may_carry_the_name_of_the_department(sheet, department):
    columns = {name: at for name, at in COLUMNS.items() if name != "department"}
    record = Judge(ON).judge(Layout(sheet, 1, (), columns))(2, ["彭浩", *[""] * 11])
    assert record.department == department
    assert judged(sheet=sheet, department="").department == ""


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        *(
            ("彭　浩", "彭浩"),
            (" 彭 浩 ", "彭浩"),
            ("彭浩", "彭浩"),
            ("阿卜杜热合曼·麦麦提", "阿卜杜热合曼·麦麦提"),
        ),
        *(
            ("阿卜杜热合曼.麦麦提", "阿卜杜热合曼·麦麦提"),
            ("买买提 • 吐尔逊", "买买提·吐尔逊"),
            ("买买提．吐尔逊", "买买提·吐尔逊"),
        ),
        *(
            ("John  Smith", "John Smith"),
            ("O'Neil, J.", "O'Neil, J."),
            ("ＬＩＵ Wei", "LIU Wei"),
            ("𠮷野", "𠮷野"),
        ),
        *(
            ("", ""),
            (None, ""),
            ("　", ""),
            ("-", ""),
            ("无", ""),
            ("#N/A", ""),
            ("123", ""),
            (7.0, ""),
            ("？？", ""),
        ),
    ],
)
def test_names_are_brought_to_one_form(typed, name):
    assert name_of(typed) == name


@pytest.mark.parametrize(
    "typed",
    [
        *(
            NUMBER,
            f"'{NUMBER}",
            f"\t{NUMBER}",
            f" {NUMBER} ",
            "110000 20050315 3474",
            "110000-20050315-3474",
        ),
        *(
            "１１００００２００５０３１５３４７４",
            f"\u202d{NUMBER}\u202c",
            f"\ufeff{NUMBER}",
            f"‘{NUMBER}",
            f"{NUMBER}\n",
        ),
    ],
)
def test_an_id_number_however_typed(typed):
    assert number_of(typed) == (NUMBER, facts(NUMBER))


@pytest.mark.parametrize("mark", ["X", "x", "ｘ", "Ｘ", "×", "х", "Х"])
def test_the_check_character_however_typed(mark):
    assert number_of("11000020040217783" + mark)[0] == "11000020040217783X"


@pytest.mark.parametrize(
    "typed",
    ["110105491231002", 110105491231002, 110105491231002.0, "１１０１０５４９１２３１００２"],
)
def test_an_old_number_of_fifteen_digits_is_brought_to_eighteen(typed):
    assert number_of(typed) == ("11010519491231002X", facts("11010519491231002X"))


@pytest.mark.parametrize("typed", ["", None, " ", "\u3000", "无", "-", "/", "#N/A"])
def test_no_id_number(typed):
    assert number_of(typed) == ("", None)


@pytest.mark.parametrize(
    "typed",
    [
        *(
            1.10000199709242e17,
            110000199709242000,
            "1.10000199709242E+17",
            "1.1E+17",
            "1.10000199709242e17",
        ),
        *(
            "110000199709242000",
            "11000019970924200",
            "110000199709242",
            "110000",
            "110000********3474",
            "12345",
            123456.0,
        ),
        *("1.10000199709242Ｅ+17", 110000200004100000, "110000200112111"),
    ],
)
def test_digits_that_a_spreadsheet_lost(typed):
    assert reason(id_number=typed) == "id_lost_digits"


def test_a_real_number_that_ends_in_three_noughts_is_whole():
    whole = next(n for n in (number("19800101", f"{i}00") for i in range(10)) if n.endswith("000"))
    assert reason(id_number=whole, sex="") == "accepted"


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "110000199309226081",
            "1100001993092260812",
            "11000019930922608A",
            "X10000199309226080",
            "G1234567890",
        ),
        *("110000199302300019", "身份证遗失", "E12345678", "1100001993092260X0"),
    ],
)
def test_what_is_no_id_number(typed):
    assert reason(id_number=typed) == "id_check_digit"


def test_an_impossible_birth_date_makes_no_id_number():
    assert reason(id_number=number("19990230")) == "id_check_digit"


@pytest.mark.parametrize("typed", ["男", "男性", "M", "m", "Male", "1", 1.0, "１", " 男 ", "♂"])
def test_a_man_however_written(typed):
    assert reason(sex=typed) == "accepted"
    assert reason(sex=typed, id_number=number(order="002")) == "sex_contradicts_id"


@pytest.mark.parametrize("typed", ["女", "女性", "F", "female", "2", 2.0])
def test_a_woman_however_written(typed):
    assert reason(sex=typed, id_number=number(order="002")) == "accepted"
    assert reason(sex=typed) == "sex_contradicts_id"


@pytest.mark.parametrize("typed", ["", None, "未知", "0", "9", "？"])
def test_a_sex_that_says_nothing_contradicts_nothing(typed):
    assert judged(sex=typed).sex == "male"


@pytest.mark.parametrize(
    ("birth", "expected"),
    [
        ("20101121", "accepted"),
        ("20101122", "under_16"),
        ("20120304", "under_16"),
        ("20261121", "under_16"),
    ],
)
def test_whoever_is_not_sixteen_on_the_day_is_refused(birth, expected):
    assert reason(id_number=number(birth)) == expected
    assert reason(id_number="", sex="", birth_on=birth) == expected


def test_somebody_not_even_born_is_under_sixteen_by_number_and_impossible_by_date():
    assert reason(id_number=number("20270101"), joined_on="") == "under_16"
    assert reason(id_number="", sex="", birth_on="20270101", joined_on="") == "date_impossible"


def test_the_day_it_is_judged_on_decides_the_age():
    young = number("20120304")
    assert isinstance(judged(judge=Judge(date(2028, 3, 3)), id_number=young), Refusal)
    assert isinstance(judged(judge=Judge(date(2028, 3, 4)), id_number=young), Record)


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)))
def test_sixteen_years_are_sixteen_birthdays(on):
    limit = sixteen_years_before(on)
    assert limit.year == on.year - 16
    assert (limit.month, limit.day) == (on.month, on.day) or (on.month, on.day) == (2, 29)


@pytest.mark.parametrize("field", ["joined_on", "works_since"])
@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        *(("不详年", "date_unreadable"), ("2015", "date_unreadable"), (2020.1, "date_unreadable")),
        *(
            ("2099-01-01", "date_impossible"),
            ("2026-11-22", "date_impossible"),
            ("2026-11-21", "accepted"),
        ),
        *(
            ("2021-02-30", "date_impossible"),
            ("2005-03-14", "date_impossible"),
            ("2005-03-15", "accepted"),
        ),
        *(
            ("06年5月", "accepted"),
            ("98年5月", "date_impossible"),
            ("46.5.1", "date_impossible"),
            ("", "accepted"),
        ),
    ],
)
def test_days_that_cannot_be(field, typed, expected):
    assert reason(**{field: typed}) == expected


def test_two_digit_years_take_the_century_in_which_the_person_lived():
    old = number("19650101")
    assert judged(id_number=old, joined_on="98.5.1").joined_on == "1998-05-01"
    assert judged(id_number=old, joined_on="05年3月").joined_on == "2005-03-01"
    assert reason(id_number="", sex="", joined_on="05年3月") == "date_unreadable"


def test_an_unreadable_day_is_named_before_an_impossible_one():
    found = judged(works_since="2099-01-01", joined_on="不详年")
    assert (found.reason, found.field, found.value) == ("date_unreadable", "joined_on", "不详年")


def test_a_birth_column_counts_only_without_an_id_number():
    assert judged(birth_on="不详").birth_on == "2005-03-15"
    assert reason(id_number="", sex="", birth_on="不详") == "date_unreadable"
    assert reason(id_number="", sex="", birth_on="2027-01-01") == "date_impossible"
    assert judged(id_number="", birth_on="1980.5").birth_on == "1980-05-01"


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "19900004893",
            "+86 199-0000-4893",
            "+8619900004893",
            "86-199 0000 4893",
            "008619900004893",
            "8619900004893",
        ),
        *(
            19900004893,
            19900004893.0,
            "１９９０００0４８９３",
            "'19900004893",
            "(+86)199 0000 4893",
            "19900004893\n13800001234",
            "19900004893.0",
            "+86 19900004893 0571-88886666",
            "019900004893",
        ),
        *(
            "19900004893/010-88886666",
            "0571-88886666、19900004893",
            "199.0000.4893",
            "19900004893（本人）",
            "199 0000 4893",
        ),
    ],
)
def test_a_mobile_number_however_typed(typed):
    assert phone_of(typed) == "19900004893"


@pytest.mark.parametrize("typed", ["", None, "无", "-", "\u3000"])
def test_no_mobile_number(typed):
    assert phone_of(typed) == ""


@pytest.mark.parametrize(
    "typed",
    [
        "12345",
        "1990000489",
        "199000048931",
        "12900004893",
        "010-88886666",
        "1.99E+10",
        "199****4893",
        "不详",
        "abc",
    ],
)
def test_what_is_no_mobile_number(typed):
    assert reason(phone=typed) == "phone_invalid"


@pytest.mark.parametrize(
    ("typed", "said"),
    [("是", True), ("√", True), ("否", False), ("×", False), ("", None), ("?", None)],
)
def test_yes_and_no(typed, said):
    assert judged(is_migrant=typed).is_migrant is said


FAULTS = {
    "name_missing": {"name": ""},
    "id_lost_digits": {"id_number": 1.10000199709242e17},
    "id_check_digit": {"id_number": "110000199309226081"},
    "sex_contradicts_id": {"sex": "女"},
    "under_16": {"id_number": number("20120304", "001")},
    "date_unreadable": {"joined_on": "不详年"},
    "date_impossible": {"works_since": "2099-01-01"},
    "phone_invalid": {"phone": "12345"},
}


@given(st.sets(st.sampled_from(sorted(FAULTS)), min_size=1))
def test_the_first_reason_in_order_is_the_one_named(chosen):
    said = {}
    for fault in sorted(chosen, key=REASONS.index, reverse=True):
        said |= FAULTS[fault]  # what comes first in order wins where two faults need one cell
    expected = {name for name in chosen if said.items() >= FAULTS[name].items()}
    assert reason(**said) == min(expected, key=REASONS.index)


def test_values_of_persons_are_masked_in_the_middle():
    assert judged(id_number="110000199309226081").value == "1100**********6081"
    assert judged(phone="1990000489312").value == "199******9312"
    assert judged(joined_on="2099-01-01").value == "2099-01-01"
    bare = {"id_number": "", "sex": "", "joined_on": ""}
    assert judged(**bare, birth_on="2012-03-04").value == "20******04"
    assert judged(**bare, birth_on="不详年月日").value == "不***日"
    judge = Judge(ON)
    assert [judged(judge=judge, id_number="", name="欧阳雪") for _time in range(2)][
        1
    ].value == "欧**"


class TestRepeated:
    def test_the_same_id_number_again_is_refused_and_the_first_named(self):
        judge = Judge(ON)
        assert isinstance(judged(judge=judge, row=10), Record)
        assert judged(judge=judge, row=11, sheet="b", name="彭皓") == Refusal(
            "repeated_in_file", "id_number", "1100**********3474", "a\t10"
        )

    def test_a_refused_row_does_not_stand_in_the_way(self):
        judge = Judge(ON)
        assert judged(judge=judge, phone="12345").reason == "phone_invalid"
        assert isinstance(judged(judge=judge), Record)

    def test_a_shared_telephone_is_no_repetition(self):
        judge = Judge(ON)
        judged(judge=judge)
        assert isinstance(
            judged(judge=judge, name="彭母", id_number=number("19700101"), sex=""), Record
        )

    def test_two_of_one_name_with_two_id_numbers_are_two_people(self):
        judge = Judge(ON)
        judged(judge=judge)
        assert isinstance(judged(judge=judge, id_number=number()), Record)

    @pytest.mark.parametrize(
        ("first", "second", "repeated"),
        [
            ({"id_number": ""}, {"id_number": ""}, True),
            ({}, {"id_number": "", "sex": ""}, True),
            ({"id_number": "", "sex": ""}, {}, True),
            ({"id_number": ""}, {"id_number": "", "phone": "19900000001"}, False),
            ({"id_number": "", "phone": ""}, {"id_number": "", "phone": ""}, True),
            ({"id_number": "", "phone": ""}, {}, False),
            ({"phone": ""}, {"id_number": "", "phone": "", "birth_on": "2005-03-15"}, True),
            ({"phone": ""}, {"id_number": "", "phone": "", "birth_on": "2005-03-16"}, False),
        ],
    )
    def test_without_a_number_name_and_telephone_or_birth_tell_people_apart(
        self, first, second, repeated
    ):
        judge = Judge(ON)
        assert isinstance(judged(judge=judge, **first), Record)
        assert isinstance(judged(judge=judge, row=3, **second), Refusal) == repeated
