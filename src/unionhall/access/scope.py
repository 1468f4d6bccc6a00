"""What a person's mandates allow and where: the one place for permission.

Lists ask `.within(scope)`, objects and buttons ask `can`; both look at the same path ranges, so they
cannot disagree. Outside its scope an object does not exist: 404.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import reduce, wraps
from operator import or_
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import models
from django.db.models import Q
from django.http import Http404

from unionhall.access.grants import GRANTS, offices_with
from unionhall.core.clock import today
from unionhall.organisations.fields import below
from unionhall.organisations.models import Organisation
from unionhall.organisations.queries import held_by


def topmost(paths: Iterable[str]) -> tuple[str, ...]:
    """The paths that lie below no other of them, in order."""
    kept: list[str] = []
    for path in sorted(paths):
        if not kept or not path.startswith(kept[-1]):
            kept.append(path)
    return tuple(kept)


@dataclass(frozen=True)
class Scope:
    """The organisations in which a user has an ability on a day: the subtrees of `paths`."""

    ability: str
    paths: tuple[str, ...]
    user: Any = field(default=None, repr=False, compare=False)
    on: date | None = field(default=None, repr=False)

    def __bool__(self) -> bool:
        return bool(self.paths)

    def q(self, prefix: str = "organisation") -> Q:
        """The rows whose organisation lies inside; `prefix` leads to it, "" for organisations themselves."""
        path = f"{prefix}__path" if prefix else "path"
        ranges = [
            Q(**{f"{path}__gte": low, f"{path}__lt": high}) for low, high in map(below, self.paths)
        ]
        return reduce(or_, ranges) if ranges else Q(pk__in=[])

    def covers(self, organisation: Organisation) -> bool:
        """Whether the organisation lies inside."""
        return organisation.path.startswith(self.paths) if self.paths else False

    def also(self, ability: str) -> "Scope":
        """The same user's scope for another ability on the same day."""
        return scope(self.user, ability, on=self.on)


def scope(user, ability: str, *, on: date | None = None) -> Scope:
    """Where the user may do it: today's tree, mandates in force on the day (today when not given).

    Raises KeyError for an ability grants.toml does not declare.
    """
    offices = offices_with(ability)
    limit = getattr(
        user, "limited_to", None
    )  # an API token may name fewer abilities than its owner has
    if limit is not None and ability not in limit:
        return Scope(ability, (), user, on)
    held = held_by(user, on=on or today())
    paths = topmost(mandate.path for mandate in held if mandate.office in offices)
    return Scope(ability, paths, user, on)


def abilities_of(user) -> frozenset[str]:
    """All that the user may do today, be it in one place only."""
    held = held_by(user, on=today())
    granted = frozenset().union(*(GRANTS[mandate.office] for mandate in held))
    limit = getattr(user, "limited_to", None)
    return granted if limit is None else granted.intersection(limit)


class ScopedQuerySet(models.QuerySet):
    """Rows that belong to an organisation; `scope_prefix` leads to it."""

    scope_prefix = "organisation"

    def within(self, scope: Scope):
        """Those the scope covers."""
        return self.filter(scope.q(self.scope_prefix))


def can(user, ability: str, subject: models.Model, *, on: date | None = None) -> bool:
    """Whether the user may do it to the subject: an organisation, or a row some list would show."""
    found = scope(user, ability, on=on)
    if not found:
        return False
    if isinstance(subject, Organisation):
        return found.covers(subject)
    rows: Any = type(subject)._default_manager.all()
    if type(rows).within is not ScopedQuerySet.within:
        return rows.within(found).filter(pk=subject.pk).exists()
    return found.covers(_at_end_of(rows.scope_prefix, subject))


def _at_end_of(prefix: str, subject: models.Model) -> Any:
    return reduce(getattr, prefix.split("__"), subject)


def requires(ability: str) -> Callable:
    """Let the view in only for this ability, and give it its scope as `request.scope`.

    Whoever has the ability nowhere gets 404, whoever is not signed in the sign-in page.
    """
    offices_with(ability)

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def scoped(request, *args, **kwargs):
            request.scope = scope(request.user, ability)
            if not request.scope:
                raise Http404
            return view(request, *args, **kwargs)

        guarded: Any = login_required(scoped)
        guarded.ability = ability
        return guarded

    return decorate


def public(view: Callable) -> Callable:
    """Say that anybody may see the view, signed in or not."""
    view.public = True  # type: ignore[attr-defined]
    return view


def own(view: Callable) -> Callable:
    """Let in whoever is signed in, to records of their own; the view must look up only those.

    An API token needs to name "me" for it.
    """

    @wraps(view)
    def limited(request, *args, **kwargs):
        if not _may_own(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    guarded: Any = login_required(limited)
    guarded.own = True
    return guarded


def admits(view: Callable, user) -> bool:
    """Whether a guarded view would let the user in today, whatever object they ask it for."""
    if ability := getattr(view, "ability", ""):
        return bool(scope(user, ability))
    return not getattr(view, "own", False) or _may_own(user)


def _may_own(user) -> bool:
    return "me" in getattr(user, "limited_to", {"me"})
