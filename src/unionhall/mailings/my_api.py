"""What a member was sent, over the interface; which kinds they want stands under /me/notices/wanted."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema, Status

from unionhall.access.scope import own
from unionhall.core.clock import today
from unionhall.core.interface import PROBLEMS, After
from unionhall.core.paging import keyset
from unionhall.core.problems import Problem
from unionhall.mailings import actions, queries
from unionhall.mailings.api import KindCode
from unionhall.mailings.models import Recipient

router = Router(tags=["me"])


class MyMessageOut(Schema):
    """A message in the reader's language; `may_decline`: whether no more of its kind can be asked for."""

    uid: UUID
    sender: str
    kind: KindCode
    subject: str
    text: str
    at: datetime
    may_decline: bool


class MyMessagePage(Schema):
    """One page of a list; `after` is the cursor of the next one, "" at the end."""

    items: list[MyMessageOut]
    after: str


class MyQuery(Schema):
    after: After = ""


def _told(line: Recipient) -> dict[str, Any]:
    mailing = line.mailing
    return {
        "uid": mailing.uid,
        "sender": mailing.organisation.name,
        "kind": mailing.kind,
        "subject": mailing.subject,
        "text": mailing.text_for(line.values),
        "at": mailing.at,
        "may_decline": mailing.facts.may_decline,
    }


@router.get("", response=MyMessagePage, operation_id="my_messages")
@own
def my_messages(request, asked: Query[MyQuery]):
    """What the caller's unions sent to many, the latest first."""
    page = keyset(queries.received(request.user), ("-pk",), asked.after)
    return {"items": [_told(line) for line in page], "after": page.after}


@router.get("/{uid}", response={200: MyMessageOut, 404: Problem}, operation_id="my_message")
@own
def read(request, uid: UUID):
    """One of them."""
    return _told(_line(request, uid))


@router.post("/{uid}/decline", response={204: None, **PROBLEMS}, operation_id="my_message_decline")
@own
def decline(request, uid: UUID):
    """Ask for no more of its kind."""
    actions.decline(_line(request, uid), by=request.user, on=today())
    return Status(204, None)


def _line(request, uid: UUID) -> Recipient:
    return get_object_or_404(queries.received(request.user), mailing__uid=uid)
