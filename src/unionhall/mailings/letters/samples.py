"""A template to begin from, with every field in it, in Chinese or English."""

import io

from docx import Document
from docx.shared import Pt

TEXTS = {
    "zh": (
        "{{ sender }}",
        "{{ name }} 同志：",
        "您好！您现为{{ union }}会员{% if member_since %}，自{{ member_since }}起连续在会{% endif %}。",
        "现邀请您参加本会组织的会员活动，请凭本通知到工会办公室报名。",
        "{% if department %}您登记的部门：{{ department }}。{% endif %}{% if employment %}用工形式：{{ employment }}。{% endif %}",
        ("会籍所在工会", "入会日期", "截止日期"),
        "{{ sender }}",
        "{{ date }}",
        "编号：{{ number }}",
    ),
    "en": (
        "{{ sender }}",
        "Dear {{ name }},",
        "You are a member of {{ union }}{% if member_since %}, without a break since {{ member_since }}{% endif %}.",
        "We invite you to our members' day; please bring this letter to the union's office.",
        "{% if department %}Your department in our register: {{ department }}. {% endif %}{% if employment %}Form of employment: {{ employment }}.{% endif %}",
        ("Union", "Member from", "until"),
        "{{ sender }}",
        "{{ date }}",
        "No. {{ number }}",
    ),
}


def sample(language: str) -> bytes:
    """The Word file; `language` is "zh" or "en"."""
    document = Document()
    document.styles["Normal"].font.size = Pt(12)
    for text in TEXTS[language]:
        if isinstance(text, tuple):
            _memberships(document, text)
        else:
            document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _memberships(document, headings: tuple[str, ...]) -> None:
    """A table whose row repeats for each membership."""
    table = document.add_table(rows=4, cols=3)
    table.style = "Table Grid"
    codes = ("union", "from_on", "until_on")
    for at, heading in enumerate(headings):
        table.cell(0, at).text = heading
        table.cell(2, at).text = f"{{{{ spell.{codes[at]} }}}}"
    table.cell(1, 0).text = "{%tr for spell in memberships %}"
    table.cell(3, 0).text = "{%tr endfor %}"
    document.add_paragraph("")
