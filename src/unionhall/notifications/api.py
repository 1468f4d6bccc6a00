"""A person's own notices over the interface."""

from datetime import datetime
from functools import wraps
from typing import Literal

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status

from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.interface import PROBLEMS, After, Key
from unionhall.core.paging import keyset
from unionhall.core.problems import Problem
from unionhall.core.web import marked
from unionhall.notifications import actions, addresses, queries
from unionhall.notifications.kinds import KINDS
from unionhall.notifications.models import Message
from unionhall.notifications.rendering import shown

router = Router(tags=["me"])


def own(view):
    """Let in whoever is signed in, to notices of their own; a token needs to name "me" for it."""

    @wraps(view)
    def limited(request, *args, **kwargs):
        if "me" not in getattr(request.user, "limited_to", {"me"}):
            raise Http404
        return view(request, *args, **kwargs)

    return marked(limited, own=True)


class NoticeOut(Schema):
    """A notice in the reader's language; `url` is the page it leads to."""

    id: int
    kind: str
    title: str
    text: str
    url: str
    created_at: datetime
    read_at: datetime | None

    @classmethod
    def of(cls, message: Message) -> dict:
        """The fields of one notice."""
        words = shown(message)
        same = ("id", "kind", "url", "created_at", "read_at")
        return {
            **{name: getattr(message, name) for name in same},
            "title": words.title,
            "text": words.body,
        }


class NoticePage(Schema):
    """One page of a list; `after` is the cursor of the next one, "" at the end."""

    items: list[NoticeOut]
    after: str


class Filters(Schema):
    unread: bool = False
    after: After = ""


@router.get("", response=NoticePage, operation_id="my_notices")
@own
def notices(request, filters: Query[Filters]):
    """The caller's notices, the latest first."""
    mine = Message.objects.unread() if filters.unread else Message.objects.in_app()
    page = keyset(mine.filter(receiver=request.user), ("-pk",), filters.after)
    return {"items": [NoticeOut.of(message) for message in page], "after": page.after}


class WantedOut(Schema):
    """Whether one kind of notice is wanted; over a channel that does not reach the caller: null."""

    kind: str
    name: str
    may_decline: bool = Field(description="whether it may be declined altogether")
    in_app: bool
    email: bool | None
    sms: bool | None
    chat: bool | None


class ChoiceIn(Schema):
    """One choice: whether a kind is wanted over a channel; in_app is the kind altogether."""

    kind: str = Field(max_length=30)
    channel: Literal["in_app", "email", "sms", "chat"]
    wanted: bool


class ChoicesIn(Schema):
    choices: list[ChoiceIn] = Field(max_length=200)


@router.get("/wanted", response=list[WantedOut], operation_id="my_notices_wanted")
@own
def wanted(request):
    """Which kinds of notices the caller wants, and over which channels."""
    return queries.wanted_by(request.user)


@router.put(
    "/wanted", response={200: list[WantedOut], **PROBLEMS}, operation_id="my_notices_choose"
)
@own
def choose(request, data: ChoicesIn):
    """Choose; what is not named stays as it is."""
    chosen: dict[tuple[str, str], bool] = {
        (choice.kind, choice.channel): choice.wanted for choice in data.choices
    }
    for kind, _channel in chosen:
        if kind not in KINDS:
            raise Refused(_("There is no kind of notice called %(kind)s.") % {"kind": kind})
    actions.choose(chosen, by=request.user, on=today())
    return queries.wanted_by(request.user)


class ChatAddressIn(Schema):
    """An address of a chat service, as apprise writes it, of a kind that is allowed here."""

    address: str = Field(max_length=300)


class ChatAddressOut(Schema):
    """Enough of the address to know it again, and how the last message fared."""

    shown: str
    changed_at: datetime
    error: str


@router.put(
    "/chat",
    response={200: ChatAddressOut, **PROBLEMS},
    operation_id="my_notices_give_chat_address",
)
@own
def give_chat_address(request, data: ChatAddressIn):
    """Let notices also go to a chat; they only say that something waits."""
    return addresses.give_chat_address(data.address, by=request.user, on=today())


@router.delete("/chat", response={204: None}, operation_id="my_notices_remove_chat_address")
@own
def remove_chat_address(request):
    """Send nothing to the chat any longer."""
    addresses.remove_chat_address(by=request.user, on=today())
    return Status(204, None)


@router.post("/{key}/read", response={200: NoticeOut, 404: Problem}, operation_id="my_notice_read")
@own
def read(request, key: Key):
    """Mark a notice as read, with the others about the same page."""
    message = get_object_or_404(Message.objects.in_app(), pk=key, receiver=request.user)
    actions.read(message, by=request.user)
    message.refresh_from_db()
    return NoticeOut.of(message)


@router.post("/read-all", response={204: None}, operation_id="my_notices_read_all")
@own
def read_all(request):
    """Mark all notices as read."""
    actions.read_all(by=request.user)
    return Status(204, None)
