"""An empty membership sheet to fill in: headings, drop-downs, and columns that keep every digit."""

import io
from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from unionhall.members.models import Sex
from unionhall.members.roster.fields import FIELDS

FILLED_IN = 2000  # rows that are prepared
TEXT, DAY = "@", "yyyy-mm-dd"
_DAYS = ("birth_on", "works_since", "joined_on")
_WIDTHS = {"id_number": 24, "remark": 30, "department": 20, "phone": 16, "employment": 18}


def template_sheet() -> bytes:
    """The .xlsx, in the reader's language."""
    return _made(get_language() or "")


@lru_cache(maxsize=4)
def _made(language: str) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = _("Members")
    lists, hints = _lists(), _hints()
    for at, field in enumerate((each for each in FIELDS if not each.counts), 1):
        letter = get_column_letter(at)
        head = sheet.cell(1, at, str(field.title))
        head.font = Font(bold=True)
        head.fill = PatternFill("solid", fgColor="F3E9D8" if field.is_required else "F1F1EF")
        if field.name in hints:
            head.comment = Comment(hints[field.name], "Unionhall", width=280, height=90)
        sheet.column_dimensions[letter].width = _WIDTHS.get(field.name, 13)
        # Excel rounds numbers of more than fifteen digits, unless the column is text from the start.
        form = DAY if field.name in _DAYS else TEXT
        for row in range(2, FILLED_IN + 2):
            sheet.cell(row, at).number_format = form
        if choices := lists.get(field.name):
            told = DataValidation("list", formula1=f'"{",".join(choices)}"', allow_blank=True)
            # Whoever needs another word may write it; the preview says what becomes of it.
            told.showErrorMessage = field.name in ("sex", "is_migrant")
            told.error = _("Choose one of the list.")
            told.add(f"{letter}2:{letter}{FILLED_IN + 1}")
            sheet.add_data_validation(told)
    sheet.freeze_panes = "B2"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _lists() -> dict[str, list[str]]:
    return {
        "sex": [str(sex.label) for sex in Sex],
        "is_migrant": [_("yes"), _("no")],
        "employment": ["合同制", "劳务派遣", "灵活就业"],
        "education": ["初中", "高中", "中专", "大专", "本科", "研究生"],
    }


def _hints() -> dict[str, str]:
    return {
        "name": _("As on the ID card. Required."),
        "id_number": _(
            "All 18 characters. With the number nobody is taken for somebody else; it is kept sealed."
        ),
        "phone": _("The 11 digits of a mobile number."),
        "joined_on": _("Since when they are a member of this union; empty if nobody knows."),
    }
