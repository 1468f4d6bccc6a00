"""What an officer does with a request; each act is one verb from page to history."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from unionhall.access.scope import can
from unionhall.cases import periods, routing, steps
from unionhall.cases.confidential import placing, reading
from unionhall.cases.confidential.models import TieKind
from unionhall.cases.models import HANDLED, Case, Channel, Difficulty, Message, Status, new_number
from unionhall.cases.outcomes import actions as outcomes
from unionhall.cases.outcomes.rules import Noted
from unionhall.cases.owning import tell_owner
from unionhall.core import clock
from unionhall.core.errors import Refused
from unionhall.documents.actions import attach
from unionhall.duties import actions as duties
from unionhall.history.actions import act
from unionhall.ui.pieces.text import written


@act
def take_down(
    person,
    *,
    topic,
    text,
    channel=Channel.WINDOW,
    restricted=False,
    concern="",
    about=(),
    files=(),
    by,
    on,
) -> Case:
    """Write down a request a worker brings by telephone, at the window or by letter."""
    case = receive(
        person,
        topic=topic,
        text=text,
        channel=channel,
        restricted=restricted,
        concern=concern,
        about=about,
        by=by,
        on=on,
        owner=by,
    )
    for upload in files:
        attach(case, upload, by=by)
    return case


def receive(
    person,
    *,
    topic,
    text,
    channel,
    restricted,
    concern="",
    about=(),
    by,
    on,
    owner=None,
    submission=None,
    signature="",
) -> Case:
    """Create the request with the office that has to take it on; all ways in end here.

    With a `concern` it is kept to persons named on it; officers of `about` are shut out from the first
    moment. `signature` stands behind the name of whoever brings it in another's place.
    """
    union = routing.own_union(person, on=on)
    if union is None:
        raise Refused(
            _("No union has this person in its register today."),
            instead=_("Ask the union's register officer to check the membership first."),
        )
    restricted = restricted or bool(concern)
    shut_out = {officer.pk for officer in about}
    if concern:
        shut_out.add(person.user_id)
    desk = routing.receiver(union, restricted=restricted, on=on, besides=shut_out)
    if desk is None:
        raise Refused(
            _("Nobody is in office who could take this request on."),
            instead=_("Telephone the federation one level up; its number is on the notice board."),
        )
    rule, part = periods.period("accept")
    duty = duties.draw_up(
        "cases.accept",
        organisation=desk.organisation,
        office=desk.office,
        rule=rule,
        part=part,
        start=on,
        on=on,
        restricted=restricted,
        line=desk.line,
    )
    case = Case(
        organisation=desk.organisation,
        person=person,
        employer_id=routing.employer_of(union, desk),
        topic=topic,
        text=text,
        channel=channel,
        is_restricted=restricted,
        concern=concern,
        owner=owner,
        received_on=on,
        received_at=clock.now(),
        due_on=duty.due_on,
        due_provisional=duty.provisional,
        due_from=duty.opened_on,
    )
    if submission:
        case.submission = submission
    write_first(case, on=on)
    duties.begin(duty, subject=case)
    for officer in about:
        placing.tie(case, officer, TieKind.PARTY, by=by)
    verb = "taken_down" if owner else "submitted"
    steps.note_act(
        case,
        verb,
        by=by,
        on=on,
        office=None if owner else signature,
        due_on=steps.due_fact(case),
        desk=desk,
    )
    if concern or about:
        placing.settle(case, by=by, on=on)
    if not concern:  # whoever is named on it has been told already
        case.has_ties = bool(about)
        steps.tell_desk(case, desk, "received", on=on)
        del case.has_ties
    if owner:
        steps.tell_worker(case, "taken_down")
    return case


TRIES = 5


def write_first(case: Case, *, on: date) -> None:
    """Write a new request under a number nobody has.

    Of 28 million numbers a day two may meet. The savepoint lets PostgreSQL go on after that; nothing
    is recorded inside, so the history knows only the number that stands.
    """
    for left in reversed(range(TRIES)):
        case.number = new_number(on)
        try:
            with transaction.atomic():
                case.save(force_insert=True)
            return
        except IntegrityError:
            if not left or not Case.objects.filter(number=case.number).exists():
                raise  # it was not the number


@act
def accept(case: Case, *, difficulty: str = "", by, on) -> None:
    """Take on a received request; from here it has a name, and the period for the answer runs.

    Where it was taken on before and handed over, that period runs already, and runs on.
    `difficulty` chooses the promise that holds for the answer; without it the law's period does. A
    request under review keeps the law's, which is its own.
    """
    steps.refuse_kin(case, by)
    steps.refuse_unknowing(case, by)
    promised, owner = steps.is_promised(case), case.owner
    if promised:
        difficulty = "" if case.status == Status.REVIEW else case.difficulty
    steps.change(
        case,
        among=[Status.RECEIVED, Status.REVIEW],
        status=Status.ACCEPTED,
        handler=by,
        owner=by,
        difficulty=difficulty,
    )
    placing.name_handler(case, by)
    duties.fulfil(case, "cases.accept", by=by, on=on)
    if promised:
        steps.keep_due(case, duties.take(case, "cases.answer", by=by, on=on))
    else:
        steps.start_clock(case, "cases.answer", "answer", holder=by, start=on, by=by, on=on)
    steps.note_act(
        case, "accepted", by=by, on=on, due_on=steps.due_fact(case), difficulty=case.difficulty
    )
    steps.tell_worker(case, "accepted")
    tell_owner(case, owner, "taken_on", by=by, on=on)


def _promise(case: Case, *, by, on) -> None:
    """Let the answer fall due as the request's class promises now, and never later than the law."""
    duty = duties.current(case, "cases.answer")
    rule, part = periods.answering(
        case.difficulty, start=duty.started_on, jurisdiction=duty.jurisdiction
    )
    if (rule, part) != (duty.rule, duty.part):
        steps.keep_due(case, duties.rest_on(duty, rule=rule, part=part, by=by, on=on))


