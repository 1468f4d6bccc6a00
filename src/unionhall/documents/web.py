"""Handing out attached files so that a browser never runs what is in them."""

from urllib.parse import quote

from django.http import HttpResponse

from unionhall.documents import store
from unionhall.documents.models import Attachment
from unionhall.documents.word.checking import WORD


def serve(attachment: Attachment, *, thumbnail: bool = False) -> HttpResponse:
    """The file as an answer; the calling view has made sure that the reader may see its subject."""
    small = thumbnail and attachment.has_thumbnail
    data = store.read(attachment.uid, "thumbnail" if small else "content")
    answer = HttpResponse(data, content_type="image/jpeg" if small else attachment.media_type)
    shown = "inline" if attachment.is_image else "attachment"
    answer["Content-Disposition"] = f"{shown}; filename*=UTF-8''{quote(attachment.name, safe='')}"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


def word(data: bytes, name: str) -> HttpResponse:
    """A Word file made now, that no browser opens by itself or keeps."""
    answer = HttpResponse(data, content_type=WORD)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
