"""What an uploaded file really is, whatever its name says, and its content without hidden data."""

import io
import zipfile
from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from unionhall.core.errors import Refused

MAX_BYTES = 20 * 2**20
MAX_PIXELS = 60_000_000
MAX_SIDE = 2560  # a page of writing photographed by phone is still read with ease
THUMBNAIL_SIDE = 480
MAX_UNPACKED = 200 * 2**20
MAX_PARTS = 5000
OFFICE = "application/vnd.openxmlformats-officedocument."
OFFICE_PARTS = {
    "word/document.xml": (OFFICE + "wordprocessingml.document", ".docx"),
    "xl/workbook.xml": (OFFICE + "spreadsheetml.sheet", ".xlsx"),
}
IMAGES = {
    "JPEG": ("image/jpeg", ".jpg"),
    "PNG": ("image/png", ".png"),
    "WEBP": ("image/webp", ".webp"),
}


@dataclass(frozen=True)
class Content:
    """A file fit to be kept: its type by content, the ending that goes with it, its bytes, a small image."""

    media_type: str
    ending: str
    data: bytes
    thumbnail: bytes = b""


def cleaned(data: bytes) -> Content:
    """The content recognised and cleaned; Refused where it is not a kind that may be attached."""
    refuse_larger(len(data))
    if data[:5] == b"%PDF-" and b"%%EOF" in data[-2048:]:
        return Content("application/pdf", ".pdf", data)
    if data[:4] == b"PK\x03\x04":
        return _office(data)
    return _image(data)


def refuse_larger(size: int) -> None:
    """Refuse a file of more than MAX_BYTES, best before it is read."""
    if size > MAX_BYTES:
        raise Refused(
            _("The file is larger than %(limit)s MB.") % {"limit": MAX_BYTES // 2**20},
            instead=_("Send a photo instead of a scan, or split the document."),
        )


def _unknown() -> Refused:
    return Refused(
        _("This kind of file cannot be attached."),
        instead=_("Photos (JPEG, PNG, WebP), PDF, Word (.docx) and Excel (.xlsx) can be attached."),
    )


def _office(data: bytes) -> Content:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            broken = len(parts) > MAX_PARTS or sum(p.file_size for p in parts) > MAX_UNPACKED
            if broken or any(part.flag_bits & 1 for part in parts) or packed.testzip():
                raise _unknown()
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError) as error:
        raise _unknown() from error
    names = {part.filename for part in parts}
    if any(name.lower().endswith(("vbaproject.bin", ".exe", ".dll", ".js")) for name in names):
        raise Refused(
            _("The document contains a program (macro)."),
            instead=_("Save it without macros, or as PDF, and attach it again."),
        )
    for part, (media_type, ending) in OFFICE_PARTS.items():
        if {"[Content_Types].xml", part} <= names:
            return Content(media_type, ending, data)
    raise _unknown()


def _image(data: bytes) -> Content:
    try:
        # MPO, two JPEGs in one as some telephones take them, is opened as JPEG.
        with Image.open(io.BytesIO(data), formats=list(IMAGES)) as picture:
            kind = "JPEG" if picture.format in ("MPO", None) else picture.format
            if picture.width * picture.height > MAX_PIXELS:
                raise Refused(
                    _("The picture has more than %(limit)s million pixels.")
                    % {"limit": MAX_PIXELS // 1_000_000},
                    instead=_("Take the photo again at a smaller size."),
                )
            picture.draft("RGB", (MAX_SIDE, MAX_SIDE))  # JPEG: decode no larger than is kept
            bare = _without_metadata(picture)
    except UnidentifiedImageError as error:
        raise _unknown() from error
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise Refused(
            _("The picture is damaged and cannot be opened."),
            instead=_("Take or save the photo again."),
        ) from error
    bare.thumbnail((MAX_SIDE, MAX_SIDE))
    small = bare.convert("RGB")
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    media_type, ending = IMAGES[kind]
    return Content(media_type, ending, _encoded(bare, kind), _encoded(small, "JPEG"))


def _without_metadata(picture: Image.Image) -> Image.Image:
    """The pixels upright and in sRGB, with no place, camera, comment or colour profile beside them."""
    profile = picture.info.get("icc_profile")
    upright = ImageOps.exif_transpose(picture)
    has_alpha = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
    plain = upright.convert("RGBA" if has_alpha and picture.format != "JPEG" else "RGB")
    if profile and upright.mode in ("RGB", "RGBA"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            ImageCms.profileToProfile(plain, source, ImageCms.createProfile("sRGB"), inPlace=True)
        except (ImageCms.PyCMSError, OSError):
            pass  # a broken profile says nothing about the colours
    plain.info = {}
    return plain


def _encoded(picture: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, quality=85, optimize=kind == "PNG")
    return out.getvalue()
