"""Whatever stands in a text stands on the page, and nothing of it is obeyed."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from unionhall.core.errors import Refused
from unionhall.papers import typesetting
from unionhall.papers.typesetting import Line, Run, Sheet, Table

SIGNS = [
    '#read("/etc/passwd")', "$x^2$", "@ref", "\\", "*b*", "_i_", "`raw`", "// no comment", "/* no */",
    "#import \"@preview/cetz:0.2.0\": *", "<label>", "= heading", "- list", "~", "[x]", '"', "#{", "{{ x }}",
]  # fmt: skip


def read(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def sheet(*texts: str) -> Sheet:
    return Sheet([Line([Run(text)]) for text in texts])


@pytest.mark.parametrize("sign", SIGNS)
def test_signs_of_the_typesetter_are_only_letters(sign):
    # Spaces at which a line is broken or stretched are not part of what is compared.
    assert "".join(sign.split()) in "".join(read(typesetting.pdf(sheet(f"甲{sign}乙"))).split())


@given(st.text(max_size=60))
def test_any_text_can_be_set(text):
    assert typesetting.pdf(sheet(text)).startswith(b"%PDF-")


def test_a_page_has_twenty_two_lines_of_twenty_eight_characters():
    lines = read(typesetting.pdf(Sheet([Line([Run("文" * 28 * 23)])]))).splitlines()
    assert [line for line in lines if "文" in line] == ["文" * 28] * 23
    pages = PdfReader(io.BytesIO(typesetting.pdf(Sheet([Line([Run("文" * 28 * 23)])])))).pages
    assert [page.extract_text().count("文") for page in pages] == [28 * 22, 28]


def test_the_font_is_in_the_file_and_the_page_is_a4():
    page = PdfReader(io.BytesIO(typesetting.pdf(sheet("受理通知书")))).pages[0]
    fonts = page["/Resources"]["/Font"].values()
    described = [
        inner.get_object()["/FontDescriptor"]
        for font in fonts
        for inner in font.get_object()["/DescendantFonts"]
    ]
    assert all("/FontFile3" in one or "/FontFile2" in one for one in described)
    assert [round(float(side) * 25.4 / 72) for side in page.mediabox[2:]] == [210, 297]


def test_pages_carry_their_numbers():
    text = read(typesetting.pdf(Sheet([Line([Run("一")]), Line([Run("二")], begins_page=True)])))
    assert "— 1 —" in text
    assert "— 2 —" in text


def test_a_table_keeps_its_cells():
    cells = [
        [[Line([Run(f"第{row}行第{column}格", size=10)])] for column in (1, 2)] for row in (1, 2)
    ]
    text = "".join(read(typesetting.pdf(Sheet([Table(cells, [1, 2], heads=1)]))).split())
    assert [f"第{row}行第{column}格" in text for row in (1, 2) for column in (1, 2)] == [True] * 4


def test_each_page_is_a_picture():
    found = typesetting.pictures(Sheet([Line([Run("文" * 28 * 30)])]))
    assert [page[:4] for page in found] == [b"\x89PNG"] * 2


@pytest.fixture
def without_fonts(monkeypatch):
    monkeypatch.setattr(typesetting, "family", lambda names: None)


def test_without_a_chinese_font_nothing_is_set_and_it_is_said_where_to_look(
    without_fonts, english, client, db
):
    with pytest.raises(Refused) as refused:
        typesetting.pdf(sheet("文"))
    assert "fonts-noto-cjk" in refused.value.instead
    answer = client.get("/readyz").json()
    assert list(answer["warnings"]) == ["fonts"]
    assert "fonts" not in answer["problems"]
