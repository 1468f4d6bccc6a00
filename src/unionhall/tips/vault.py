"""Keys: one for each report, sealed for offices (HPKE over X25519) and for the receipt (AES-GCM).

Whoever has a copy of the database alone opens nothing. Whoever has it and the key files opens what
the offices can open: docs/adr/0017 says so, and so does the page for workers.
"""

import os
from collections.abc import Iterable
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import transaction

from unionhall.accounts.models import User
from unionhall.core import keyring
from unionhall.core.clock import today
from unionhall.core.keyring import Unreadable
from unionhall.organisations.models import Organisation
from unionhall.organisations.queries import held_by
from unionhall.tips.models import Envelope, OfficeKey, Said, Tip, TipFile

PURPOSE = "tips office"
NONCE = 12
SUITE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


def new_key() -> bytes:
    """A report's own key."""
    return AESGCM.generate_key(256)


def seal(key: bytes, plain: bytes, *, context: bytes) -> bytes:
    """Nonce, ciphertext and tag; it opens in no other place."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, context)


def unseal(key: bytes, sealed: bytes | memoryview, *, context: bytes) -> bytes:
    """What `seal` sealed; raises Unreadable."""
    sealed = bytes(sealed)
    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], context)
    except (InvalidTag, ValueError) as error:
        raise Unreadable("Sealed under another key, for another place, or altered.") from error


def place_of(tip: Tip, row: Said | TipFile) -> bytes:
    """Where something of a report is sealed for."""
    return tip.uid.bytes + row.uid.bytes + row._meta.model_name.encode()  # type: ignore[union-attr]


def office_key(organisation: Organisation, office: str) -> OfficeKey:
    """The pair of an office, made when it is first written to."""
    found = OfficeKey.objects.filter(organisation=organisation, office=office).first()
    if found:
        return found
    private = X25519PrivateKey.generate()
    made, _is_new = OfficeKey.objects.get_or_create(
        organisation=organisation,
        office=office,
        defaults={
            "public": private.public_key().public_bytes_raw(),
            "private": keyring.encrypt(
                PURPOSE, private.private_bytes_raw(), context=_context(organisation.pk, office)
            ),
        },
    )
    return made


def seal_for(tip: Tip, key: bytes, openers: Iterable[OfficeKey]) -> None:
    """Put the report's key into an envelope for each office."""
    Envelope.objects.bulk_create(
        Envelope(
            tip=tip,
            opener=opener,
            sealed=SUITE.encrypt(
                key, X25519PublicKey.from_public_bytes(bytes(opener.public)), tip.uid.bytes
            ),
        )
        for opener in openers
    )


def key_for(tip: Tip, user: User) -> bytes:
    """The report's key, opened in an office the user sits in; raises Unreadable for anybody else."""
    seats = {(held.path, held.office) for held in held_by(user, on=today())}
    for envelope in tip.envelopes.select_related("opener__organisation"):
        opener = envelope.opener
        if (opener.organisation.path, opener.office) in seats:
            return _opened(envelope, tip.uid)
    raise Unreadable("It was not sealed for an office of this person.")


def key_by_receipt(tip: Tip, receipt_key: bytes) -> bytes:
    """The report's key, opened by what the receipt gives; raises Unreadable."""
    return unseal(receipt_key, tip.receipt_envelope, context=tip.uid.bytes)


def _opened(envelope: Envelope, uid: UUID) -> bytes:
    opener = envelope.opener
    raw = keyring.decrypt(
        PURPOSE, opener.private, context=_context(opener.organisation_id, opener.office)
    )
    try:
        return SUITE.decrypt(
            bytes(envelope.sealed), X25519PrivateKey.from_private_bytes(raw), uid.bytes
        )
    except InvalidTag as error:
        raise Unreadable("The envelope was altered or is another report's.") from error


def _context(organisation: int, office: str) -> bytes:
    return f"{organisation} {office}".encode()


@transaction.atomic
def reseal() -> int:
    """Seal the private keys of offices under the newest key; how many were under older ones."""
    rows = OfficeKey.objects.select_for_update().order_by("pk")
    late = [row for row in rows if keyring.sealed_with(row.private) != keyring.active()]
    for row in late:
        context = _context(row.organisation_id, row.office)
        raw = keyring.decrypt(PURPOSE, row.private, context=context)
        row.private = keyring.encrypt(PURPOSE, raw, context=context)
        row.save(update_fields=["private"])
    return len(late)


keyring.on_rotate("tips.officekey", reseal)
