"""The trail of a referral in sentences, the same for sender, receiver and worker."""

from django.utils.translation import gettext_lazy as _

from unionhall.cases.referrals.models import Referral
from unionhall.history.queries import trail
from unionhall.ui.pieces.text import signed

SENTENCES = {
    "cases.referral_proposed": _("proposed to refer the request"),
    "cases.referral_agreed": _("agreed to the referral"),
    "cases.referral_declined": _("declined the referral"),
    "cases.referral_consent_recorded": _("wrote down the worker's consent"),
    "cases.referral_grounded": _("rested the referral on a legal ground"),
    "cases.referral_told": _("told the worker of the referral"),
    "cases.referral_sent": _("sent the referral"),
    "cases.referral_link_made": _("made a link for the outside body"),
    "cases.referral_link_opened": _("opened the link"),
    "cases.referral_taken_up": _("took the referral up"),
    "cases.referral_sent_back": _("sent the referral back"),
    "cases.referral_answered": _("answered the referral"),
    "cases.referral_answer_noted": _("wrote down the answer of the outside body"),
    "cases.referral_ended": _("ended the referral"),
    "cases.referral_revoked": _("revoked the referral"),
}
OUTSIDE = "cases.referral_link_opened"


def story(referral: Referral, *, for_receiver: bool = False) -> list[dict]:
    """What was done, the oldest first, each signed with name and office.

    A receiver reads the worker's name there only if it was passed on.
    """
    unnamed = for_receiver and not referral.with_contact
    return [
        {
            "at": entry.at,
            "kind": "act",
            "by_label": _actor(entry, referral, unnamed=unnamed),
            "sentence": str(SENTENCES.get(entry.verb, entry.verb)),
            "body": "",
        }
        for entry in trail(referral)
    ]


def _actor(entry, referral: Referral, *, unnamed: bool) -> str:
    if entry.verb == OUTSIDE:
        return referral.receiver
    if unnamed and entry.by_id == referral.case.person.user_id:
        return str(_("the worker"))
    name = str(entry.by) if entry.by_id else str(_("The system"))
    return signed(name, entry.by_label) if entry.by_label else name
