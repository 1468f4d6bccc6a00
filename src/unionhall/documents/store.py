"""Where attached files lie: sealed, outside everything that is served, under random names."""

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.conf import settings

from unionhall.core import keyring

DRAFT = ".draft"  # a file that is still being written


def path(uid: UUID, kind: str = "content") -> Path:
    """The file of an attachment's content or thumbnail."""
    return Path(settings.MEDIA_ROOT) / "attachments" / uid.hex[:2] / f"{uid.hex}.{kind}"


def write(uid: UUID, data: bytes, kind: str = "content") -> None:
    """Keep the bytes sealed for this attachment; all of them are on the disk when this returns."""
    target = path(uid, kind)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = target.with_suffix(DRAFT)
    sealed = keyring.encrypt("attachment", data, context=uid.bytes + kind.encode())
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(sealed)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(target)


def read(uid: UUID, kind: str = "content") -> bytes:
    """The bytes in the clear."""
    sealed = path(uid, kind).read_bytes()
    return keyring.decrypt("attachment", sealed, context=uid.bytes + kind.encode())


def remove(uid: UUID) -> None:
    """Delete an attachment's files; missing ones are no error."""
    for kind in ("content", "thumbnail"):
        path(uid, kind).unlink(missing_ok=True)


def files() -> Iterator[tuple[UUID, Path]]:
    """Every file that lies there, with the attachment it belongs to; half-written ones too."""
    for file in (Path(settings.MEDIA_ROOT) / "attachments").glob("??/*.*"):
        yield UUID(file.name[:32]), file


def reseal() -> int:
    """Seal every file under the newest key; how many were under older ones. Stopped, it goes on."""
    count = 0
    for uid, file in files():
        if file.suffix == DRAFT:
            continue
        try:
            with file.open("rb") as sealed:
                number = keyring.sealed_with(sealed.read(2))
            if number != keyring.active():
                kind = file.suffix[1:]
                write(uid, read(uid, kind), kind)
                count += 1
        except FileNotFoundError:
            continue  # removed meanwhile
    return count
