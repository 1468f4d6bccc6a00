"""Headings are found wherever they stand and however they are worded; only rows of data count as data."""

import pytest

from unionhall.exchange.columns import Field, Vocabulary, data_rows, layout_of, table_of
from unionhall.exchange.readers import Sheet, read
from unionhall.exchange.tests.sheets import xlsx

WORDS = Vocabulary(
    [
        Field(
            "name",
            "Name",
            ("姓名", "会员姓名", "name"),
            hint="姓名",
            unless="紧急",
            is_required=True,
        ),
        Field(
            "key", "Key", ("身份证号", "证件号码"), hint="身份证", unless="地址", identifies=True
        ),
        Field("phone", "Phone", ("手机号", "联系电话", "电话"), identifies=True),
        Field("place", "Place", ("部门", "车间", "单位"), hint="部门", fills_down=True),
        Field("since", "Since", ("入会时间", "出生年月")),
        Field("number", "Number", ("序号", "no"), counts=True),
    ]
)
HEAD = ["序号", "姓名", "身份证号", "电话"]


def row(number: int, name: str = "彭浩", key: str = "110000200503153474", phone="") -> list:
    return [number, name, key, phone]


def found_in(*rows: list, merged=()) -> tuple[list, list]:
    """The numbers of the rows of data, and of those passed over that are not blank."""
    table = table_of(Sheet("a", [list(cells) for cells in rows], merged=merged), WORDS)
    return [number for number, _cells, _layout in data_rows(table, WORDS)], table.passed_over


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        *(
            ("姓名", "name"),
            ("姓　名", "name"),
            ("*姓名：", "name"),
            ("姓名（必填）", "name"),
            ("Name", "name"),
        ),
        *(
            ("姓名/Name", "name"),
            ("姓名 Full", "name"),
            ("职工姓名", "name"),
            ("紧急联系人姓名", None),
        ),
        *(
            ("身份证号", "key"),
            ("身份证号码(18位)", "key"),
            ("身份证地址", None),
            ("证件号码\n", "key"),
        ),
        *(
            ("手机号/联系电话", "phone"),
            ("所在部门（车间）", "place"),
            ("民族", None),
            ("", None),
            ("联系电话(手机)", "phone"),
        ),
    ],
)
def test_a_heading_is_recognised(heading, field):
    found = WORDS.recognise(heading)
    assert (found and found[1]) == field


def test_of_two_columns_for_one_field_the_surer_heading_counts():
    assert WORDS.assign(["单位", "姓名", "部门", "联系电话", "手机号"]) == {
        "name": 1,
        "phone": 4,
        "place": 2,
    }


def test_unknown_headings_are_named():
    layout = layout_of([[*HEAD, "民族", "", "联系电话"]], WORDS, "a")
    assert layout.unknown() == ["电话", "民族"]


@pytest.mark.parametrize("above", [0, 1, 5, 50])
def test_titles_and_blank_rows_may_stand_above_the_heading(above):
    titles = [["××公司工会会员花名册", "", "", ""], ["填报单位（盖章）：", "", "", ""], [], [], []][
        :above
    ]
    lines = [*titles, *[[]] * (above - len(titles)), HEAD, row(1)]
    assert found_in(*lines) == ([above + 2], [])


def test_a_sheet_without_a_heading_has_no_layout():
    assert layout_of([row(1), row(2)], WORDS, "a") is None
    assert layout_of([["请各车间于每月5日前报送姓名"]], WORDS, "a") is None
    assert found_in(["请各车间报送"]) == ([], [])


SIDE_BY_SIDE = [
    ["花名册"],
    [*HEAD, *HEAD],
    [*row(1, "彭浩"), *row(3, "贺敏", "110000200503153466")],
    [*row(2, "冯兰", "110000200503153458")],
]


def test_tables_side_by_side_are_read_one_row_after_another():
    table = table_of(Sheet("a", [list(cells) for cells in SIDE_BY_SIDE]), WORDS)
    found = [
        (number, cells[layout.columns["name"]], cells[layout.columns["key"]])
        for number, cells, layout in data_rows(table, WORDS)
    ]
    assert found == [
        (3, "彭浩", "110000200503153474"),
        (3, "贺敏", "110000200503153466"),
        (4, "冯兰", "110000200503153458"),
    ]
    assert table.passed_over == []
    assert table.layout.unknown() == []


