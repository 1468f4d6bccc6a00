"""A checked template filled in: one file, and the paragraphs that stand in it."""

import io
import zipfile
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from jinja2 import Template
from lxml import etree

from unionhall.core.errors import Refused
from unionhall.documents.word.checking import BODY, Checked, environment

DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class Filling:
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
                packed.writestr(name, whole(each, values))
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
        body = etree.fromstring(whole(self.templates[BODY], values))
        space = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
        lines = body.iterfind(".//w:p", space)
        return ["".join(line.itertext("{*}t")) for line in lines]


def whole(template: Template, values: dict[str, Any]) -> bytes:
    """One part filled in; Refused where the marks tear it apart."""
    text = template.render(values)
    refuse_torn(text)
    return (DECLARED + text).encode()


def refuse_torn(text: str) -> None:
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
