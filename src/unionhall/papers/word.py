"""Papers as Word files: the layout of ours, and what stands in a file, read for printing."""

import copy
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph

from unionhall.papers.typesetting import Line, Run, Sheet, Table

BODY, HEAD = "仿宋", "方正小标宋简体"
SIZE, TITLE, RED_HEAD = Pt(16), Pt(22), Pt(32)  # characters of "three", "two", and the red head
LINE, NARROW = Pt(28), Pt(22)
RED = RGBColor(0xC0, 0, 0)
BREAK = "\u2029"  # a paragraph separator, where a value has several paragraphs
_ALIGNS = {
    WD_ALIGN_PARAGRAPH.LEFT: "left",
    WD_ALIGN_PARAGRAPH.CENTER: "center",
    WD_ALIGN_PARAGRAPH.RIGHT: "right",
}


@dataclass(frozen=True)
class Text:
    """What stands in a paper, part by part; the parts may hold marks."""

    title: str
    addressee: str = ""
    paragraphs: Sequence[str] = ()
    annexes: str = ""  # the mark of the annexes, one in a line
    signer: str = ""
    date: str = ""
    head: str = ""  # the red head, "" for none
    number: str = ""
    colon: str = "："
    indent: float = 2  # characters
    rows: Sequence[Sequence[str]] = ()  # a table, its first row the heads
    is_ragged: bool = (
        False  # English is not stretched to the margin: names and numbers tear it apart
    )
    widths: Sequence[int] = ()  # of its columns, as shares


def written(texts: Sequence[Text], *, side_by_side: bool = False) -> bytes:
    """The texts as one .docx: one after another, or the first two beside each other."""
    document = Document()
    _page(document)
    if texts[0].head:
        _line(document, texts[0].head, font=HEAD, size=RED_HEAD, centred=True, colour=RED)
    if texts[0].number:
        _rule(_line(document, texts[0].number, centred=True), shown=bool(texts[0].head))
    if side_by_side:
        _beside(document, texts)
    else:
        for at, text in enumerate(texts):
            _one(document, text, begins_page=at > 0)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _one(document, text: Text, *, begins_page: bool = False) -> None:
    title = _line(document, text.title, font=HEAD, size=TITLE, centred=True, space=LINE)
    title.paragraph_format.page_break_before = begins_page
    if text.addressee:
        _line(document, f"{text.addressee}{text.colon}", space=Pt(14))
    for part in text.paragraphs:
        _line(document, part, indent=text.indent, left=text.is_ragged)
    if text.rows:
        _grid(document, text)
    if text.annexes:
        _line(document, text.annexes, space=LINE, indent=text.indent)
    if text.signer:
        # The seal goes over name and date.
        _line(document, text.signer, right=True, space=Pt(56))
    if text.date:
        _line(document, text.date, right=True)


def _beside(document, texts: Sequence[Text]) -> None:
    """The parts of two languages next to each other, row by row."""
    parts = [
        [text.title, f"{text.addressee}{text.colon}" if text.addressee else "", *text.paragraphs,
         text.annexes, text.signer, text.date]
        for text in texts[:2]
    ]  # fmt: skip
    most = max(map(len, parts))
    table = document.add_table(rows=0, cols=2)
    for at in range(most):
        cells = table.add_row().cells
        for cell, own in zip(cells, parts, strict=True):
            # Rows of both ends stand level, whatever lies between.
            tail = at - (most - 3)
            text = own[len(own) - 3 + tail] if tail >= 0 else own[at] if at < len(own) - 3 else ""
            _fill(cell, text, title=at == 0, right=tail > 0)
    for one in texts[:2]:
        if one.rows:
            document.add_paragraph()
            _grid(document, one)


def _fill(cell, text: str, *, title: bool, right: bool) -> None:
    made = cell.paragraphs[0]
    size = SIZE if title else Pt(12)
    _dress(made, text, font=HEAD if title else BODY, size=size, step=NARROW)
    if title:
        made.alignment, made.paragraph_format.space_before = WD_ALIGN_PARAGRAPH.CENTER, Pt(20)
    elif right:
        made.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    else:
        made.alignment = WD_ALIGN_PARAGRAPH.LEFT  # a narrow column stretched has holes
    made.paragraph_format.space_after = Pt(4)


def _grid(document, text: Text) -> None:
    table = document.add_table(rows=0, cols=len(text.rows[0]))
    table.style, table.autofit = "Table Grid", False
    for column, share in zip(table.columns, text.widths, strict=False):
        column.width = Mm(156 * share / sum(text.widths))
    for at, row in enumerate(text.rows):
        for cell, words in zip(table.add_row().cells, row, strict=True):
            _dress(cell.paragraphs[0], words, font=BODY, size=Pt(10.5), step=Pt(16))
            cell.paragraphs[0].runs[0].bold = at == 0
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.LEFT


def _page(document) -> None:
    """A4 with the margins of an official letter."""
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin = Mm(37), Mm(35)
    page.left_margin, page.right_margin = Mm(28), Mm(26)


