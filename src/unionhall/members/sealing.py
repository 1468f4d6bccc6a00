"""ID numbers: sealed for the person they belong to, and looked up by a keyed digest."""

from uuid import UUID

from unionhall.core import keyring
from unionhall.members.models import Person


def seal_id(uid: UUID, number: str) -> bytes:
    """The ID number encrypted for this person; it opens beside no other uid."""
    return keyring.encrypt("id_number", number.encode(), context=uid.bytes)


def open_id(person: Person) -> str:
    """The ID number in the clear ("" where none is known); whoever shows it records why."""
    if person.id_number is None:
        return ""
    sealed = bytes(person.id_number)
    return keyring.decrypt("id_number", sealed, context=person.uid.bytes).decode()


def id_digest(number: str) -> bytes:
    """The blind index of a whole ID number (18 characters, X in capitals)."""
    return keyring.digest("id_index", number.upper().encode())


def tail_digest(number: str) -> str:
    """The search token of an ID number's last six characters."""
    return "#" + keyring.digest("id_index", b"last six " + number[-6:].upper().encode())[:9].hex()
