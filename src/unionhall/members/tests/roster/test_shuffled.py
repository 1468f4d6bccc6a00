"""A real sheet whose columns, headings, titles, notes and format are changed still gives the same results."""

import csv
import io
import json
import random
from datetime import date

import pytest

from unionhall.exchange.columns import data_rows, table_of
from unionhall.exchange.kinds import Refusal
from unionhall.exchange.readers import read
from unionhall.exchange.tests.sheets import xls, xlsx
from unionhall.members.roster.fields import VOCABULARY
from unionhall.members.roster.rows import Judge
from unionhall.members.tests.roster.conftest import SHEETS

CALLED = {
    "序号": ("序号", "编号", "No.", "序 号"),
    "姓名": ("姓名", "会员姓名", "职工姓名", "姓 名", "姓名（必填）", "*姓名", "Name"),
    "性别": ("性别", "性 别", "Sex", "Gender"),
    "身份证号": (
        "身份证号",
        "身份证号码",
        "公民身份号码",
        "证件号码",
        "居民身份证号",
        "ID Number",
        "身份证号(18位)",
    ),
    "手机号": ("手机号", "联系电话", "手机号码", "手机", "联系方式", "电话", "Mobile", "移动电话"),
    "部门": ("部门", "所在部门", "车间/班组", "单位", "所在部门（车间）", "Department", "科室"),
    "学历": ("学历", "文化程度", "Education"),
    "用工形式": ("用工形式", "用工性质", "用工类型"),
    "是否农民工": ("是否农民工", "农民工"),
    "参加工作时间": ("参加工作时间", "参加工作年月", "参加工作日期"),
    "入会时间": ("入会时间", "入会日期", "入会年月", "加入工会时间", "Date joined"),
    "备注": ("备注", "备 注", "说明", "Remarks"),
}
UNKNOWN = ("民族", "政治面貌", "籍贯", "工号", "会员证号", "紧急联系人电话", "家庭住址")
TITLES = (
    ["××公司工会会员花名册"],
    ["填报单位（盖章）：        填报日期：2026年10月"],
    [],
    ["", "", "2026年度"],
)
FOOTERS = (
    [],
    [["合计", "312人"]],
    [[], ["填表人：           审核人：           联系电话："]],
    [["制表人：李敏", "", "", "", "审核人：王强", "", "2026-10-31"]],
    [["", "共312人"]],
)


def real() -> tuple[list, list, list]:
    """The heading and rows of a real sheet, and what becomes of each row."""
    head, *lines = (
        list(cells) for cells in next(read((SHEETS / "messy.xlsx").read_bytes(), "")).rows
    )
    told = json.loads((SHEETS / "messy.xlsx.expected.json").read_text(encoding="utf-8"))
    refused = {row["row"]: row["reason"] for row in told["refused"]}
    return head, lines, [refused.get(number, "accepted") for number in range(2, len(lines) + 2)]


def shuffled(chance: random.Random, head: list, lines: list) -> tuple[list, list[int]]:
    """The sheet in another order, with other headings and more around it; and where each row stands now."""
    order = chance.sample(range(len(head)), len(head))
    names = [chance.choice(CALLED[head[at]]) for at in order]
    body = [[line[at] for at in order] for line in lines]
    if chance.random() < 0.5:
        names.insert(3, chance.choice(UNKNOWN))
        for cells in body:
            cells.insert(3, chance.choice(["汉", "群众", "江城", "", 7.0]))
    found = [*chance.sample(TITLES, chance.randrange(4)), names]
    places = []
    for cells in body:
        if chance.random() < 0.02:
            found.append(chance.choice([[""] * len(names), names, ["小计", "", "30"]]))
        found.append(cells)
        places.append(len(found))
    return found + chance.choice(FOOTERS), places


def as_text(cell):
    if isinstance(cell, float):
        return f"{cell:.14E}" if cell >= 1e15 else str(int(cell))
    return cell


def written(lines: list, form: str) -> bytes:
    if form in ("xlsx", "xls"):
        return {"xlsx": xlsx, "xls": xls}[form](lines)
    text = io.StringIO()
    csv.writer(text, delimiter="\t" if form == "tab" else ",").writerows(
        [map(as_text, line) for line in lines]
    )
    return text.getvalue().encode("gb18030" if form == "gb18030" else "utf-8-sig")


def outcomes(content: bytes) -> dict[int, str]:
    table = table_of(next(read(content, "a")), VOCABULARY)
    found, judge, current = {}, Judge(date(2026, 11, 21)), None
    for number, cells, layout in data_rows(table, VOCABULARY):
        if layout is not current:
            current, judged = layout, judge.judge(layout)
        record = judged(number, cells)
        found[number] = record.reason if isinstance(record, Refusal) else "accepted"
    return found


@pytest.mark.parametrize("form", ["xlsx", "xls", "utf-8", "gb18030", "tab"])
@pytest.mark.parametrize("seed", range(6))
def test_a_real_sheet_in_another_guise(seed, form):
    head, lines, expected = real()
    changed, places = shuffled(random.Random(f"{seed} {form}"), head, lines)
    assert outcomes(written(changed, form)) == dict(zip(places, expected, strict=True))


def side_by_side(lines: list, head: list) -> list:
    """The sheet's upper half beside its lower half."""
    half = -(-len(lines) // 2)
    right = [*lines[half:], [""] * len(head)]
    return [[*head, *head], *([*lines[at], *right[at]] for at in range(half))]


@pytest.mark.parametrize("form", ["xlsx", "xls", "gb18030"])
def test_a_real_sheet_in_two_halves_side_by_side(form):
    head, lines, _expected = real()
    content = written(side_by_side(lines, head), form)
    table = table_of(next(read(content, "a")), VOCABULARY)
    names = {cells[layout.columns["name"]] for _at, cells, layout in data_rows(table, VOCABULARY)}
    plain = table_of(next(read(written([head, *lines], form), "a")), VOCABULARY)
    assert names == {
        cells[layout.columns["name"]] for _at, cells, layout in data_rows(plain, VOCABULARY)
    }
