"""Template tags that show a button only to those who may press it."""

from django import template

from unionhall.access import scope

register = template.Library()


@register.simple_tag(takes_context=True)
def can(context, ability: str, subject) -> bool:
    """Whether the reader may do it to the subject: `{% can "cases.accept" case as may_accept %}`."""
    return scope.can(context["request"].user, ability, subject)


@register.simple_tag(takes_context=True)
def can_anywhere(context, ability: str) -> bool:
    """Whether the reader may do it in some organisation."""
    return bool(scope.scope(context["request"].user, ability))
