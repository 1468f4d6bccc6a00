"""Whether a card is good."""

from datetime import date
from typing import NamedTuple

from unionhall.core import signing
from unionhall.members.card import codec
from unionhall.members.card.models import Card
from unionhall.members.models import Person, Spell, State


class Verdict(NamedTuple):
    """What a check tells: whether the card is good, its last day where it is genuine, and the word for why not."""

    good: bool
    last_on: date | None = None
    why: str = ""  # forged, expired, ended


def holds(person: Person, *, on: date) -> bool:
    """Whether the person is a member on the day and not suspended; retired and kept ones are."""
    suspended = Spell.objects.with_status(State.SUSPENDED, on=on)
    return Spell.objects.covering(on=on).filter(person=person).exclude(pk__in=suspended).exists()


def check(payload: str, *, on: date) -> Verdict:
    """What anybody may learn of a card: nothing but whether it is good, and until when."""
    told = codec.read(payload, signing.public_keys(codec.PURPOSE))
    if told is None:
        return Verdict(False, why="forged")
    card = Card.objects.live().filter(number=told.number).select_related("person").first()
    if card is None or not holds(card.person, on=on):
        return Verdict(False, told.last_on, "ended")
    if told.last_on < on:
        return Verdict(False, told.last_on, "expired")
    return Verdict(True, told.last_on)
