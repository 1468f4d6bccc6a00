"""What the worker does with their own request."""

from uuid import uuid5

from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.cases import actions, periods, routing, steps
from unionhall.cases.confidential import placing, reading
from unionhall.cases.models import OPEN, Case, Channel, Draft, Message, Status
from unionhall.cases.outcomes import actions as outcomes
from unionhall.cases.owning import may_read, tell_owner
from unionhall.core.errors import Refused
from unionhall.documents.actions import attach
from unionhall.documents.models import Attachment
from unionhall.duties import actions as duties
from unionhall.history.actions import act, record
from unionhall.members.delegates.models import Delegation
from unionhall.ui.pieces.text import written

# As long as a request stands so, the worker can add to it.
TAKES_WORDS = (Status.RECEIVED, Status.ACCEPTED, Status.ASKED, Status.REVIEW)
REQUESTS = "requests"  # the matter in which a delegate may do it


def _is_own(case: Case, by) -> None:
    if case.person.user_id != by.pk:
        raise Refused(_("This is somebody else's request."))


def _refuse_continued(case: Case) -> None:
    if case.continued_in_id:
        raise Refused(
            _("This request goes on in another one of yours."),
            instead=_("Its answer comes there, and there you can say what you think of it."),
        )


@act
def submit(draft: Draft, *, files=(), about=(), by, on) -> Case:
    """Send the written draft; a second click answers with the request the first one made.

    `about` are officers it is about, besides those the draft names; `files` are those that are not attached to the draft already.
    """
    if draft.pk:
        about = [*about, *(User.objects.filter(pk__in=draft.about) if draft.about else ())]
    # Of two clicks the second waits here for the first, and finds the draft gone.
    if draft.pk is None or not Draft.objects.filter(pk=draft.pk).delete()[0]:
        sent = Case.objects.filter(submission=draft.token).first()
        if sent:
            return sent
    if not draft.text.strip() or not draft.topic:
        raise Refused(_("Say what is the matter and choose what it is about; then it can be sent."))
    case = actions.receive(
        draft.person,
        topic=draft.topic,
        text=draft.text.strip(),
        channel=Channel.ONLINE,
        restricted=draft.is_restricted,
        concern=draft.concern,
        about=about,
        by=by,
        on=on,
        submission=draft.token,
    )
    if draft.pk:
        Attachment.objects.of(draft).update(subject_type=case._meta.label_lower, subject_id=case.pk)
    for upload in files:
        attach(case, upload, by=by)
    return case


@act
def bring_for(
    delegation: Delegation,
    *,
    topic,
    text,
    submission,
    restricted=False,
    concern="",
    files=(),
    by,
    on,
) -> Case:
    """Bring a request for a member who lets `by` do it; its history says so, and the member is told.

    `submission` is the form's own number: sent twice, it is one request.
    """
    if delegation.delegate != by or REQUESTS not in delegation.matters or not delegation.holds(on):
        raise Refused(_("You do not act for this member in that."))
    token = uuid5(delegation.uid, str(submission))
    if sent := Case.objects.filter(submission=token).first():
        return sent
    if not text.strip():
        raise Refused(_("Say what is the matter and choose what it is about; then it can be sent."))
    with routing.in_the_record():
        signature = _("for the member")
    case = actions.receive(
        delegation.person,
        topic=topic,
        text=text.strip(),
        channel=Channel.ONLINE,
        restricted=restricted,
        concern=concern,
        by=by,
        on=on,
        submission=token,
        signature=signature,
    )
    for upload in files:
        attach(case, upload, by=by)
    # About the delegation and not the member: their file is read by officers who open no requests.
    record(
        case.chain,
        "members.request_brought",
        by=by,
        subject=delegation,
        facts={"under": delegation.pk, "number": case.number},
        person=str(delegation.person.uid),
        on=on,
    )
    steps.tell_worker(case, "brought")
    return case


@act
def answer(case: Case, *, text: str, files=(), by, on) -> None:
    """Answer the union's question or add something."""
    _is_own(case, by)
    if case.status not in TAKES_WORDS:
        raise Refused(_("This request is no longer open."), instead=_("You can bring a new one."))
    status = Status.ACCEPTED if case.status == Status.ASKED else case.status
    steps.change(case, among=[case.status], status=status)
    steps.say(case, Message.Kind.MESSAGE, text, by=by, on=on, files=files)
    steps.note_act(case, "worker_wrote", by=by, on=on, office="")
    _tell_handler(case, "worker_wrote", on=on)


