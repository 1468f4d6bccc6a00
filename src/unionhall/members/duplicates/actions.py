"""What an officer says of two files that look like one person's."""

from datetime import date

from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.core.clock import now
from unionhall.core.errors import Refused
from unionhall.history.actions import act, record
from unionhall.members.duplicates.models import Duplicate
from unionhall.members.queries import chain_of


@act
def dismiss(pair: Duplicate, *, reason: str, by: User, on: date) -> Duplicate:
    """Say that these are two people; the pair is not laid before anybody again."""
    reason = reason.strip()
    if not reason:
        raise Refused(_("Say why these are two people: a colleague may wonder later."))
    # Conditional: of two officers who decide at once, one is told.
    won = Duplicate.objects.filter(pk=pair.pk, dismissed_at=None).update(
        dismissed_at=now(), dismissed_by=by, reason=reason
    )
    if not won:
        raise Refused(_("Somebody has just decided on these two files; look again."))
    pair.refresh_from_db()
    _record(pair, "members.duplicate_dismissed", by=by, on=on, reason=reason)
    return pair


@act
def reconsider(pair: Duplicate, *, by: User, on: date) -> Duplicate:
    """Take back that these are two people; the pair waits for a decision again."""
    won = Duplicate.objects.exclude(dismissed_at=None).filter(pk=pair.pk)
    if not won.update(dismissed_at=None, dismissed_by=None, reason=""):
        raise Refused(_("These two files wait for a decision already."))
    pair.refresh_from_db()
    _record(pair, "members.duplicate_reconsidered", by=by, on=on)
    return pair


def _record(pair: Duplicate, verb: str, *, by: User, on: date, reason: str = "") -> None:
    """In both files; neither names the other, whose owner reads their own only. The officer's reason may."""
    for person in (pair.first, pair.second):
        record(
            chain_of(person),
            verb,
            by=by,
            subject=person,
            facts={"pair": pair.uid},
            personal={"compared": reason} if reason else None,
            person=str(person.uid),
            on=on,
        )
