"""Signing keys (Ed25519) in files apart from the database: one pair signs, older ones still verify.

`card-002.key` holds the seed that signs now; a rotation leaves of it only `card-002.pub`, with the
last day for which it can have signed anything: whoever steals an old seed gains nothing beyond it.
"""

from datetime import date
from pathlib import Path
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from unionhall.core import keyring


class PublicKey(NamedTuple):
    """The public half of a pair (32 bytes), and the last day it vouches for; None for the one that signs now."""

    raw: bytes
    last_on: date | None = None


def sign(purpose: str, data: bytes) -> tuple[int, bytes]:
    """The number of the key that signs now, and its signature (64 bytes) of the data."""
    number, pair = _active(purpose)
    return number, pair.sign(_named(purpose, number, data))


def verifies(public: bytes, purpose: str, number: int, data: bytes, signature: bytes) -> bool:
    """Whether the key made the signature of these data for this purpose."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, _named(purpose, number, data))
    except InvalidSignature:
        return False
    return True


def public_keys(purpose: str) -> dict[int, PublicKey]:
    """All public keys by number, those of rotated pairs included; makes the first pair."""
    _active(purpose)
    found = {int(path.stem[-3:]): _read(path) for path in _files(purpose, "pub")}
    for path in _files(purpose, "key"):
        found[int(path.stem[-3:])] = PublicKey(_public(_pair(path)))
    return found


def rotate(purpose: str, *, last_on: date) -> int:
    """Sign with a new pair from now on; returns its number.

    Of the older ones only the public halves stay, which vouch for nothing beyond `last_on`.
    """
    last = max(public_keys(purpose))
    number = _new(purpose, last + 1)
    for path in _files(purpose, "key"):
        if int(path.stem[-3:]) < number:
            kept = f"{_public(_pair(path)).hex()} {last_on.isoformat()}\n"
            path.with_suffix(".pub").write_text(kept)
            path.unlink()
    return number


def _read(path: Path) -> PublicKey:
    raw, last_on = path.read_text().split()
    return PublicKey(bytes.fromhex(raw), date.fromisoformat(last_on))


def _named(purpose: str, number: int, data: bytes) -> bytes:
    # Purpose and number are signed too: no signature serves elsewhere or under another number.
    return f"unionhall {purpose} {number} ".encode() + data


def _active(purpose: str) -> tuple[int, Ed25519PrivateKey]:
    files = _files(purpose, "key")
    if not files:
        keyring.active()  # stops where a production server cannot see its keys
        _new(purpose, 1)
        files = _files(purpose, "key")
    return int(files[-1].stem[-3:]), _pair(files[-1])


def _files(purpose: str, kind: str) -> list[Path]:
    return sorted(Path(settings.UNIONHALL_KEYS).glob(f"{purpose}-[0-9][0-9][0-9].{kind}"))


def _new(purpose: str, number: int) -> int:
    """Write a new seed; where another process took the number, the next one."""
    while not keyring.write_new(Path(settings.UNIONHALL_KEYS) / f"{purpose}-{number:03}.key"):
        if number == 1:
            return number  # both wanted the first one
        number += 1
    return number


def _pair(path: Path) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text().strip()))


def _public(pair: Ed25519PrivateKey) -> bytes:
    return pair.public_key().public_bytes_raw()
