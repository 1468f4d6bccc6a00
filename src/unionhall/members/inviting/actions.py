"""A union asks for a member of another one; it learns who that is by their own word only."""

from datetime import date

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.core.errors import Refused
from unionhall.core.text import compact
from unionhall.duties import actions as duties
from unionhall.duties.models import Duty
from unionhall.history.actions import act, record
from unionhall.members import actions as members
from unionhall.members.inviting import owed, queries
from unionhall.members.inviting.models import Invitation, InvitationState, Known
from unionhall.members.models import Spell
from unionhall.members.transfers import actions as transfers
from unionhall.members.transfers.models import Transfer
from unionhall.members.transfers.queries import elsewhere
from unionhall.notifications.actions import notify
from unionhall.organisations.models import Organisation


@act
def invite(
    organisation: Organisation,
    *,
    name: str,
    known_by: str,
    number: str,
    reason: str,
    by: User,
    on: date,
) -> Invitation:
    """Ask for a member of another union, by name and number exactly.

    What comes back is the same whether there is such a person or not. Refused is only what the union
    can see for itself: a number that is none, and somebody in its own register.
    """
    members.refuse_unfit(organisation)
    name, cleaned = " ".join(name.split()), queries.cleaned(known_by, number)
    if not compact(name) or not cleaned:
        raise Refused(_("Name and number must both be whole, as the person told you."))
    if not reason.strip():
        raise Refused(_("Say why; the person will read it."))
    person = queries.meant(known_by, cleaned, name)
    here = Spell.objects.covering(on=on).filter(organisation=organisation)
    if person and here.filter(person=person).exists():
        raise Refused(_("The member is in this union already."))
    if person and elsewhere(person, organisation, on=on) is None:
        person = None  # nothing to move; the union must not learn that either
    made = _made(
        Invitation(
            organisation=organisation,
            name=name,
            known_by=known_by,
            hint=queries.HIDDEN[Known(known_by)](cleaned),
            person=person,
            reason=reason.strip(),
            asked_on=on,
            asked_by=by,
        )
    )
    duties.open_duty(
        owed.KIND,
        subject=made,
        organisation=organisation,
        office=owed.OFFICE,
        rule=owed.RULE,
        start=on,
        by=by,
        on=on,
    )
    _record(made, "members.invited", by, on)
    if person and person.user:
        notify(
            [person.user],
            "members/invitation",
            subject=made,
            url=reverse("inviting:my_show", args=[made.uid]),
            facts={"what": "asked", "to": str(organisation)},
        )
    return made


@act
def agree_invitation(invitation: Invitation, *, by: User, on: date) -> Transfer:
    """Come over: from here it is the person's own wish, which the old union has to answer."""
    _is_own(invitation, by)
    person = invitation.person
    spell = elsewhere(person, invitation.organisation, on=on) if person else None
    if spell is None:
        raise Refused(
            _("You are a member of no other union today; nothing could be transferred."),
            instead=_("Apply to the new union for membership."),
        )
    transfer = transfers.ask(spell, invitation.organisation, reason=invitation.reason, by=by, on=on)
    _step(invitation, InvitationState.AGREED, on, transfer=transfer)
    duties.fulfil(invitation, owed.KIND, by=by, on=on)
    _record(invitation, "members.invitation_agreed", by, on)
    _tell(invitation, "agreed")
    return transfer


@act
def decline_invitation(
    invitation: Invitation, *, reason: str = "", by: User, on: date
) -> Invitation:
    """Say no; nobody has to say why, and the old union never hears of it."""
    _is_own(invitation, by)
    _step(invitation, InvitationState.DECLINED, on, why_ended=reason.strip())
    duties.fulfil(invitation, owed.KIND, by=by, on=on)
    _record(invitation, "members.invitation_declined", by, on)
    _tell(invitation, "declined")
    return invitation


@act
def withdraw_invitation(invitation: Invitation, *, by: User, on: date) -> Invitation:
    """Take it back before it is answered."""
    _step(invitation, InvitationState.WITHDRAWN, on)
    duties.void(invitation, by=by, on=on, reason=_("the invitation was withdrawn"))
    _record(invitation, "members.invitation_withdrawn", by, on)
    return invitation


def lapse(*, on: date) -> int:
    """End those whose day has passed without an answer; how many."""
    late = Duty.objects.open().filter(kind=owed.KIND, due_on__lt=on).values("subject_id")
    rows = list(Invitation.objects.waiting().filter(pk__in=late).select_related("organisation"))
    for row in rows:
        _lapse(row, on)
    return len(rows)


@act
def _lapse(invitation: Invitation, on: date) -> None:
    _step(invitation, InvitationState.LAPSED, on)
    duties.void(invitation, by=None, on=on, reason=_("nobody answered in time"))
    _record(invitation, "members.invitation_lapsed", None, on)
    _tell(invitation, "lapsed")


def _made(invitation: Invitation) -> Invitation:
    try:
        with transaction.atomic():
            invitation.save()
    except IntegrityError as error:
        raise Refused(
            _("An invitation to this name and number waits already."),
            instead=_("Wait for it, or withdraw it."),
        ) from error
    return invitation


def _is_own(invitation: Invitation, by: User) -> None:
    if invitation.person is None or invitation.person.user != by:
        raise Refused(_("Only the person themselves can answer."))


def _step(invitation: Invitation, state: str, on: date, **changes) -> None:
    """End it once: of two who act at once, one is told."""
    changes |= {"state": state, "ended_on": on}
    waiting = Invitation.objects.filter(pk=invitation.pk, state=InvitationState.ASKED)
    if not waiting.update(**changes):
        invitation.refresh_from_db()
        raise Refused(
            _("This invitation stands otherwise by now: %(state)s.")
            % {"state": invitation.get_state_display()}
        )
    for name, value in changes.items():
        setattr(invitation, name, value)


def _record(invitation: Invitation, verb: str, by: User | None, on: date) -> None:
    """In the inviting union's record only, and beside no person before the person agreed."""
    person = invitation.person if invitation.state == InvitationState.AGREED else None
    record(
        invitation.organisation.chain,
        verb,
        by=by,
        subject=invitation,
        facts={"state": invitation.state, "known_by": invitation.known_by},
        person=str(person.uid) if person else "",
        on=on,
    )


def _tell(invitation: Invitation, what: str) -> None:
    """Whoever invited hears how it ended."""
    notify(
        [invitation.asked_by],
        "members/invitation",
        subject=invitation,
        url=invitation.get_absolute_url(),
        facts={"what": what, "to": str(invitation.organisation)},
    )