def test_three_tables_stand_beside_a_column_of_their_own_and_the_last_is_narrower():
    heads = ["车间", "姓名", "电话", "姓名", "电话", "姓名"]
    table = table_of(
        Sheet("a", [heads, ["一车间", "甲", "13800001234", "乙", "13800001235", "丙"]]), WORDS
    )
    found = [
        [cells[layout.columns[name]] for name in ("place", "name", "phone")]
        for _number, cells, layout in data_rows(table, WORDS)
    ]
    assert found == [
        ["一车间", "甲", "13800001234"],
        ["一车间", "乙", "13800001235"],
        ["一车间", "丙", ""],
    ]


def test_a_second_name_of_somebody_else_makes_no_second_table():
    heads = ["姓名", "电话", "会员姓名", "身份证号"]
    table = table_of(Sheet("a", [heads, ["甲", "13800001234", "乙", "110000200503153474"]]), WORDS)
    assert table.abreast == 1


def test_names_beside_unknown_columns_are_a_sheet():
    assert found_in(["姓名", "工号", "民族"], ["彭浩", "0017", "汉"]) == ([2], [])


def test_somebody_named_in_a_title_makes_no_heading():
    assert found_in(["姓名：", "填报人 13900000000"], HEAD, row(1)) == ([3], [])


def test_a_single_column_of_names_is_a_sheet():
    assert found_in(["姓名"], ["彭浩"], ["王敏"]) == ([2, 3], [])


def test_a_heading_of_two_rows():
    lines = [
        ["序号", "会员姓名", "基本情况", "", "联系电话"],
        ["", "", "身份证号", "部门", ""],
        [1, "彭浩", "110000200503153474", "一车间", "1"],
    ]
    layout = layout_of(lines, WORDS, "a")
    assert layout.heading_row == 2
    assert layout.headings == ("序号", "会员姓名", "身份证号", "部门", "联系电话")
    assert layout.columns == {"name": 1, "key": 2, "phone": 4, "place": 3, "number": 0}


def test_a_heading_of_two_rows_whose_names_stand_in_the_lower():
    lines = [
        ["序号", "基本情况", "", "入会时间"],
        ["", "姓名", "身份证号", ""],
        [1, "彭浩", "110000200503153474", "2020"],
    ]
    layout = layout_of(lines, WORDS, "a")
    assert layout.columns == {"name": 1, "key": 2, "since": 3, "number": 0}


def test_a_group_and_its_part_make_one_heading_where_only_together_they_mean_something():
    layout = layout_of(
        [["姓名", "出生", "部门"], ["", "年月", ""], ["彭浩", "2005.3", "x"]], WORDS, "a"
    )
    assert layout.headings == ("姓名", "出生年月", "部门")


@pytest.mark.parametrize(
    "note",
    [
        ["合计", "120人", "", ""],
        ["", "合 计", "", "120"],
        ["小计", "", "30", ""],
        ["填表人：           审核人：           联系电话：", "", "", ""],
        ["制表人：李敏", "", "审核人：王强", "2026年10月"],
        ["填表人：", "李敏", "审核人：", "王强"],
        ["", "", "", "填报日期：2026-10-01"],
        ["制表人：李敏", "2026-10-31", "", "审核人：王强"],
        ["注：本表一式两份", "", "", ""],
        ["说明：只填在职职工", "", "", ""],
        ["二车间", "", "", ""],
        ["", "二车间会员名单", "", ""],
        ["第1页", "共3页", "", ""],
        ["以上共120人", "", "", ""],
        ["Total", 120, "", ""],
        ["", "", "", "95"],
        ["单位（盖章）", "", "", ""],
        HEAD,
        ["序号", "姓 名", "身份证号", "联系电话"],
    ],
)
def test_notes_sums_and_repeated_headings_are_no_data(note):
    assert found_in(HEAD, row(1), note, row(2)) == ([2, 4], [3])


