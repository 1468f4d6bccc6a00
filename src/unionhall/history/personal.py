"""Facts about persons, sealed under one key for each person, so that destroying it erases them."""

import json
import os
from collections.abc import Iterable, Iterator
from itertools import islice

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import transaction

from unionhall.core import clock, keyring
from unionhall.core.prepared import Prepared
from unionhall.history.models import Entry, PersonKey

_CHUNK = 2000
_NONCE = 12


def keys_for(names: Iterable[str]) -> dict[str, bytes | None]:
    """The data keys of these persons, made on first use; None for one that was destroyed."""
    names = sorted(set(names))
    keys = _known(names)
    missing = [name for name in names if name not in keys]
    for chunk in _chunks(missing):
        PersonKey.objects.bulk_create(
            [PersonKey(name=name, sealed=_new(name)) for name in chunk], ignore_conflicts=True
        )
    # Read back what stands: another process may have made a key for the same person meanwhile.
    return keys | _known(missing) if missing else keys


def seal(key: bytes, chain: str, person: str, text: str) -> bytes:
    """Seal the text of personal facts under a data key, bound to its chain and person."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, text.encode(), _place(chain, person))


def unseal(key: bytes | None, chain: str, person: str, sealed: bytes) -> str | None:
    """The text that was sealed for a chain and person; None where it was altered or the key destroyed."""
    if key is None:
        return None
    try:
        plain = AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], _place(chain, person))
    except (InvalidTag, ValueError):
        return None
    return plain.decode()


def open_facts(entries: Iterable[Entry]) -> None:
    """Set `personal` on each entry: its facts, {} where there are none, None where they were erased."""
    sealed = []
    for entry in entries:
        entry.personal = {}
        if entry.sealed is not None:
            sealed.append(entry)
    if not sealed:
        return
    keys = _known(sorted({entry.person for entry in sealed}))
    for entry in sealed:
        entry.personal = _opened(entry, keys.get(entry.person))


def destroy(name: str) -> bool:
    """Destroy the key of a person's facts; False when it was destroyed before."""
    _, created = PersonKey.objects.get_or_create(name=name, defaults={"erased_at": clock.now()})
    erased = PersonKey.objects.filter(name=name, erased_at=None).update(
        sealed=None, erased_at=clock.now()
    )
    return created or bool(erased)


def reseal() -> int:
    """Seal every person's key under the newest key of the keyring; how many were under older ones."""
    count, last = 0, ""
    while chunk := list(PersonKey.objects.filter(name__gt=last).order_by("name")[:_CHUNK]):
        last = chunk[-1].name
        count += _reseal(chunk)
    return count


def _reseal(rows: list[PersonKey]) -> int:
    active = keyring.active()
    old = [row.name for row in rows if row.sealed and keyring.sealed_with(row.sealed) != active]
    with transaction.atomic():
        # Locked and read again: a key destroyed a moment ago must not come back.
        locked = PersonKey.objects.select_for_update().filter(name__in=old)
        rows = list(locked.exclude(sealed=None).order_by("name"))
        for row in rows:
            key = keyring.decrypt("person", row.sealed or b"", context=row.name.encode())
            row.sealed = keyring.encrypt("person", key, context=row.name.encode())
        PersonKey.objects.bulk_update(rows, ["sealed"], batch_size=500)
    return len(rows)


def _known(names: list[str]) -> dict[str, bytes | None]:
    keys: dict[str, bytes | None] = {}
    for chunk in _chunks(names):
        for name, sealed in _sealed_keys(names=chunk):
            keys[name] = (
                keyring.decrypt("person", sealed, context=name.encode()) if sealed else None
            )
    return keys


_sealed_keys = Prepared(
    lambda names: PersonKey.objects.filter(name__in=names).values_list("name", "sealed")
)


def _new(name: str) -> bytes:
    return keyring.encrypt("person", AESGCM.generate_key(256), context=name.encode())


def _opened(entry: Entry, key: bytes | None) -> dict | None:
    if entry.sealed is None:
        return None
    # None too for an altered entry; `verify` names it.
    text = unseal(key, entry.chain, entry.person, bytes(entry.sealed))
    return None if text is None else json.loads(text)


def _place(chain: str, person: str) -> bytes:
    return f"{person}\n{chain}".encode()


def _chunks(names: list[str]) -> Iterator[list[str]]:
    rest = iter(names)
    while chunk := list(islice(rest, _CHUNK)):
        yield chunk
