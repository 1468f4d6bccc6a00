"""Files without what says who made them, where and when; what cannot be cleaned is refused.

Pictures lose their metadata in `documents.content`. What somebody can read in the file itself, a
name in a text or a face in a photo, stays: the page says so.
"""

import io
import re
import zipfile
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from lxml import etree
from pypdf import PdfReader, PdfWriter, filters
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, StreamObject

from unionhall.core.errors import Refused
from unionhall.documents import content

MAX_BYTES = 10 * 2**20
MOST_FILES = 5  # at a time
EPOCH = (1980, 1, 1, 0, 0, 0)
PDF = "application/pdf"
# Attributes and elements of Word and Excel that name people, machines and hours.
NAMING = {
    *("author", "initials", "lastModifiedBy", "userName", "displayName", "userId", "providerId"),
    *("creator", "manager", "company", "date", "dateUtc", "dT", "personId", "durableId"),
}
NAMING_TEXT = {"author", "creator", "lastModifiedBy"}
# Marks of one editing session, of one document, of one machine; and comments of the XML ("#").
GONE = {"rsids", "docId", "docVars", "#"}
LOCAL = re.compile(r"file:|[A-Za-z]:[\\\\/]|\\\\", re.IGNORECASE)
OWN = re.compile(r"^rsid|^paraId$|^textId$")
# The parts that tell about the document; an empty one of each stays, for others point to it.
ABOUT = re.compile(r"^(docProps/|customXml/|.*/printerSettings/|.*people\.xml$|.*/persons/)")
PICTURES = re.compile(r"^(word|xl)/media/")
FONT = re.compile(r"^word/fonts/[^/]+\.odttf$")
FOREIGN = re.compile(r"/(embeddings|activeX|externalLinks)/|\.bin$", re.IGNORECASE)
PAGE_EXTRAS = ("/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/AA")
NOTE_EXTRAS = ("/T", "/M", "/NM", "/CreationDate", "/RC", "/A", "/AA", "/FS")


@dataclass(frozen=True)
class Clean:
    """A file fit to be kept in a report."""

    media_type: str
    ending: str
    data: bytes


def cleaned(upload: UploadedFile) -> Clean:
    """The upload without its metadata; raises Refused, with what to do instead."""
    if (upload.size or 0) > MAX_BYTES:
        raise Refused(
            _("The file is larger than %(limit)s MB.") % {"limit": MAX_BYTES // 2**20},
            instead=_("Send a photo of the page, or only the pages that matter."),
        )
    found = content.cleaned(upload.read())
    if found.media_type == PDF:
        return Clean(PDF, ".pdf", _pdf(found.data))
    if found.media_type.startswith(content.OFFICE):
        return Clean(found.media_type, found.ending, _office(found.data))
    return Clean(found.media_type, found.ending, found.data)


def _unclean(why: str) -> Refused:
    return Refused(why, instead=_("Send a screenshot or a photo of it instead."))


def _office(data: bytes) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as packed,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept,
    ):
        for part in packed.infolist():
            kept.writestr(zipfile.ZipInfo(part.filename, EPOCH), _part(part.filename, packed))
    return out.getvalue()


def _part(name: str, packed: zipfile.ZipFile) -> bytes:
    if name.endswith("/"):
        return b""
    data = packed.read(name)
    if PICTURES.match(name):
        return content.cleaned(data).data
    if ABOUT.match(name):
        return _emptied(data) if name.endswith((".xml", ".rels")) else b""
    if FOREIGN.search(name):
        raise _unclean(_("The document holds other files or links inside it."))
    if name.endswith((".xml", ".rels", ".vml")):
        return _anonymous(data)
    if FONT.match(name):
        return data
    raise _unclean(_("The document holds a part of a kind that cannot be cleaned."))


def _tree(data: bytes):
    safe = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        tree = etree.fromstring(data, safe)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _unclean(_("The document is damaged.")) from error
    if tree.getroottree().docinfo.doctype:
        raise _unclean(_("The document is damaged."))
    return tree


def _emptied(data: bytes) -> bytes:
    """The root element alone: what points to the part still finds one."""
    tree = _tree(data)
    for child in list(tree):
        tree.remove(child)
    tree.text = None
    return _written(tree)


