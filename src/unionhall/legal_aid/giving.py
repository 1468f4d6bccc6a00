"""Aid under way: the lawyer, hours and costs, hearings, the result and the end."""

from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.core.errors import Refused
from unionhall.duties import actions as duties
from unionhall.history.actions import act
from unionhall.legal_aid import owed, periods, steps
from unionhall.legal_aid import rules as arithmetic
from unionhall.legal_aid.models import (
    UNDECIDED,
    Aid,
    Assignment,
    Ground,
    Hearing,
    Lawyer,
    Result,
    Work,
    WorkKind,
)
from unionhall.legal_aid.queries import current_lawyer

State = Aid.State


class Conflict(Refused):
    """A lawyer who stands on the other side, or who may not act for another reason."""


def assign(aid: Aid, *, lawyer: Lawyer, by: User, on: date) -> Assignment:
    """Put a lawyer of the roster in charge; a conflict of interest is refused, and recorded as refused."""
    try:
        return _assign(aid, lawyer=lawyer, by=by, on=on)
    except Conflict:
        _note_conflict(aid, lawyer=lawyer, by=by, on=on)
        raise


@act
def _assign(aid: Aid, *, lawyer: Lawyer, by: User, on: date) -> Assignment:
    steps.refuse_own(aid, by)
    aid = steps.locked(aid, State.GRANTED, *UNDECIDED)
    if aid.state != State.GRANTED and not aid.urgent_on:
        raise Refused(
            _("A lawyer is named once aid is granted, or begun because it is urgent."),
            periods.article("assign"),
        )
    made = _put_in_charge(aid, lawyer, on=on)
    duties.fulfil(aid, owed.ASSIGN, by=by, on=on)
    owed.open_for(aid, owed.LOOK_AFTER, by=by, on=on)
    steps.note(aid, "assigned", by=by, on=on, lawyer=lawyer.pk)
    steps.tell_worker(aid, "assigned")
    return made


@act
def _note_conflict(aid: Aid, *, lawyer: Lawyer, by: User, on: date) -> None:
    steps.note(aid, "conflict", by=by, on=on, lawyer=lawyer.pk)


def change_lawyer(aid: Aid, *, lawyer: Lawyer, reason: str, by: User, on: date) -> Assignment:
    """Let another lawyer take over, and say why; a conflict is refused and recorded."""
    try:
        return _change_lawyer(aid, lawyer=lawyer, reason=reason, by=by, on=on)
    except Conflict:
        _note_conflict(aid, lawyer=lawyer, by=by, on=on)
        raise


@act
def _change_lawyer(aid: Aid, *, lawyer: Lawyer, reason: str, by: User, on: date) -> Assignment:
    steps.refuse_own(aid, by)
    reason = steps.needed(reason, _("Say why the lawyer changes."))
    aid = steps.locked(aid, State.GRANTED, *UNDECIDED)
    before = current_lawyer(aid)
    if before is None:
        raise Refused(_("No lawyer is in charge yet."))
    if before.lawyer_id == lawyer.pk:
        raise Refused(_("This lawyer is in charge already."))
    Assignment.objects.filter(pk=before.pk, until_on=None).update(until_on=on, reason=reason)
    made = _put_in_charge(aid, lawyer, on=on)
    steps.note(aid, "changed_lawyer", by=by, on=on, personal={"reason": reason}, lawyer=lawyer.pk)
    steps.tell_worker(aid, "changed_lawyer")
    return made


def _put_in_charge(aid: Aid, lawyer: Lawyer, *, on: date) -> Assignment:
    """Write the assignment, with the lawyer's row locked so that two cannot both take the last place."""
    lawyer = Lawyer.objects.select_for_update(no_key=True, of=("self",)).get(pk=lawyer.pk)
    if lawyer.from_on > on or (lawyer.until_on and lawyer.until_on <= on):
        raise Refused(_("This lawyer is not on the roster today."))
    _refuse_conflict(aid, lawyer)
    load = Assignment.objects.filter(lawyer=lawyer, until_on=None).count()
    if load >= lawyer.capacity:
        raise Refused(
            _("%(name)s has %(n)s matters open, as many as agreed.") % {"name": lawyer, "n": load},
            instead=_("Choose a lawyer with room."),
        )
    try:
        with transaction.atomic():
            return Assignment.objects.create(aid=aid, lawyer=lawyer, from_on=on)
    except IntegrityError as error:
        raise Refused(_("A lawyer is in charge already.")) from error


def _refuse_conflict(aid: Aid, lawyer: Lawyer) -> None:
    if any(aid.other_side.casefold() == one.party.casefold() for one in lawyer.engagements.all()):
        raise Conflict(
            _("%(name)s acts or acted for the other side.") % {"name": lawyer},
            instead=_("Choose another lawyer."),
        )
    rows = Assignment.objects.filter(
        lawyer=lawyer, until_on=None, aid__other_side__iexact=aid.person.name
    )
    if rows.exists():
        raise Conflict(
            _("%(name)s is in an open matter against this worker.") % {"name": lawyer},
            instead=_("Choose another lawyer."),
        )


