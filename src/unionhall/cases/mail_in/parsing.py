"""A mail's bytes as what is in it: whatever comes, something readable comes out and nothing is raised.

The headers are decoded here and not by `email.policy.default`: it refuses, or fills with question
marks, what mail programs send in GBK without saying so.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import Message
from email.utils import collapse_rfc2231_value, getaddresses, parsedate_to_datetime
from typing import Any

from unionhall.cases.mail_in.decoding import folded, header, one_line, text_of, text_of_html

MAX_RAW = 25 * 2**20  # bytes; of a larger mail only its beginning is read
MAX_TEXT = 20_000  # characters of what is written, and as many of what is quoted
MAX_HTML = 2 * 2**20
MAX_PARTS = 100
MAX_DEPTH = 6  # mails within mails
ADDRESS = re.compile(r"[^\s@<>\"(),:;\\\[\]]{1,64}@[^\s@<>\"(),:;\\\[\]]{1,189}")
MESSAGE_ID = re.compile(r"<[^<>\s]{1,250}>")
ENCODED = re.compile(r"=\?[^?\s]*\?[bq]\?[^?]*\?=", re.IGNORECASE)
ROBOTS = ("mailer-daemon@", "postmaster@", "no-reply@", "noreply@", "do-not-reply@")


class AsItCame(policy.Compat32):
    """Gives headers as they came: bare bytes as surrogates, to be decoded here."""

    def header_fetch_parse(self, name: str, value: str) -> str:
        return value


@dataclass(frozen=True)
class Enclosed:
    """One attached file as it came: its name, what it is declared to be, its bytes."""

    name: str
    media_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class Parsed:
    """A mail as far as it can be read; what is missing is empty."""

    message_id: str = ""
    references: tuple[str, ...] = ()  # those it answers, the nearest first
    senders: tuple[str, ...] = ()  # addresses in From, in small letters: more than one prove nobody
    to_addresses: tuple[str, ...] = ()
    subject: str = ""
    sent_at: datetime | None = None
    text: str = ""
    quoted: str = ""
    attachments: tuple[Enclosed, ...] = ()
    is_automatic: bool = False  # from a machine, a list or ourselves: it is never answered
    is_cut: bool = False  # more came than is shown
    vouched: str = ""  # what the nearest mail server says of the sender (Authentication-Results)

    @property
    def from_address(self) -> str:
        """The address to answer to; "" where there is none."""
        return self.senders[0] if self.senders else ""


def parse(raw: bytes, *, own: Collection[str] = ()) -> Parsed:
    """Read a mail; `own` are our addresses, in small letters, from which nothing is answered."""
    is_cut, raw = len(raw) > MAX_RAW, raw[:MAX_RAW]
    try:
        mail = message_from_bytes(raw, policy=AsItCame())
        parsed = _read(mail, own)
    except Exception:  # the library meets something it does not know: its bytes are shown
        parsed = Parsed(text=text_of(raw[: MAX_TEXT * 4]), is_automatic=True)
    return _short(parsed, is_cut)


def _short(parsed: Parsed, is_cut: bool) -> Parsed:
    long = len(parsed.text) > MAX_TEXT or len(parsed.quoted) > MAX_TEXT
    return replace(
        parsed,
        subject=parsed.subject[:200],
        text=parsed.text[:MAX_TEXT],
        quoted=parsed.quoted[:MAX_TEXT],
        is_cut=is_cut or long or parsed.is_cut,
    )


def _read(mail: Message, own: Collection[str]) -> Parsed:
    parts = list(_parts(mail))
    words, files = [], []
    for part in parts[:MAX_PARTS]:
        if isinstance(part, str):
            words.append(part)
        else:
            files.append(part)
    text, quoted = folded("\n\n".join(word for word in words if word))
    senders = _addresses(mail, "From")
    ids = MESSAGE_ID.findall(_one(mail, "Message-ID"))
    return Parsed(
        message_id=ids[0] if ids else "",
        references=tuple(
            dict.fromkeys(
                MESSAGE_ID.findall(_one(mail, "In-Reply-To"))
                + MESSAGE_ID.findall(_one(mail, "References"))[::-1]
            )
        )[:20],
        senders=senders,
        to_addresses=_addresses(mail, "To", "Cc", "Delivered-To", "X-Original-To")[:50],
        subject=_one(mail, "Subject"),
        sent_at=_moment(_one(mail, "Date")),
        text=text,
        quoted=quoted,
        attachments=tuple(files),
        is_automatic=not senders or _is_automatic(mail) or _is_robot(senders, own),
        is_cut=len(parts) > MAX_PARTS,
        vouched=_one(mail, "Authentication-Results"),
    )


def _all(mail: Message, name: str) -> list[Any]:
    return [value for key, value in mail.raw_items() if key.lower() == name.lower()]


def _one(mail: Message, name: str) -> str:
    """The first header of that name, decoded, in one line."""
    found = _all(mail, name)
    return header(found[0]) if found else ""


def _addresses(mail: Message, *names: str) -> tuple[str, ...]:
    # Names are not looked at, and half-encoded ones would hide the address.
    values = [ENCODED.sub("x", one_line(value)) for name in names for value in _all(mail, name)]
    try:
        pairs = getaddresses(values)
    except Exception:  # as of any malformed header: nobody is named by it
        return ()
    found = [address.strip().lower() for _name, address in pairs]
    return tuple(dict.fromkeys(one for one in found if ADDRESS.fullmatch(one)))


def _moment(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return moment.astimezone(UTC)
    except (TypeError, ValueError, OverflowError, IndexError):
        return None


def _is_automatic(mail: Message) -> bool:
    """By RFC 3834, and by what programs of before and since write."""
    submitted = _one(mail, "Auto-Submitted").split(";")[0].strip().lower()
    if submitted not in ("", "no"):
        return True
    if _one(mail, "Precedence").lower() in ("bulk", "junk", "list", "auto_reply"):
        return True
    if any(_one(mail, name) for name in ("List-Id", "X-Autoreply", "X-Autorespond")):
        return True
    paths = _all(mail, "Return-Path")
    return (bool(paths) and header(paths[0]) in ("<>", "")) or _type(mail) == "multipart/report"


def _is_robot(senders: tuple[str, ...], own: Collection[str]) -> bool:
    return any(one in own or one.startswith(ROBOTS) for one in senders)


def _type(part: Message) -> str:
    try:
        return part.get_content_type()
    except Exception:  # a malformed header says nothing
        return "application/octet-stream"


def _parts(mail: Message, depth: int = 0) -> Iterator[str | Enclosed]:
    """Texts and files in their order; of alternatives the plain one, of mails within it what is in them."""
    kind = _type(mail)
    inner: Any = mail.get_payload() if mail.is_multipart() else None
    if not isinstance(inner, list):
        yield from _leaf(mail, kind)
    elif depth > MAX_DEPTH:
        yield Enclosed("message.eml", kind, mail.as_bytes())
    elif kind == "multipart/alternative":
        yield from _best(inner, depth)
    elif kind.startswith("message/"):
        for one in inner:
            yield from _within(one, depth)
    else:
        for one in inner:
            yield from _parts(one, depth + 1)


def _best(inner: list, depth: int) -> Iterator[str | Enclosed]:
    """The plain text if it says anything; else the others. Files among them are kept in any case."""
    found = [(_type(one), list(_parts(one, depth + 1))) for one in inner]
    plain = [said for kind, said in found if kind == "text/plain" and any(said)]
    for kind, said in found:
        if not plain or said is plain[0]:
            yield from said
        elif kind != "text/plain":
            yield from (one for one in said if isinstance(one, Enclosed))
        if not plain and any(isinstance(one, str) and one for one in said):
            plain = [said]


def _within(mail: Message, depth: int) -> Iterator[str | Enclosed]:
    """A mail passed on: who wrote it about what, and all that is in it."""
    about = [
        f"{name}: {_one(mail, name)}" for name in ("From", "Date", "Subject") if _one(mail, name)
    ]
    yield "\n".join(about)
    yield from _parts(mail, depth + 1)


def _leaf(part: Message, kind: str) -> Iterator[str | Enclosed]:
    name, data = _file_name(part), _content(part)
    attached = header(part.get("Content-Disposition", "")).lower().startswith("attachment")
    if kind in ("text/plain", "text/html") and not attached and not name:
        text = text_of(data, _charset(part))
        yield text_of_html(text[:MAX_HTML]) if kind == "text/html" else text.strip()
    elif data:
        yield Enclosed(name or "", kind[:100], data)


def _content(part: Message) -> bytes:
    try:
        data = part.get_payload(decode=True)
    except Exception:  # its encoding is broken: as it stands
        data = str(part.get_payload()).encode("utf-8", "replace")
    return data if isinstance(data, bytes) else b""


def _charset(part: Message) -> str:
    return collapse_rfc2231_value(_param(part, "charset", "Content-Type"))[:40]


def _param(part: Message, name: str, place: str) -> Any:
    """A header's parameter: a text, or charset, language and text; a malformed header has none."""
    try:
        return part.get_param(name, "", place) or ""
    except Exception:  # the library stumbles over a malformed header
        return ""


def _file_name(part: Message) -> str:
    """By RFC 2231, or by RFC 2047 or bare bytes, as many programs write it against the standard."""
    for place, name in (("Content-Disposition", "filename"), ("Content-Type", "name")):
        value = _param(part, name, place)
        if isinstance(value, tuple):
            charset, _language, text = value
            return one_line(text_of(text.encode("latin-1", "replace"), charset or ""))[:200]
        if value:
            return header(value)[:200]
    return ""
