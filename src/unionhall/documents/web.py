"""Handing out attached files so that a browser never runs what is in them."""

from urllib.parse import quote

from django.http import HttpResponse
from django.utils.translation import gettext as _

from unionhall.documents import store
from unionhall.documents.models import Attachment, Scan
from unionhall.documents.word.checking import WORD

# A browser's own viewer shows a PDF apart from the page. Chromium shows none in a sandboxed frame, so
# what holds it is this policy: nothing is loaded, sent or framed elsewhere from it.
EMBEDDED = (
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'"
)
ALONE = "sandbox; default-src 'none'"


def serve(attachment: Attachment, *, thumbnail: bool = False, inline: bool = False) -> HttpResponse:
    """The file as an answer; the calling view has made sure that the reader may see its subject.

    With `inline` a PDF opens in the browser's viewer, alone or in a frame of ours, instead of being
    downloaded. A file that is held back is answered by 423 and the reason.
    """
    if attachment.is_held:
        return _held(attachment)
    small = thumbnail and attachment.has_thumbnail
    data = store.read(attachment.uid, "thumbnail" if small else "content")
    answer = HttpResponse(data, content_type="image/jpeg" if small else attachment.media_type)
    embedded = inline and attachment.is_pdf
    shown = "inline" if attachment.is_image or embedded else "attachment"
    answer["Content-Disposition"] = f"{shown}; filename*=UTF-8''{quote(attachment.name, safe='')}"
    answer["Content-Security-Policy"] = EMBEDDED if embedded else ALONE
    if embedded:
        answer["X-Frame-Options"] = "SAMEORIGIN"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


def _held(attachment: Attachment) -> HttpResponse:
    told = {
        Scan.WAITING: _("This file is being checked for viruses. Come back in a minute or two."),
        Scan.INFECTED: _(
            "A virus was found in this file, so nobody can open it. Ask for it to be sent again "
            "from a device that was cleaned, or as a photo."
        ),
    }
    text = told[Scan(attachment.scan)]
    answer = HttpResponse(text, status=423, content_type="text/plain; charset=utf-8")
    answer["Content-Security-Policy"] = ALONE
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def word(data: bytes, name: str) -> HttpResponse:
    """A Word file made now, that no browser opens by itself or keeps."""
    answer = HttpResponse(data, content_type=WORD)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
