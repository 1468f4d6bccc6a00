"""What the worker does about check-ins: choose, move, answer with one tap, tell more, stop."""

from datetime import date, timedelta
from uuid import uuid5

from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.cases import actions as cases
from unionhall.cases.confidential.models import TieKind
from unionhall.cases.confidential.reading import ties_on
from unionhall.cases.models import Case, Channel
from unionhall.cases.watch import actions, owed, rules, steps
from unionhall.cases.watch.models import (
    UNDONE,
    WAITING,
    CheckIn,
    CheckInState,
    Watch,
    WatchAnswer,
    WatchState,
)
from unionhall.core.errors import Refused
from unionhall.duties import actions as duties
from unionhall.history.actions import act

LATEST = timedelta(days=365)


def _is_own(case: Case, by: User) -> None:
    if case.person.user_id != by.pk:
        raise Refused(_("This is somebody else's request."))


def start_of(case: Case, *, on: date) -> date:
    """The day the check-ins are counted from: that of closing, before it that of the answer."""
    return case.closed_on or case.answered_on or on


def offered(case: Case, *, on: date) -> dict[int, tuple[int, date]]:
    """Which check-ins can still be chosen: place → (days, day), only days that lie ahead."""
    return rules.ahead(start_of(case, on=on), owed.days_of(case, on=on), on=on)


@act
def choose(case: Case, *, places: list[int], by: User, on: date) -> Watch:
    """Be asked on these of the days, and no other; chosen again, the days are changed."""
    _is_own(case, by)
    actions.refuse_early(case)
    possible = offered(case, on=on)
    if not places or not set(places) <= set(possible):
        raise Refused(_("Choose at least one of the days that lie ahead."))
    watch, _created = Watch.objects.get_or_create(case=case)
    watch = Watch.objects.select_for_update().get(pk=watch.pk)
    watch.case = case
    watch.state, watch.from_on = WatchState.ACTIVE, start_of(case, on=on)
    watch.chosen_on, watch.ended_on = on, None
    watch.save()
    watch.check_ins.filter(state__in=[CheckInState.PLANNED, CheckInState.DROPPED]).delete()
    kept = set(watch.check_ins.values_list("place", flat=True))
    CheckIn.objects.bulk_create(
        CheckIn(watch=watch, place=place, days=possible[place][0], due_on=possible[place][1])
        for place in sorted(set(places) - kept)
    )
    steps.note(watch, "chosen", by=by, on=on, places=sorted(places))
    return watch


@act
def move(check_in: CheckIn, *, to: date, by: User, on: date) -> None:
    """Be asked on another day."""
    _is_own(check_in.watch.case, by)
    if not on < to <= on + LATEST:
        raise Refused(_("Choose a day ahead, within a year."))
    steps.change(
        check_in,
        among=[CheckInState.PLANNED, *WAITING],
        state=CheckInState.PLANNED,
        due_on=to,
        asked_on=None,
        reminded_on=None,
    )
    steps.note(check_in.watch, "moved", by=by, on=on, place=check_in.place)


@act
def answer(check_in: CheckIn, *, said: str, by: User, on: date) -> None:
    """Answer with one tap; if something happened or a call is wanted, the duty to call begins."""
    _is_own(check_in.watch.case, by)
    calls = said in (WatchAnswer.HAPPENED, WatchAnswer.CALL)
    late = check_in.state == CheckInState.TO_CALL
    steps.change(
        check_in,
        among=[CheckInState.TO_CALL] if late else WAITING,
        state=CheckInState.TO_CALL if calls else CheckInState.ANSWERED,
        answer=said,
        answered_on=on,
    )
    if calls and not late:
        owed.open_call(check_in, by=by, on=on)
    elif late and not calls:
        duties.void(check_in, owed.CALL, by=by, on=on, reason=_("the worker has answered"))
    steps.note(check_in.watch, "answered", by=by, on=on, place=check_in.place)
    actions.finish(check_in.watch, on=on)


@act
def tell_more(check_in: CheckIn, *, text: str, by: User, on: date) -> Case:
    """Tell what happened: a new request, linked to this one, in place of the call.

    It names the first, so whoever must not know of that one must not know of this.
    """
    case = check_in.watch.case
    _is_own(case, by)
    if check_in.led_to:
        return check_in.led_to
    link = _("After request %(number)s.") % {"number": case.number}
    made = cases.receive(
        case.person,
        topic=case.topic,
        text=f"{text.strip()}\n\n{link}",
        channel=Channel.ONLINE,
        restricted=case.is_restricted,
        concern=case.concern,
        about=[tie.user for tie in ties_on(case) if tie.kind == TieKind.PARTY],
        by=by,
        on=on,
        submission=uuid5(check_in.uid, "told"),
    )
    steps.change(
        check_in,
        among=[CheckInState.TO_CALL, CheckInState.CALLED],
        state=CheckInState.ANSWERED,
        led_to=made,
    )
    duties.void(check_in, owed.CALL, by=by, on=on, reason=_("a new request was brought"))
    steps.note(check_in.watch, "led_on", by=by, on=on, place=check_in.place)
    actions.finish(check_in.watch, on=on)
    return made


@act
def stop(watch: Watch, *, by: User, on: date) -> None:
    """Be asked no more; nobody has to say why."""
    _is_own(watch.case, by)
    still = Watch.objects.filter(pk=watch.pk, state__in=[WatchState.OFFERED, WatchState.ACTIVE])
    if not still.update(state=WatchState.STOPPED, ended_on=on):
        raise Refused(_("You are not asked any more."))
    watch.state, watch.ended_on = WatchState.STOPPED, on
    for row in watch.check_ins.filter(state__in=UNDONE):
        duties.void(row, by=by, on=on, reason=_("the worker wants no more check-ins"))
        row.state = CheckInState.DROPPED
        row.save(update_fields=["state"])
    steps.note(watch, "stopped", by=by, on=on)
