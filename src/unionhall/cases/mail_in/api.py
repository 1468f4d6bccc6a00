"""Mails over the interface: the same scope and the same acts as the pages."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema
from ninja import Status as Answer

from unionhall.access.scope import requires, scope
from unionhall.cases.api import CaseOut
from unionhall.cases.mail_in import actions, queries, views
from unionhall.cases.mail_in.models import MailState
from unionhall.cases.models import Topic
from unionhall.core.clock import today
from unionhall.core.interface import PROBLEMS, After, Printable, Words
from unionhall.core.paging import keyset
from unionhall.core.problems import Problem
from unionhall.documents.models import Attachment
from unionhall.history.actions import read_opened
from unionhall.members.models import Person

router = Router(tags=["mail"])


class MailListed(Schema):
    """A mail in a list."""

    uid: UUID
    received_at: datetime
    from_address: str
    subject: str
    state: MailState
    is_automatic: bool


class MailOut(MailListed):
    """A mail; `quoted` is what it repeats of earlier ones, `left_out` names files that cannot be kept."""

    text: str
    quoted: str
    is_cut: bool
    files: list[str]
    left_out: list[str]
    answer: str

    @staticmethod
    def resolve_files(row) -> list[str]:
        return [file.name for file in Attachment.objects.of(row)]

    @staticmethod
    def resolve_left_out(row) -> list[str]:
        return [file["name"] for file in row.left_out]


class MailPage(Schema):
    """One page of a list; `after` is the cursor of the next one, "" at the end."""

    items: list[MailListed]
    after: str


class MailsWanted(Schema):
    show: Literal["waiting", "automatic", "decided"] = "waiting"
    after: After = ""


class MailRequestIn(Schema):
    """The member whose request it is, as the officer found them."""

    person: UUID
    topic: Topic
    text: Words


class AttachMailIn(Schema):
    number: Printable = Field(description="number of an open request that the caller may read")


class AnswerMailIn(Schema):
    text: Words


class MailSpamIn(Schema):
    reason: Annotated[str, Field(max_length=200)] = ""


def _by(request) -> dict:
    return {"by": request.user, "on": today()}


@router.get("", response=MailPage, operation_id="mail_list")
@requires("cases.read_mail")
def mails(request, asked: Query[MailsWanted]):
    """Mails to look at, the oldest first; those of machines; those dealt with, the latest first."""
    rows, order = queries.shown(
        queries.seen_by(request.user, request.scope, on=today()), asked.show
    )
    page = keyset(rows, order, asked.after)
    return {"items": page.rows, "after": page.after}


@router.get("/{uid}", response={200: MailOut, 404: Problem}, operation_id="mail_mail")
@requires("cases.read_mail")
def mail(request, uid: UUID):
    """One mail; opening it is recorded."""
    row = views.mail_of(request, uid)
    person = str(row.person.uid) if row.person else None
    read_opened(row.chain, by=request.user, subject=row, person=person)
    return row


@router.post(
    "/{uid}/make-request", response={201: CaseOut, **PROBLEMS}, operation_id="mail_make_request"
)
@requires("cases.read_mail")
def make_request(request, uid: UUID, data: MailRequestIn):
    """Take it down as a member's request."""
    row = views.mail_of(request, uid)
    held = scope(request.user, "cases.take_down")
    person = get_object_or_404(Person.objects.within(held), uid=data.person)
    made = actions.make_request(row, person, topic=data.topic, text=data.text, **_by(request))
    return Answer(201, made)


@router.post("/{uid}/attach-to", response={200: MailOut, **PROBLEMS}, operation_id="mail_attach_to")
@requires("cases.read_mail")
def attach_to(request, uid: UUID, data: AttachMailIn):
    """Put it to an open request of whoever wrote it."""
    row, case = views.mail_of(request, uid), views.readable(request, data.number)
    if case is None:
        raise Http404
    actions.attach_to(row, case, **_by(request))
    return row


@router.post("/{uid}/answer", response={200: MailOut, **PROBLEMS}, operation_id="mail_answer")
@requires("cases.read_mail")
def answer(request, uid: UUID, data: AnswerMailIn):
    """Send a plain mail back."""
    row = views.mail_of(request, uid)
    actions.answer(row, text=data.text, **_by(request))
    return row


@router.post("/{uid}/mark-spam", response={200: MailOut, **PROBLEMS}, operation_id="mail_mark_spam")
@requires("cases.read_mail")
def mark_spam(request, uid: UUID, data: MailSpamIn):
    """Put it aside."""
    row = views.mail_of(request, uid)
    actions.mark_spam(row, reason=data.reason, **_by(request))
    return row
