"""The steps of a petition: decision, answer, review, second review."""

from datetime import date

from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.duties import actions as duties
from unionhall.duties.models import Duty
from unionhall.history.actions import act
from unionhall.petitions import procedure, routes
from unionhall.petitions.bringing import lacks_representatives
from unionhall.petitions.models import Petition, PetitionStage
from unionhall.petitions.steps import needed, take, tell_desk, told, write
from unionhall.rulebook import rules as book

ASKING = {
    PetitionStage.ANSWERED: ("ask_review", procedure.REVIEW_RULE),
    PetitionStage.REVIEWED: ("ask_recheck", procedure.RECHECK_RULE),
}


@act
def accept(petition: Petition, *, text: str = "", by: User, on: date) -> Petition:
    """Accept it by name: from that day the period of the answer runs."""
    routes.refuse_partial(petition, by, on=on)
    if lacks_representatives(petition, on=on):
        raise Refused(
            _("So many bring this petition that they first choose who speaks for them."),
            book.citation(procedure.MOST_RULE),
            instead=_("Write down whom they chose, then accept it."),
        )
    take(petition, "accept", text=text, by=by, on=on, handler=by)
    return petition


@act
def pass_to(petition: Petition, *, text: str, to: str, by: User, on: date) -> Petition:
    """Pass it to the organ that is competent, and tell the petitioners in writing where it is now."""
    routes.refuse_partial(petition, by, on=on)
    to = needed(to, _("Name the organ that has it now; the petitioner will read it."))
    _refuse_leak(petition, to)
    text = f"{to}\n{needed(text, _('Give the reason; the petitioner will read it.'))}"
    take(petition, "pass_to", text=text, by=by, on=on)
    return petition


def _refuse_leak(petition: Petition, to: str) -> None:
    """What is said about an organ or officer is never passed to them."""
    about, officer = petition.about, petition.about_officer
    names = {about.name, about.short_name} if about else set()
    names |= {officer.name} if officer else set()
    if to in names - {""}:
        raise Refused(
            _("It is about them, so it cannot be passed to them."),
            book.citation(procedure.NO_LEAK_RULE),
            instead=_("Pass it to the organ above them."),
        )


@act
def refuse(petition: Petition, *, text: str, by: User, on: date) -> Petition:
    """Not accept what belongs before arbitration or a court, with where to go; nothing else is a ground."""
    routes.refuse_partial(petition, by, on=on)
    text = needed(text, _("Give the reason; the petitioner will read it."))
    take(petition, "refuse", text=text, by=by, on=on)
    return petition


@act
def answer(petition: Petition, *, text: str, by: User, on: date) -> Petition:
    """Give the written answer."""
    return _answered(petition, "answer", text, by=by, on=on)


@act
def answer_review(petition: Petition, *, text: str, by: User, on: date) -> Petition:
    """The level above answers the review."""
    return _answered(petition, "answer_review", text, by=by, on=on)


@act
def answer_recheck(petition: Petition, *, text: str, by: User, on: date) -> Petition:
    """The second review is answered; that answer is final."""
    _refuse_while_heard(petition)
    return _answered(petition, "answer_recheck", text, by=by, on=on)


def _answered(petition: Petition, step: str, text: str, *, by: User, on: date) -> Petition:
    routes.refuse_partial(petition, by, on=on)
    text = needed(text, _("Write the answer; the petitioners will read it."))
    take(petition, step, text=text, by=by, on=on, handler=by)
    return petition


@act
def ask_review(petition: Petition, *, text: str, by: User, on: date) -> Petition:
    """A petitioner does not agree: it goes one level up, within the days the regulation gives."""
    return _asked(petition, "ask_review", text, by=by, on=on)


@act
def ask_recheck(petition: Petition, *, text: str, by: User, on: date) -> Petition:
    """A petitioner does not agree with the review either: the level above that looks at it, for the last time."""
    return _asked(petition, "ask_recheck", text, by=by, on=on)


def _asked(petition: Petition, step: str, text: str, *, by: User, on: date) -> Petition:
    rule = procedure.BY_ACT[step].rule
    if not petition.petitioners.filter(person__user=by).exists():
        routes.refuse_partial(petition, by, on=on)
    if petition.stage not in procedure.BY_ACT[step].among:
        take(petition, step, by=by, on=on)  # refuses, and says where it stands
    if on > duties.current(petition, procedure.ASK).due_on:
        raise Refused(
            _("The days to ask for a review are over."),
            book.citation(rule),
            instead=_("With new facts you can bring a new petition."),
        )
    text = needed(text, _("Write down what is not right about the answer."))
    desk = routes.above(petition, on=on)
    take(petition, step, text=text, desk=desk, by=by, on=on)
    tell_desk(petition, desk, on=on)
    return petition


