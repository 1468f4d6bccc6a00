"""`{% load binding %}`: how a claim stands beside a member."""

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from unionhall.core.text import masked_phone
from unionhall.ui.pieces.lists import state

register = template.Library()


@register.simple_tag
def agrees(same: bool | None) -> SafeString:
    """Word, icon and colour for "agrees", "differs" and "not in the register"."""
    if same is None:
        return state(_("not in the register"), tone="quiet")
    return state(_("agrees"), tone="good") if same else state(_("differs"), tone="warn")


@register.filter(name="masked_phone")
def masked(number: str) -> str:
    """A telephone number with its middle hidden."""
    return masked_phone(number or "")
