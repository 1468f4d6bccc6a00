"""Whom an invitation means."""

from binascii import Error, unhexlify

from django.db.models import QuerySet

from unionhall.accounts.phones import plain
from unionhall.core import signing
from unionhall.core.text import masked_id, masked_middle, masked_phone
from unionhall.members import rules
from unionhall.members.card import codec
from unionhall.members.card.models import Card
from unionhall.members.inviting.models import Known
from unionhall.members.models import Person
from unionhall.members.sealing import id_digest

HIDDEN = {Known.PHONE: masked_phone, Known.ID: masked_id, Known.CARD: masked_middle}


def cleaned(known_by: str, number: str) -> str:
    """The number as it is compared; "" for one that is none, Refused for an ID number that cannot be.

    A card's is typed as it stands on the card (16 characters), or is what its QR code holds.
    """
    if known_by == Known.ID:
        return rules.id_number(number)
    if known_by == Known.PHONE:
        return plain(number)
    told = codec.read(number.rstrip("/").rpartition("/")[2], signing.public_keys(codec.PURPOSE))
    typed = told.number.hex() if told else "".join(number.split()).lower()
    try:
        return typed.upper() if len(unhexlify(typed)) == codec.NUMBER else ""
    except (Error, ValueError):
        return ""


def meant(known_by: str, number: str, name: str) -> Person | None:
    """The one living person of exactly this name and (cleaned) number; None for none, and for several."""
    rows = _numbered(known_by, number).filter(
        name=name, died_on=None, merged_into=None, erased_on=None
    )
    found = list(rows.select_related("user")[:2])
    return found[0] if len(found) == 1 else None


def _numbered(known_by: str, number: str) -> QuerySet[Person]:
    if known_by == Known.ID:
        return Person.objects.filter(id_index=id_digest(number))
    if known_by == Known.PHONE:
        return Person.objects.filter(phone=number)
    cards = Card.objects.live().filter(number=unhexlify(number))
    return Person.objects.filter(pk__in=cards.values("person"))
