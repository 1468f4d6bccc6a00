"""Consents over the interface: the member gives and takes back, the union reads."""

from datetime import date

from ninja import Field, Router, Schema

from unionhall.access.scope import own, requires
from unionhall.core.clock import today
from unionhall.core.interface import PROBLEMS
from unionhall.core.problems import Problem
from unionhall.members.consents import actions, my_views, views
from unionhall.members.consents.queries import Line, lines

router = Router(tags=["members"])
my_router = Router(tags=["me"])


class ConsentOut(Schema):
    """A kind with the words shown today, and the member's word on it."""

    kind: str
    label: str
    version: int = Field(
        description="of the words shown today, to be sent along to consent to them"
    )
    text: str
    given: bool
    given_on: date | None
    given_version: int | None = Field(description="of the words consented to")

    @staticmethod
    def resolve_kind(line: Line) -> str:
        return line.kind.code

    @staticmethod
    def resolve_label(line: Line) -> str:
        return line.kind.label

    @staticmethod
    def resolve_version(line: Line) -> int:
        return line.shown.number

    @staticmethod
    def resolve_text(line: Line) -> str:
        return line.shown.text

    @staticmethod
    def resolve_given(line: Line) -> bool:
        return line.consent is not None

    @staticmethod
    def resolve_given_on(line: Line) -> date | None:
        return line.consent.given_on if line.consent else None

    @staticmethod
    def resolve_given_version(line: Line) -> int | None:
        return line.consent.version if line.consent else None


class GiveConsentIn(Schema):
    version: int = Field(ge=1, le=1000)


LIST = {200: list[ConsentOut], 404: Problem}
ANSWER = {200: list[ConsentOut], **PROBLEMS}


@router.get("/{int:pk}/consents", response=LIST, operation_id="consents_show")
@requires("members.view")
def show(request, pk: int):
    """What a member consents to; it counts as opening the file."""
    return lines(views.person_read(request, pk), on=today())


@my_router.get("/consents", response=LIST, operation_id="my_consents")
@own
def my_consents(request):
    """What the caller consents to."""
    return lines(my_views.me(request), on=today())


@my_router.post("/consents/{kind}/give", response=ANSWER, operation_id="my_give_consent")
@own
def give_consent(request, kind: str, wanted: GiveConsentIn):
    """Consent in the words of a version."""
    person = my_views.me(request)
    told = {"version": wanted.version, "by": request.user, "on": today()}
    actions.give_consent(person, my_views.known(kind), **told)
    return lines(person, on=today())


@my_router.post("/consents/{kind}/withdraw", response=ANSWER, operation_id="my_withdraw_consent")
@own
def withdraw_consent(request, kind: str):
    """Take it back."""
    person = my_views.me(request)
    actions.withdraw_consent(person, my_views.known(kind), by=request.user, on=today())
    return lines(person, on=today())