def _tell_handler(case: Case, template: str, *, on) -> None:
    """Whoever has it in hand, else whoever still answers for it and may read it where it lies now."""
    answering = case.handler or case.owner
    if case.handler is None and answering and not may_read(answering, case, on=on):
        return
    steps.tell_officers(case, [answering] if answering else [], template)


@act
def withdraw(case: Case, *, reason: str = "", by, on) -> None:
    """Take the request back; nobody has to say why."""
    _is_own(case, by)
    steps.change(case, among=OPEN, status=Status.WITHDRAWN, closed_on=on)
    duties.void(case, by=by, on=on, reason=_("withdrawn by the worker"))
    steps.note_act(case, "withdrawn", by=by, on=on, office="", personal={"reason": reason})
    if case.handler:
        _tell_handler(case, "withdrawn", on=on)
    else:
        tell_owner(case, case.owner, "withdrawn", by=by, on=on)


@act
def confirm(case: Case, *, satisfaction: int, got_it: bool | None = None, by, on) -> None:
    """Agree that the answer settles the matter, rate it, and say whether what was won has arrived."""
    _is_own(case, by)
    steps.change(
        case,
        among=[Status.PROPOSED],
        status=Status.CLOSED,
        closed_on=on,
        is_solved=True,
        satisfaction=satisfaction,
    )
    outcomes.own_word(case, got_it, by=by, on=on)
    steps.note_act(case, "confirmed", by=by, on=on, office="", got_it=got_it)
    _tell_handler(case, "confirmed", on=on)


@act
def rate(case: Case, *, satisfaction: int, by, on) -> None:
    """Rate the answer to a request that was closed without the worker's word."""
    _is_own(case, by)
    _refuse_continued(case)
    if case.satisfaction is not None:
        raise Refused(_("You have rated this answer already."))
    steps.change(
        case, among=[Status.CLOSED, Status.REFUSED], status=case.status, satisfaction=satisfaction
    )
    steps.note_act(case, "rated", by=by, on=on, office="")


@act
def ask_review(case: Case, *, reason: str, satisfaction: int | None = None, by, on) -> None:
    """Say that it is not solved: the level above looks at it again, under a new duty."""
    _is_own(case, by)
    _refuse_continued(case)
    if case.review_round >= periods.LAST_REVIEW:
        raise Refused(
            _("This matter has been looked at twice; the same facts are not taken on again."),
            periods.article("end"),
            instead=_("With new facts you can bring a new request."),
        )
    asking, answering = periods.review_steps(case.review_round)
    until = review_until(case)
    if until and on > until:
        raise Refused(
            _("The time to ask for another look ended on %(day)s.") % {"day": written(until)},
            periods.article(asking),
            instead=_("With new facts you can bring a new request."),
        )
    desk = routing.one_level_up(
        case.organisation,
        restricted=case.is_restricted,
        on=on,
        besides=reading.parties(case),
    )
    if desk is None:
        raise Refused(
            _("There is no level above that could look at it again."),
            instead=_("Telephone the union's rights office and ask for the chair."),
        )
    before = case.organisation
    steps.change(
        case,
        among=[Status.PROPOSED, Status.CLOSED, Status.REFUSED],
        status=Status.REVIEW,
        organisation=desk.organisation,
        handler=None,
        owner=case.handler,
        closed_on=None,
        due_on=on,
        is_solved=False,
        satisfaction=satisfaction,
        review_round=case.review_round + 1,
    )
    duties.void(case, by=by, on=on, reason=_("the worker asked the level above"))
    steps.start_clock(case, "cases.answer", answering, desk=desk, start=on, by=by, on=on)
    placing.settle(case, by=by, on=on)
    steps.say(case, Message.Kind.MESSAGE, reason, by=by, on=on)
    steps.note_act(
        case,
        "review_asked",
        by=by,
        on=on,
        office="",
        before=str(before),
        desk=desk,
        due_on=steps.due_fact(case),
    )
    steps.tell_desk(case, desk, "received", on=on)


def review_until(case: Case):
    """The last day on which the worker can say that it is not solved, or None before an answer."""
    if case.answered_on is None:
        return None
    return steps.time_to_disagree(case, answered_on=case.answered_on).due_on
