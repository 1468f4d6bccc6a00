"""Files are read by what they are, and refused in words when they cannot be read."""

import io
import zipfile
from datetime import date

import pytest

from unionhall.core.errors import Refused
from unionhall.exchange import readers
from unionhall.exchange.readers import read
from unionhall.exchange.tests.sheets import csv, xls, xlsx

ROWS = [["姓名", "入会"], ["彭浩", "2020"]]


def rows_of(content: bytes, name: str = "a.xlsx") -> dict[str, list]:
    return {sheet.name: [list(cells) for cells in sheet.rows] for sheet in read(content, name)}


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.csv", "a", "a.pdf"])
def test_the_content_tells_what_a_file_is(name):
    assert rows_of(xlsx(ROWS), name) == {"Sheet1": ROWS}
    assert rows_of(xls(ROWS), name) == {"Sheet1": ROWS}
    assert rows_of(csv(ROWS), name) == {"a": ROWS}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";", "，", "|"])
def test_text_in_the_encodings_and_separators_that_occur(encoding, separator):
    assert rows_of(csv(ROWS, encoding=encoding, separator=separator), "d/册.csv") == {"册": ROWS}


def test_rows_are_counted_as_a_spreadsheet_shows_them():
    content = b'\xef\xbb\xbfa,b\r\n\r\n"x\ny",2\r\n'
    assert rows_of(content, "a.csv") == {"a": [["a", "b"], [], ["x\ny", "2"]]}
    blank_above = xlsx([[], [], ["a", "b"]])
    assert rows_of(blank_above) == {"Sheet1": [["", ""], ["", ""], ["a", "b"]]}


def test_a_number_kept_as_text_by_a_formula_is_that_number():
    content = b'a,b\r\n="110000198706196781","=""02""x"\r\n"=""0571""",=A1\r\n'
    expected = [["a", "b"], ["110000198706196781", '="02"x'], ["0571", "=A1"]]
    assert rows_of(content, "a.csv") == {"a": expected}


def test_cells_keep_their_kind():
    content = xlsx([["x", 1, 1.5, date(2020, 1, 2), True, None]])
    assert rows_of(content) == {"Sheet1": [["x", 1.0, 1.5, date(2020, 1, 2), True]]}


def test_sheets_tell_whether_they_are_hidden_empty_and_merged():
    content = xlsx(ROWS, [], ROWS, names=["a", "b", "c"], hidden=["c"], merged=["A1:A2"])
    found = [
        (sheet.name, sheet.is_hidden, sheet.merged, bool(sheet.rows)) for sheet in read(content, "")
    ]
    assert found == [
        ("a", False, ((0, 0, 1, 0),), True),
        ("b", False, (), False),
        ("c", True, (), True),
    ]


def locked_workbook() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")


def locked_archive() -> bytes:
    content = bytearray(xlsx(ROWS))
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        content[at + 8] |= 1
        at = content.find(b"PK\x01\x02", at + 1)
    return bytes(content)


def archive(**parts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return file.getvalue()


WHOLE = xlsx(ROWS * 200)
FAR = xlsx([["a"], *[[]] * 90_000, ["", *[""] * 700, "b"]])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "The file is empty."),
        (b"\xef\xbb\xbf\r\n", "The file is empty."),
        (locked_workbook(), "The file is protected by a password."),
        (locked_archive(), "The file is protected by a password."),
        (WHOLE[:-40], "The file is damaged and cannot be read."),
        (WHOLE[:900] + bytes(100) + WHOLE[1000:], "The file is damaged and cannot be read."),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000),
            "The file is damaged and cannot be read.",
        ),
        (b"PK\x03\x04 nothing more", "The file is damaged and cannot be read."),
        (archive(word__document_dot_xml="<w/>"), "This file is not a sheet that can be read."),
        (b"%PDF-1.7 ...", "This file is not a sheet that can be read."),
        (b"\x89PNG\r\n\x1a\n", "This file is not a sheet that can be read."),
        (b"<html><table><tr><td>1", "This file is not a sheet that can be read."),
        (b"a,b\x00c", "This file is not a sheet that can be read."),
        (b"\xff\xff\x81", "This file is not a sheet that can be read."),
        (FAR, "The sheet spans more rows and columns than can be read at once."),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(content, reason):
    with pytest.raises(Refused) as refused:
        list(read(content, "a.xlsx"))
    assert refused.value.reason == reason
    assert refused.value.instead != ""


def test_a_file_over_the_limit_is_not_even_opened(monkeypatch):
    monkeypatch.setattr(readers, "MAX_SIZE", 10)
    with pytest.raises(Refused, match="larger than 0 MB"):
        list(read(csv(ROWS), "a.csv"))


def test_an_archive_that_unpacks_to_more_than_memory_is_refused(monkeypatch):
    monkeypatch.setattr(readers, "MAX_UNPACKED", 1000)
    with pytest.raises(Refused, match="more rows and columns"):
        list(read(WHOLE, "a.xlsx"))


def test_a_part_that_lies_about_its_size_is_refused():
    content = bytearray(archive(xl__workbook_dot_xml="<x/>" * 5000))
    at = content.find(b"PK\x01\x02")
    content[at + 24 : at + 28] = (10).to_bytes(4, "little")
    with pytest.raises(Refused):
        list(read(bytes(content), "a.xlsx"))


def test_many_columns_and_few_rows_are_read():
    assert rows_of(xlsx([["a", *[""] * 700, "b"]])) == {"Sheet1": [["a", *[""] * 700, "b"]]}
