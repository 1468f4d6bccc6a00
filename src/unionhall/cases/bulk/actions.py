"""What is done with an act for many requests: begun, applied, dismissed, taken back; a worker does the long parts."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from unionhall.access.scope import Scope
from unionhall.accounts.models import User
from unionhall.cases.bulk import jobs
from unionhall.cases.bulk.kinds import ACTS
from unionhall.cases.bulk.models import Bulk
from unionhall.cases.bulk.working import move
from unionhall.core.clock import now
from unionhall.core.errors import Refused
from unionhall.history.actions import act
from unionhall.organisations.fields import key_of
from unionhall.organisations.models import Organisation

State = Bulk.State
MOST_TICKED = 200


@act
def begin(
    held: Scope,
    *,
    code: str,
    query: str = "",
    chosen: Iterable[str] = (),
    to_user: User | None = None,
    to_organisation: Organisation | None = None,
    reason: str = "",
    by: User,
    on: date,
) -> Bulk:
    """Let a worker see what an act would do to the requests ticked (`chosen`: their numbers), or to
    all that the inbox's filters (`query`) show.
    """
    kind, numbers = ACTS[code], sorted(set(chosen))
    if len(numbers) > MOST_TICKED:
        raise Refused(
            _("At most %(most)s requests can be ticked.") % {"most": MOST_TICKED},
            instead=_("Narrow the list by its filters, and act on all that match."),
        )
    if kind.asks and (to_user is None) == (to_organisation is None):
        raise Refused(_("Choose either a person or another level."))
    if kind.asks and not reason.strip():
        raise Refused(_("Say why: the receiver reads it beside each request."))
    bulk = Bulk.objects.create(
        organisation=Organisation.objects.get(pk=key_of(held.paths[0])),
        paths=list(held.paths),
        query=query,
        chosen=numbers,
        act=code,
        to_user=to_user,
        to_organisation=to_organisation,
        reason=reason.strip(),
        on=on,
        by=by,
        at=now(),
    )
    jobs.check.enqueue(bulk.pk)
    return bulk


@act
def apply(bulk: Bulk, *, by: User, on: date) -> None:
    """Let a worker do it to every request that was not refused."""
    move(bulk, (State.READY,), State.APPLYING, on=on)
    jobs.apply.enqueue(bulk.pk)


@act
def dismiss(bulk: Bulk, *, by: User, on: date) -> None:
    """Give it up before anything is done."""
    move(bulk, Bulk.OPEN, State.DISMISSED)


@act
def undo(bulk: Bulk, *, by: User, on: date) -> None:
    """Let a worker give back what still lies with the receiver."""
    if not bulk.is_undoable:
        raise Refused(
            _("This is not taken back as a whole: others have to act on these requests by now."),
            instead=_("Hand over those that should lie elsewhere."),
        )
    if bulk.state == State.APPLIED and not bulk.is_undo_open:
        raise Refused(_("The days in which this could be taken back are over."))
    move(bulk, (State.APPLIED,), State.UNDOING, on=on)
    jobs.undo.enqueue(bulk.pk)
