"""What is done with views of the inbox: saved under a name, changed, put in order, removed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.cases.forms import FilterForm
from unionhall.cases.saved.models import FirstView, SavedView
from unionhall.cases.saved.queries import renumbered
from unionhall.core.clock import now
from unionhall.core.errors import Refused
from unionhall.history.actions import act, record
from unionhall.organisations.models import Organisation

MOST = 50  # of one person
TYPED = ("q",)  # what may name somebody is not kept


@act
def save_view(
    organisation: Organisation,
    *,
    name: str,
    filters: Mapping[str, Any],
    is_shared: bool = False,
    by: User,
    on: date,
) -> SavedView:
    """Give the inbox's filters a name, for oneself or for the union and all on its line."""
    mine = SavedView.objects.filter(owner=by)
    if mine.count() >= MOST:
        raise Refused(_("You have saved very many views."), instead=_("Remove some first."))
    last = mine.aggregate(last=Max("position"))["last"] or 0
    try:
        with transaction.atomic():
            view = SavedView.objects.create(
                name=_named(name),
                filters=_kept(filters),
                is_shared=is_shared,
                organisation=organisation,
                owner=by,
                position=last + 1,
                changed_at=now(),
            )
    except IntegrityError as error:
        raise _taken(name) from error
    _record(view, "saved", by=by, on=on)
    return view


@act
def change_view(
    view: SavedView, *, version: int, name: str, is_shared: bool, by: User, on: date
) -> SavedView:
    """Put another name to it, share it or keep it to oneself; only its owner may, and of two pages one wins."""
    _refuse_others(view, by)
    mine = SavedView.objects.filter(pk=view.pk, version=version)
    facts = {"name": _named(name), "is_shared": is_shared, "changed_at": now()}
    try:
        with transaction.atomic():
            won = mine.update(**facts, version=F("version") + 1)
    except IntegrityError as error:
        raise _taken(name) from error
    if not won:
        raise Refused(
            _("This view was changed on another page meanwhile. Nothing was saved."),
            instead=_("Look at it as it is now."),
        )
    if not is_shared:
        # Nobody's inbox begins any longer with what they cannot see.
        FirstView.objects.filter(view=view).exclude(user=by).delete()
    view = SavedView.objects.get(pk=view.pk)
    _record(view, "changed", by=by, on=on)
    return view


@act
def move_view(view: SavedView, *, up: bool, by: User, on: date) -> None:
    """Put it one place further to the front, or to the back, among one's own."""
    _refuse_others(view, by)
    views = list(renumbered(by).select_for_update())
    at = next(place for place, row in enumerate(views) if row.pk == view.pk)
    to = at - 1 if up else at + 1
    if 0 <= to < len(views):
        views[at], views[to] = views[to], views[at]
    for place, row in enumerate(views):
        row.position = place + 1
    SavedView.objects.bulk_update(views, ["position"])


@act
def begin_with(view: SavedView | None, *, by: User, on: date) -> None:
    """Let one's inbox begin with this view; with None as it begins by itself."""
    FirstView.objects.filter(user=by).delete()
    if view is not None:
        FirstView.objects.create(user=by, view=view)


@act
def remove_view(view: SavedView, *, by: User, on: date) -> None:
    """Take it away; addresses that name it lead nowhere from then on."""
    _refuse_others(view, by)
    _record(view, "removed", by=by, on=on)
    SavedView.objects.filter(pk=view.pk).delete()


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise Refused(_("The view needs a name."))
    return name


def _kept(filters: Mapping[str, Any]) -> dict[str, Any]:
    """The filters that are set, as the inbox's form reads them; never what was typed."""
    form = FilterForm({name: value for name, value in filters.items() if value not in (None, "")})
    if not form.is_valid():
        raise Refused(_("The inbox has no such filters."))
    return {
        name: value
        for name, value in form.cleaned_data.items()
        if value not in (None, "") and name not in TYPED
    }


def _refuse_others(view: SavedView, by: User) -> None:
    if view.owner_id != by.pk:
        raise Refused(
            _("Only %(who)s, who saved this view, can change it.") % {"who": view.owner},
            instead=_("Save it under a name of your own."),
        )


def _taken(name: str) -> Refused:
    return Refused(_("You already have a view called “%(name)s”.") % {"name": name})


def _record(view: SavedView, what: str, *, by: User, on: date) -> None:
    record(
        view.organisation.chain,
        f"cases.view_{what}",
        by=by,
        subject=view,
        facts={"shared": view.is_shared},
        on=on,
    )