@pytest.mark.parametrize(
    "note", [["合计", "120人", "", ""], ["总计", "张三等", "", ""], ["二车间", "30人", "", ""]]
)
def test_sums_are_no_data_wherever_they_stand(note):
    assert found_in(["部门", "姓名", "身份证号", "电话"], ["审核科", "王敏", "", ""], note) == (
        [2],
        [3],
    )


@pytest.mark.parametrize(
    "example",
    [["示例", "张三", "110000200503153474", ""], row("", "示例：张三"), row("例：", "张三")],
)
def test_the_example_of_a_form_is_nobody(example):
    assert found_in(HEAD, example, row(1)) == ([3], [2])


def test_a_heading_said_again_in_another_language_is_no_data():
    assert found_in(HEAD, ["No.", "Name", "ID number", "Mobile"], row(1), row(2)) == ([3, 4], [])


def test_a_heading_right_below_that_orders_columns_anew_counts():
    rows = [HEAD, ["姓名", "序号", "证件号码", "电话"], ["彭浩", 1, "110000200503153474", ""]]
    table = table_of(Sheet("a", rows), WORDS)
    assert [layout.columns["name"] for _n, _c, layout in data_rows(table, WORDS)] == [0]


@pytest.mark.parametrize("blank", [[], ["", "", "", ""], ["\u3000", " ", None, ""]])
def test_blank_rows_are_passed_over_in_silence(blank):
    assert found_in(HEAD, row(1), blank, row(2)) == ([2, 4], [])


def test_numbers_printed_in_advance_are_no_data():
    assert found_in(HEAD, row(1), [2, "", "", ""], [3, "", "", ""]) == ([2], [3, 4])


@pytest.mark.parametrize(
    "cells",
    [
        [1, "", "110000200503153474", ""],
        ["合计", "", "110000200503153474", ""],
        [1, "彭浩", "", ""],
        ["", "彭浩", "", ""],
        ["", "", "", "19900001111"],
        [1, "阿卜杜热合曼·麦麦提", "", ""],
        [1, "彭浩", "填表", ""],
    ],
)
def test_a_row_that_lacks_something_still_is_data(cells):
    assert found_in(HEAD, cells) == ([2], [])


def test_a_heading_in_the_middle_may_bring_another_order():
    lines = [HEAD, row(1), ["姓名", "电话", "序号", "身份证号"], ["王敏", "1", "2", "x"]]
    table = table_of(Sheet("a", lines), WORDS)
    assert [(n, layout.columns["name"]) for n, _cells, layout in data_rows(table, WORDS)] == [
        (2, 1),
        (4, 0),
    ]


def test_short_rows_are_filled_up():
    table = table_of(Sheet("a", [HEAD, [1, "彭浩"]]), WORDS)
    assert [cells for _n, cells, _layout in data_rows(table, WORDS)] == [[1, "彭浩", "", ""]]


def test_a_cell_merged_downwards_counts_for_all_its_rows():
    lines = [["部门", "姓名"], ["一车间", "彭浩"], ["", "王敏"], ["", "李刚"], ["", "何超"]]
    sheets = read(xlsx(lines, merged=["A2:A4"]), "a.xlsx")
    table = table_of(next(sheets), WORDS)
    assert [cells[0] for _n, cells, _layout in data_rows(table, WORDS)] == [
        "一车间",
        "一车间",
        "一车间",
        "",
    ]


def test_a_name_merged_downwards_counts_once():
    lines = [["姓名", "部门"], ["彭浩", "一车间"], ["", "二车间"]]
    table = table_of(next(read(xlsx(lines, merged=["A2:A3"]), "a.xlsx")), WORDS)
    assert [cells[0] for _n, cells, _layout in data_rows(table, WORDS)] == ["彭浩"]


def test_columns_may_be_chosen_instead():
    table = table_of(Sheet("a", [[*HEAD, "别名"], [*row(1), "老彭"]]), WORDS, {"name": 4, "key": 2})
    assert table.layout.columns == {"name": 4, "key": 2}
    assert [number for number, _cells, _layout in data_rows(table, WORDS)] == [2]
