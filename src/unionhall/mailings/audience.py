"""To whom: the memberships that a list of the register shows, narrowed by a union or a saved search."""

from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from unionhall.access.scope import Scope, scope
from unionhall.accounts.models import User
from unionhall.core.errors import Refused
from unionhall.members import pages
from unionhall.members.models import Spell
from unionhall.organisations.fields import key_of
from unionhall.organisations.models import Organisation


def chosen(query: str, held: Scope) -> pages.Chosen:
    """What the query of a list asks for within the scope; refused where it would find others than it says."""
    asked = QueryDict(query)
    wanted = pages.choice(asked, held)
    if wanted.typed:
        raise Refused(
            _("What was typed into the search finds people one by one."),
            instead=_("Narrow the list by filters or a saved search instead."),
        )
    if asked.get("unit") and wanted.unit is None:
        raise Refused(_("There is no union called %(unit)s here.") % {"unit": asked["unit"]})
    if asked.get("saved") and (wanted.filters.where is None or wanted.filters.where.node is None):
        raise Refused(
            _("This saved search is gone or can no longer be read."),
            instead=_("Choose another one."),
        )
    return wanted


def sender(wanted: pages.Chosen, held: Scope) -> Organisation:
    """The union that writes: the one chosen, else the first of the scope."""
    return wanted.unit or Organisation.objects.get(pk=key_of(held.paths[0]))


def still(by: User, ability: str, paths: list[str]) -> Scope:
    """The scope that was kept, if whoever began still has all of it."""
    now = scope(by, ability).paths
    if not now or not all(path.startswith(now) for path in paths):
        raise Refused(_("Your offices no longer reach all that this was begun for."))
    return Scope(ability, tuple(paths), by)


def memberships(wanted: pages.Chosen) -> QuerySet[Spell]:
    """The memberships, of people who live; one person may stand there with two."""
    return Spell.objects.filter(wanted.filters.q(), person__died_on=None)


def total(wanted: pages.Chosen) -> int:
    """How many people that is."""
    return memberships(wanted).order_by().values("person").distinct().count()


def query_of(asked: Any, **more: Any) -> str:
    """The list's query with some of it replaced; what is empty is left out."""
    told = asked.copy()
    for name in ("at", "like", "q", "s"):
        told.pop(name, None)
    for name, value in more.items():
        told.pop(name, None)
        if value:
            told[name] = str(value)
    return told.urlencode()
