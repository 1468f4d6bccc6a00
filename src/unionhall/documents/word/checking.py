"""Whether a Word file may serve as a template: no program in it, nothing fetched, only our own fields.

A template is written by an officer and read by our machine, so it is taken apart before it is kept:
the archive and its size, what it links to, and the syntax tree of every mark in it. What is not
named here is refused.
"""

import io
import re
import zipfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from django.utils.translation import gettext as _
from docxtpl import DocxTemplate
from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from unionhall.core.errors import Refused
from unionhall.documents import content

MAX_BYTES = 3 * 2**20
MAX_UNPACKED = 30 * 2**20
MAX_PART = 2**20  # of one part with marks, in bytes
MAX_BRACES = 1200
WORD = content.OFFICE_PARTS["word/document.xml"][0]
BODY = "word/document.xml"
_TEXTS = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
# What can run, or bring in something else, when the letter is opened.
_LOADED = re.compile(r"^word/(embeddings|activeX|afchunk)|\.(bin|mht|mhtml|html?)$", re.IGNORECASE)
_FETCHING = re.compile(
    r"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|MACROBUTTON|DATABASE)\b"
)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_UNKEPT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Known:
    """The fields that may stand in a template, and the lists it may repeat over with the fields of their rows."""

    plain: Collection[str]
    lists: Mapping[str, Collection[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Checked:
    """A file fit to be a template: its parts by name, those with marks made ready for them, the fields used."""

    parts: dict[str, bytes]
    marked: dict[str, str] = field(default_factory=dict)
    fields: frozenset[str] = frozenset()


def environment() -> ImmutableSandboxedEnvironment:
    """Where templates run: no functions, no filters, no tests; what is filled in is escaped for XML."""
    made = ImmutableSandboxedEnvironment(autoescape=True)
    made.globals.clear()
    made.filters.clear()
    made.tests.clear()
    made.finalize = plain
    return made


def plain(value: object) -> object:
    """Text that XML can hold: without control characters."""
    return _UNKEPT.sub("", value) if type(value) is str else value


def checked(data: bytes, known: Known) -> Checked:
    """The file taken apart; Refused, saying what is in the way."""
    if len(data) > MAX_BYTES:
        raise Refused(
            _("A template is at most %(limit)s MB.") % {"limit": MAX_BYTES // 2**20},
            instead=_("Make the pictures in it smaller."),
        )
    if content.cleaned(data).media_type != WORD:
        raise Refused(_("This is no Word file (.docx)."))
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        if sum(part.file_size for part in packed.infolist()) > MAX_UNPACKED:
            raise Refused(_("The file is too large once unpacked."))
        parts = {part.filename: packed.read(part) for part in packed.infolist()}
    _refuse_what_runs(parts)
    marked, used = {}, set()
    for name in filter(_TEXTS.fullmatch, parts):
        marked[name] = _patched(parts[name])
        used |= _fields_of(marked[name], known)
    if not used:
        raise Refused(
            _("No field stands in this file."),
            instead=_("Write fields such as {{ name }} where something is to be filled in."),
        )
    return Checked(parts, marked, frozenset(used))


def _refuse_what_runs(parts: dict[str, bytes]) -> None:
    if b"macroEnabled" in parts["[Content_Types].xml"] or any(map(_LOADED.search, parts)):
        raise Refused(
            _("The document contains a program or an embedded file."),
            instead=_("Save it as a plain Word document (.docx)."),
        )
    for name, data in parts.items():
        if name.endswith((".xml", ".rels")):
            tree = _tree(data)
            if name.endswith(".rels"):
                _refuse_links(tree)
            instructions = "".join(tree.itertext(f"{_W}instrText", f"{_W}delInstrText"))
            simple = [each.get(f"{_W}instr", "") for each in tree.iter(f"{_W}fldSimple")]
            if _FETCHING.search(" ".join([instructions, *simple]).upper()):
                raise Refused(_("The document fetches something from outside when it is opened."))


def _refuse_links(tree: etree._Element) -> None:
    for link in tree.iter("{*}Relationship"):
        if link.get("TargetMode") == "External" and not link.get("Type", "").endswith("/hyperlink"):
            raise Refused(_("The document fetches something from outside when it is opened."))


def _tree(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        tree = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Refused(_("The file is damaged: Word should open and save it once more.")) from error
    if tree.getroottree().docinfo.doctype:
        raise Refused(_("The file is damaged: Word should open and save it once more."))
    return tree


def _patched(data: bytes) -> str:
    """The part with each mark in one piece, as docxtpl joins what Word has cut up."""
    text = etree.tostring(_tree(data), encoding="unicode")
    if len(data) > MAX_PART or text.count("{") > MAX_BRACES:
        raise Refused(_("The text of the template is too long."))
    return DocxTemplate(io.BytesIO()).patch_xml(text)


def _fields_of(text: str, known: Known) -> set[str]:
    """The fields that the marks use; Refused for anything but fields, if and for."""
    try:
        tree = environment().parse(text)
    except TemplateSyntaxError as error:
        raise Refused(
            _("A mark in the template cannot be read: %(why)s.") % {"why": error.message}
        ) from error
    return set(_walked(tree, {}, known))


def _walked(node: nodes.Node, rows: dict[str, str], known: Known) -> Iterator[str]:
    """The fields below a node; `rows` names the list that each loop variable runs over."""
    if isinstance(node, nodes.For):
        yield from _loop(node, rows, known)
        return
    if isinstance(node, nodes.Name):
        if node.name not in known.plain:
            raise _unknown(node.name, known)
        yield node.name
        return
    if isinstance(node, nodes.Getattr):
        of = rows.get(node.node.name) if isinstance(node.node, nodes.Name) else None
        if of is None or node.attr not in known.lists[of]:
            raise _unknown(_dotted(node), known)
        return
    if isinstance(node, nodes.Filter | nodes.Test) and node.node is None:
        raise _too_much()
    if type(node) not in _PLAIN_NODES:
        raise _too_much()
    if isinstance(node, nodes.Const) and not isinstance(node.value, str | int | bool):
        raise _too_much()
    for child in node.iter_child_nodes():
        yield from _walked(child, rows, known)


_PLAIN_NODES = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.Not, nodes.And, nodes.Or,
    nodes.Compare, nodes.Operand, nodes.Const,
)  # fmt: skip


def _loop(node: nodes.For, rows: dict[str, str], known: Known) -> Iterator[str]:
    named = isinstance(node.iter, nodes.Name) and node.iter.name in known.lists
    simple = isinstance(node.target, nodes.Name) and not (node.test or node.recursive or node.else_)
    if not named:
        raise _unknown(_dotted(node.iter), known)
    if not simple or rows or node.target.name in {*known.plain, *known.lists, "loop"}:  # type: ignore[attr-defined]
        raise _too_much()
    name = node.iter.name  # type: ignore[attr-defined]
    yield name
    for child in node.body:
        yield from _walked(child, {node.target.name: name}, known)  # type: ignore[attr-defined]


def _dotted(node: nodes.Node) -> str:
    if isinstance(node, nodes.Getattr):
        return f"{_dotted(node.node)}.{node.attr}"
    return node.name if isinstance(node, nodes.Name) else "…"


def _unknown(name: str, known: Known) -> Refused:
    codes = [
        *known.plain,
        *known.lists,
        *(f"….{code}" for of in known.lists.values() for code in of),
    ]
    listed = _("These are the fields: %(known)s.") % {"known": ", ".join(codes)}
    if near := get_close_matches(name, codes, 1):
        listed = _("Did you mean %(near)s?") % {"near": near[0]} + " " + listed
    return Refused(_("There is no field %(name)s.") % {"name": name}, instead=listed)


def _too_much() -> Refused:
    return Refused(
        _("Marks hold fields, if and for, and nothing else: no filters, functions or sums."),
        instead=_("Write {{ name }} or {% if name %}…{% endif %}, with the names of fields."),
    )
