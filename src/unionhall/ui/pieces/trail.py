"""What happened, newest last."""

from collections.abc import Iterable
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from unionhall.ui.pieces.html import EMPTY, joined, needed, one_of, part
from unionhall.ui.pieces.icons import icon
from unionhall.ui.pieces.text import moment

KINDS = {"act": "circle-dot", "message": "message-2", "note": "note", "read": "eye"}


def _files(files: Iterable[Any]) -> SafeString:
    return format_html(
        '<ul class="trail-files">{}</ul>',
        joined(
            '<li>{}<a href="{}" hx-boost="false">{}</a></li>',
            [(icon("paperclip"), part(file, "url"), part(file, "name")) for file in files],
        ),
    )


def _entry(entry: Any) -> SafeString:
    kind, body, files = part(entry, "kind"), part(entry, "body"), part(entry, "files")
    needed("trail", kind=kind, at=part(entry, "at"), sentence=part(entry, "sentence"))
    one_of("trail", "kind", kind, KINDS)
    mine = " trail-mine" if part(entry, "mine") else ""
    return format_html(
        '<li class="trail-{}{}"><span class="trail-mark">{}</span><div class="trail-what">'
        '<p class="trail-head"><span class="trail-by">{}</span> <span>{}</span> '
        '<span class="trail-at">{}</span>{}</p>{}{}</div></li>',
        kind,
        mine,
        icon(part(entry, "icon") or KINDS[kind]),
        part(entry, "by_label") or "",
        part(entry, "sentence"),
        moment(part(entry, "at")),
        format_html('<span class="trail-inside">{}</span>', _("internal"))
        if kind == "note"
        else EMPTY,
        format_html('<div class="trail-body">{}</div>', body) if body else EMPTY,
        _files(files) if files else EMPTY,
    )


def trail(entries: Iterable[Any], *, label: str = "") -> SafeString:
    """Acts, messages, internal notes and reads in sentences, newest last.

    Each entry has `at`, `sentence`, `by_label`, `kind` (act, message, note, read), and maybe
    `body` (what was written), `files` (each `name` and `url`), `icon`, `mine` (by the reader).
    """
    needed("trail", entries=entries)
    return format_html(
        '<ol class="trail" aria-label="{}">{}</ol>',
        label or _("What happened"),
        joined("{}", [(_entry(entry),) for entry in entries]),
    )
