"""`{% load duties %}`: what a duty asks for and its day, for the texts of notices."""

from datetime import date

from django import template

from unionhall.duties import subjects
from unionhall.ui.pieces.text import written

register = template.Library()


@register.simple_tag
def asks(kind: str) -> str:
    """What a kind of duty asks for."""
    return subjects.label(kind)


@register.simple_tag
def written_day(iso: str) -> str:
    """A day that was kept as "2026-03-09", as people write it."""
    return written(date.fromisoformat(iso)) if iso else ""
