"""What the worker says to a referral of their own request: agree, decline, revoke."""

from datetime import date

from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.cases.referrals import actions, owed, steps
from unionhall.cases.referrals.models import (
    PASSED,
    UNDER_WAY,
    ConsentWay,
    Referral,
    ReferralState,
)
from unionhall.core.errors import Refused
from unionhall.duties import actions as duties
from unionhall.history.actions import act
from unionhall.rulebook import rules


def _is_own(referral: Referral, by: User) -> None:
    if referral.case.person.user_id != by.pk or referral.is_hidden:
        raise Refused(_("This is somebody else's request."))


@act
def agree(referral: Referral, *, by: User, on: date) -> None:
    """Let the union pass on just what the page shows."""
    _is_own(referral, by)
    actions.consented(referral, ConsentWay.PAGE, on, "", by=by, on=on)
    steps.note(referral, "agreed", by=by, on=on)
    steps.tell_sender(referral, "referral_agreed", besides=by, on=on)


@act
def decline(referral: Referral, *, by: User, on: date) -> None:
    """Not let it be passed on; nobody has to say why."""
    _is_own(referral, by)
    steps.change(
        referral, among=[ReferralState.PROPOSED], state=ReferralState.DECLINED, ended_on=on
    )
    duties.fulfil(referral, owed.ASK, by=by, on=on)
    steps.note(referral, "declined", by=by, on=on)
    steps.tell_sender(referral, "referral_declined", besides=by, on=on)


@act
def revoke(referral: Referral, *, by: User, on: date) -> None:
    """Take the consent back; whoever received it reads nothing from this moment."""
    _is_own(referral, by)
    if referral.ground:
        raise Refused(
            _("This referral rests on a legal ground and not on your consent."),
            rules.citation(owed.AGREE_RULE),
            instead=_("Write to the union under your request if you do not agree with it."),
        )
    passed = referral.state in PASSED
    steps.change(referral, among=UNDER_WAY, state=ReferralState.REVOKED, ended_on=on)
    duties.void(referral, by=by, on=on, reason=_("revoked by the worker"))
    steps.note(referral, "revoked", by=by, on=on)
    if passed:
        steps.tell_receiver(referral, "referral_over", on=on)
    steps.tell_sender(referral, "referral_revoked", besides=by, on=on)
