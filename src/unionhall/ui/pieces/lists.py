"""States, badges, tabs, pages of a list, and what stands where a list is empty."""

from collections.abc import Iterable
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from unionhall.ui.pieces.html import EMPTY, attributes, joined, needed, one_of, part
from unionhall.ui.pieces.icons import icon as drawn
from unionhall.ui.pieces.text import counted

TONES = {
    "new": "circle-dot",
    "active": "progress-check",
    "waiting": "hourglass",
    "good": "circle-check",
    "warn": "alert-circle",
    "bad": "alert-triangle",
    "quiet": "minus",
}


def state(subject: Any, *, tone: str = "", icon: str = "") -> SafeString:
    """A state as word, icon and colour. `subject` is the word, or has `label`, `tone` and `icon`.

    Tones: new, active, waiting, good, warn, bad, quiet.
    """
    label = subject if isinstance(subject, str) else part(subject, "label", None) or str(subject)
    tone = tone or part(subject, "tone", "") or ""
    needed("state", subject=subject, tone=tone)
    one_of("state", "tone", tone, TONES)
    return format_html(
        '<span class="state state-{}">{}{}</span>',
        tone,
        drawn(icon or part(subject, "icon", "") or TONES[tone]),
        label,
    )


def badge(label: Any, *, tone: str = "quiet") -> SafeString:
    """A short word or number set apart."""
    needed("badge", label=label)
    one_of("badge", "tone", tone, TONES)
    return format_html('<span class="chip chip-{}">{}</span>', tone, label)


def tabs(items: Iterable[Any], *, label: str) -> SafeString:
    """Views of one list; each item has `label`, `url`, `current` and maybe `count`."""
    needed("tabs", items=items, label=label)
    return format_html(
        '<nav class="tabs" aria-label="{}">{}</nav>',
        label,
        joined(
            '<a href="{}"{}>{}{}</a>',
            [
                (
                    part(item, "url"),
                    attributes(aria_current="page" if part(item, "current") else None),
                    part(item, "label"),
                    EMPTY
                    if part(item, "count") is None
                    else format_html(
                        '<span class="tab-count">{}</span>', counted(part(item, "count"))
                    ),
                )
                for item in items
            ],
        ),
    )


def pager(*, previous: str | None, next: str | None, note: str = "") -> SafeString:
    """The pages before and after, by key and not by number; None where there is none."""
    if not previous and not next:
        return EMPTY

    def step(url, word, rel, key, before, after):
        inner = format_html("{}{}{}", before, word, after)
        if not url:
            return format_html(
                '<span class="btn is-quiet disabled" aria-disabled="true">{}</span>', inner
            )
        return format_html(
            '<a class="btn is-quiet" href="{}" rel="{}" data-key="{}">{}</a>', url, rel, key, inner
        )

    return format_html(
        '<nav class="pager" aria-label="{}">{}<span class="pager-note">{}</span>{}</nav>',
        _("Pages"),
        step(previous, _("Previous page"), "prev", "p", drawn("chevron-left"), EMPTY),
        note,
        step(next, _("Next page"), "next", "n", EMPTY, drawn("chevron-right")),
    )


def empty(
    title: str, *, why: str, action: str = "", url: str = "", icon: str = "inbox"
) -> SafeString:
    """What will be here, why it is empty, and the one thing to do (`action` with its `url`)."""
    needed("empty", title=title, why=why)
    if bool(action) != bool(url):
        raise ValueError("empty: action and url stand together")
    return format_html(
        '<div class="empty-note">{}<p class="empty-note-title">{}</p><p>{}</p>{}</div>',
        drawn(icon, size="xl"),
        title,
        why,
        format_html('<a class="btn btn-primary" href="{}">{}</a>', url, action)
        if action
        else EMPTY,
    )
