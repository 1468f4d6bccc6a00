"""What all components stand on: checks that raise, attributes, popovers."""

import secrets
from typing import Any

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext

EMPTY = mark_safe("")
CROSS = mark_safe(
    '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M18 6 6 18M6 6l12 12"/></svg>'
)


def needed(component: str, **values: Any) -> None:
    """Raise when a value is missing, as an unknown template variable (`""`) or None would be."""
    for name, value in values.items():
        if value is None or value == "":
            raise ValueError(f"{component}: {name} is missing")


def one_of(component: str, name: str, value: str, known) -> None:
    """Raise when a value is none of the known ones."""
    if value not in known:
        raise ValueError(f"{component}: {name}={value!r} is none of {', '.join(sorted(known))}")


def part(subject: Any, name: str, default: Any = None) -> Any:
    """A named part of an object or a mapping."""
    if isinstance(subject, dict):
        return subject.get(name, default)
    return getattr(subject, name, default)


def attributes(**values: Any) -> SafeString:
    """` name="value"` for each that is set; `data_key` becomes `data-key`, True stands alone."""
    return mark_safe(
        "".join(
            f" {name.rstrip('_').replace('_', '-')}"
            if value is True
            else f' {name.rstrip("_").replace("_", "-")}="{conditional_escape(value)}"'
            for name, value in values.items()
            if value not in (None, "", False)
        )
    )


def joined(template: str, rows) -> SafeString:
    """The template once for each row (a tuple of its values)."""
    return format_html_join("", template, rows)


def popover(
    mark: SafeString, *, title: str, body: SafeString, kind: str, label: str = ""
) -> SafeString:
    """A mark that opens a panel; phrasing content only, so that it may stand inside a paragraph."""
    key = f"pop-{secrets.token_hex(4)}"
    return format_html(
        '<button type="button" class="pop pop-{}" popovertarget="{}"{}>{}</button>'
        '<span id="{}" class="pop-panel" popover role="dialog" aria-label="{}">'
        '<strong class="pop-title">{}</strong>{}'
        '<button type="button" class="pop-close" popovertarget="{}" popovertargetaction="hide" aria-label="{}">{}</button></span>',
        kind,
        key,
        attributes(aria_label=label),
        mark,
        key,
        title,
        title,
        body,
        key,
        pgettext("dialog", "Close"),
        CROSS,
    )