def _line(
    document,
    text: str,
    *,
    font: str = BODY,
    size=SIZE,
    centred: bool = False,
    right: bool = False,
    left: bool = False,
    indent: float = 0,
    colour=None,
    space=None,
):
    made = document.add_paragraph()
    _dress(made, text, font=font, size=size, step=Emu(max(LINE, size + Pt(8))))
    form = made.paragraph_format
    form.space_before = space or Pt(0)
    if centred:
        made.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if left:
        made.alignment = WD_ALIGN_PARAGRAPH.LEFT
    if right:
        made.alignment, form.right_indent = WD_ALIGN_PARAGRAPH.RIGHT, Emu(SIZE * 2)
    if indent:
        form.first_line_indent = Emu(int(SIZE * indent))
    if colour is not None:
        made.runs[0].font.color.rgb = colour
    return made


def _dress(made, text: str, *, font: str, size, step) -> None:
    form = made.paragraph_format
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, step
    form.space_before, form.space_after = Pt(0), Pt(0)
    run = made.add_run(text)
    run.font.size, run.font.name = size, font
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)


def _rule(paragraph, *, shown: bool) -> None:
    """A red line below the number."""
    if not shown:
        return
    borders, line = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in {"val": "single", "sz": "12", "space": "6", "color": "C00000"}.items():
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    paragraph._p.get_or_add_pPr().append(borders)


def parted(data: bytes) -> bytes:
    """The file with each paragraph that holds a separator made several, dressed alike."""
    document = Document(io.BytesIO(data))
    for each in list(document.element.body.iter(qn("w:t"))):
        if BREAK in (each.text or ""):
            _part(each)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _part(text) -> None:
    first, *more = text.text.split(BREAK)
    run = text.getparent()
    line = run.getparent()
    rest = list(line[line.index(run) + 1 :])
    text.text = first
    last = line
    for part in more:
        made = copy.deepcopy(line)
        for child in list(made):
            if child.tag != qn("w:pPr"):
                made.remove(child)
        own = copy.deepcopy(run)
        for other in [one for one in own if one.tag not in (qn("w:rPr"), qn("w:t"))]:
            own.remove(other)
        own.findall(qn("w:t"))[0].text = part
        made.append(own)
        last.addnext(made)
        last = made
    for one in rest if more else []:
        last.append(one)


def read(data: bytes, *, title: str, language: str) -> Sheet:
    """What stands in a .docx, so that the printed paper says what the Word file says."""
    document = Document(io.BytesIO(data))
    blocks = list(_blocks(document))
    return Sheet(blocks, title=title, language=language)


def _blocks(parent) -> Iterator[Line | Table]:
    for one in parent.iter_inner_content():
        if isinstance(one, Paragraph):
            yield _read_line(one)
        elif isinstance(one, WordTable):
            yield _read_table(one)


def _read_table(table: WordTable) -> Table:
    rows = [[[_read_line(p) for p in cell.paragraphs] for cell in row.cells] for row in table.rows]
    style = table.style.name if table.style is not None else ""
    bordered = style == "Table Grid" or table._tbl.tblPr.find(qn("w:tblBorders")) is not None
    widths = [float(column.width or 1) for column in table.columns]
    return Table(rows, widths or [1.0], bordered, heads=1 if bordered and len(rows) > 1 else 0)


def _read_line(paragraph: Paragraph) -> Line:
    form = paragraph.paragraph_format
    runs = [made for run in paragraph.runs if run.text for made in _read_run(run, paragraph)]
    biggest = max((run.size for run in runs), default=16)
    exact = form.line_spacing if hasattr(form.line_spacing, "pt") else None
    return Line(
        runs,
        align=_ALIGNS.get(paragraph.alignment, "justify"),  # type: ignore[arg-type]
        first=_points(form.first_line_indent),
        left=_points(form.left_indent),
        right=_points(form.right_indent),
        before=_points(form.space_before),
        after=_points(form.space_after),
        step=exact.pt if exact is not None else biggest * 1.75,
        has_rule=paragraph._p.find(f".//{qn('w:pBdr')}") is not None,
        begins_page=bool(form.page_break_before)
        or any(one.get(qn("w:type")) == "page" for one in paragraph._p.iter(qn("w:br"))),
    )


def _read_run(run, paragraph: Paragraph) -> Iterator[Run]:
    style = paragraph.style
    size = run.font.size or (style.font.size if style is not None else None) or Pt(12)
    colour = run.font.color.rgb if run.font.color is not None and run.font.color.type else None
    font = run._element.find(f".//{qn('w:rFonts')}")
    named = font.get(qn("w:eastAsia")) if font is not None else ""
    yield Run(
        run.text.replace("\t", "    "),
        size=size.pt,
        is_bold=bool(run.bold),
        is_red=colour is not None and colour[0] > 2 * max(colour[1], colour[2]),
        is_head="标宋" in (named or ""),
    )


def _points(length) -> float:
    return length.pt if length is not None else 0.0


def said(sheet: Sheet) -> list[str]:
    """Its paragraphs as they are read, those in tables too."""
    found = []
    for block in sheet.blocks:
        lines = [block] if isinstance(block, Line) else [
            line for row in block.rows for cell in row for line in cell
        ]  # fmt: skip
        found += ["".join(run.text for run in line.runs) for line in lines]
    return [line for line in found if line.strip()]