@act
def set_difficulty(case: Case, *, difficulty: str, reason: str, by, on) -> None:
    """Say anew how much work an answer takes; its date follows, counted from when it was taken on."""
    steps.refuse_kin(case, by)
    steps.refuse_unknowing(case, by)
    if difficulty not in Difficulty.values:
        raise Refused(_("Choose simple, ordinary or hard."))
    if case.review_round:
        raise Refused(
            _("Under review the period of the law holds, whatever work it is."),
            periods.article("review"),
        )
    if difficulty == case.difficulty:
        raise Refused(_("It is said to be that already."))
    if not reason.strip():
        raise Refused(_("Say why: the worker reads the reason beside the new date."))
    steps.change(case, among=HANDLED, difficulty=difficulty)
    before = case.due_on
    _promise(case, by=by, on=on)
    steps.note_act(
        case,
        "difficulty_set",
        by=by,
        on=on,
        personal={"reason": reason.strip()},
        difficulty=difficulty,
        due_on=steps.due_fact(case),
    )
    if case.due_on != before:
        steps.tell_worker(case, "date_changed")


@act
def refuse(case: Case, *, reason: str, instead: str, by, on) -> None:
    """Say within the period that the union does not take the request on, why, and where to go instead."""
    steps.refuse_kin(case, by)
    steps.refuse_unknowing(case, by)
    if case.status == Status.RECEIVED and case.due_on and steps.is_promised(case):
        raise Refused(
            _("It was taken on before it came here; the worker waits for the answer until %(day)s.")
            % {"day": written(case.due_on)},
            periods.article("answer"),
            instead=_("Take it on and answer, or hand it over to whoever can."),
        )
    steps.change(
        case,
        among=[Status.RECEIVED],
        status=Status.REFUSED,
        handler=by,
        closed_on=on,
        answer=f"{reason}\n\n{instead}",
        answered_on=on,
    )
    duties.fulfil(case, "cases.accept", by=by, on=on)
    steps.note_act(case, "refused", by=by, on=on, personal={"reason": reason, "instead": instead})
    steps.tell_worker(case, "refused")
    tell_owner(case, case.owner, "not_taken_on", by=by, on=on)


