"""What is done with searches: saved under a name, changed, removed."""

from datetime import date
from typing import Any

from django.db import IntegrityError
from django.db.models import F
from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.core.clock import now
from unionhall.core.errors import Refused
from unionhall.history.actions import act, record
from unionhall.members.saved.fields import read
from unionhall.members.saved.grammar import Unfit
from unionhall.members.saved.models import SavedSearch
from unionhall.organisations.models import Organisation

MOST = 200  # of one person


@act
def save_search(
    organisation: Organisation,
    *,
    name: str,
    conditions: dict,
    status: str = "held",
    is_shared: bool = False,
    by: User,
    on: date,
) -> SavedSearch:
    """Give a search a name, for oneself or for the union and all on its line."""
    if SavedSearch.objects.filter(owner=by).count() >= MOST:
        raise Refused(_("You have saved very many searches."), instead=_("Remove some first."))
    try:
        search = SavedSearch.objects.create(
            **_facts(name, conditions, status, is_shared),
            organisation=organisation,
            owner=by,
            changed_at=now(),
        )
    except IntegrityError as error:
        raise _taken(name) from error
    _record(search, "saved", by=by, on=on)
    return search


@act
def change_search(
    search: SavedSearch, *, version: int, name: str, conditions: dict, status: str,
    is_shared: bool, by: User, on: date,
) -> SavedSearch:  # fmt: skip
    """Put another name or other conditions to it; only its owner may, and of two pages one wins."""
    _refuse_others(search, by)
    facts = _facts(name, conditions, status, is_shared)
    mine = SavedSearch.objects.filter(pk=search.pk, version=version)
    try:
        won = mine.update(**facts, version=F("version") + 1, changed_at=now())
    except IntegrityError as error:
        raise _taken(name) from error
    if not won:
        raise Refused(
            _("This search was changed on another page meanwhile. Nothing was saved."),
            instead=_("Look at it as it is now."),
        )
    search = SavedSearch.objects.get(pk=search.pk)
    _record(search, "changed", by=by, on=on)
    return search


@act
def remove_search(search: SavedSearch, *, by: User, on: date) -> None:
    """Take it away; lists that name it show nobody from then on."""
    _refuse_others(search, by)
    _record(search, "removed", by=by, on=on)
    SavedSearch.objects.filter(pk=search.pk).delete()


def _facts(name: str, conditions: dict, status: str, is_shared: bool) -> dict[str, Any]:
    name = " ".join(name.split())
    if not name:
        raise Refused(_("The search needs a name."))
    try:
        found = read(conditions)
    except Unfit as error:
        raise Refused(_("This is no search: %(why)s.") % {"why": error}) from error
    return {"name": name, "conditions": found.plain(), "status": status, "is_shared": is_shared}


def _refuse_others(search: SavedSearch, by: User) -> None:
    if search.owner_id != by.pk:
        raise Refused(
            _("Only %(who)s, who saved this search, can change it.") % {"who": search.owner},
            instead=_("Save it under a name of your own."),
        )


def _taken(name: str) -> Refused:
    return Refused(_("You already have a search called “%(name)s” here.") % {"name": name})


def _record(search: SavedSearch, what: str, *, by: User, on: date) -> None:
    """What it asks may name somebody, so the history keeps only that it was done."""
    record(
        search.organisation.chain,
        f"members.search_{what}",
        by=by,
        subject=search,
        facts={"shared": search.is_shared},
        on=on,
    )
