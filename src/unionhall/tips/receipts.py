"""The receipt: sixteen digits that only the reporter has, and what is derived from them.

Nothing derived lets anybody find the digits again: Argon2id makes each guess dear, its salt and the
key of the look-up lie in the deployment's key files and not in the database.
"""

import base64
import binascii
import secrets
import unicodedata
from dataclasses import dataclass

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from django.conf import settings

from unionhall.core import clock, keyring

DIGITS = 16
LASTS = 30 * 60  # seconds a page opened by a receipt can be gone on with


@dataclass(frozen=True)
class Secret:
    """What a receipt gives: `lookup` finds the report (32 bytes), `key` opens its key (32 bytes)."""

    root: bytes
    lookup: bytes
    key: bytes


def new() -> str:
    """A receipt out of ten thousand million million."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def in_fours(receipt: str) -> str:
    """As one writes it down: 1234 5678 9012 3456."""
    return " ".join(receipt[place : place + 4] for place in range(0, DIGITS, 4))


def digits_of(typed: str) -> str:
    """The digits of what was typed, whatever stands between them and however wide they are."""
    plain = unicodedata.normalize("NFKC", typed)
    return "".join(sign for sign in plain if sign in "0123456789")


def secret_of(receipt: str) -> Secret:
    """The same work for every text, so that its time tells nothing."""
    iterations, mebibytes = settings.UNIONHALL_RECEIPT_COST
    salt = keyring.digest("tips receipt", b"salt")[:16]
    derived = Argon2id(
        salt=salt, length=32, iterations=iterations, lanes=1, memory_cost=mebibytes * 1024
    )
    return _of(derived.derive(receipt.encode()[:64]))


def _of(root: bytes) -> Secret:
    found = HKDFExpand(SHA256(), 32, b"unionhall tips lookup").derive(root)
    opens = HKDFExpand(SHA256(), 32, b"unionhall tips key").derive(root)
    return Secret(root, keyring.digest("tips lookup", found), opens)


def ticket_of(secret: Secret) -> str:
    """What the page carries to its next step in place of the receipt and of a cookie."""
    until = int(clock.now().timestamp()) + LASTS
    sealed = keyring.encrypt("tips ticket", secret.root + until.to_bytes(8, "big"))
    return base64.urlsafe_b64encode(sealed).decode()


def secret_in(ticket: str) -> Secret | None:
    """What the ticket holds, or None where it is not ours or too old."""
    try:
        plain = keyring.decrypt("tips ticket", base64.urlsafe_b64decode(ticket.encode()))
    except (keyring.Unreadable, binascii.Error, ValueError):
        return None
    root, until = plain[:32], int.from_bytes(plain[32:], "big")
    return _of(root) if clock.now().timestamp() <= until else None
