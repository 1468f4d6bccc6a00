"""Fetching mails over IMAP: a mail is put away only once it is kept here."""

import imaplib
import logging
import re
from collections.abc import Callable
from urllib.parse import unquote, urlsplit

from django.conf import settings

from unionhall.cases.mail_in.actions import receive
from unionhall.cases.mail_in.parsing import MAX_RAW
from unionhall.core.clock import today

MOST = 50  # at once; the rest the next minute
TIMEOUT = 30  # seconds
log = logging.getLogger(__name__)


class MailboxError(Exception):
    """The server refused something; its words are not kept, for they may hold addresses."""


def connect() -> imaplib.IMAP4:
    """Sign in to the mailbox of `imaps://user:password@host[:port]/folder`; `imap://` begins with STARTTLS."""
    where = urlsplit(settings.UNIONHALL_IMAP_URL)
    if where.scheme == "imaps":
        box: imaplib.IMAP4 = imaplib.IMAP4_SSL(
            where.hostname or "", where.port or 993, timeout=TIMEOUT
        )
    elif where.scheme == "imap":
        box = imaplib.IMAP4(where.hostname or "", where.port or 143, timeout=TIMEOUT)
        box.starttls()
    else:
        raise MailboxError("UNIONHALL_IMAP_URL begins with imaps:// or imap://")
    box.login(unquote(where.username or ""), unquote(where.password or ""))
    return box


def folder() -> str:
    """The folder the mails lie in."""
    return unquote(urlsplit(settings.UNIONHALL_IMAP_URL).path.strip("/")) or "INBOX"


def fetch(connected: Callable[[], imaplib.IMAP4] = connect) -> int:
    """Take in up to fifty mails, the oldest first; how many were put away.

    One that cannot be kept stays where it is, is tried again, and keeps no other waiting.
    """
    box, done = connected(), 0
    try:
        _asked(box.select(_quoted(folder())))
        unread = _asked(box.uid("SEARCH", "UNSEEN", "UNDELETED"))
        for uid in (unread[0] or b"").split()[:MOST]:
            done += _take(box, uid.decode())
    finally:
        box.logout()
    return done


def _take(box: imaplib.IMAP4, uid: str) -> bool:
    # PEEK leaves it unread; and one more byte than is read shows that there is more.
    parts = _asked(box.uid("FETCH", uid, f"(BODY.PEEK[]<0.{MAX_RAW + 1}>)"))
    raw = next((part[1] for part in parts if isinstance(part, tuple)), None)
    if raw is None:
        return False
    try:
        receive(raw, on=today())  # committed when it returns
    except Exception:
        log.exception("a mail could not be kept")
        return False
    _put_away(box, uid)
    return True


def _put_away(box: imaplib.IMAP4, uid: str) -> None:
    """Read, and in the folder of those that are done, if there is one."""
    _asked(box.uid("STORE", uid, "+FLAGS.SILENT", r"(\Seen)"))
    target = settings.UNIONHALL_IMAP_DONE
    if not target:
        return
    if "MOVE" in box.capabilities:
        _asked(box.uid("MOVE", uid, _quoted(target)))
    else:
        _asked(box.uid("COPY", uid, _quoted(target)))
        _asked(box.uid("STORE", uid, "+FLAGS.SILENT", r"(\Deleted)"))


def _asked(answer: tuple) -> list:
    kind, data = answer
    if kind != "OK":
        raise MailboxError(kind)
    return data


def _quoted(name: str) -> str:
    """A folder's name as IMAP writes it: in modified UTF-7 (RFC 3501, 5.1.3), in quotes."""
    coded = re.sub(
        r"&|[^\x20-\x7e]+",
        lambda found: (
            "&-"
            if found[0] == "&"
            else "&" + found[0].encode("utf-7").decode()[1:].rstrip("-").replace("/", ",") + "-"
        ),
        name,
    )
    return '"' + coded.replace("\\", "\\\\").replace('"', '\\"') + '"'
