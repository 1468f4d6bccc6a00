"""What the desk that received a referral does with it."""

from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.cases.confidential.reading import parties
from unionhall.cases.referrals import owed, steps
from unionhall.cases.referrals.models import WITH_RECEIVER, Referral, ReferralState
from unionhall.cases.steps import refuse_kin
from unionhall.core import clock
from unionhall.core.errors import Refused
from unionhall.duties import actions as duties
from unionhall.history.actions import act


def _refuse_partial(referral: Referral, by: User) -> None:
    """Neither the worker nor whom the request is about does anything with it."""
    refuse_kin(referral.case, by)
    if by.pk in parties(referral.case):
        raise Refused(_("Nothing was done: this request is not with you any longer."))


@act
def take_up(referral: Referral, *, by: User, on: date) -> None:
    """Take it up by name; the day of the answer stays."""
    _refuse_partial(referral, by)
    steps.change(referral, among=[ReferralState.SENT], state=ReferralState.TAKEN_UP, taken_up_by=by)
    duties.take(referral, owed.ANSWER, by=by, on=on)
    steps.note(referral, "taken_up", by=by, on=on, at=referral.to_organisation)
    steps.tell_sender(referral, "referral_taken_up", besides=by, on=on)
    steps.tell_worker(referral, "referral_taken_up")


@act
def send_back(referral: Referral, *, reason: str, by: User, on: date) -> None:
    """Send it back with a reason; the desk reads it no longer, whoever referred it goes on."""
    _refuse_partial(referral, by)
    steps.change(
        referral,
        among=WITH_RECEIVER,
        state=ReferralState.SENT_BACK,
        ended_on=on,
        why_ended=reason,
    )
    duties.fulfil(referral, owed.ANSWER, by=by, on=on)
    steps.note(referral, "sent_back", by=by, on=on, at=referral.to_organisation)
    steps.tell_sender(referral, "referral_sent_back", besides=by, on=on)
    steps.tell_worker(referral, "referral_sent_back")


@act
def answer(referral: Referral, *, text: str, by: User, on: date) -> None:
    """Answer; worker and sender read it."""
    _refuse_partial(referral, by)
    steps.change(
        referral,
        among=WITH_RECEIVER,
        state=ReferralState.ANSWERED,
        answer=text,
        answered_on=on,
        taken_up_by=referral.taken_up_by or by,
    )
    duties.fulfil(referral, owed.ANSWER, by=by, on=on)
    steps.note(referral, "answered", by=by, on=on, at=referral.to_organisation)
    steps.tell_sender(referral, "referral_answered", besides=by, on=on)
    steps.tell_worker(referral, "referral_answered")


AGAIN = timedelta(minutes=10)


@act
def open_link(referral: Referral, *, on: date) -> None:
    """Write down that the outside body opened its link: once in ten minutes."""
    now = clock.now()
    lately = Q(link_opened_at=None) | Q(link_opened_at__lt=now - AGAIN)
    if Referral.objects.filter(lately, pk=referral.pk).update(link_opened_at=now):
        steps.note(referral, "link_opened", by=None, on=on)
