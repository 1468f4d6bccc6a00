"""The commands about rosters, as scripts and people use them."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from unionhall.exchange.models import Import
from unionhall.exchange.tests.sheets import xlsx
from unionhall.members.models import Person
from unionhall.members.tests.roster.conftest import HEAD
from unionhall.site.cli import joined

pytestmark = pytest.mark.django_db

GOOD = ["王敏", "110000198706196781", "19900003215", "二车间", "2015-03-01"]
WRONG = ["李刚", "110000199505172800", "", "", ""]


@pytest.fixture
def sheet(tmp_path):
    path = tmp_path / "册.xlsx"
    path.write_bytes(xlsx([(*HEAD, "民族"), [*GOOD, "汉"], [*WRONG, "汉"]]))
    return path


def run(*words, text=False):
    """What `unionhall …` answers, as JSON unless `text`."""
    name, *rest = joined(
        ["unionhall", *map(str, words)],
        {"import_members", "import_list", "import_undo", "members_count"},
    )[1:]
    out = StringIO()
    call_command(name, *rest, *([] if text else ["--json"]), stdout=out)
    return out.getvalue() if text else json.loads(out.getvalue())


def bring(sheet, *more, **options):
    return run(
        "import",
        "members",
        sheet,
        "--organisation",
        "U-PLANT",
        "--on",
        "2026-11-21",
        *more,
        **options,
    )


def test_without_a_word_it_only_previews(units, sheet):
    told = bring(sheet)
    message = told["refused"][0].pop("message")
    assert message.startswith("The ID number cannot be right (1100**********2800)")
    assert told == {
        "file": "册.xlsx",
        "organisation": "U-PLANT",
        "on": "2026-11-21",
        "rows": 2,
        "accepted": 1,
        "unchanged": 0,
        "changes": [],
        "refused": [
            {
                "sheet": "Sheet1",
                "row": 3,
                "reason": "id_check_digit",
                "column": "身份证号",
                "value": "1100**********2800",
            }
        ],
        "same_person": [],
        "sheets": [
            {
                "sheet": "Sheet1",
                "rows": 2,
                "skipped": "",
                "columns": {
                    "name": "姓名",
                    "id_number": "身份证号",
                    "phone": "手机号",
                    "department": "部门",
                    "joined_on": "入会时间",
                },
                "unknown": ["民族"],
            }
        ],
        "state": "preview",
        "id": None,
    }
    assert (bring(sheet, "--preview")["state"], Person.objects.count(), Import.objects.count()) == (
        "preview",
        0,
        0,
    )


def test_apply_list_count_undo(units, sheet):
    told = bring(sheet, "--apply")
    importing = Import.objects.get()
    assert (told["accepted"], told["state"], told["id"]) == (1, "applied", importing.pk)
    assert [
        (row["id"], row["state"], row["organisation"], row["file"]) for row in run("import", "list")
    ] == [(importing.pk, "applied", "U-PLANT", "册.xlsx")]
    for code, on, members in (
        ("U-PLANT", "2026-11-21", 1),
        ("330101", "2026-11-21", 1),
        ("3301", "2015-03-01", 1),
        ("3301", "2015-02-28", 0),
        ("U-SHOP", "2026-11-21", 0),
    ):
        counted = run("members", "count", "--organisation", code, "--on", on)
        none = {"kept": 0, "retired": 0, "suspended": 0}
        assert counted == {"organisation": code, "on": on, "members": members, **none}
    undone = run("import", "undo", importing.pk)
    assert (undone["state"], undone["removed"], undone["kept"]) == ("undone", 1, [])
    assert run("members", "count", "--organisation", "3301")["members"] == 0


def test_again_changes_nothing(units, sheet):
    bring(sheet, "--apply")
    told = bring(sheet, "--apply")
    assert (told["accepted"], told["unchanged"], told["same_person"], told["id"]) == (
        0,
        1,
        [],
        None,
    )
    assert len(run("import", "list")) == 1


def test_same_person_is_told_with_what_will_be_done(units, sheet):
    bring(sheet, "--apply")
    told = run("import", "members", sheet, "--organisation", "U-SHOP", "--on", "2026-11-21")
    assert [(row["sheet"], row["row"], row["outcome"]) for row in told["same_person"]] == [
        ("Sheet1", 2, "joins")
    ]


def test_the_operator_of_the_command_line_is_named(units, sheet, officer):
    bring(sheet, "--apply")
    assert Import.objects.get().by_label.startswith("Command line (")
    run("import", "undo", Import.objects.get().pk)
    bring(sheet, "--apply", "--by", "officer")
    assert Import.objects.latest("pk").applied_by == officer


def test_for_people_it_speaks_in_sentences(units, sheet):
    lines = bring(sheet, "--apply", text=True).splitlines()
    key = Import.objects.get().pk
    assert lines[0] == "accepted: 1, registered already: 0, refused: 1, same person: 0"
    assert lines[1] == "“Sheet1”: not imported: 民族"
    assert lines[-1] == f"Applied as import {key}; to take it back: unionhall import undo {key}"
    assert run("import", "list", text=True).split() == [
        str(key),
        "applied",
        "2026-11-21",
        "U-PLANT",
        "册.xlsx",
    ]
    assert run("members", "count", "--organisation", "3301", text=True) == "1\n"
    assert run("import", "undo", key, text=True) == "1 taken back.\n"


@pytest.mark.parametrize(
    ("code", "name", "message"),
    [
        ("330101", "册.xlsx", "no members of its own"),
        ("NOWHERE", "册.xlsx", "no organisation with the code"),
        ("U-PLANT", "gone.xlsx", r"no file .*gone\.xlsx\. Check"),
        ("U-PLANT", "empty.csv", "The file is empty"),
        ("U-PLANT", "notes.csv", "No sheet has a row of headings"),
    ],
)
@pytest.mark.parametrize("mode", ["--preview", "--apply"])
def test_what_cannot_be_imported_says_why(units, sheet, code, name, message, mode):
    (sheet.parent / "empty.csv").write_bytes(b"")
    (sheet.parent / "notes.csv").write_bytes("请各车间于每月5日前报送".encode())
    with pytest.raises(CommandError, match=message):
        run("import", "members", sheet.parent / name, "--organisation", code, mode)
    assert Import.objects.count() == 0


@pytest.mark.parametrize("day", ["2026-02-30", "2026/11/21", "gestern"])
def test_a_day_that_cannot_be_read_is_told_with_how_to_write_it(units, sheet, day):
    with pytest.raises(CommandError, match=f"“{day}” is no date; write it as 2026-11-21"):
        run("import", "members", sheet, "--organisation", "U-PLANT", "--on", day)


def test_an_unknown_import_cannot_be_undone(units):
    with pytest.raises(CommandError, match="no import 7"):
        run("import", "undo", 7)
