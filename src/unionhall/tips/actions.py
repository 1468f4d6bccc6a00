"""What an officer does with a report: accept, ask, answer, close, take over; and what time does."""

from datetime import date

from django.utils.translation import gettext as _

from unionhall.access.scope import can
from unionhall.accounts.models import User
from unionhall.cases import actions as cases
from unionhall.cases import routing
from unionhall.cases.models import Case, Channel
from unionhall.core.errors import Refused
from unionhall.duties import actions as duties
from unionhall.history.actions import act
from unionhall.members.models import Person
from unionhall.notifications.models import Message
from unionhall.rulebook import rules as book
from unionhall.tips import owed, recipients, steps
from unionhall.tips.models import HANDLED, Said, State, Tip
from unionhall.ui.pieces.text import written


@act
def accept(tip: Tip, *, by: User, on: date) -> None:
    """Take the report up; from here the period for the answer runs."""
    steps.step(tip, State.RECEIVED, state=State.ACCEPTED)
    duties.fulfil(tip, owed.ACCEPT, by=by, on=on)
    owed.open_for(tip, owed.ANSWER, holder=recipients.answering(tip, by, on=on), by=by, on=on)
    steps.written_down(tip, "accepted", by, on)


@act
def ask(tip: Tip, key: bytes, *, text: str, by: User, on: date) -> None:
    """Ask whoever reported; they find it with their receipt, and the dates go on running."""
    words = steps.needed(text)
    steps.step(tip, State.ACCEPTED, State.ASKED, state=State.ASKED)
    steps.say(tip, key, Said.Kind.QUESTION, words, by=by, on=on)
    steps.written_down(tip, "asked", by, on)


@act
def answer(tip: Tip, key: bytes, *, text: str, by: User, on: date) -> None:
    """Say what was found and done; whoever reported has time to write again."""
    words = steps.needed(text)
    until = owed.ends(tip, owed.SILENT_RULE, start=on)
    steps.step(tip, *HANDLED, state=State.ANSWERED, silent_until=until)
    steps.say(tip, key, Said.Kind.ANSWER, words, by=by, on=on)
    duties.fulfil(tip, owed.ANSWER, by=by, on=on)
    steps.written_down(tip, "answered", by, on)


@act
def close(tip: Tip, *, by: User | None, on: date) -> None:
    """Close an answered report when the time to write again is over; `by` None is the clock."""
    if tip.state == State.ANSWERED and tip.silent_until and on <= tip.silent_until:
        raise Refused(
            _("Whoever reported may still write again until %(day)s.")
            % {"day": written(tip.silent_until)},
            book.citation(owed.SILENT_RULE),
            instead=_("It closes by itself the day after."),
        )
    _end(tip, State.ANSWERED, by=by, on=on)


def _end(tip: Tip, *wanted: str, by: User | None, on: date) -> None:
    day = owed.ends(tip, owed.DESTROY_RULE, start=on)
    steps.step(tip, *wanted, state=State.CLOSED, closed_on=on, destroy_on=day, silent_until=None)
    steps.written_down(tip, "closed", by, on)


@act
def take_over(
    tip: Tip, key: bytes, *, person: Person, topic: str, text: str, by: User, on: date
) -> Case:
    """Bring the matter as a restricted request of the person who gave their name for it."""
    if not tip.is_named:
        raise Refused(
            _("Whoever reported has not given a name for it."),
            instead=_("Ask whether they want that; it is done with the receipt, not here."),
        )
    _refuse_readers(tip, person, on=on)
    case = cases.take_down(
        person, topic=topic, text=text, channel=Channel.ONLINE, restricted=True, by=by, on=on
    )
    words = _("It goes on as request %(number)s. Sign in to follow it.") % {"number": case.number}
    steps.say(tip, key, Said.Kind.MOVED, words, by=by, on=on)
    duties.void(tip, by=by, on=on, reason=_("taken over as a request"))
    _end(tip, State.RECEIVED, *HANDLED, by=by, on=on)
    return case


def _refuse_readers(tip: Tip, person: Person, *, on: date) -> None:
    """Nobody the reporter left out comes to read it as a request."""
    union = routing.own_union(person, on=on)
    desk = routing.receiver(union, restricted=True, on=on) if union else None
    if desk is None:
        raise Refused(_("No union has this person in its register today."))
    if any(
        can(user, "cases.view_restricted", desk.organisation, on=on) for user in tip.left_out.all()
    ):
        raise Refused(
            _("Somebody whom the reporter left out could read the request."),
            instead=_("Go on with the report as it is, or let the level above take it down."),
        )


@act
def destroy(tip: Tip, *, on: date) -> None:
    """Delete the report with its keys, words and files; the record keeps that there was one."""
    pk = tip.pk
    if not Tip.objects.filter(pk=pk, destroy_on__lte=on).delete()[0]:
        return  # written to again meanwhile, or destroyed by another worker
    Message.objects.filter(subject_type="tips.tip", subject_id=pk).delete()
    tip.pk = pk  # for the record, which names the row that is gone
    steps.written_down(tip, "destroyed", None, on)
