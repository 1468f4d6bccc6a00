"""What officers and time do with check-ins: offer them, ask, ask again, call, end, forget."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.cases.models import OPEN, Case, Status
from unionhall.cases.steps import refuse_unknowing
from unionhall.cases.watch import owed, steps
from unionhall.cases.watch.models import (
    UNDONE,
    WAITING,
    CheckIn,
    CheckInState,
    Watch,
    WatchState,
)
from unionhall.core.errors import Refused
from unionhall.duties import actions as duties
from unionhall.history.actions import act
from unionhall.notifications.actions import notify

# An answer is there, so that what the worker is asked is about its time after.
AFTER = (Status.PROPOSED, Status.CLOSED)


def refuse_early(case: Case) -> None:
    if case.status not in AFTER:
        raise Refused(
            _("Check-ins begin once the request is answered."),
            instead=_("Offer them when you answer it."),
        )


@act
def offer(case: Case, *, by: User, on: date) -> Watch:
    """Offer the worker check-ins; they choose on their own page."""
    refuse_unknowing(case, by)
    refuse_early(case)
    if case.person.user is None:
        raise Refused(
            _("The worker has no account to choose with."),
            instead=_("Agree with them by telephone when to call again, and note it."),
        )
    try:
        with transaction.atomic():
            watch = Watch.objects.create(case=case, offered_on=on, offered_by=by)
    except IntegrityError as error:
        raise Refused(_("Check-ins have been offered or chosen already.")) from error
    steps.note(watch, "offered", by=by, on=on)
    notify([case.person.user], "cases/watch_offer", subject=watch, url=my_page(case))
    return watch


def my_page(case: Case) -> str:
    """Where the worker chooses; also for a watch that is not there yet."""
    return reverse("watch:my_watch", args=[case.number])


@act
def call(check_in: CheckIn, *, was_reached: bool, by: User, on: date) -> None:
    """Note that the worker was called, and whether they were reached; what was said is not kept here."""
    steps.change(
        check_in,
        among=[CheckInState.TO_CALL],
        state=CheckInState.CALLED,
        called_on=on,
        was_reached=was_reached,
    )
    duties.fulfil(check_in, owed.CALL, by=by, on=on)
    steps.note(check_in.watch, "called", by=by, on=on, place=check_in.place)


@act
def ask(check_in: CheckIn, *, on: date) -> None:
    """Ask on its day; an earlier question nobody answered is asked no longer."""
    for other in check_in.watch.check_ins.filter(state__in=WAITING).exclude(pk=check_in.pk):
        steps.change(other, among=WAITING, state=CheckInState.DROPPED)
    if check_in.watch.case.person.user is None:
        _to_be_called(check_in, among=[CheckInState.PLANNED], on=on)
        return
    steps.change(check_in, among=[CheckInState.PLANNED], state=CheckInState.ASKED, asked_on=on)
    steps.ask_how(check_in)
    steps.note(check_in.watch, "asked", by=None, on=on, place=check_in.place)


@act
def remind(check_in: CheckIn, *, on: date) -> None:
    """Ask once more."""
    steps.change(check_in, among=[CheckInState.ASKED], state=CheckInState.REMINDED, reminded_on=on)
    steps.ask_how(check_in)
    steps.note(check_in.watch, "reminded", by=None, on=on, place=check_in.place)


@act
def miss(check_in: CheckIn, *, on: date) -> None:
    """Silent twice: whoever handled the request calls once."""
    _to_be_called(check_in, among=[CheckInState.REMINDED], on=on)


def _to_be_called(check_in: CheckIn, *, among, on: date) -> None:
    steps.change(check_in, among=among, state=CheckInState.TO_CALL)
    owed.open_call(check_in, by=None, on=on)
    steps.note(check_in.watch, "missed", by=None, on=on, place=check_in.place)


@act
def finish(watch: Watch, *, on: date) -> None:
    """End a watch of which nothing is left to ask."""
    left = watch.check_ins.filter(state__in=UNDONE).exists()
    ended = Watch.objects.filter(pk=watch.pk, state=WatchState.ACTIVE)
    if not left and ended.update(state=WatchState.OVER, ended_on=on):
        steps.note(watch, "over", by=None, on=on)


@act
def count_anew(watch: Watch, *, on: date) -> None:
    """Count what is only planned from the day on which the request was closed."""
    start = watch.case.closed_on
    watch.from_on = start
    watch.save(update_fields=["from_on"])
    if start is not None:
        for row in watch.check_ins.filter(state=CheckInState.PLANNED):
            row.due_on = start + timedelta(days=row.days)
            row.save(update_fields=["due_on"])


def may_be_asked(case: Case) -> bool:
    """Whether its time after has begun: not while it is in hand again."""
    return case.status in AFTER or case.status not in OPEN
