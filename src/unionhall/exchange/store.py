"""Where an uploaded sheet waits: sealed, outside the database, until it is applied or dismissed; and what
applying it left over, until it has been fetched or some days are gone.
"""

import os
from pathlib import Path
from uuid import UUID

from django.conf import settings

from unionhall.core import keyring


def _path(uid: UUID, kind: str) -> Path:
    return Path(settings.MEDIA_ROOT) / "imports" / f"{uid.hex}.{kind}"


def write(uid: UUID, content: bytes) -> None:
    """Keep a sheet, sealed for its import."""
    sealed = keyring.encrypt("staging", content, context=uid.bytes)
    _replace(_path(uid, "sealed"), sealed)


def read(uid: UUID) -> bytes:
    """The sheet in the clear; raises FileNotFoundError when it is gone."""
    return keyring.decrypt("staging", _path(uid, "sealed").read_bytes(), context=uid.bytes)


def write_rest(uid: UUID, content: bytes) -> None:
    """Keep the sheet of what was left over, sealed."""
    sealed = keyring.encrypt("staging", content, context=uid.bytes + b"rest")
    _replace(_path(uid, "rest"), sealed)


def read_rest(uid: UUID) -> bytes:
    """The sheet of what was left over, in the clear; raises FileNotFoundError when it is gone."""
    return keyring.decrypt("staging", _path(uid, "rest").read_bytes(), context=uid.bytes + b"rest")


def remove(uid: UUID) -> None:
    """Delete the sheet and what was told of its progress; missing files are no error."""
    for kind in ("sealed", "progress"):
        _path(uid, kind).unlink(missing_ok=True)


def remove_rest(uid: UUID) -> None:
    """Delete the sheet of what was left over; a missing one is no error."""
    _path(uid, "rest").unlink(missing_ok=True)


def tell(uid: UUID, done: int, total: int) -> None:
    """Leave word how far the work has come. A file, because the work's own transaction shows nothing yet."""
    _replace(_path(uid, "progress"), f"{done} {total}".encode())


def progress(uid: UUID) -> tuple[int, int]:
    """Rows done and rows in all, as last told; (0, 0) before anything was."""
    try:
        done, total = _path(uid, "progress").read_text().split()
    except (FileNotFoundError, ValueError):
        return 0, 0
    return int(done), int(total)


def _replace(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = target.with_name(f"{target.name}.{os.getpid()}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
    draft.replace(target)
