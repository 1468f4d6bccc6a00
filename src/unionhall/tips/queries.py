"""What the pages of a report show, once it is open."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate

from unionhall.history.models import Entry
from unionhall.tips import vault
from unionhall.tips.models import Said, Tip, TipFile


@dataclass(frozen=True)
class Words:
    """Something that was said, in the clear."""

    row: Said
    text: str
    files: list[TipFile]


def conversation(tip: Tip, key: bytes) -> list[Words]:
    """All that was said, oldest first, in the clear; two queries."""
    files: dict[int, list[TipFile]] = {}
    for file in tip.files.defer("sealed"):
        files.setdefault(file.said_id, []).append(file)
    return [
        Words(row, text_of(tip, key, row), files.get(row.pk, []))
        for row in tip.said.select_related("by")
    ]


def text_of(tip: Tip, key: bytes, row: Said) -> str:
    """One row in the clear; raises Unreadable."""
    return vault.unseal(key, row.sealed, context=vault.place_of(tip, row)).decode()


def name_in(said: list[Words]) -> tuple[str, str] | None:
    """Name and number that the reporter gave last, if any."""
    given = [words.text for words in said if words.row.kind == Said.Kind.NAME]
    if not given:
        return None
    first, _line, second = given[-1].partition("\n")
    return first, second


def openings(tip: Tip) -> list[tuple[date, str]]:
    """On which days it was opened by whom, the newest first: the reporter may see that."""
    found = Entry.objects.filter(
        subject_type="tips.tip", subject_id=str(tip.pk), is_read=True
    ).select_related("by")
    return sorted({(localdate(entry.at), str(entry.by)) for entry in found}, reverse=True)


def file_of(tip: Tip, key: bytes, uid: UUID) -> HttpResponse:
    """A file to save, so that no browser runs what is in it; raises Unreadable, Http404."""
    file = get_object_or_404(tip.files, uid=uid)
    data = vault.unseal(key, file.sealed, context=vault.place_of(tip, file))
    return HttpResponse(
        data,
        content_type=file.media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{file.name}"',
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )
