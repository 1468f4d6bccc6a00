"""ID numbers: sealed for the person they belong to, and looked up by a keyed digest."""

from uuid import UUID

from django.db import transaction

from unionhall.core import keyring
from unionhall.members.models import Application, Person

CHUNK = 2000


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


def reseal() -> int:
    """Seal every ID number under the newest key; how many were under older ones. Stopped, it goes on."""
    count, last = 0, 0
    sealed = Person.objects.exclude(id_number=None).order_by("pk")
    while chunk := list(sealed.filter(pk__gt=last).only("id_number")[:CHUNK]):
        last, active = chunk[-1].pk, keyring.active()
        count += _reseal(
            [row.pk for row in chunk if keyring.sealed_with(row.id_number or b"") != active]
        )
    return count


@transaction.atomic
def _reseal(keys: list[int]) -> int:
    # Locked and read again: a number corrected a moment ago must not come back.
    people = list(Person.objects.select_for_update().filter(pk__in=keys).only("uid", "id_number"))
    for person in people:
        person.id_number = seal_id(person.uid, open_id(person)) if person.id_number else None
    Person.objects.bulk_update(people, ["id_number"], batch_size=500)
    return len(people)


@transaction.atomic
def reseal_applications() -> int:
    """Seal the ID numbers of applications that wait under the newest key; how many were under older ones."""
    rows = Application.objects.select_for_update().exclude(id_number=None)
    late = [row for row in rows if keyring.sealed_with(row.id_number or b"") != keyring.active()]
    for row in late:
        row.seal_number(row.open_number())
        row.save(update_fields=["id_number"])
    return len(late)


keyring.on_rotate("members.person", reseal)
keyring.on_rotate("members.application", reseal_applications)
