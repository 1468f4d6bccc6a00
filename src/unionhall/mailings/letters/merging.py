"""Letters made from a checked template: one file for each person, or one with a page for each."""

import io
import re
import zipfile
from collections.abc import Iterable
from functools import cached_property
from typing import IO, Any

from django.utils.translation import gettext as _
from jinja2 import Template
from lxml import etree

from unionhall.core.errors import Refused
from unionhall.mailings.letters import fields
from unionhall.mailings.letters.checking import BODY, Checked, environment

_END = re.compile(
    r"(?P<section><w:sectPr\b(?:(?!<w:sectPr\b).)*?(?:/>|</w:sectPr>))?\s*</w:body>\s*</w:document>\s*$",
    re.DOTALL,
)
_START = re.compile(r"<w:body\b[^>]*>")
# A line so low that it does not show where the next page begins.
BREAK = (
    '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr>'
    '<w:r><w:br w:type="page"/></w:r></w:p>'
)
# Names that must stand once in a file; nothing in a letter needs them.
_ONCE = re.compile(r'<w:bookmark(?:Start|End)\b[^>]*/>| w14:(?:paraId|textId)="[^"]*"')
_DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class Letters:
    """A template ready to be filled in many times."""

    def __init__(self, checked: Checked):
        self.checked = checked
        made = environment()
        self.templates = {name: made.from_string(text) for name, text in checked.marked.items()}

    def letter(self, values: dict[str, Any]) -> bytes:
        """One letter as a file of its own."""
        out = io.BytesIO(self._unchanged)
        out.seek(0, io.SEEK_END)
        with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
            for name, each in self.templates.items():
                packed.writestr(name, _whole(each, values))
        return out.getvalue()

    @cached_property
    def _unchanged(self) -> bytes:
        """The archive of all parts without marks, packed once for all letters."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, data in self.checked.parts.items():
                if name not in self.templates:
                    packed.writestr(name, data)
        return out.getvalue()

    def text(self, values: dict[str, Any]) -> list[str]:
        """The paragraphs of one letter, as they are read."""
        body = etree.fromstring(_whole(self.templates[BODY], values))
        space = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
        lines = body.iterfind(".//w:p", space)
        return ["".join(line.itertext("{*}t")) for line in lines]

    def refuse_varying_heads(self) -> None:
        """Refuse to put many letters into one file whose head or foot differs from person to person."""
        common = environment()
        one, other = (dict.fromkeys(fields.PLAIN, mark) for mark in ("1", "2"))
        for name, text in self.checked.marked.items():
            for code in fields.SAME_FOR_ALL:
                one[code] = other[code] = ""
            lists: dict[str, Any] = {each: [] for each in fields.LISTS}
            each = common.from_string(text)
            if name != BODY and each.render({**one, **lists}) != each.render({**other, **lists}):
                raise Refused(
                    _("The head or foot of this template differs from person to person."),
                    instead=_("Choose one file for each person."),
                )

    def write_together(self, out: IO[bytes], letters: Iterable[dict[str, Any]]) -> None:
        """All letters in one file, each from a new page on; they pass through, none is kept."""
        self.refuse_varying_heads()
        head, body, foot = self._split
        made = environment().from_string(body)
        first: dict[str, Any] = {}
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
            with packed.open(BODY, "w", force_zip64=True) as document:
                document.write((_DECLARED + head).encode())
                for number, values in enumerate(letters):
                    first = first or values
                    text = _ONCE.sub("", made.render(values))
                    _refuse_torn(head + text + foot)
                    document.write((BREAK if number else "").encode() + text.encode())
                document.write(foot.encode())
            for name, data in self.checked.parts.items():
                if name != BODY:
                    each = self.templates.get(name)
                    packed.writestr(name, _whole(each, first) if each and first else data)

    def write_apart(self, out: IO[bytes], letters: Iterable[dict[str, Any]]) -> None:
        """A file for each letter, named by its number, in one archive."""
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED, allowZip64=True) as packed:
            for values in letters:
                name = f"{int(values[fields.NUMBER]):05}.docx"
                packed.writestr(name, self.letter(values))

    @cached_property
    def _split(self) -> tuple[str, str, str]:
        """What stands before the letter, the letter, and what stands after it."""
        text = self.checked.marked[BODY]
        start, end = _START.search(text), _END.search(text)
        if not start or not end:
            raise Refused(_("The file is damaged: Word should open and save it once more."))
        return text[: start.end()], text[start.end() : end.start()], text[end.start() :]


def _whole(template: Template, values: dict[str, Any]) -> bytes:
    text = template.render(values)
    _refuse_torn(text)
    return (_DECLARED + text).encode()


def _refuse_torn(text: str) -> None:
    """An if or for that begins in one paragraph and ends in another tears the file apart."""
    try:
        etree.fromstring(text.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise Refused(
            _(
                "An “if” or “for” in the template begins in one paragraph or row and ends in another."
            ),
            instead=_("Write {%p if …%} in a paragraph of its own, or {%tr for …%} in a row."),
        ) from error


def tried(checked: Checked) -> Letters:
    """The template, once letters with all fields, with none and with many rows came out whole."""
    made = Letters(checked)
    full = fields.sample()
    empty: dict[str, Any] = dict.fromkeys(fields.PLAIN, "")
    empty |= {name: [] for name in fields.LISTS}
    many = {**full, **{name: full[name] * 3 for name in fields.LISTS}}
    for values in (full, empty, many):
        made.letter(values)
    return made
