"""The secret of a calendar's address: reckoned from the server's key, found by its digest."""

from base64 import urlsafe_b64encode
from uuid import UUID

from unionhall.core import keyring


def secret(user_id: int, seed: UUID) -> str:
    """43 characters that go into an address; nobody without the server's keys can reckon them."""
    told = f"{user_id} {seed.hex}".encode()
    return urlsafe_b64encode(keyring.digest("calendar address", told)).rstrip(b"=").decode()


def digest(secret: str) -> str:
    """What is kept of it."""
    return keyring.digest("calendar", secret.encode()).hex()


def uid(key: str) -> str:
    """The lasting name of an entry, which tells nothing of the row it stands for."""
    return keyring.digest("calendar entry", key.encode()).hex()[:32]
