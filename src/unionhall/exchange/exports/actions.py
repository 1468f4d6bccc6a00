"""What is done with an export: asked for, downloaded, given up, deleted when its days are over."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.core.clock import now
from unionhall.core.errors import Refused
from unionhall.exchange import store as telling
from unionhall.exchange.exports import jobs, store
from unionhall.exchange.exports.kinds import KINDS
from unionhall.exchange.exports.models import Export
from unionhall.history.actions import act, record

State = Export.State
MOST_WAITING = 3  # of one person


@act
def ask(
    kind: str,
    *,
    organisation_id: int,
    paths: list[str],
    asked: dict[str, Any],
    format: str,
    reason: str,
    by: User | None,
    on: date,
    with_ids: bool = False,
    by_label: str = "",
    at_once: bool = False,
) -> Export:
    """Ask for an export; a worker makes it, or the caller `at_once`."""
    if not reason.strip():
        raise Refused(_("An export needs its reason; whoever stands in it can read it."))
    if by and Export.objects.filter(by=by, state=State.WAITING).count() >= MOST_WAITING:
        raise Refused(
            _("Several of your exports are still being made."),
            instead=_("Wait until one is finished, then ask again."),
        )
    export = Export.objects.create(
        kind=KINDS[kind].name,
        organisation_id=organisation_id,
        paths=paths,
        on=on,
        asked=asked,
        with_ids=with_ids,
        format=format,
        reason=reason.strip(),
        by=by,
        by_label=by_label,
        at=now(),
    )
    if not at_once:
        jobs.make.enqueue(export.pk)
    return export


@act
def download(export: Export, *, by: User, on: date) -> Iterator[bytes]:
    """The file, piece by piece, for whoever asked; each time is recorded."""
    ready = Export.objects.filter(pk=export.pk, state=State.READY, until__gt=now())
    if export.by_id != by.pk or not store.is_there(export.uid):
        raise _gone()
    if not ready.update(downloads=F("downloads") + 1):
        raise _gone()
    record(export.chain, f"{export.kind}.export_downloaded", by=by, subject=export, on=on)
    return store.pieces(export.uid)


def _gone() -> Refused:
    return Refused(
        _("This file cannot be downloaded any more."), instead=_("Ask for a new export.")
    )


@act
def remove(export: Export, *, by: User | None, on: date) -> None:
    """Delete the file before its time, or give up an export that is not made yet."""
    mine = Export.objects.filter(pk=export.pk)
    given_up = mine.filter(state=State.WAITING).update(state=State.FAILED)
    if not given_up and not mine.filter(state=State.READY).update(state=State.REMOVED):
        raise Refused(_("This file has been deleted already."))
    record(export.chain, f"{export.kind}.export_removed", by=by, subject=export, on=on)
    transaction.on_commit(lambda: _forget(export))


def _forget(export: Export) -> None:
    store.remove(export.uid)
    telling.remove(export.uid)


def remove_expired(*, at: datetime) -> int:
    """Delete the files whose days are over; how many."""
    store.remove_strays(before=(at - timedelta(days=1)).timestamp())
    expired = list(Export.objects.expired(at=at))
    for export in expired:
        remove(export, by=None, on=at.date())
    return len(expired)