@act
def hold_hearing(petition: Petition, *, text: str = "", by: User, on: date) -> Petition:
    """A hearing begins: until it is over the period of the second review stands still."""
    routes.refuse_partial(petition, by, on=on)
    take(petition, "hold_hearing", text=text, by=by, on=on)
    duty = duties.current(petition, procedure.RECHECK)
    duties.pause(duty, reason=_("a hearing is held"), by=by, on=on)
    return petition


@act
def end_hearing(petition: Petition, *, text: str = "", by: User, on: date) -> Petition:
    """The hearing is over: the period runs on, longer by its days."""
    routes.refuse_partial(petition, by, on=on)
    take(petition, "end_hearing", text=text, by=by, on=on)
    duty = duties.current(petition, procedure.RECHECK)
    duties.resume(duty, reason=_("the hearing is over"), by=by, on=on)
    return petition


def _refuse_while_heard(petition: Petition) -> None:
    held = Duty.objects.open().about(petition).filter(kind=procedure.RECHECK)
    if held.exclude(paused_on=None).exists():
        raise Refused(_("The hearing is not over."), book.citation(procedure.RECHECK_RULE))


@act
def end(petition: Petition, *, text: str = "", by: User, on: date) -> Petition:
    """End it with its answer: a petitioner is content, or nobody asked for a review in time."""
    if not petition.petitioners.filter(person__user=by).exists():
        routes.refuse_partial(petition, by, on=on)
        if petition.stage in ASKING and on <= duties.current(petition, procedure.ASK).due_on:
            raise Refused(
                _("The petitioners can still ask for a review."),
                book.citation(ASKING[PetitionStage(petition.stage)][1]),
                instead=_("They can say themselves that they are content; else wait for the day."),
            )
    elif petition.petitioners.count() > 1 and not _speaks(petition, by):
        raise Refused(
            _("Others bring this petition with you."),
            instead=_("Whoever speaks for all of you can say that it is settled."),
        )
    take(petition, "end", text=text, by=by, on=on)
    return petition


def _speaks(petition: Petition, by: User) -> bool:
    return petition.petitioners.filter(person__user=by, is_representative=True).exists()


@act
def note_repeat(petition: Petition, *, text: str, by: User, on: date) -> Petition:
    """The same matter is brought again after its last answer: it is written down, and they are pointed to it."""
    routes.refuse_partial(petition, by, on=on)
    take(
        petition,
        "note_repeat",
        text=needed(text, _("Write down what was brought, and how.")),
        by=by,
        on=on,
    )
    return petition


@act
def withdraw(petition: Petition, *, text: str = "", by: User, on: date) -> Petition:
    """Take it back: by the only petitioner or one who speaks for all, or by an officer at their wish."""
    if petition.petitioners.filter(person__user=by).exists():
        if petition.petitioners.count() > 1 and not _speaks(petition, by):
            raise Refused(
                _("Others bring this petition with you."),
                instead=_("You can leave it; the others go on."),
            )
    else:
        routes.refuse_partial(petition, by, on=on)
        text = needed(text, _("Give the reason; the petitioner will read it."))
    take(petition, "withdraw", text=text, by=by, on=on)
    return petition


@act
def leave(petition: Petition, *, by: User, on: date) -> None:
    """One of several petitioners goes out of it; the others go on."""
    rows = petition.petitioners.filter(person__user=by)
    Petition.objects.select_for_update(no_key=True).get(pk=petition.pk)
    if not rows.exists():
        raise Refused(_("You are not in this petition."))
    if petition.petitioners.count() == 1:
        raise Refused(_("You bring it alone."), instead=_("You can withdraw it."))
    told(petition, "left", by=by, on=on, people=petition.petitioners.count() - 1)
    rows.delete()


@act
def extend(petition: Petition, *, days: int, reason: str, by: User, on: date) -> Duty:
    """Lengthen the period of the answer within what the regulation allows; the petitioners read the reason."""
    routes.refuse_partial(petition, by, on=on)
    duty = duties.current(petition, procedure.ANSWER)
    duty = duties.extend(duty, days=days, reason=reason, by=by, on=on)
    write(petition, "extended", text=reason, by=by, on=on)
    return duty


def may_ask(petition: Petition) -> str:
    """The act by which a petitioner can go one level up now, or ""."""
    asking = ASKING.get(PetitionStage(petition.stage))
    owing = Duty.objects.open().about(petition).filter(kind=procedure.ASK).first()
    return asking[0] if asking and owing and today() <= owing.due_on else ""
