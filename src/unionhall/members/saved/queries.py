"""Searches run: compiled to a condition on spells, always within a scope."""

from datetime import date
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Q, QuerySet

from unionhall.access.scope import Scope
from unionhall.members.models import Spell
from unionhall.members.queries import Filters
from unionhall.members.saved import fields
from unionhall.members.saved.grammar import Condition, Group
from unionhall.members.saved.models import SavedSearch

NOBODY = Q(pk__in=[])


def condition(node: Condition | Group, *, on: date) -> Q:
    """What a spell must fulfil on a day. An empty group says nothing."""
    if isinstance(node, Condition):
        return fields.FIELDS[node.field].ask(node.test, node.value, on)
    parts = [condition(each, on=on) for each in node.of]
    whole = reduce(and_ if node.match == "all" else or_, parts, Q()) if parts else Q()
    return ~whole if node.negated and parts else whole


class Where:
    """A search as a filter of the register's list."""

    def __init__(self, node: Group | None, name: str = ""):
        self.node = node  # None: a search that is gone or cannot be read shows nobody
        self.name = name

    def q(self, prefix: str, on: date) -> Q:
        """What a spell must fulfil; `prefix` leads to it."""
        found = NOBODY if self.node is None else condition(self.node, on=on)
        if not prefix:
            return found
        return Q(**{f"{prefix}in": Spell.objects.filter(found)})


def where(search: SavedSearch | None) -> Where:
    """The search as a filter; nobody where there is none."""
    return Where(search.readable, search.name) if search else Where(None)


def filters(search: SavedSearch, scope: Scope, on: date) -> Filters:
    """The list that the search shows within a scope on a day."""
    return Filters(scope, on, search.status, where=where(search))


def queryset(search: SavedSearch, scope: Scope, on: date) -> QuerySet[Spell]:
    """The memberships it finds within the scope: for lists, files, mailings, rolls and figures alike."""
    return Spell.objects.filter(filters(search, scope, on).q())


def chosen(key: Any, scope: Scope) -> tuple[Where | None, str]:
    """The search a list was asked for, and the state of membership it looks at; nobody where it is gone."""
    if not key:
        return None, ""
    found = visible(scope).filter(pk=key).first() if str(key).isdecimal() else None
    return where(found), found.status if found else ""


def visible(scope: Scope) -> QuerySet[SavedSearch]:
    """One's own searches, and those shared on one's line of the tree: with unions above, here and below."""
    above = {part for path in scope.paths for part in _line(path)}
    shared = Q(is_shared=True) & (scope.q("organisation") | Q(organisation__path__in=above))
    mine: Any = Q(owner=scope.user) if scope.user and scope.user.pk else Q(pk__in=[])
    return SavedSearch.objects.filter(mine | shared)


def _line(path: str) -> list[str]:
    """A path and all above it: "1/2/" → "1/", "1/2/"."""
    parts = path.strip("/").split("/")
    return [f"{'/'.join(parts[: at + 1])}/" for at in range(len(parts))]
