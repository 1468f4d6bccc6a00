"""Icons from our own sprite."""

import re
from functools import cache
from pathlib import Path

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from unionhall.ui.pieces.html import needed, one_of

SPRITE = Path(__file__).resolve().parent.parent / "static/ui/vendor/icons.svg"


@cache
def names() -> frozenset[str]:
    """The icons that stand in the sprite; more are named in assets/icons.txt."""
    return frozenset(re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text()))


@cache
def _drawing(name: str, size: str) -> SafeString:
    needed("icon", name=name)
    one_of("icon", "name", name, names())
    one_of("icon", "size", size, ("", "lg", "xl"))
    return format_html(
        '<svg class="icon{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        f" icon-{size}" if size else "",
        static("ui/vendor/icons.svg"),
        name,
    )


def icon(name: str, *, size: str = "", label: str = "") -> SafeString:
    """A drawing beside words; alone it needs a label. Sizes: "", "lg", "xl"."""
    drawing = _drawing(name, size)
    if not label:
        return drawing
    return format_html('{}<span class="visually-hidden">{}</span>', drawing, label)
