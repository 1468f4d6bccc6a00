"""What a card's QR carries: that somebody is a member until a day, signed, and nothing else."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from unionhall.core import signing

PURPOSE = "card"
VERSION = 1
NUMBER = 8  # random bytes: they mean nothing and lead to nobody
_EPOCH = date(2020, 1, 1)
_HEAD = 1 + 1 + NUMBER + 2  # version, key, number, days since the epoch
_SIGNATURE = 64


class Told(NamedTuple):
    """What a genuine card says: its random number and its last day."""

    number: bytes
    last_on: date


def written(number: bytes, last_on: date) -> str:
    """The payload: 76 bytes as 102 characters of base64url."""
    days = (last_on - _EPOCH).days.to_bytes(2, "big")
    # The key's number is signed with the rest (see signing), so it may be filled in afterwards.
    key, signature = signing.sign(PURPOSE, bytes([VERSION]) + number + days)
    return urlsafe_b64encode(bytes([VERSION, key]) + number + days + signature).decode().rstrip("=")


def read(payload: str, keys: Mapping[int, signing.PublicKey]) -> Told | None:
    """What the card says, if one of the public keys signed it; None for anything else."""
    try:
        data = urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    except (Error, ValueError):
        return None
    if len(data) != _HEAD + _SIGNATURE or data[0] != VERSION or data[1] not in keys:
        return None
    if urlsafe_b64encode(data).decode().rstrip("=") != payload:
        return None  # one card has one spelling
    body = data[:1] + data[2:_HEAD]
    key = keys[data[1]]
    if not signing.verifies(key.raw, PURPOSE, data[1], body, data[_HEAD:]):
        return None
    last_on = _EPOCH + timedelta(days=int.from_bytes(data[2 + NUMBER : _HEAD], "big"))
    if key.last_on and last_on > key.last_on:
        return None  # signed after the key was put away
    return Told(data[2 : 2 + NUMBER], last_on)
