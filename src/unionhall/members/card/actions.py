"""A member's card issued, renewed and revoked."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.core.errors import Refused
from unionhall.duties.by_laws.queries import jurisdiction_of
from unionhall.history.actions import act, record
from unionhall.members.card.models import Card
from unionhall.members.card.queries import holds
from unionhall.members.models import Person
from unionhall.members.queries import chain_of
from unionhall.rulebook import rules

VALIDITY = "own.membership.card_90d"


@act
def issue(person: Person, *, by: User, on: date) -> Card:
    """Give a member the card there is, or a new one."""
    _refuse_stranger(person, on)
    if card := person.cards.live().first():
        return card
    try:
        with transaction.atomic():
            card = Card.objects.create(person=person, issued_on=on, last_on=_last_on(person, on))
    except IntegrityError:
        return person.cards.live().get()  # asked for twice at once
    _record(card, "members.card_issued", by, on, {"last_on": card.last_on})
    return card


@act
def renew(card: Card, *, by: User, on: date) -> Card:
    """Let what is shown offline be good for the whole period again."""
    _refuse_stranger(card.person, on)
    last_on = _last_on(card.person, on)
    won = Card.objects.live().filter(pk=card.pk, last_on__lt=last_on).update(last_on=last_on)
    if not won:
        raise Refused(_("This card needs no renewal, or was revoked."))
    card.last_on = last_on
    _record(card, "members.card_renewed", by, on, {"last_on": last_on})
    return card


@act
def revoke(card: Card, *, reason: str, by: User, on: date) -> Card:
    """Make a card invalid at once wherever there is a network; without one, at the latest when it runs out."""
    if not reason.strip():
        raise Refused(_("Give the reason; the member will read it."))
    if not Card.objects.live().filter(pk=card.pk).update(revoked_on=on):
        raise Refused(_("This card has been revoked already."))
    card.revoked_on = on
    _record(card, "members.card_revoked", by, on, {}, {"reason": reason.strip()})
    return card


def is_to_renew(card: Card, *, on: date) -> bool:
    """Whether it is in the last third of its time, or beyond it."""
    return (card.last_on - on).days * 3 <= _days(card.person, on)


def _last_on(person: Person, on: date) -> date:
    return on + timedelta(days=_days(person, on))


def _days(person: Person, on: date) -> int:
    spells = person.memberships
    place = jurisdiction_of(spells[0].organisation, on=on) if spells else "CN"
    return rules.value(VALIDITY, "days", on=on, jurisdiction=place)


def _refuse_stranger(person: Person, on: date) -> None:
    if not holds(person, on=on):
        raise Refused(
            _("Only who is a member today has a card."),
            instead=_("Ask your union if that is a mistake."),
        )


def _record(card: Card, verb: str, by: User, on: date, facts: dict, personal: dict | None = None):
    record(
        chain_of(card.person),
        verb,
        by=by,
        subject=card.person,
        facts=facts,
        personal=personal or {},
        person=str(card.person.uid),
        on=on,
    )
