"""What is done at the telephone desk: take a call, try, return, end unreached, make it a request."""

from datetime import date

from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.cases import actions as cases
from unionhall.cases import routing
from unionhall.cases.calls import owed, rules
from unionhall.cases.calls.models import Attempt, Call, CallKind, CallState
from unionhall.cases.models import Case, Channel
from unionhall.core import clock
from unionhall.core.errors import Refused
from unionhall.duties import actions as duties
from unionhall.history.actions import act, record
from unionhall.members.models import Person
from unionhall.organisations.models import Organisation
from unionhall.rulebook import rules as book


@act
def take_call(
    organisation: Organisation,
    *,
    person: Person | None = None,
    name: str = "",
    phone: str = "",
    topic: str,
    text: str,
    answer: str = "",
    kind: str,
    by: User,
    on: date,
) -> Call:
    """Log a call; what is not answered at once is owed until somebody has called back or taken it down."""
    if person is None and not (phone.strip() or name.strip()):
        raise Refused(_("Write down a name or a number."))
    if person is None and kind != CallKind.ANSWERED and not phone.strip():
        raise Refused(_("To call back, a number is needed."))
    if person is None and kind == CallKind.REQUEST:
        raise Refused(
            _("Only a member's call becomes a request."),
            instead=_("Call back, or take down an application for membership first."),
        )
    settled = kind == CallKind.ANSWERED
    call = Call.objects.create(
        organisation=organisation,
        taken_by=by,
        taken_at=clock.now(),
        taken_on=on,
        person=person,
        name="" if person else name.strip(),
        phone=phone.strip(),
        topic=topic,
        text=text.strip(),
        answer=answer.strip(),
        kind=kind,
        state=CallState.SETTLED if settled else CallState.WAITING,
        settled_on=on if settled else None,
    )
    if not settled:
        owed.open_return(call, by=by, on=on)
    _note(call, "taken", by=by, on=on, kind=kind, topic=topic)
    return call


@act
def try_again(call: Call, *, by: User, on: date) -> Attempt:
    """Note that nobody answered; it is tried again by the next working day."""
    _locked(call)
    made = Attempt.objects.create(call=call, at=clock.now(), on=on, by=by)
    duties.restart(duties.current(call, owed.RETURN), start=on, by=by, on=on)
    _note(call, "tried", by=by, on=on)
    return made


@act
def return_call(call: Call, *, answer: str = "", by: User, on: date) -> None:
    """Note that the caller was called back and has their answer."""
    _settle(call, CallState.SETTLED, by=by, on=on, answer=answer.strip() or call.answer)
    duties.fulfil(call, owed.RETURN, by=by, on=on)
    _note(call, "returned", by=by, on=on)


@act
def end_unreached(call: Call, *, by: User, on: date) -> None:
    """End it after it was tried on enough different days."""
    days = list(call.attempts.values_list("on", flat=True))
    least = owed.tries_needed(call, on=on)
    if rules.left(days, least):
        raise Refused(
            _("It was tried on %(tried)s of %(least)s days.")
            % {"tried": rules.tried(days), "least": least},
            book.citation(owed.TRIES_RULE),
            instead=_("Try again on another day."),
        )
    _settle(call, CallState.UNREACHED, by=by, on=on)
    duties.void(call, owed.RETURN, by=by, on=on, reason=_("not reached"))
    _note(call, "ended_unreached", by=by, on=on)


@act
def make_request(
    call: Call,
    *,
    topic: str,
    text: str,
    restricted: bool = False,
    concern: str = "",
    about=(),
    files=(),
    by: User,
    on: date,
) -> Case:
    """Take it down as a request of the member who called; with a `concern`, kept to named persons.

    Those it is `about` are shut out of it, and from then on of the call.
    """
    if call.person is None:
        raise Refused(_("Only a member's call becomes a request."))
    _locked(call)
    case = cases.take_down(
        call.person,
        topic=topic,
        text=text,
        channel=Channel.TELEPHONE,
        restricted=restricted,
        concern=concern,
        about=about,
        files=files,
        by=by,
        on=on,
    )
    _settle(call, CallState.TAKEN, by=by, on=on, case=case)
    duties.fulfil(call, owed.RETURN, by=by, on=on)
    _note(call, "made_request", by=by, on=on)
    return case


def _locked(call: Call) -> None:
    """Keep it from others until the act is done; refused once it is settled."""
    waiting = Call.objects.waiting().select_for_update(of=("self",)).filter(pk=call.pk)
    if waiting.first() is None:
        _refuse_settled()


def _settle(call: Call, state: str, *, by: User, on: date, **changes) -> None:
    changes |= {"state": state, "settled_on": on}
    if not Call.objects.waiting().filter(pk=call.pk).update(**changes):
        _refuse_settled()
    for name, value in changes.items():
        setattr(call, name, value)


def _refuse_settled() -> None:
    raise Refused(_("Nothing was done: this call is settled already."))


def _note(call: Call, verb: str, *, by: User, on: date, **facts) -> None:
    with routing.in_the_record():
        office = routing.office_of(by, call.organisation, on=on)
    record(
        call.chain,
        f"cases.call_{verb}",
        by=by,
        subject=call,
        facts=facts,
        person=str(call.person.uid) if call.person else None,
        on=on,
        by_label=office,
    )
