"""What is done with an act for many: begun, applied, dismissed, taken back; a worker does the long parts."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from unionhall.access.scope import Scope
from unionhall.accounts.models import User
from unionhall.core.clock import now
from unionhall.core.errors import Refused
from unionhall.history.actions import act
from unionhall.members.bulk import jobs
from unionhall.members.bulk.kinds import ACTS
from unionhall.members.bulk.models import Bulk
from unionhall.members.bulk.working import move
from unionhall.organisations.fields import key_of
from unionhall.organisations.models import Organisation

State = Bulk.State


@act
def begin(
    held: Scope, *, query: str, code: str, value: Any, reason: str, by: User, on: date
) -> Bulk:
    """Let a worker see what an act would do to every row of a list."""
    if not reason.strip():
        raise Refused(_("A bulk act needs its reason; each member can read it."))
    bulk = Bulk.objects.create(
        organisation=Organisation.objects.get(pk=key_of(held.paths[0])),
        paths=list(held.paths),
        query=query,
        act=code,
        values={"value": ACTS[code].keeps(value)},
        reason=reason.strip(),
        on=on,
        by=by,
        at=now(),
    )
    jobs.check.enqueue(bulk.pk)
    return bulk


@act
def apply(bulk: Bulk, *, by: User, on: date) -> None:
    """Let a worker do it to every row that was not refused."""
    move(bulk, (State.READY,), State.APPLYING)
    jobs.apply.enqueue(bulk.pk)


@act
def dismiss(bulk: Bulk, *, by: User, on: date) -> None:
    """Give it up before anything is done."""
    move(bulk, Bulk.OPEN, State.DISMISSED)


@act
def undo(bulk: Bulk, *, by: User, on: date) -> None:
    """Let a worker restore what nobody edited since."""
    if ACTS[bulk.act].undo is None:
        raise Refused(
            _("An ended membership is not taken back as a whole."),
            instead=_("Add those who stay as members again."),
        )
    if bulk.state == State.APPLIED and not bulk.is_undo_open:
        raise Refused(_("The days in which this could be taken back are over."))
    move(bulk, (State.APPLIED,), State.UNDOING)
    jobs.undo.enqueue(bulk.pk)
