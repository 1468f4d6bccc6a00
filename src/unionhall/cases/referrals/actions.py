"""What is done with a referral before and after it is sent, by whoever refers the request."""

import secrets
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.cases.models import OPEN, Case, Status
from unionhall.cases.referrals import owed, queries, steps
from unionhall.cases.referrals.models import (
    PASSED,
    UNDER_WAY,
    WITH_RECEIVER,
    ConsentWay,
    Partner,
    Referral,
    ReferralGround,
    ReferralState,
)
from unionhall.cases.routing import Desk
from unionhall.cases.steps import refuse_kin, refuse_unknowing
from unionhall.core.errors import Refused
from unionhall.documents.actions import attach
from unionhall.duties import actions as duties
from unionhall.history.actions import act, record
from unionhall.organisations.models import Organisation
from unionhall.rulebook import rules

STARTED = (ReferralState.PROPOSED, ReferralState.CONSENTED)


@act
def add_partner(
    organisation: Organisation, *, kind: str, name: str, contact: str, by: User | None, on: date
) -> Partner:
    """Put an outside body into a federation's directory."""
    try:
        with transaction.atomic():
            made = Partner.objects.create(
                organisation=organisation,
                kind=kind,
                name=name.strip(),
                contact=contact.strip(),
                added_by=by,
            )
    except IntegrityError as error:
        raise Refused(_("This body stands in the directory already.")) from error
    _keep(made, "partner_added", by, on)
    return made


@act
def end_partner(partner: Partner, *, by: User, on: date) -> None:
    """Take a body out of the directory; what was referred to it stays on record."""
    if not Partner.objects.kept().filter(pk=partner.pk).update(ended_on=on):
        raise Refused(_("It was taken out already."))
    partner.ended_on = on
    _keep(partner, "partner_ended", by, on)


def _keep(partner: Partner, verb: str, by: User | None, on: date) -> None:
    record(partner.organisation.chain, f"cases.{verb}", by=by, subject=partner, on=on)


@act
def refer(
    case: Case,
    *,
    to: Desk | Partner,
    why: str,
    summary: str,
    with_contact: bool = False,
    messages=(),
    files=(),
    ask: bool = True,
    by: User,
    on: date,
) -> Referral:
    """Propose to pass chosen parts of a request on; the worker with an account is asked at once.

    With `ask` False their own pages show nothing of it until their word or a ground is on record:
    where asking would be dangerous, it must not be told before the ground says so.
    """
    refuse_kin(case, by)
    refuse_unknowing(case, by)
    if case.status not in OPEN:
        raise Refused(_("Only an open request can be referred."), instead=_("Open it again first."))
    target = _target(case, to, on=on)
    allowed_messages, allowed_files = queries.passable(case)
    if not set(messages) <= set(allowed_messages) or not set(files) <= set(allowed_files):
        raise Refused(_("Only what the worker and the union wrote to each other can be passed on."))
    if Referral.objects.under_way().filter(case=case, **target).exists():
        raise Refused(
            _("A referral of this request to the same receiver is under way."),
            instead=_("End it first, then refer anew."),
        )
    made = Referral.objects.create(
        case=case,
        why=why,
        summary=summary,
        with_contact=with_contact,
        is_hidden=not ask,
        proposed_on=on,
        proposed_by=by,
        **target,
    )
    made.messages.set(messages)
    made.files.set(files)
    owed.open_for_sender(made, owed.ASK, owed.AGREE_RULE, by=by, on=on)
    steps.note(made, "proposed", by=by, on=on, to=made.receiver)
    steps.tell_worker(made, "referral_asked")
    return made


def _target(case: Case, to: Desk | Partner, *, on: date) -> dict:
    """The receiver's columns; refused where nobody there may read such a request."""
    if isinstance(to, Partner):
        if to not in queries.partners_for(case):
            raise Refused(_("This body is in no directory of your federation."))
        return {"partner": to}
    if queries.desk_at(case, to.organisation, to.office, on=on) is None:
        raise Refused(
            _("Nobody at %(union)s may read such a request.") % {"union": to.organisation},
            rules.citation("cn.pet.no_leak") if case.is_restricted else None,
            instead=_("Choose another desk."),
        )
    return {"to_organisation": to.organisation, "to_office": to.office}


@act
def record_consent(
    referral: Referral, *, way: str, given_on: date, how: str, file=None, by: User, on: date
) -> None:
    """Write down the consent the worker gave by telephone, in person or on paper."""
    if way == ConsentWay.PAGE:
        raise Refused(_("On their own page only the worker agrees."))
    if not referral.proposed_on <= given_on <= on:
        raise Refused(_("A consent is given between the day it was proposed and today."))
    consented(referral, way, given_on, how, by=by, on=on)
    if file:
        attach(referral, file, by=by)
    steps.note(referral, "consent_recorded", by=by, on=on, way=way)
    steps.tell_worker(referral, "referral_told")


def consented(
    referral: Referral, way: str, given_on: date, how: str, *, by: User, on: date
) -> None:
    steps.change(
        referral,
        among=[ReferralState.PROPOSED],
        state=ReferralState.CONSENTED,
        consent_way=way,
        consent_on=given_on,
        consent_how=how,
        consent_by=by,
        is_hidden=False,
    )
    duties.fulfil(referral, owed.ASK, by=by, on=on)


