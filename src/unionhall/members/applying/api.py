"""Applications over the interface, for officers' programs."""

from datetime import date
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema
from ninja import Status as Answer

from unionhall.access.scope import own, requires
from unionhall.core.clock import today
from unionhall.core.interface import PROBLEMS, After
from unionhall.core.paging import keyset
from unionhall.core.problems import Problem
from unionhall.members.api import PLAIN, phone_of
from unionhall.members.applying import actions, for_views
from unionhall.members.applying.models import Application
from unionhall.members.delegates.acting import acting_under, looked_at
from unionhall.organisations.kinds import HOLDING
from unionhall.organisations.models import Organisation

router = Router(tags=["members"])
my_router = Router(tags=["me"])


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


class ApplyForIn(Schema):
    """Which union; numbers only where the register has none of the member's."""

    union: str = Field(max_length=40, pattern=PLAIN, description="code of the union")
    phone: str = Field("", max_length=30, pattern=PLAIN)
    id_number: str = Field("", max_length=30, pattern=PLAIN)
    employment: str = Field("", max_length=30, pattern=PLAIN)
    workplace: str = Field("", max_length=100, pattern=PLAIN)


class FollowedApplicationOut(Schema):
    """What a delegate follows: how it stands, as the member reads it."""

    uid: UUID
    union: str = Field(description="code of the union")
    asked_on: date
    state: str
    decided_on: date | None
    reason: str

    @staticmethod
    def resolve_union(row) -> str:
        return row.organisation.code


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


@my_router.get(
    "/for/{uid}/applications",
    response={200: list[FollowedApplicationOut], 404: Problem},
    operation_id="my_applications_for",
)
@own
def applications_for(request, uid: UUID):
    """Applications the caller brought for a member, the newest first; the member reads that they looked."""
    acting = acting_under(request, uid, actions.APPLICATIONS)
    looked_at(request, acting)
    return for_views.followed(acting).order_by("-pk")[:50]


@my_router.post(
    "/for/{uid}/applications",
    response={201: FollowedApplicationOut, **PROBLEMS},
    operation_id="my_apply_for",
)
@own
def apply_for(request, uid: UUID, wanted: ApplyForIn):
    """Bring an application for a member the caller acts for."""
    acting = acting_under(request, uid, actions.APPLICATIONS)
    union = get_object_or_404(
        Organisation.objects.open().filter(kind__in=HOLDING), code=wanted.union
    )
    told = wanted.dict(exclude={"union", "phone"})
    phone = phone_of(wanted.phone) if wanted.phone else ""
    made = actions.apply_for(acting, union, phone=phone, **told, by=request.user, on=today())
    return Answer(201, made)
