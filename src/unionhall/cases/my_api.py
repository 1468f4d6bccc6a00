"""One's own requests over the interface: the same actions as the worker's pages."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema
from ninja import Status as Answer
from pydantic import Field

from unionhall.access.scope import own
from unionhall.accounts.models import User
from unionhall.cases import for_views, my_actions
from unionhall.cases.api import RELATED, CaseOut, CasePage, MessageOut, Reason, Text
from unionhall.cases.models import Case, Draft, Satisfaction, Topic
from unionhall.cases.outcomes.actions import TELLING
from unionhall.cases.outcomes.api import OutcomeOut
from unionhall.cases.outcomes.queries import outcome_of
from unionhall.core.clock import today
from unionhall.core.interface import PROBLEMS, After, Sent, WithFiles, Words
from unionhall.core.paging import keyset
from unionhall.core.problems import Problem
from unionhall.documents.api import CONTENT, FileOut
from unionhall.documents.models import Attachment
from unionhall.documents.web import serve
from unionhall.members.delegates.acting import acting_under
from unionhall.members.models import Person

router = Router(tags=["me"])


class Paging(Schema):
    after: After = ""


class Writing(WithFiles):
    topic: Topic
    text: Words
    restricted: bool = False
    concern: Literal["", "harassment", "retaliation", "whistle"] = Field(
        "", description="keep it to named persons"
    )


class WritingOwn(Writing):
    about: list[int] = Field([], max_length=20, description="keys of officers it is about")


class BringingFor(Writing):
    """A request for a member one acts for; `submission` is one's own number for it, sent twice it is one."""

    submission: UUID


class BroughtOut(Schema):
    """The number under which a delegate follows it."""

    number: str
    received_on: date


class StageOut(Schema):
    """One thing that was done about a request."""

    at: datetime
    by: str
    done: str

    @staticmethod
    def resolve_by(step) -> str:
        return step.by_label

    @staticmethod
    def resolve_done(step) -> str:
        return step.sentence


class FollowedCaseOut(Schema):
    """What a delegate follows of a request they brought: its stages, and nothing that was written."""

    number: str
    received_on: date
    status: str
    due_on: date | None
    closed_on: date | None
    stages: list[StageOut]

    @staticmethod
    def resolve_stages(case) -> list:
        return for_views.stages(case)


class Rating(Schema):
    satisfaction: Satisfaction
    got_it: bool | None = Field(None, description="at confirmation: whether won money has come")


def _own(request, number: str) -> Case:
    cases = Case.objects.filter(person__user=request.user)
    return get_object_or_404(
        cases.select_related("organisation__parent", "person__user", "handler", "owner"),
        number=number,
    )


class MyCase(CaseOut):
    """A request as the worker reads it: the conversation without internal notes."""

    text: str
    answer: str
    outcome: OutcomeOut | None = Field(None, description="what came of it, once it is answered")
    messages: list[MessageOut]

    @staticmethod
    def resolve_messages(case) -> list:
        return list(case.messages.exclude(kind="note"))

    @staticmethod
    def resolve_outcome(case):
        return outcome_of(case) if case.status in TELLING else None


@router.get("/requests", response=CasePage, operation_id="my_cases")
@own
def my_cases(request, asked: Query[Paging]):
    """The caller's own requests, the latest first."""
    cases = Case.objects.filter(person__user=request.user).select_related(*RELATED)
    page = keyset(cases, ("-received_on", "-pk"), asked.after)
    return {"items": page.rows, "after": page.after}


@router.post("/requests", response={201: MyCase, **PROBLEMS}, operation_id="my_submit")
@own
def submit(request, data: Annotated[WritingOwn, Sent(...)]):
    """Bring a request of one's own."""
    person = get_object_or_404(Person, user=request.user)
    draft = Draft(
        person=person,
        text=data.text,
        topic=data.topic,
        is_restricted=data.restricted,
        concern=data.concern,
    )
    about = User.objects.filter(pk__in=data.about)
    sent = my_actions.submit(draft, files=data.files, about=about, by=request.user, on=today())
    return Answer(201, sent)


@router.post(
    "/for/{uid}/requests", response={201: BroughtOut, **PROBLEMS}, operation_id="my_bring_for"
)
@own
def bring_for(request, uid: UUID, data: Annotated[BringingFor, Sent(...)]):
    """Bring a request for a member the caller acts for."""
    brought = my_actions.bring_for(
        acting_under(request, uid, my_actions.REQUESTS),
        **data.dict(include={"topic", "text", "restricted", "concern", "submission"}),
        files=data.files,
        by=request.user,
        on=today(),
    )
    return Answer(201, brought)


@router.get(
    "/for/{uid}/requests/{number}",
    response={200: FollowedCaseOut, 404: Problem},
    operation_id="my_case_for",
)
@own
def case_for(request, uid: UUID, number: str):
    """How far a request has come that the caller brought for a member; the member reads that they looked."""
    acting = acting_under(request, uid, my_actions.REQUESTS)
    return for_views.seen_for(request, acting, number)


@router.get("/requests/{number}", response={200: MyCase, 404: Problem}, operation_id="my_case")
@own
def my_case(request, number: str):
    """One of the caller's own requests."""
    return _own(request, number)


@router.post(
    "/requests/{number}/answer", response={200: MyCase, **PROBLEMS}, operation_id="my_answer"
)
@own
def answer(request, number: str, data: Annotated[Text, Sent(...)]):
    """Answer the union's question or add something."""
    row = _own(request, number)
    my_actions.answer(row, text=data.text, files=data.files, by=request.user, on=today())
    return row


@router.post(
    "/requests/{number}/withdraw", response={200: MyCase, **PROBLEMS}, operation_id="my_withdraw"
)
@own
def withdraw(request, number: str):
    """Take the request back."""
    row = _own(request, number)
    my_actions.withdraw(row, by=request.user, on=today())
    return row


@router.post(
    "/requests/{number}/confirm", response={200: MyCase, **PROBLEMS}, operation_id="my_confirm"
)
@own
def confirm(request, number: str, data: Rating):
    """Agree that it is settled, and rate the answer."""
    row = _own(request, number)
    my_actions.confirm(
        row, satisfaction=data.satisfaction, got_it=data.got_it, by=request.user, on=today()
    )
    return row


@router.post(
    "/requests/{number}/ask-review",
    response={200: MyCase, **PROBLEMS},
    operation_id="my_ask_review",
)
@own
def ask_review(request, number: str, data: Reason):
    """Say that it is not solved; the level above looks at it."""
    row = _own(request, number)
    my_actions.ask_review(row, reason=data.reason, by=request.user, on=today())
    return row


@router.get(
    "/requests/{number}/files",
    response={200: list[FileOut], 404: Problem},
    operation_id="my_files",
)
@own
def files(request, number: str):
    """The files of one of the caller's own requests."""
    return Attachment.objects.of(_own(request, number))


@router.get(
    "/requests/{number}/files/{uid}",
    response={404: Problem},
    openapi_extra=CONTENT,
    operation_id="my_file",
)
@own
def file(request, number: str, uid: UUID):
    """One file of one of the caller's own requests."""
    return serve(get_object_or_404(Attachment.objects.of(_own(request, number)), uid=uid))
