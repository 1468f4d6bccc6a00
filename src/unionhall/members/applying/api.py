"""Applications over the interface, for officers' programs."""

from datetime import date

from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema

from unionhall.access.scope import requires
from unionhall.core.clock import today
from unionhall.core.interface import PROBLEMS, After
from unionhall.core.paging import keyset
from unionhall.core.problems import Problem
from unionhall.members.api import PLAIN
from unionhall.members.applying import actions
from unionhall.members.applying.models import Application

router = Router(tags=["members"])


class ApplicationOut(Schema):
    """An application; `person` is the member's key once admitted."""

    id: int
    organisation: str = Field(description="code of the union")
    name: str
    phone: str
    workplace: str
    employment: str
    way: str
    asked_on: date
    state: str
    decided_on: date | None
    reason: str
    person: int | None

    @staticmethod
    def resolve_organisation(row) -> str:
        return row.organisation.code

    @staticmethod
    def resolve_person(row) -> int | None:
        return row.person_id


class ApplicationPage(Schema):
    """One page; `after` is the cursor of the next one, "" at the end."""

    items: list[ApplicationOut]
    after: str


class AdmitIn(Schema):
    """What the committee resolved."""

    resolution: str = Field(min_length=1, max_length=120, pattern=PLAIN)
    from_on: date


class RefuseApplicationIn(Schema):
    reason: str = Field(min_length=1, max_length=300, pattern=PLAIN)


class Wanted(Schema):
    decided: bool = False
    after: After = ""


ANSWER = {200: ApplicationOut, **PROBLEMS}


def _row(request, pk: int) -> Application:
    rows = Application.objects.within(request.scope)
    return get_object_or_404(rows.select_related("organisation"), pk=pk)


@router.get(
    "/applications",
    response={200: ApplicationPage, 404: Problem},
    operation_id="applications_list",
)
@requires("members.view")
def index(request, asked: Query[Wanted]):
    """Applications that wait in my unions, the oldest first; or those decided."""
    rows = Application.objects.within(request.scope).select_related("organisation")
    order = ("-decided_on", "-pk") if asked.decided else ("asked_on", "pk")
    page = keyset(rows.decided() if asked.decided else rows.waiting(), order, asked.after)
    return {"items": page.rows, "after": page.after}


@router.post("/applications/{int:pk}/admit", response=ANSWER, operation_id="applications_admit")
@requires("members.admit")
def admit(request, pk: int, wanted: AdmitIn):
    """Admit by the committee's resolution."""
    return actions.admit(_row(request, pk), **wanted.dict(), by=request.user, on=today())


@router.post("/applications/{int:pk}/refuse", response=ANSWER, operation_id="applications_refuse")
@requires("members.refuse_application")
def refuse_application(request, pk: int, wanted: RefuseApplicationIn):
    """Do not admit, and say why."""
    row = _row(request, pk)
    return actions.refuse_application(row, reason=wanted.reason, by=request.user, on=today())