def _anonymous(data: bytes) -> bytes:
    tree = _tree(data)
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue  # a comment of the XML
        for name in element.attrib:
            plain = etree.QName(name).localname
            if plain in NAMING:
                element.attrib[name] = EMPTY_OF.get(plain, "")
            elif OWN.match(plain):
                del element.attrib[name]
        if plain_name(element) in NAMING_TEXT and not len(element):
            element.text = ""
        if plain_name(element) == "Relationship" and LOCAL.match(element.get("Target", "")):
            element.set("Target", "about:blank")
    for gone in [row for row in tree.iter() if plain_name(row) in GONE]:
        if gone.getparent() is not None:
            gone.getparent().remove(gone)
    return _written(tree)


def plain_name(element) -> str:
    """A tag without its namespace; what is no element is called by a sign no element has."""
    return etree.QName(element).localname if isinstance(element.tag, str) else "#"


# Where an empty value would not open.
EMPTY_OF = {
    **dict.fromkeys(("date", "dateUtc", "dT"), "2000-01-01T00:00:00Z"),
    "personId": "{00000000-0000-0000-0000-000000000000}",
}


def _written(tree) -> bytes:
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


def _pdf(data: bytes) -> bytes:
    """Only the pages, written anew: no document information, attachments, scripts or forms."""
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            raise _unclean(_("The PDF is locked with a password."))
        writer = PdfWriter()
        for page in reader.pages:
            writer.add_page(page)
        for page in writer.pages:
            _strip(page, PAGE_EXTRAS)
            for note in _list(page.get("/Annots")):
                _strip(note, NOTE_EXTRAS)
        for held in writer._objects:
            _strip_stream(held)
        writer.metadata = None
        writer._ID = None
        out = io.BytesIO()
        writer.write(out)
    except Refused:
        raise
    # A reader of files that may be anything fails in many ways; none of them keeps the file.
    except (PyPdfError, Exception) as error:  # noqa: BLE001, RUF100
        raise _unclean(_("The PDF is damaged, or of a kind that cannot be cleaned.")) from error
    return out.getvalue()


def _list(value) -> list:
    found = value.get_object() if isinstance(value, IndirectObject) else value
    return [row.get_object() for row in found] if isinstance(found, ArrayObject) else []


def _strip(held, names: tuple[str, ...]) -> None:
    if isinstance(held, DictionaryObject):
        for name in names:
            held.pop(NameObject(name), None)


def _strip_stream(held) -> None:
    if not isinstance(held, StreamObject):
        return
    _strip(held, ("/Metadata", "/PieceInfo", "/LastModified"))
    packed = held.get("/Filter", [])
    names = [packed] if isinstance(packed, NameObject) else list(packed)
    if "/JPXDecode" in names:
        raise _unclean(_("The PDF holds pictures of a kind that cannot be cleaned."))
    if names and names[-1] == "/DCTDecode":
        data = held._data
        for name in names[:-1]:
            data = _UNPACKED[name](data)
        held._data = without_segments(data)
        held[NameObject("/Filter")] = NameObject("/DCTDecode")
        held.pop(NameObject("/DecodeParms"), None)


_UNPACKED = {
    "/ASCII85Decode": filters.ASCII85Decode.decode,
    "/ASCIIHexDecode": filters.ASCIIHexDecode.decode,
    "/FlateDecode": filters.FlateDecode.decode,
}


def without_segments(jpeg: bytes) -> bytes:
    """A JPEG without its segments of place, camera and comment; colours and pixels as they were."""
    out, at = bytearray(jpeg[:2]), 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF and jpeg[at + 1] != 0xDA:
        kind, size = jpeg[at + 1], int.from_bytes(jpeg[at + 2 : at + 4], "big")
        # APP1 (EXIF, XMP), APP3 to APP13 (makers' own, IPTC), APP15 and comments.
        if not (kind == 0xE1 or 0xE3 <= kind <= 0xED or kind in (0xEF, 0xFE)):
            out += jpeg[at : at + 2 + size]
        at += 2 + max(size, 2)
    return bytes(out + jpeg[at:])