@act
def hand_over(
    case: Case, *, to_user=None, to_organisation=None, reason: str, by, on, tells: bool = True
) -> None:
    """Give the request to a colleague, or to the office of another level; its dates stay.

    `tells` False where it is one of many, of which the receiver is told in one notice.
    """
    if (to_user is None) == (to_organisation is None):
        raise Refused(_("Choose either a person or another level."))
    # Once taken on, whoever handles it owns it, and gives it away knowingly.
    owner = None if case.status in HANDLED or case.owner == to_user else case.owner
    begun = {}
    if to_user is not None:
        if _hand_to_colleague(case, to_user, by=by, on=on):
            begun = {"due_on": steps.due_fact(case)}
        if tells:
            steps.tell_officers(case, [to_user], "handed_to_you")
        with routing.in_the_record():
            target = routing.signature(to_user, case.organisation, on=on)
    else:
        target = _hand_to_level(case, to_organisation, by=by, on=on, tells=tells)
    told = {"reason": reason, "to": target}
    steps.note_act(case, "handed_over", by=by, on=on, personal=told, **begun)
    steps.tell_worker(case, "handed_over")
    tell_owner(case, owner, "taken_on" if to_user else "handed_on", by=by, on=on)


@act
def answer_for(case: Case, *, owner, by, on) -> None:
    """Let another colleague answer for a request that nobody has taken on yet."""
    needed = ["cases.view"] + (["cases.view_restricted"] if case.is_restricted else [])
    may = all(can(owner, ability, case.organisation) for ability in needed)
    if not may or not reading.knowing(case, [owner]):
        raise Refused(
            _("%(name)s holds no office that may read this request.") % {"name": owner},
            periods.article("no_leak"),
        )
    steps.refuse_kin(case, owner)
    steps.change(case, among=[Status.RECEIVED, Status.REVIEW], owner=owner)
    with routing.in_the_record():
        target = routing.signature(owner, case.organisation, on=on)
    steps.note_act(case, "answered_for", by=by, on=on, personal={"to": target})


def _hand_to_colleague(case: Case, colleague, *, by, on) -> bool:
    """Make the colleague its handler; whether that takes the request on, so that the answer is owed."""
    if colleague.pk == case.handler_id:
        raise Refused(_("This colleague has the request already."))
    needed = ["cases.accept"] + (["cases.view_restricted"] if case.is_restricted else [])
    if not all(can(colleague, ability, case.organisation) for ability in needed):
        raise Refused(
            _("%(name)s holds no office that may read this request.") % {"name": colleague},
            periods.article("no_leak"),
        )
    steps.refuse_kin(case, colleague)
    if colleague.pk in reading.parties(case):
        # As if they held none: whom it is about is nobody else's business.
        raise Refused(
            _("%(name)s holds no office that may read this request.") % {"name": colleague},
            periods.article("no_leak"),
        )
    status = case.status if case.status in HANDLED else Status.ACCEPTED
    first = case.status == Status.RECEIVED and not steps.is_promised(case)
    steps.change(
        case, among=[Status.RECEIVED, *HANDLED], status=status, handler=colleague, owner=colleague
    )
    placing.name_handler(case, colleague)
    if first:
        duties.fulfil(case, "cases.accept", by=by, on=on)
        steps.start_clock(case, "cases.answer", "answer", holder=colleague, start=on, by=by, on=on)
    else:
        duties.take(case, "cases.answer", by=colleague, on=on)
    return first


def _hand_to_level(case: Case, organisation, *, by, on, tells: bool) -> str:
    if organisation.pk == case.organisation_id:
        raise Refused(_("The request is with this union already."))
    shut_out = reading.parties(case)
    able = [
        desk
        for desk in routing.readers(organisation, restricted=case.is_restricted, on=on)
        if desk.organisation.pk == organisation.pk
        and desk.office in routing.RECEIVERS
        and not {user.pk for user in routing.holders(desk, on=on)} <= shut_out
    ]
    if not able:
        raise Refused(
            _("Nobody at %(union)s may read and take on this request.") % {"union": organisation},
            periods.article("no_leak") if case.is_restricted else None,
            instead=_("Choose another level."),
        )
    steps.change(
        case,
        among=[Status.RECEIVED, Status.REVIEW, *HANDLED],
        status=Status.RECEIVED if case.review_round == 0 else Status.REVIEW,
        organisation=organisation,
        handler=None,
        # Until the other side accepts, whoever handed it over answers for it.
        owner=by,
    )
    duties.move(case, to_organisation=organisation, to_office=able[0].office, by=by, on=on)
    placing.settle(case, by=by, on=on)
    if tells:
        steps.tell_desk(case, able[0], "received", on=on)
    with routing.in_the_record():
        return str(able[0])


@act
def ask(case: Case, *, text: str, files=(), by, on) -> None:
    """Ask the worker for what is missing; the dates go on running."""
    steps.change(case, among=HANDLED, status=Status.ASKED)
    steps.say(case, Message.Kind.QUESTION, text, by=by, on=on, files=files)
    steps.note_act(case, "asked", by=by, on=on)
    steps.tell_worker(case, "asked")


