"""What a spreadsheet program makes of an exported cell: never a formula, never a shortened number."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from unionhall.exchange.exports import sheets
from unionhall.exchange.exports.cells import FORMULA, harmless, separated


def written(form: str, *rows, headings=("姓名",)) -> bytes:
    stream = io.BytesIO()
    told = {"title": "会员", "note": "王敏导出", "headings": headings, "rows": rows}
    sheets.write(form, stream, **told)
    return stream.getvalue()


def read_back(content: bytes) -> list[list]:
    sheet = load_workbook(io.BytesIO(content)).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        '=HYPERLINK("http://x")',
        "+cmd|' /C calc'!A0",
        "-2+3+cmd|' /C calc'!A0",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        " =1",
        "＝1＋1",
        "-见附件",
    ],
)
def test_what_begins_like_a_formula_is_text_in_both_formats(text):
    assert harmless(text).startswith("'")
    assert separated(text).startswith("'")
    value = read_back(written("xlsx", [text]))[2][0]
    assert value.startswith("'")


@pytest.mark.parametrize("text", ["-5", "-1,200.50", "+3", "+86 138 0013 8000", "张华", "3-5班"])
def test_numbers_and_telephones_stay_readable(text):
    assert harmless(text) == text
    assert separated(text).rstrip("\t") == text


@pytest.mark.parametrize(
    "text", ["110000200401142619", "11000020040114261X", "0012", "913E10", "+8613800138000"]
)
def test_long_digits_stay_text(text):
    assert separated(text) == f"{text}\t"
    assert read_back(written("xlsx", [text]))[2] == [text]


@given(st.text(max_size=20))
def test_no_text_whatever_begins_a_formula(text):
    told = separated(text)
    number = told.rstrip("\t").replace(",", "").lstrip("+-").replace(".", "", 1)
    telephone = all(sign in "0123456789 ()-" for sign in number)
    assert told[:1] not in FORMULA or telephone


@given(st.lists(st.text(st.characters(exclude_characters="\r_"), max_size=12), max_size=5))
def test_a_workbook_holds_what_was_written(texts):
    rows = [[text, "end"] for text in texts]
    found = read_back(written("xlsx", *rows, headings=("甲", "乙")))[2:]
    assert [value or "" for value, _end in found] == [harmless(text) for text in texts]


def test_days_are_days_and_nothing_is_nothing():
    row = [date(2026, 11, 26), None, "", 7]
    content = written("xlsx", row, headings=("a", "b", "c", "d"))
    assert read_back(content)[2][0].date() == date(2026, 11, 26)
    assert read_back(content)[2][1:] == [None, None, 7]
    text = written("csv", row, headings=("a", "b", "c", "d")).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text)))[2] == ["2026-11-26", "", "", "7"]


def test_a_csv_says_that_it_is_unicode():
    assert written("csv", ["张华"]).startswith("\ufeff".encode())
