"""How entries hang together: the exact characters that are hashed, and the hash."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.db.models import Model
from django.utils.functional import Promise

from unionhall.core import keyring

GENESIS = bytes(32)  # what the first entry of a chain names as the previous hash

_form = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


class Content(NamedTuple):
    """What the hash covers besides the previous hash, in the order in which it is hashed."""

    chain: str
    number: int
    verb: str
    subject_type: str
    subject_id: str
    by_id: int | None
    by_label: str
    at: datetime
    on: date
    is_read: bool
    person: str
    facts: str
    sealed: bytes | None


def link(content: Content, previous: bytes) -> bytes:
    """The entry's hash: HMAC-SHA256 over a JSON array of its content and the previous hash."""
    c = content
    text = _form(
        [1, c.chain, c.number, c.verb, c.subject_type, c.subject_id, c.by_id, c.by_label,
         c.at.astimezone(UTC).isoformat(timespec="microseconds"), c.on.isoformat(), c.is_read,
         c.person, c.facts, None if c.sealed is None else c.sealed.hex(), previous.hex()]
    )  # fmt: skip
    return keyring.digest("history", text.encode())


def text_of(facts: dict) -> str:
    """The one spelling of these facts: JSON with sorted names and no spaces."""
    if not facts:
        return "{}"
    return json.dumps(
        facts,
        ensure_ascii=False,
        allow_nan=False,
        sort_keys=True,
        separators=(",", ":"),
        default=_plain,
    )


def subject_of(subject: Model | tuple[str, object] | str) -> tuple[str, str]:
    """A subject's type and id: of a saved row, a pair, or "cases.case:12"."""
    if isinstance(subject, Model):
        if subject.pk is None:
            raise ValueError(f"{subject!r} has no key yet: save it before recording.")
        return subject._meta.label_lower, str(subject.pk)
    kind, key = subject if isinstance(subject, tuple) else subject.partition(":")[::2]
    return kind, str(key)


def _plain(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal | UUID | Promise):
        return str(value)
    raise TypeError(f"A fact must be plain JSON, a date, a number or a key, not {type(value)}.")
