"""Messages to many over the interface: the same acts as on the pages."""

from datetime import datetime
from typing import Any, Literal

from ninja import Query, Router, Schema, Status
from pydantic import Field

from unionhall.access.scope import requires
from unionhall.core.clock import today
from unionhall.core.interface import PROBLEMS, After, Key, Words
from unionhall.core.paging import keyset
from unionhall.core.problems import Problem
from unionhall.mailings import actions, queries, views, working
from unionhall.mailings.kinds import KINDS
from unionhall.mailings.models import Mailing
from unionhall.mailings.placeholders import PLACEHOLDERS
from unionhall.members.api import PLAIN, Narrowed
from unionhall.members.exports.api import list_query

router = Router(tags=["mailings"])
KindCode = Literal["meeting", "membership", "notice", "invitation", "course", "offer", "survey"]
FateCode = Literal["queued", "sent", "failed", "opted_out", "unreachable", "cancelled"]


class MailingIn(Narrowed):
    """A message, to the memberships that the register's list shows when narrowed so."""

    saved: int | None = Field(None, description="the id of a saved search")
    kind: KindCode
    subject_zh: str = Field(min_length=1, max_length=60, pattern=PLAIN)
    text_zh: Words
    subject_en: str = Field("", max_length=100, pattern=PLAIN)
    text_en: str = Field("", max_length=6000, pattern=PLAIN)


class MailingOut(Schema):
    """A message: while it is `ready`, its counts tell whom it would reach and over which channel."""

    id: int
    organisation: str = Field(description="code of the union that writes")
    kind: KindCode
    subject_zh: str
    text_zh: str
    subject_en: str
    text_en: str
    state: Literal[
        "preparing", "ready", "approval", "sending", "sent", "cancelled", "refused", "failed"
    ]
    at: datetime
    sent_at: datetime | None
    why_ended: str
    problem: str
    people: dict[str, int] = Field(description="people by fate")
    channels: dict[str, int] = Field(description="of those it goes or went to, by channel")


class MailingLine(Schema):
    """A message as a line of the list."""

    id: int
    kind: KindCode
    subject_zh: str
    state: str
    at: datetime


class MailingPage(Schema):
    """One page of a list; `after` is the cursor of the next one, "" at the end."""

    items: list[MailingLine]
    after: str


class RecipientOut(Schema):
    """What became of a message for one person; `outgoing` tells of e-mail and text messages."""

    person: int
    name: str
    fate: FateCode
    why: str
    outgoing: list[dict[str, str]]

    @staticmethod
    def resolve_person(line) -> int:
        return line.person_id

    @staticmethod
    def resolve_name(line) -> str:
        return line.person.name

    @staticmethod
    def resolve_outgoing(line) -> list[dict[str, str]]:
        return [
            {"channel": each.channel, "state": each.state, "error": each.error}
            for each in line.outgoing
        ]


class RecipientPage(Schema):
    """One page of the delivery log; `after` is the cursor of the next one, "" at the end."""

    items: list[RecipientOut]
    after: str


class LogQuery(Schema):
    fate: FateCode | None = None
    after: After = ""


class ListQuery(Schema):
    after: After = ""


class RefuseMailingIn(Schema):
    reason: str = Field(min_length=1, max_length=300, pattern=PLAIN)


class MailingKindOut(Schema):
    """A kind of message; `always` says why it cannot be declined, "" where it can be."""

    code: KindCode
    name: str
    always: str


class PlaceholderOut(Schema):
    """What may stand in a text: `{code}`."""

    code: str
    label: str


class MailingWords(Schema):
    """What one needs to know to write a message."""

    kinds: list[MailingKindOut]
    placeholders: list[PlaceholderOut]


def _told(mailing: Mailing) -> dict[str, Any]:
    names = ("kind", "subject_zh", "text_zh", "subject_en", "text_en", "state", "at", "sent_at")
    told = {name: getattr(mailing, name) for name in (*names, "why_ended")}
    return told | {
        "id": mailing.pk,
        "organisation": mailing.organisation.code,
        "problem": mailing.problem.get("reason", ""),
        "people": working.counts(mailing),
        "channels": working.channel_counts(mailing),
    }


@router.get("/words", response=MailingWords, operation_id="mailings_words")
@requires("mailings.send")
def words(request):
    """The kinds of messages, and what may be filled into their texts."""
    kinds = [{"code": k.code, "name": k.title, "always": k.why_always} for k in KINDS.values()]
    marks = [{"code": each.code, "label": str(each.label)} for each in PLACEHOLDERS.values()]
    return {"kinds": kinds, "placeholders": marks}


@router.get("", response={200: MailingPage, 404: Problem}, operation_id="mailings_list")
@requires("mailings.send")
def index(request, asked: Query[ListQuery]):
    """The messages of my unions, the latest first."""
    page = keyset(Mailing.objects.within(request.scope), ("-pk",), asked.after)
    return {"items": page.rows, "after": page.after}


@router.post("", response={202: MailingOut, **PROBLEMS}, operation_id="mailings_write")
@requires("mailings.send")
def write(request, data: MailingIn):
    """Write a message; a job finds out whom it would reach, and nobody gets it before `send`."""
    data.filters(request)  # 404 for a union outside the scope
    told = data.dict(include=set(views.WORDS))
    query = list_query(data, saved=data.saved)
    made = actions.write(request.scope, query=query, **told, by=request.user, on=today())
    return Status(202, _told(made))


@router.get("/{key}", response={200: MailingOut, 404: Problem}, operation_id="mailings_mailing")
@requires("mailings.send")
def mailing(request, key: Key):
    """How far it is, and how many people have which fate."""
    return _told(views.mailing_of(request, key))


@router.get(
    "/{key}/recipients", response={200: RecipientPage, 404: Problem}, operation_id="mailings_log"
)
@requires("mailings.send")
def log(request, key: Key, asked: Query[LogQuery]):
    """The delivery log: what became of it for each person."""
    page = queries.log(views.mailing_of(request, key), asked.fate or "", asked.after)
    return {"items": page.rows, "after": page.after}


@router.post("/{key}/send", response={202: MailingOut, **PROBLEMS}, operation_id="mailings_send")
@requires("mailings.send")
def send(request, key: Key):
    """Let a job send it; a large one waits for a second officer."""
    return _done(request, key, actions.send)


@router.post(
    "/{key}/approve", response={202: MailingOut, **PROBLEMS}, operation_id="mailings_approve"
)
@requires("mailings.approve")
def approve(request, key: Key):
    """Agree as the second officer."""
    return _done(request, key, actions.approve)


@router.post(
    "/{key}/refuse", response={202: MailingOut, **PROBLEMS}, operation_id="mailings_refuse_mailing"
)
@requires("mailings.approve")
def refuse_mailing(request, key: Key, data: RefuseMailingIn):
    """Say no as the second officer."""
    return _done(request, key, actions.refuse_mailing, reason=data.reason)


@router.post(
    "/{key}/cancel", response={202: MailingOut, **PROBLEMS}, operation_id="mailings_cancel"
)
@requires("mailings.send")
def cancel(request, key: Key):
    """Give it up; who has it already keeps it."""
    return _done(request, key, actions.cancel)


@router.post(
    "/{key}/resume", response={202: MailingOut, **PROBLEMS}, operation_id="mailings_resume"
)
@requires("mailings.send")
def resume(request, key: Key):
    """Let a job go on where another stopped; nobody gets it twice."""
    return _done(request, key, actions.resume)


def _done(request, key: int, act, **told) -> Status:
    found = views.mailing_of(request, key)
    act(found, **told, by=request.user, on=today())
    return Status(202, _told(found))
