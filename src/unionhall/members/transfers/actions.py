"""A member transferred from one union to another, with both sides' consent, and no day in neither or both."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.core.errors import Refused
from unionhall.duties import actions as duties
from unionhall.history.actions import act, record
from unionhall.members import actions as members
from unionhall.members import search
from unionhall.members.changes import actions as changes
from unionhall.members.models import Begun, Ended, Person, Spell
from unionhall.members.sealing import open_id
from unionhall.members.standing.models import Standing
from unionhall.members.transfers import owed
from unionhall.members.transfers.models import WAITING, State, Transfer
from unionhall.members.transfers.signals import transfer_ended
from unionhall.notifications.actions import notify
from unionhall.organisations.models import Organisation


@act
def ask(
    spell: Spell, to_organisation: Organisation, *, reason: str = "", by: User | None, on: date
) -> Transfer:
    """Ask that a membership moves; the old union has to release it first."""
    if not spell.covers(on):
        raise Refused(_("There is no membership that could be transferred."))
    if to_organisation == spell.organisation:
        raise Refused(_("The member is in this union already."))
    members.refuse_unfit(to_organisation)
    there = Spell.objects.covering(on=on).filter(organisation=to_organisation)
    if there.filter(person=spell.person_id).exists():
        raise Refused(_("The person is a member of the new union already."))
    try:
        with transaction.atomic():
            made = Transfer.objects.create(
                person_id=spell.person_id,
                spell=spell,
                to_organisation=to_organisation,
                reason=reason.strip(),
                asked_on=on,
                asked_by=by,
            )
    except IntegrityError as error:
        raise Refused(
            _("A transfer of this member is under way already."),
            instead=_("Wait for it, or let whoever asked withdraw it."),
        ) from error
    owed.open_for(made, owed.RELEASE, spell.organisation, by=by, on=on)
    _record(made, "members.transfer_asked", by, on)
    if by is None or by != spell.person.user:
        _tell(made, "asked")
    return made


@act
def release(transfer: Transfer, *, by: User, on: date) -> Transfer:
    """Let a member go; they stay ours until the new union receives them."""
    if not transfer.spell.covers(on):
        raise Refused(
            _("The membership in the old union has ended meanwhile."),
            instead=_("Refuse the transfer, and take down an application instead."),
        )
    _step(transfer, (State.ASKED,), state=State.RELEASED, released_on=on)
    duties.fulfil(transfer, owed.RELEASE, by=by, on=on)
    owed.open_for(transfer, owed.RECEIVE, transfer.to_organisation, by=by, on=on)
    _record(transfer, "members.transfer_released", by, on)
    _tell(transfer, "released")
    return transfer


@act
def receive(transfer: Transfer, *, by: User, on: date) -> Spell:
    """Take a released member over: on this day the old membership ends and the new one begins."""
    members.refuse_unfit(transfer.to_organisation)
    _step(transfer, (State.RELEASED,), state=State.RELEASED)  # locks the row
    # Whoever admits this person meanwhile waits, and then finds the new membership.
    Person.objects.select_for_update(no_key=True, of=("self",)).get(pk=transfer.person_id)
    old = Spell.objects.select_related("person", "organisation").get(pk=transfer.spell_id)
    _end(old, on)
    try:
        with transaction.atomic():
            new = Spell.objects.create(
                person=old.person,
                organisation=transfer.to_organisation,
                name_key=old.person.name_key,
                from_on=on,
                begun_by=Begun.TRANSFER,
            )
    except IntegrityError as error:
        raise Refused(_("The person is a member of the new union already.")) from error
    tokens = search.tokens_of(old.person.name, old.person.phone, open_id(old.person))
    search.add([search.Findable(new.pk, new.organisation_id, new.name_key, tokens)])
    _step(transfer, (State.RELEASED,), state=State.RECEIVED, ended_on=on, new_spell=new)
    duties.fulfil(transfer, owed.RECEIVE, by=by, on=on)
    changes.follow(old.person, transfer.to_organisation, by=by, on=on)
    _record(transfer, "members.transfer_received", by, on)
    _tell(transfer, "received")
    transfer_ended.send(Transfer, transfer=transfer, by=by, on=on)
    return new


@act
def refuse_transfer(transfer: Transfer, *, reason: str, by: User, on: date) -> Transfer:
    """Say no, by either side; the membership stays where it is, and the member reads why."""
    if not reason.strip():
        raise Refused(_("Give the reason; the member will read it."))
    _step(transfer, WAITING, state=State.REFUSED, ended_on=on, why_ended=reason.strip())
    duties.void(transfer, by=by, on=on, reason=_("the transfer was refused"))
    _record(transfer, "members.transfer_refused", by, on, {"reason": reason.strip()})
    _tell(transfer, "refused")
    transfer_ended.send(Transfer, transfer=transfer, by=by, on=on)
    return transfer


@act
def withdraw_transfer(transfer: Transfer, *, by: User, on: date) -> Transfer:
    """Take the wish back; nothing changes."""
    _step(transfer, WAITING, state=State.WITHDRAWN, ended_on=on)
    duties.void(transfer, by=by, on=on, reason=_("the transfer was withdrawn"))
    _record(transfer, "members.transfer_withdrawn", by, on)
    transfer_ended.send(Transfer, transfer=transfer, by=by, on=on)
    return transfer


def _step(transfer: Transfer, wanted: tuple[str, ...], **changes) -> None:
    """Change it if it still stands as wanted: of two who act at once, one is told."""
    if not Transfer.objects.filter(pk=transfer.pk, state__in=wanted).update(**changes):
        transfer.refresh_from_db()
        raise Refused(
            _("This transfer stands otherwise by now: %(state)s.")
            % {"state": transfer.get_state_display()}
        )
    for name, value in changes.items():
        setattr(transfer, name, value)


def _end(old: Spell, on: date) -> None:
    if old.from_on >= on:
        raise Refused(
            _("The membership in the old union began only on %s.") % date_format(old.from_on),
            instead=_("Receive the member a day later."),
        )
    won = (
        Spell.objects.filter(pk=old.pk)
        .filter(Q(until_on=None) | Q(until_on__gt=on))
        .update(until_on=on, ended_by=Ended.TRANSFER)
    )
    if not won:
        raise Refused(
            _("The membership in the old union has ended meanwhile."),
            instead=_("Refuse the transfer, and take down an application instead."),
        )
    # What rests in the old union goes no further: the new one decides anew.
    lasting = Standing.objects.filter(Q(until_on=None) | Q(until_on__gt=on), spell=old)
    lasting.filter(from_on__gte=on).delete()
    lasting.filter(from_on__lt=on).update(until_on=on)


def _record(
    transfer: Transfer, verb: str, by: User | None, on: date, personal: dict | None = None
) -> None:
    """In the old union's record, and in the new one's as far as it is theirs to know."""
    facts = {
        "transfer": transfer.pk,
        "from": transfer.from_organisation.code,
        "to": transfer.to_organisation.code,
    }
    for place in (transfer.from_organisation, transfer.to_organisation):
        record(
            place.chain,
            verb,
            by=by,
            subject=transfer.person,
            facts=facts,
            personal=personal or {},
            person=str(transfer.person.uid),
            on=on,
        )


def _tell(transfer: Transfer, what: str) -> None:
    if user := transfer.person.user:
        notify(
            [user],
            "members/transfer",
            subject=transfer,
            url="/me/card/",
            facts={
                "what": what,
                "from": str(transfer.from_organisation),
                "to": str(transfer.to_organisation),
            },
        )
