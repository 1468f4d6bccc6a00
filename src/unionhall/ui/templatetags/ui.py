"""`{% load ui %}`: the components, each with strict arguments; all are shown at /ui/."""

from functools import lru_cache

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from unionhall.ui.pieces import due, figures, forms, icons, lists, rules, text, trail

register = template.Library()

PIECES = {
    piece.__name__: piece
    for piece in (
        icons.icon,
        text.day,
        text.moment,
        text.money,
        text.count,
        due.due,
        rules.rule,
        rules.refusal,
        rules.who_sees,
        trail.trail,
        lists.state,
        lists.badge,
        lists.tabs,
        lists.pager,
        lists.empty,
        figures.figure,
        figures.progress,
        figures.chart,
        forms.button,
        forms.act,
        forms.field,
        forms.filters,
    )
}
for name, piece in PIECES.items():
    register.simple_tag(piece, takes_context=name == "act")


@register.simple_tag
def constant(part: str) -> SafeString:
    """A part of the page in which nothing changes but the language: drawn once a language."""
    draw = _drawn.__wrapped__ if settings.DEBUG else _drawn
    return draw(part, get_language())


@register.simple_tag
def side(groups: tuple) -> SafeString:
    """The desk's navigation, pairs of a heading and its items in the reader's words: drawn once for all who have the same."""
    return _side(groups)


@lru_cache(maxsize=1024)
def _side(groups: tuple) -> SafeString:
    return render_to_string("ui/parts/side.html", {"groups": groups})


@lru_cache(maxsize=64)
def _drawn(part: str, language: str | None) -> SafeString:
    return render_to_string(part)
