"""Which scope an export keeps: that in which it was asked for, as long as it still holds."""

from typing import Any

from django.utils.translation import gettext as _

from unionhall.access.scope import Scope, scope
from unionhall.core.errors import Refused
from unionhall.exchange.exports.models import Export


def scope_of(export: Export, ability: str) -> Scope:
    """The scope it was asked in; refused where whoever asked no longer holds all of it."""
    if export.by is not None and not holds(export, export.by, ability):
        raise Refused(_("Your offices no longer reach all that this export was asked for."))
    return Scope(ability, tuple(export.paths), export.by)


def holds(export: Export, user: Any, ability: str) -> bool:
    """Whether the user's offices still reach all of it."""
    now = scope(user, ability).paths
    return bool(now) and all(path.startswith(now) for path in export.paths)
