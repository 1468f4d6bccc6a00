"""What is done with a message to many: written, sent, approved or not, cancelled; declined by who got it."""

from datetime import date

from django.utils.translation import gettext as _

from unionhall.access.scope import Scope
from unionhall.accounts.models import User
from unionhall.core.clock import now
from unionhall.core.errors import Refused
from unionhall.duties import actions as duties
from unionhall.history.actions import act, record
from unionhall.mailings import audience, jobs, owed, placeholders
from unionhall.mailings.kinds import KINDS
from unionhall.mailings.models import Mailing, Recipient
from unionhall.mailings.working import move
from unionhall.members import pages
from unionhall.notifications import actions as notices

State, Fate = Mailing.State, Recipient.Fate


@act
def write(
    held: Scope,
    *,
    query: str,
    kind: str,
    subject_zh: str,
    text_zh: str,
    subject_en: str = "",
    text_en: str = "",
    by: User,
    on: date,
) -> Mailing:
    """Write a message to those whom a list of the register shows; a worker finds out whom it reaches."""
    if kind not in KINDS:
        raise Refused(_("There is no kind of message called %(kind)s.") % {"kind": kind})
    words = {"subject_zh": " ".join(subject_zh.split()), "text_zh": text_zh.strip()}
    words |= {"subject_en": " ".join(subject_en.split()), "text_en": text_en.strip()}
    _refuse_unfit(words)
    wanted = audience.chosen(query, held)
    sender = audience.sender(wanted, held)
    told = [pages.said(wanted)] if wanted.unit else [str(sender), pages.said(wanted)]
    mailing = Mailing.objects.create(
        **words,
        organisation=sender,
        paths=list(held.paths),
        query=query,
        audience=" · ".join(told)[:300],
        kind=kind,
        on=on,
        by=by,
        at=now(),
    )
    _record(mailing, "written", by=by, on=on)
    jobs.prepare.enqueue(mailing.pk)
    return mailing


def _refuse_unfit(words: dict[str, str]) -> None:
    if not words["subject_zh"] or not words["text_zh"]:
        raise Refused(_("The message needs a subject and a text in Chinese."))
    if bool(words["subject_en"]) != bool(words["text_en"]):
        raise Refused(_("In English there must be both a subject and a text, or neither."))
    placeholders.refuse_unknown(placeholders.used(words["text_zh"], words["text_en"]))
    # The subject stands in lists and on locked screens.
    codes = placeholders.used(words["subject_zh"], words["subject_en"])
    placeholders.refuse_unknown(codes, known=placeholders.OF_ALL)


@act
def send(mailing: Mailing, *, by: User, on: date) -> Mailing:
    """Let a worker send it; above the threshold a second officer has to agree first."""
    queued = mailing.recipients.filter(fate=Fate.QUEUED).count()
    if mailing.state == State.READY and not queued:
        raise Refused(_("It would reach nobody."))
    if queued >= owed.threshold(mailing, on=on):
        move(mailing, (State.READY,), State.APPROVAL)
        owed.open_for(mailing, by=by, on=on)
        _record(mailing, "put_up_for_approval", by=by, on=on, facts={"queued": queued})
        return mailing
    move(mailing, (State.READY,), State.SENDING, beat_at=now())
    _record(mailing, "sending_begun", by=by, on=on, facts={"queued": queued})
    jobs.send.enqueue(mailing.pk)
    return mailing


@act
def approve(mailing: Mailing, *, by: User, on: date) -> Mailing:
    """Agree as the second officer; it is sent."""
    _refuse_the_first(mailing, by)
    move(mailing, (State.APPROVAL,), State.SENDING, approved_by=by, beat_at=now())
    duties.fulfil(mailing, owed.KIND, by=by, on=on)
    _record(mailing, "approved", by=by, on=on)
    jobs.send.enqueue(mailing.pk)
    return mailing


@act
def refuse_mailing(mailing: Mailing, *, reason: str, by: User, on: date) -> Mailing:
    """Say no as the second officer; nobody gets it, and whoever wrote it reads why."""
    if not reason.strip():
        raise Refused(_("Give the reason; whoever wrote the message reads it."))
    _refuse_the_first(mailing, by)
    move(mailing, (State.APPROVAL,), State.REFUSED, why_ended=reason.strip())
    _end(mailing, by=by, on=on)
    duties.fulfil(mailing, owed.KIND, by=by, on=on)
    _record(mailing, "refused", by=by, on=on, facts={"reason": mailing.why_ended})
    return mailing


@act
def cancel(mailing: Mailing, *, by: User, on: date) -> Mailing:
    """Give it up; who has it already keeps it, the others get nothing."""
    move(mailing, Mailing.STOPPABLE, State.CANCELLED)
    _end(mailing, by=by, on=on)
    duties.void(mailing, by=by, on=on, reason=_("The message was cancelled."))
    _record(mailing, "cancelled", by=by, on=on)
    return mailing


@act
def resume(mailing: Mailing, *, by: User, on: date) -> Mailing:
    """Let a worker go on where another stopped; nobody is sent it twice."""
    if mailing.state != State.SENDING:
        raise Refused(_("This message is not being sent."))
    jobs.send.enqueue(mailing.pk)
    return mailing


@act
def decline(recipient: Recipient, *, by: User, on: date) -> None:
    """Whoever got it wants no more of its kind."""
    notices.choose({(recipient.mailing.facts.template, "in_app"): False}, by=by, on=on)


def _end(mailing: Mailing, *, by: User, on: date) -> None:
    mailing.recipients.filter(fate=Fate.QUEUED).update(fate=Fate.CANCELLED)


def _refuse_the_first(mailing: Mailing, by: User) -> None:
    if mailing.by_id == by.pk:
        raise Refused(
            _("You wrote this message yourself; another officer has to agree."),
            instead=_("Ask a colleague who may approve messages."),
        )


def _record(
    mailing: Mailing, what: str, *, by: User | None, on: date, facts: dict | None = None
) -> None:
    told = {"kind": mailing.kind, **(facts or {})}
    record(
        mailing.organisation.chain, f"mailings.{what}", by=by, subject=mailing, facts=told, on=on
    )
