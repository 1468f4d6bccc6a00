"""A letter on paper: a Word file laid out as official letters are (after GB/T 9704)."""

import io
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor

from unionhall.supervision.models import Letter, Rung

BODY, HEAD = "仿宋", "方正小标宋简体"
SIZE, TITLE, RED_HEAD = Pt(16), Pt(22), Pt(32)  # characters of "three", "two", and the red head
LINE = Pt(28)
TITLES = {
    Rung.REMINDER: "工会劳动法律监督提示函",
    Rung.OPINION: "工会劳动法律监督意见书",
    Rung.RECOMMENDATION: "工会劳动法律监督建议书",
}


def title(rung: str) -> str:
    """What stands over the letter, in the language of the installation."""
    with override(settings.LANGUAGE_CODE):
        return (
            TITLES[Rung(rung)] if settings.LANGUAGE_CODE.startswith("zh") else str(Rung(rung).label)
        )


def written(letter: Letter) -> bytes:
    """The letter as a .docx; it names the union, the addressee and what stands in its text."""
    document = Document()
    _page(document)
    union = letter.union.name
    _line(document, union, font=HEAD, size=RED_HEAD, centred=True, colour=RGBColor(0xC0, 0, 0))
    _rule(_line(document, _number(letter), centred=True))
    _line(document, title(letter.rung), font=HEAD, size=TITLE, centred=True, space=LINE)
    _line(document, f"{letter.addressee}：", space=Pt(14))
    for part in filter(None, map(str.strip, letter.text.splitlines())):
        _line(document, part, indent=True)
    _line(document, union, right=True, space=Pt(56))
    _line(document, _day(letter.issued_on), right=True)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _number(letter: Letter) -> str:
    kind = {Rung.REMINDER: "提示", Rung.OPINION: "意见", Rung.RECOMMENDATION: "建议"}
    return f"工监{kind[Rung(letter.rung)]}〔{letter.year}〕{letter.number}号"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _page(document) -> None:
    """A4 with the margins of an official letter, 28 points from line to line."""
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
    indent: bool = False,
    colour=None,
    space=None,
):
    made = document.add_paragraph()
    form = made.paragraph_format
    form.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    form.line_spacing = Emu(max(LINE, size + Pt(8)))
    form.space_before, form.space_after = space or Pt(0), Pt(0)
    if centred:
        made.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if right:
        made.alignment, form.right_indent = WD_ALIGN_PARAGRAPH.RIGHT, Emu(SIZE * 2)
    if indent:
        form.first_line_indent = Emu(SIZE * 2)
    run = made.add_run(text)
    run.font.size, run.font.name = size, font
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)
    if colour is not None:
        run.font.color.rgb = colour
    return made


def _rule(paragraph) -> None:
    """A red line below the number."""
    borders, line = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    told = {"val": "single", "sz": "12", "space": "6", "color": "C00000"}
    for name, value in told.items():
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    paragraph._p.get_or_add_pPr().append(borders)


def draft(rung: str, matter, findings, *, days: int, authority: bool) -> str:
    """A text to begin from, in the language of now; the officer changes it before it is sent."""
    listed = [f"{number}. {row.text}" for number, row in enumerate(findings, start=1)]
    counted = [
        line + (_(" (workers affected: %s)") % row.affected if row.affected else "")
        for line, row in zip(listed, findings, strict=True)
    ]
    employer = {"employer": matter.employer.name, "union": matter.organisation.name}
    if authority:
        first = _("In supervising labour law at %(employer)s, %(union)s found:") % employer
        last = _(
            "The employer has not put this right. We recommend that you look into it under the law, "
            "and ask you to tell us the outcome within %(days)s working days."
        )
    elif rung == Rung.REMINDER:
        first = _("In supervising labour law with you, %(union)s found:") % employer
        last = _(
            "Please look into this, put it right, and tell us in writing within %(days)s working days."
        )
    else:
        first = _("In supervising labour law with you, %(union)s found the following breaches:")
        first %= employer
        last = _(
            "We ask you to put them right, and to answer in writing within %(days)s working days of "
            "receipt. Otherwise we shall recommend that the authority deal with it."
        )
    return "\n".join([first, *counted, last % {"days": days}])
