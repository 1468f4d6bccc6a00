"""What the page of one file shows: the file, its neighbours, its size and checksum."""

from collections.abc import Callable, Sequence
from uuid import UUID

from django.http import Http404

from unionhall.documents.models import Attachment


def look(
    request,
    files: Sequence[Attachment],
    uid: UUID,
    *,
    page: Callable[[Attachment], str],
    address: Callable[[Attachment], str],
) -> dict:
    """The context of documents/parts/look.html; `page` and `address` give a file's page and its content.

    Raises Http404 where the file is none of those.
    """
    at = next((place for place, one in enumerate(files) if one.uid == uid), None)
    if at is None:
        raise Http404
    return {
        "file": files[at],
        "place": at + 1,
        "count": len(files),
        "previous": page(files[at - 1]) if at else "",
        "next": page(files[at + 1]) if at + 1 < len(files) else "",
        "address": address(files[at]),
        "is_large": "zoom" in request.GET,
    }
