"""The stamp of a form: that this server drew it, a while ago, for this union, and which one it was."""

import base64
import binascii
import secrets

from unionhall.core import clock, keyring

LASTS = 12 * 3600  # seconds; whoever writes for longer presses "send" twice
PURPOSE = "tips form"


def new(union: str) -> str:
    """A stamp that names nobody: random bytes and the hour, sealed."""
    until = int(clock.now().timestamp()) + LASTS
    plain = secrets.token_bytes(16) + until.to_bytes(8, "big")
    return base64.urlsafe_b64encode(
        keyring.encrypt(PURPOSE, plain, context=union.encode())
    ).decode()


def holds(stamp: str, union: str) -> bool:
    """Whether it is ours, for this union, and not too old."""
    try:
        sealed = base64.urlsafe_b64decode(stamp.encode())
        plain = keyring.decrypt(PURPOSE, sealed, context=union.encode())
    except (keyring.Unreadable, binascii.Error, ValueError):
        return False
    return clock.now().timestamp() <= int.from_bytes(plain[16:], "big")
