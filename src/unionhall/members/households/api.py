"""Households over the interface, for the member and for the union."""

from datetime import date
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema
from ninja import Status as Answer

from unionhall.access.scope import own, requires
from unionhall.core.clock import today
from unionhall.core.interface import PROBLEMS
from unionhall.core.problems import Problem
from unionhall.members.api import PLAIN, phone_of
from unionhall.members.households import actions, my_views, views
from unionhall.members.households.models import Kind

router = Router(tags=["members"])
my_router = Router(tags=["me"])


class RelativeOut(Schema):
    """Somebody of a household: `until_on` is the first day on which they belong to it no longer."""

    id: int
    uid: UUID
    kind: Kind
    name: str
    birth_on: date | None
    from_on: date
    until_on: date | None
    link: str = Field(description='"", asked or agreed; agreed: a member too, who said yes')


class NamedOut(Schema):
    """A household in which the caller is named."""

    uid: UUID
    kind: Kind
    by: str
    link: str

    @staticmethod
    def resolve_by(row) -> str:
        return row.person.name


class HouseholdOut(Schema):
    """The caller's own household, and the households that name them."""

    relatives: list[RelativeOut]
    named: list[NamedOut]


class AddRelativeIn(Schema):
    kind: Kind
    name: str = Field(min_length=1, max_length=100, pattern=PLAIN)
    from_on: date
    birth_on: date | None = None


class EndRelativeIn(Schema):
    until_on: date


class AskLinkIn(Schema):
    phone: str = Field(max_length=30, pattern=PLAIN)


ANSWER = {200: RelativeOut, **PROBLEMS}
MADE = {201: RelativeOut, **PROBLEMS}


@router.get(
    "/{int:pk}/household",
    response={200: list[RelativeOut], 404: Problem},
    operation_id="household_show",
)
@requires("members.view_household")
def show(request, pk: int):
    """A member's household; opening it is recorded."""
    person = views.person_of(request, pk)
    views.read(request, person)
    return person.relatives.in_order()


@router.post("/{int:pk}/household", response=MADE, operation_id="household_add_relative")
@requires("members.add_relative")
def add_relative(request, pk: int, wanted: AddRelativeIn):
    """Enter somebody of a member's household."""
    person = views.person_of(request, pk)
    return Answer(201, actions.add_relative(person, **wanted.dict(), by=request.user, on=today()))


@router.post("/relatives/{int:pk}/end", response=ANSWER, operation_id="household_end_relative")
@requires("members.end_relative")
def end_relative(request, pk: int, wanted: EndRelativeIn):
    """Note that somebody belongs to it no longer."""
    row = views.relative_of(request, pk)
    return actions.end_relative(row, until_on=wanted.until_on, by=request.user, on=today())


@my_router.get(
    "/household", response={200: HouseholdOut, 404: Problem}, operation_id="my_household"
)
@own
def my_household(request):
    """The caller's household, and the households that name them."""
    named = my_views.of_me(request).order_by("pk")
    return {"relatives": my_views.me(request).relatives.in_order(), "named": named}


@my_router.post("/household", response=MADE, operation_id="my_add_relative")
@own
def add_mine(request, wanted: AddRelativeIn):
    """Enter somebody of one's own household."""
    made = actions.add_relative(my_views.me(request), **wanted.dict(), by=request.user, on=today())
    return Answer(201, made)


@my_router.post("/household/{uid}/end", response=ANSWER, operation_id="my_end_relative")
@own
def end_mine(request, uid: UUID, wanted: EndRelativeIn):
    """Note that somebody belongs to it no longer."""
    row = get_object_or_404(my_views.me(request).relatives, uid=uid)
    return actions.end_relative(row, until_on=wanted.until_on, by=request.user, on=today())


@my_router.post("/household/{uid}/ask-link", response=ANSWER, operation_id="my_ask_link")
@own
def ask_link(request, uid: UUID, wanted: AskLinkIn):
    """Ask a relative who is a member too; the answer never tells whether there is one."""
    row = get_object_or_404(my_views.me(request).relatives, uid=uid)
    return actions.ask_link(row, phone=phone_of(wanted.phone), by=request.user, on=today())


@my_router.post(
    "/household/{uid}/agree-link",
    response={200: NamedOut, **PROBLEMS},
    operation_id="my_agree_link",
)
@own
def agree_link(request, uid: UUID):
    """Agree that somebody names the caller in their household."""
    row = get_object_or_404(my_views.of_me(request), uid=uid)
    return actions.agree_link(row, by=request.user, on=today())


@my_router.post(
    "/household/{uid}/end-link", response={204: None, **PROBLEMS}, operation_id="my_end_link"
)
@own
def end_link(request, uid: UUID):
    """Say no to a link, or end it, on either side."""
    row = get_object_or_404(my_views.either(request), uid=uid)
    actions.end_link(row, by=request.user, on=today())
    return Answer(204, None)