@act
def reply(case: Case, *, text: str, files=(), by, on) -> None:
    """Write to the worker about the state of things."""
    steps.change(case, among=HANDLED, status=case.status)
    steps.say(case, Message.Kind.MESSAGE, text, by=by, on=on, files=files)
    steps.note_act(case, "replied", by=by, on=on)
    steps.tell_worker(case, "replied")


@act
def note(case: Case, *, text: str, files=(), by, on) -> None:
    """Leave a note for colleagues; the worker does not see it."""
    steps.say(case, Message.Kind.NOTE, text, by=by, on=on, files=files)
    steps.note_act(case, "noted", by=by, on=on)


@act
def propose_closing(
    case: Case, *, answer: str, outcome: Noted | None = None, files=(), by, on
) -> None:
    """Give the union's answer, with what came of it, and ask the worker whether it settles the matter."""
    # The time to disagree is the worker's: nobody owes anything, and the clock closes it afterwards.
    until = steps.time_to_disagree(case, answered_on=on)
    steps.change(
        case,
        among=HANDLED,
        status=Status.PROPOSED,
        answer=answer,
        answered_on=on,
        due_on=until.due_on,
        due_provisional=until.provisional,
        due_from=on,
    )
    steps.say(case, Message.Kind.ANSWER, answer, by=by, on=on, files=files)
    duties.fulfil(case, "cases.answer", by=by, on=on)
    more = {}
    if outcome is not None:
        outcomes.keep(case, outcome, by=by, on=on)
        more = outcomes.told(outcome)
    steps.note_act(case, "answered", by=by, on=on, due_on=steps.due_fact(case), **more)
    steps.tell_worker(case, "answered")


@act
def close(case: Case, *, by, on) -> None:
    """Close an answered request once the worker's time to disagree is over; `by` None is the clock."""
    if case.status == Status.PROPOSED and case.due_on and on <= case.due_on:
        raise Refused(
            _("The worker may still disagree until %(day)s.") % {"day": written(case.due_on)},
            periods.article("ask_review"),
            instead=_("It can be closed the day after, or at once when the worker agrees."),
        )
    steps.change(case, among=[Status.PROPOSED], status=Status.CLOSED, closed_on=on)
    steps.note_act(case, "closed", by=by, on=on)
    steps.tell_worker(case, "closed")


@act
def reopen(case: Case, *, reason: str, by, on) -> None:
    """Take up an ended request again; a new period for the answer begins."""
    steps.refuse_unknowing(case, by)
    steps.change(
        case,
        among=[Status.CLOSED, Status.REFUSED, Status.WITHDRAWN],
        status=Status.ACCEPTED,
        handler=by,
        owner=by,
        closed_on=None,
        due_on=on,
        is_solved=None,
        satisfaction=None,
        continued_in=None,
    )
    placing.name_handler(case, by)
    steps.start_clock(case, "cases.answer", "answer", holder=by, start=on, by=by, on=on)
    steps.note_act(
        case, "reopened", by=by, on=on, personal={"reason": reason}, due_on=steps.due_fact(case)
    )
    steps.tell_worker(case, "reopened")


@act
def extend(case: Case, *, days: int, reason: str, by, on) -> None:
    """Lengthen the period for the answer within what the rule allows, and tell the worker why."""
    if case.status not in HANDLED:
        raise Refused(_("Only a request in hand can be given more time."))
    duty = duties.extend(
        duties.current(case, "cases.answer"), days=days, reason=reason, by=by, on=on
    )
    _refuse_beyond_law(case, duty)
    steps.keep_due(case, duty)
    steps.note_act(
        case,
        "extended",
        by=by,
        on=on,
        personal={"reason": reason},
        days=days,
        due_on=steps.due_fact(case),
    )
    steps.tell_worker(case, "extended")


def _refuse_beyond_law(case: Case, duty) -> None:
    """A promise may be extended by its own rule, but never past the last day of the law's."""
    if not case.difficulty or case.review_round:
        return
    last = periods.latest_answer(start=duty.started_on, jurisdiction=duty.jurisdiction)
    if duty.due_on > last:
        raise Refused(
            _("The law's last day for the answer is %(day)s.") % {"day": written(last)},
            periods.article("answer"),
        )
