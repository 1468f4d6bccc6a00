"""Requests put side by side, taken apart, or told apart; none of it changes a request itself."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.cases import steps
from unionhall.cases.alike.models import Pair, Verdict
from unionhall.cases.confidential import reading
from unionhall.cases.models import Case
from unionhall.core.errors import Refused
from unionhall.history.actions import act


@act
def link(case: Case, other: Case, *, reason: str, by: User, on: date) -> Pair:
    """Say that two requests belong together; what was told apart may be linked after all. Raises Refused."""
    if not reason.strip():
        raise Refused(_("Say why they belong together."))
    return _decide(case, other, Verdict.LINKED, "linked", reason=reason, by=by, on=on)


@act
def tell_apart(case: Case, other: Case, *, reason: str = "", by: User, on: date) -> Pair:
    """Remember that two requests are not the same, so that it is not proposed again. Raises Refused."""
    return _decide(case, other, Verdict.UNLIKE, "told_apart", reason=reason, by=by, on=on)


@act
def unlink(case: Case, other: Case, *, reason: str, by: User, on: date) -> None:
    """Take a link back. Raises Refused where there is none."""
    if not reason.strip():
        raise Refused(_("Say why they do not belong together after all."))
    one, later = _in_order(case, other, by=by)
    gone, _rows = Pair.objects.filter(one=one, other=later, verdict=Verdict.LINKED).delete()
    if not gone:
        raise Refused(_("These two are not linked."))
    _record(case, other, "unlinked", reason=reason, by=by, on=on)


def _in_order(case: Case, other: Case, *, by: User) -> tuple[Case, Case]:
    for row in (case, other):
        steps.refuse_unknowing(row, by)
    if case.pk == other.pk:
        raise Refused(_("That is this request itself."))
    return (case, other) if case.pk < other.pk else (other, case)


def _decide(
    case: Case, other: Case, verdict: Verdict, verb: str, *, reason: str, by: User, on: date
) -> Pair:
    one, later = _in_order(case, other, by=by)
    told = {"verdict": verdict, "reason": reason.strip()[:300], "by": by, "on": on}
    tie = Pair.objects.select_for_update().filter(one=one, other=later).first()
    if tie is None:
        try:
            with transaction.atomic():
                tie = Pair.objects.create(one=one, other=later, **told)
        except IntegrityError as error:
            raise Refused(_("Somebody has just decided about these two.")) from error
    elif tie.verdict == verdict:
        raise Refused(
            _("These two are linked already.")
            if verdict == Verdict.LINKED
            else _("These two were told apart already.")
        )
    elif verdict == Verdict.UNLIKE:
        raise Refused(_("These two are linked."), instead=_("Take the link back first."))
    else:
        Pair.objects.filter(pk=tie.pk).update(**told)
        tie.refresh_from_db()
    _record(case, other, verb, reason=reason, by=by, on=on)
    return tie


def _record(case: Case, other: Case, verb: str, *, reason: str, by: User, on: date) -> None:
    """Into both histories, but neither names the other: not everybody who reads one may know of it.

    Where one is kept from somebody who may read the other, only into its own: in the other's it would
    tell that there is one.
    """
    kept = [row for row in (case, other) if reading.is_kept(row)]
    for row in kept[:1] or (case, other):
        told = {"reason": reason.strip()} if row in (case, *kept) else {}
        steps.note_act(row, verb, by=by, on=on, personal=told)
