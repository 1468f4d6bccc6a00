"""Where exported files wait: sealed piece by piece as they are written, outside the database."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.conf import settings

from unionhall.core import keyring

PIECE = 2**20


def _path(uid: UUID) -> Path:
    return Path(settings.MEDIA_ROOT) / "exports" / f"{uid.hex}.sealed"


class Sealing:
    """A stream that seals what is written to it; `keep` puts it in its place, else nothing is left."""

    def __init__(self, uid: UUID):
        self.uid, self.number, self.size = uid, 0, 0
        self.waiting, self.digest = bytearray(), hashlib.sha256()
        target = _path(uid)
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.draft = target.with_name(f"{target.name}.{os.getpid()}")
        made = os.open(self.draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        self.file = open(made, "wb")  # noqa: SIM115 – closed by __exit__

    def __enter__(self) -> "Sealing":
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()
        self.draft.unlink(missing_ok=True)

    def write(self, data: bytes) -> int:
        """Take some more of the file."""
        self.waiting += data
        self.digest.update(data)
        self.size += len(data)
        while len(self.waiting) > PIECE:
            self._seal(bytes(self.waiting[:PIECE]), last=False)
            del self.waiting[:PIECE]
        return len(data)

    def flush(self) -> None:
        """Nothing: a piece is sealed once it is full."""

    def finish(self) -> None:
        """Seal what still waits; the last piece says that it is the last."""
        self._seal(bytes(self.waiting), last=True)
        self.file.flush()
        os.fsync(self.file.fileno())

    def keep(self) -> None:
        """Put the finished file in its place."""
        self.draft.replace(_path(self.uid))

    def _seal(self, piece: bytes, *, last: bool) -> None:
        context = _context(self.uid, self.number, last)
        sealed = keyring.encrypt("export", piece, context=context)
        self.file.write(len(sealed).to_bytes(4, "big") + sealed)
        self.number += 1


def pieces(uid: UUID) -> Iterator[bytes]:
    """The file in the clear, piece by piece; raises FileNotFoundError, and Unreadable where it was cut off."""
    path = _path(uid)
    left, number = path.stat().st_size, 0
    with open(path, "rb") as file:
        while left:
            length = int.from_bytes(file.read(4), "big")
            sealed, left = file.read(length), left - 4 - length
            context = _context(uid, number, last=left <= 0)
            yield keyring.decrypt("export", sealed, context=context)
            number += 1


def is_there(uid: UUID) -> bool:
    """Whether the file can still be downloaded."""
    return _path(uid).exists()


def remove(uid: UUID) -> None:
    """Delete the file; a missing one is no error."""
    _path(uid).unlink(missing_ok=True)


def remove_strays(*, before: float) -> None:
    """Delete drafts that a killed worker left behind, last written before a moment (in seconds)."""
    for draft in _path(UUID(int=0)).parent.glob("*.sealed.*"):
        if draft.stat().st_mtime < before:
            draft.unlink(missing_ok=True)


def _context(uid: UUID, number: int, last: bool) -> bytes:
    return uid.bytes + f"{number} {'last' if last else 'more'}".encode()
