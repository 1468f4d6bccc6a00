"""Who may see undelivered notices: decided by `access`, which lies above; wiring connects them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404

_scope: Callable[[Any, str], Any] | None = None


def use(scope: Callable[[Any, str], Any]) -> None:
    """Name who says where a user has an ability; something false means nowhere."""
    global _scope
    _scope = scope


def needs(ability: str) -> Callable:
    """Let the view in only for this ability; nobody, where no one was named to decide."""

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def scoped(request, *args, **kwargs):
            if _scope is None or not _scope(request.user, ability):
                raise Http404
            return view(request, *args, **kwargs)

        guarded: Any = login_required(scoped)
        guarded.ability = ability
        return guarded

    return decorate