@act
def log_work(
    aid: Aid,
    *,
    day: date,
    kind: str,
    hours: Decimal = Decimal(0),
    cost: Decimal = Decimal(0),
    by: User,
    on: date,
) -> Work:
    """Write down hours and costs of one day; raises Refused."""
    aid = steps.locked(aid, State.GRANTED, *UNDECIDED)
    before = current_lawyer(aid)
    if before is None:
        raise Refused(_("No lawyer is in charge yet."))
    if day > on or day < aid.asked_on:
        raise Refused(_("That day is still to come, or lies before the application."))
    if kind not in WorkKind.values or hours < 0 or hours > 24 or (hours == 0 and cost == 0):
        raise Refused(_("Give the kind of work, and its hours, at most 24 a day, or its cost."))
    try:
        cost = arithmetic.cents(cost)
    except ValueError as error:
        raise Refused(_("That is not an amount of money.")) from error
    made = Work.objects.create(
        aid=aid, lawyer=before.lawyer, on=day, kind=kind, hours=hours, cost=cost, by=by
    )
    duties.fulfil(aid, owed.LOOK_AFTER, by=by, on=on)
    owed.open_for(aid, owed.LOOK_AFTER, by=by, on=on)
    steps.note(aid, "logged_work", by=by, on=on, kind=kind, hours=str(hours), cost=str(cost))
    return made


@act
def add_hearing(aid: Aid, *, day: date, place: str, by: User, on: date) -> Hearing:
    """Write down a day before a mediator, the commission or a court; the worker is told."""
    aid = steps.locked(aid, State.GRANTED, *UNDECIDED)
    place = steps.needed(place, _("Say where it is held."))
    if day < aid.asked_on:
        raise Refused(_("That day lies before the application."))
    try:
        with transaction.atomic():
            made = Hearing.objects.create(aid=aid, on=day, place=place)
    except IntegrityError as error:
        raise Refused(_("A hearing on that day is written down already.")) from error
    steps.note(aid, "added_hearing", by=by, on=on, day=day.isoformat())
    steps.tell_worker(aid, "hearing")
    return made


@act
def finish(
    aid: Aid,
    *,
    result: str,
    outcome: str,
    recovered: Decimal | None = None,
    by: User,
    on: date,
) -> None:
    """Finish the aid with its result and the money that came back; the worker confirms it."""
    steps.refuse_own(aid, by)
    outcome = steps.needed(outcome, _("Say what came of it."))
    if result not in Result.values:
        raise Refused(_("Choose the result."))
    try:
        recovered = None if recovered is None else arithmetic.cents(recovered)
    except ValueError as error:
        raise Refused(_("That is not an amount of money.")) from error
    if current_lawyer(aid) is None:
        raise Refused(_("No lawyer is in charge yet."))
    steps.change(
        aid,
        State.GRANTED,
        state=State.FINISHED,
        result=result,
        outcome=outcome,
        recovered=recovered,
        ended_on=on,
    )
    _over(aid, by=by, on=on)
    steps.note(aid, "finished", by=by, on=on, personal={"outcome": outcome}, result=result)
    steps.tell_worker(aid, "finished")


@act
def confirm(aid: Aid, *, by: User, on: date) -> None:
    """The worker confirms the result, once."""
    if aid.state != State.FINISHED:
        raise Refused(_("There is no result to confirm yet."))
    if not Aid.objects.filter(pk=aid.pk, confirmed_on=None).update(confirmed_on=on):
        raise Refused(_("You have confirmed it already."))
    aid.confirmed_on = on
    steps.note(aid, "confirmed", by=by, on=on)


@act
def end_early(aid: Aid, *, ground: str, reason: str, by: User, on: date) -> None:
    """End the aid before its result, on one of the grounds; raises Refused."""
    steps.refuse_own(aid, by)
    reason = steps.needed(reason, _("Say why, so that the worker understands."))
    if ground not in Ground.values:
        raise Refused(_("Choose the ground."))
    steps.change(aid, State.GRANTED, state=State.ENDED, ground=ground, reason=reason, ended_on=on)
    _over(aid, by=by, on=on)
    steps.note(aid, "ended_early", by=by, on=on, personal={"reason": reason}, ground=ground)
    steps.tell_worker(aid, "ended")


def _over(aid: Aid, *, by: User, on: date) -> None:
    duties.fulfil(aid, owed.LOOK_AFTER, by=by, on=on)
    duties.void(aid, by=by, on=on, reason=_("the aid is over"))
    aid.assignments.filter(until_on=None).update(until_on=on)
