"""Letters made from a checked template: one file for each person, or one with a page for each."""

import re
import zipfile
from collections.abc import Iterable
from functools import cached_property
from typing import IO, Any

from django.utils.translation import gettext as _

from unionhall.core.errors import Refused
from unionhall.documents.word.checking import BODY, Checked, environment
from unionhall.documents.word.filling import DECLARED, Filling, refuse_torn, whole
from unionhall.mailings.letters import fields

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


class Letters(Filling):
    """A template ready to be filled in many times."""

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
                document.write((DECLARED + head).encode())
                for number, values in enumerate(letters):
                    first = first or values
                    text = _ONCE.sub("", made.render(values))
                    refuse_torn(head + text + foot)
                    document.write((BREAK if number else "").encode() + text.encode())
                document.write(foot.encode())
            for name, data in self.checked.parts.items():
                if name != BODY:
                    each = self.templates.get(name)
                    packed.writestr(name, whole(each, first) if each and first else data)

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
