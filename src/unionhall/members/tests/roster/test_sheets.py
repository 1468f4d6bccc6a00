"""The sheets that unions keep give exactly what a careful importer accepts and refuses."""

import json
from datetime import date

import pytest

from unionhall.exchange.tests.sheets import csv, xls, xlsx
from unionhall.members.models import Person, Spell
from unionhall.members.roster import actions
from unionhall.members.roster.queries import members_on
from unionhall.members.tests.roster.conftest import ON, SHEETS

pytestmark = pytest.mark.django_db
FILES = sorted(path.name for path in SHEETS.iterdir() if not path.name.endswith(".json"))


def expected(name: str) -> dict:
    return json.loads((SHEETS / f"{name}.expected.json").read_text(encoding="utf-8"))


def outcome(report) -> dict:
    return {
        "accepted": report.counts["accepted"],
        "refused": [
            {"sheet": report.sheets[row.sheet].name, "row": row.row, "reason": row.record.reason}
            for row in report.refused
        ],
        "same_person": [row.row for row in report.same_person],
    }


@pytest.mark.parametrize("name", FILES)
def test_a_real_sheet(name, units):
    told = expected(name)
    on = date.fromisoformat(told["on"])
    report = actions.preview((SHEETS / name).read_bytes(), name, organisation=units.plant, on=on)
    assert outcome(report) == {key: told[key] for key in ("accepted", "refused", "same_person")}
    assert Person.objects.count() == 0


@pytest.mark.parametrize("name", FILES)
def test_a_second_import_changes_nothing(name, units, bring):
    content = (SHEETS / name).read_bytes()
    first, importing = bring(content)
    before = members_on(units.plant, on=ON)
    second, nothing = bring(content)
    assert importing is not None
    assert nothing is None
    assert before == first.counts["accepted"] == second.counts["unchanged"]
    assert (second.counts["accepted"], second.same_person) == (0, [])
    assert members_on(units.plant, on=ON) == before


def test_all_sheets_into_one_union(units, bring):
    for name in FILES:
        bring((SHEETS / name).read_bytes())
    assert (
        members_on(units.plant, on=ON) == sum(expected(name)["accepted"] for name in FILES) == 884
    )


def test_what_the_register_holds_of_a_row(bring):
    bring((SHEETS / "messy.xlsx").read_bytes())
    person = Person.objects.get(name="熊红春")
    assert {
        name: getattr(person, name)
        for name in (
            "sex",
            "birth_on",
            "phone",
            "department",
            "education",
            "employment",
            "is_migrant",
            "works_since",
        )
    } == {
        "sex": "male",
        "birth_on": date(1998, 1, 9),
        "phone": "19900001356",
        "department": "财务科",
        "education": "本科",
        "employment": "劳务派遣",
        "is_migrant": True,
        "works_since": date(2019, 4, 1),
    }
    spell = person.spells.get()
    assert (spell.from_on, spell.from_known, spell.until_on, spell.begun_by) == (
        date(2021, 3, 3),
        True,
        None,
        "import",
    )
    assert (spell.name_key, spell.sex, spell.employment) == (person.name_key, "male", "劳务派遣")


def test_a_workshop_sheet_gives_the_department_and_no_joining_date(bring):
    bring((SHEETS / "workshops.xlsx").read_bytes())
    departments = Person.objects.values_list("department", flat=True)
    assert {name: list(departments).count(name) for name in set(departments)} == dict.fromkeys(
        ["一车间", "二车间", "机修班", "质检科"], 30
    )
    assert set(Spell.objects.values_list("from_on", "from_known")) == {(ON, False)}


ROWS = [
    [
        "张 伟",
        "110000198308151750".replace("1983", "1993"),
        "+86 199-0000-8380",
        "一车间",
        "2017年12月",
    ],
    ["王敏", "110000198706196781", 19900003215, "二车间", 43531],
]


@pytest.mark.parametrize("write", [xlsx, xls, csv])
@pytest.mark.parametrize(
    "head",
    [
        ("姓名", "身份证号", "手机号", "部门", "入会时间"),
        ("Name", "ID No.", "Mobile", "Dept", "Joined"),
    ],
)
def test_the_same_rows_in_every_format_and_language(write, head, units):
    report = actions.preview(write([head, *ROWS]), "a", organisation=units.plant, on=ON)
    assert (report.counts["accepted"], report.refused) == (2, [])


def test_columns_in_any_order_with_unknown_ones_between(units):
    head = ["民族", "入会日期", "联系电话", "公民身份号码", "籍贯", "职工姓名", "车间/班组"]
    rows = [["汉", "2020.1", "19900003215", "110000198706196781", "江城", "王敏", "二车间"]]
    report = actions.preview(xlsx([head, *rows]), "a", organisation=units.plant, on=ON)
    assert report.counts["accepted"] == 1
    assert report.sheets[0].unknown == ["民族", "籍贯"]
    assert report.sheets[0].columns == {
        "name": 5,
        "id_number": 3,
        "phone": 2,
        "department": 6,
        "joined_on": 1,
    }


def test_hidden_sheets_are_not_read_and_named(units):
    head = ["姓名"]
    content = xlsx(
        [head, ["王敏"]],
        [head, ["李刚"]],
        [],
        [["说明"]],
        names=["a", "旧名单", "c", "d"],
        hidden=["旧名单"],
    )
    report = actions.preview(content, "a", organisation=units.plant, on=ON)
    assert report.counts["accepted"] == 1
    assert [(sheet.name, sheet.skipped) for sheet in report.sheets] == [
        ("a", ""),
        ("旧名单", "hidden"),
        ("c", "empty"),
        ("d", "no_heading"),
    ]


def test_somebody_on_two_sheets_is_refused_the_second_time(units):
    row = ["王敏", "110000198706196781"]
    content = xlsx(
        [["姓名", "身份证号"], row], [["姓名", "身份证号"], row], names=["一车间", "汇总"]
    )
    report = actions.preview(content, "a", organisation=units.plant, on=ON)
    assert outcome(report)["refused"] == [{"sheet": "汇总", "row": 2, "reason": "repeated_in_file"}]
