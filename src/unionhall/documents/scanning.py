"""Files are looked at for viruses by clamd, where one is configured; until then nobody gets them.

A scanner that does not answer holds files back and does not lose them: the clock asks it again each
minute, and the health page says that files wait.
"""

import socket
import struct
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta

from django.conf import settings

from unionhall.core.clock import now
from unionhall.documents import store
from unionhall.documents.models import Attachment, Scan

CHUNK = 64 * 1024
TIMEOUT = 30  # seconds; clamd answers a file of 20 MB in one or two
AT_ONCE = 50
PATIENCE = timedelta(minutes=10)

_told: list[Callable[[Attachment], None]] = []


class Unreachable(Exception):
    """The scanner did not answer, or not in its own language."""


def is_on() -> bool:
    """Whether files are to be scanned."""
    return bool(settings.UNIONHALL_CLAMD)


def on_infected(tell: Callable[[Attachment], None]) -> Callable[[Attachment], None]:
    """Let apps above tell people of an infected file; usable as a decorator."""
    if tell not in _told:
        _told.append(tell)
    return tell


def scan(data: bytes) -> str:
    """What clamd found in the bytes, "" where it found nothing; raises Unreachable."""
    try:
        with closing(_connected()) as line:
            line.sendall(b"zINSTREAM\0")
            for start in range(0, len(data), CHUNK):
                part = data[start : start + CHUNK]
                line.sendall(struct.pack("!I", len(part)) + part)
            line.sendall(struct.pack("!I", 0))
            said = _answer(line)
    except OSError as error:
        raise Unreachable(str(error)) from error
    text = said.removeprefix("stream:").strip()
    if text == "OK":
        return ""
    if text.endswith(" FOUND"):
        return text.removesuffix(" FOUND")[:100]
    raise Unreachable(text[:100])


def _connected() -> socket.socket:
    where = settings.UNIONHALL_CLAMD
    if where.startswith("unix:"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(TIMEOUT)
        try:
            line.connect(where.removeprefix("unix:"))
        except OSError:
            line.close()
            raise
        return line
    host, _colon, port = where.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=TIMEOUT)


def _answer(line: socket.socket) -> str:
    found = b""
    while b"\0" not in found and len(found) < 4096:
        part = line.recv(1024)
        if not part:
            break
        found += part
    return found.split(b"\0")[0].decode("utf-8", "replace").strip()


def scan_waiting() -> int:
    """Look at files that wait, the oldest first; returns how many were looked at.

    It stops at the first that the scanner does not answer for: the others would wait as long.
    """
    if not is_on():
        return 0
    looked = 0
    for attachment in Attachment.objects.filter(scan=Scan.WAITING).order_by("pk")[:AT_ONCE]:
        try:
            found = scan(store.read(attachment.uid))
        except Unreachable:
            break
        except FileNotFoundError:
            continue  # its act failed, or it was detached meanwhile
        state = Scan.INFECTED if found else Scan.CLEAN
        still = Attachment.objects.filter(pk=attachment.pk, scan=Scan.WAITING)
        if still.update(scan=state, finding=found):
            looked += 1
            attachment.scan, attachment.finding = state, found
            for tell in _told if found else ():
                tell(attachment)
    return looked


def trouble(at: datetime | None = None) -> str:
    """Why files wait longer than they should, "" where they do not."""
    late = Attachment.objects.filter(scan=Scan.WAITING, at__lt=(at or now()) - PATIENCE).count()
    if not late:
        return ""
    if not is_on():
        return f"{late} files wait for a virus scan, and UNIONHALL_CLAMD is not set any more"
    return f"{late} files wait for a virus scan: clamd does not answer, or `unionhall work` stands still"
