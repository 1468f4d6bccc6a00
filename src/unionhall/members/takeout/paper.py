"""All that is written down about a person as a PDF."""

from datetime import date
from io import BytesIO
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

from unionhall.members.takeout.actions import Taken
from unionhall.ui.pieces.text import written

FONT = "STSong-Light"  # every reader of PDF brings it for Chinese; nothing need be embedded
TITLE = ParagraphStyle("title", fontName=FONT, fontSize=18, leading=26, wordWrap="CJK")
HEAD = ParagraphStyle(
    "head", fontName=FONT, fontSize=13, leading=20, spaceBefore=12, wordWrap="CJK"
)
LINE = ParagraphStyle("line", fontName=FONT, fontSize=9.5, leading=14, wordWrap="CJK")


def pdf(found: list[Taken], *, name: str, on: date) -> bytes:
    """A heading for each part, a paragraph for each row."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    out = BytesIO()
    story = [
        Paragraph(escape(_("All that the union has written down about %s") % name), TITLE),
        Paragraph(escape(written(on)), LINE),
    ]
    for taken in found:
        story.append(Paragraph(escape(str(taken.part.title)), HEAD))
        if not taken.rows:
            story.append(Paragraph(escape(_("nothing")), LINE))
        for row in taken.rows:
            text = " · ".join(f"{fact.label}: {fact.value}" for fact in row if _said(fact.value))
            story += [Paragraph(escape(text), LINE), Spacer(1, 1.5 * mm)]
    SimpleDocTemplate(out, pagesize=A4, title=_("My data"), invariant=1).build(story)
    return out.getvalue()


def _said(value) -> bool:
    return value not in (None, "")
