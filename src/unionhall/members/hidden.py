"""What an address must carry but nobody should read in it, as a name searched for: logs keep addresses."""

from base64 import urlsafe_b64decode, urlsafe_b64encode

from unionhall.core import keyring


def hidden(text: str) -> str:
    """The text sealed for an address."""
    return urlsafe_b64encode(keyring.encrypt("address", text.encode())).decode() if text else ""


def shown(sealed: str) -> str:
    """The text again; "" where the address was altered."""
    try:
        return keyring.decrypt("address", urlsafe_b64decode(sealed)).decode() if sealed else ""
    except (keyring.Unreadable, ValueError):
        return ""