@act
def rest_on_ground(
    referral: Referral, *, ground: str, text: str, hidden: bool = False, by: User, on: date
) -> None:
    """Rest it on a legal ground instead of consent; the worker is told at once, unless that is dangerous."""
    if not text.strip():
        raise Refused(_("Name the law and the facts it rests on."))
    if hidden and ground != ReferralGround.LIFE:
        raise Refused(_("Only where somebody's life or health is in danger may it be kept back."))
    if referral.partner and referral.case.is_restricted and ground != ReferralGround.LIFE:
        raise Refused(
            _("A restricted request goes to an outside body only with the worker's consent."),
            rules.citation("cn.pet.no_leak"),
        )
    steps.change(
        referral,
        among=[ReferralState.PROPOSED],
        state=ReferralState.CONSENTED,
        ground=ground,
        ground_text=text,
        is_hidden=hidden,
    )
    duties.fulfil(referral, owed.ASK, by=by, on=on)
    if hidden:
        owed.open_for_sender(referral, owed.TELL, owed.TELL_RULE, by=by, on=on)
    steps.note(referral, "grounded", by=by, on=on, ground=ground)
    steps.tell_worker(referral, "referral_told")


@act
def tell(referral: Referral, *, by: User, on: date) -> None:
    """Tell the worker of a referral that was kept back because telling was dangerous."""
    if not Referral.objects.filter(pk=referral.pk, is_hidden=True).update(is_hidden=False):
        raise Refused(_("The worker knows of it already."))
    referral.is_hidden = False
    duties.fulfil(referral, owed.TELL, by=by, on=on)
    steps.note(referral, "told", by=by, on=on)
    steps.tell_worker(referral, "referral_told")


@act
def send(referral: Referral, *, by: User, on: date) -> None:
    """Pass it on; from here the receiver reads what was chosen and owes an answer."""
    if referral.state == ReferralState.PROPOSED:
        raise Refused(
            _("Nothing is passed on before the worker agrees."),
            rules.citation(owed.AGREE_RULE),
            instead=_("Record the consent, or the legal ground it rests on."),
        )
    steps.change(
        referral,
        among=[ReferralState.CONSENTED],
        state=ReferralState.SENT,
        sent_on=on,
        sent_by=by,
    )
    if referral.partner:
        owed.open_for_sender(referral, owed.CHASE, owed.ANSWER_RULE, by=by, on=on)
    else:
        owed.open_for_receiver(referral, by=by, on=on)
    steps.note(referral, "sent", by=by, on=on, to=referral.receiver)
    steps.tell_receiver(referral, "referral_received", on=on)
    steps.tell_worker(referral, "referral_passed")


@act
def make_link(referral: Referral, *, by: User, on: date) -> str:
    """A secret address for an outside body, shown once; one made before holds no longer."""
    if referral.partner is None:
        raise Refused(_("A desk of a union reads it after signing in; it needs no link."))
    secret = secrets.token_urlsafe(24)
    until = owed.last_day(owed.LINK_RULE, referral, start=on, on=on)
    steps.change(
        referral,
        among=PASSED,
        link_digest=queries.digest_of(secret),
        link_until=until,
        link_opened_at=None,
    )
    steps.note(referral, "link_made", by=by, on=on, until=until.isoformat())
    return secret


@act
def note_answer(referral: Referral, *, text: str, by: User, on: date) -> None:
    """Write down what an outside body answered."""
    if referral.partner is None:
        raise Refused(_("A desk of a union answers itself."))
    steps.change(
        referral,
        among=WITH_RECEIVER,
        state=ReferralState.ANSWERED,
        answer=text,
        answered_on=on,
    )
    duties.fulfil(referral, owed.CHASE, by=by, on=on)
    steps.note(referral, "answer_noted", by=by, on=on)
    steps.tell_worker(referral, "referral_answered")


@act
def end(referral: Referral, *, reason: str, by: User | None, on: date) -> None:
    """End it; the receiver's access ends at once. `by` None is the clock."""
    passed = referral.state in PASSED
    steps.change(
        referral, among=UNDER_WAY, state=ReferralState.ENDED, ended_on=on, why_ended=reason
    )
    duties.void(referral, by=by, on=on, reason=_("the referral ended"))
    steps.note(referral, "ended", by=by, on=on)
    if passed:
        steps.tell_receiver(referral, "referral_over", on=on)
    steps.tell_worker(referral, "referral_ended")


def lapsed(referral: Referral, *, on: date) -> str:
    """Why time has ended it, in words; "" while it goes on."""
    if referral.case.status == Status.WITHDRAWN:
        return _("the worker took the request back")
    if referral.state in STARTED and referral.case.status not in OPEN:
        return _("the request is over")
    if referral.state == ReferralState.PROPOSED:
        day = owed.last_day(owed.AGREE_RULE, referral, start=referral.proposed_on, on=on)
        return _("the worker did not answer in time") if on > day else ""
    if referral.state == ReferralState.ANSWERED and referral.answered_on:
        day = owed.last_day(owed.CLOSE_RULE, referral, start=referral.answered_on, on=on)
        return _("answered, and no longer needed") if on > day else ""
    return ""
