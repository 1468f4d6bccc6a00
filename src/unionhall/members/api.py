"""The register over the interface: the same scope and the same actions as the pages."""

from datetime import date
from typing import Literal

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from unionhall.access.scope import requires
from unionhall.accounts.phones import plain
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.interface import PROBLEMS, After
from unionhall.core.problems import Problem
from unionhall.core.text import masked_id
from unionhall.history.actions import read_opened, searched
from unionhall.members import actions, queries
from unionhall.members.hidden import hidden, shown
from unionhall.members.models import Person, Sex
from unionhall.members.queries import Filters
from unionhall.members.sealing import open_id
from unionhall.organisations.models import Organisation

router = Router(tags=["members"])
PLAIN = r"^[^\x00]*$"  # PostgreSQL keeps no NUL


Sexes = Literal["", "female", "male"]
STATUSES = "^(held|all|in_force|kept|retired|suspended|coming|ended)$"


class MembershipOut(Schema):
    """A membership: `until_on` is the first day it no longer holds."""

    organisation: str = Field(description="code of the union")
    from_on: date
    from_known: bool
    until_on: date | None
    status: str = Field(description="today: in_force, kept, retired, suspended, coming or ended")

    @staticmethod
    def resolve_organisation(spell) -> str:
        return spell.organisation.code

    @staticmethod
    def resolve_status(spell) -> str:
        return spell.status(today())


class SpellOut(MembershipOut):
    """A membership with how it began and ended."""

    begun_by: str
    ended_by: str


class MemberOut(MembershipOut):
    """A membership with whose it is, as a line of the list."""

    person: int
    name: str

    @staticmethod
    def resolve_person(spell) -> int:
        return spell.person_id

    @staticmethod
    def resolve_name(spell) -> str:
        return spell.person.name


class MemberPage(Schema):
    """One page of a list; `after` is the cursor of the next one, "" at the end."""

    items: list[MemberOut]
    after: str


class PersonOut(Schema):
    """A member's file; the ID number stays masked."""

    id: int
    version: int = Field(description="to be given back with a correction")
    name: str
    id_number: str
    sex: str
    birth_on: date | None
    phone: str
    department: str
    education: str
    employment: str
    is_migrant: bool | None
    works_since: date | None
    remark: str
    spells: list[SpellOut]

    @staticmethod
    def resolve_id_number(person) -> str:
        return masked_id(open_id(person))

    @staticmethod
    def resolve_spells(person) -> list:
        return person.memberships


class Narrowed(Schema):
    """Which memberships: of a union and everything below it, by state on a day, sex, employment."""

    unit: str = Field("", max_length=40, pattern=PLAIN)
    status: str = Field("held", pattern=STATUSES)
    on: date | None = None
    sex: Sex | None = None
    employment: str = Field("", max_length=30, pattern=PLAIN)
    after: After = ""

    def filters(self, request) -> Filters:
        """The same as the list's; 404 for a union outside the scope."""
        filters = Filters(
            request.scope, self.on or today(), self.status, self.sex or "", self.employment
        )
        if not self.unit:
            return filters
        units = Organisation.objects.within(request.scope)
        return filters.inside(get_object_or_404(units, code=self.unit))


class SearchIn(Narrowed):
    """What to look for; it is sent in the body, so that no address holds it."""

    q: str = Field(min_length=1, max_length=60, pattern=PLAIN)
    status: str = Field("all", pattern=STATUSES)


class CorrectIn(Schema):
    """The fields to put right; those left out stay as they are."""

    version: int
    reason: str = Field(min_length=1, max_length=200, pattern=PLAIN)
    name: str = Field("", min_length=1, max_length=100, pattern=PLAIN)
    id_number: str = Field("", max_length=30, pattern=PLAIN)
    sex: Sexes = ""
    birth_on: date | None = None
    phone: str = Field("", max_length=30, pattern=PLAIN)
    department: str = Field("", max_length=100, pattern=PLAIN)
    education: str = Field("", max_length=30, pattern=PLAIN)
    employment: str = Field("", max_length=30, pattern=PLAIN)
    is_migrant: bool | None = None
    works_since: date | None = None
    remark: str = Field("", max_length=500, pattern=PLAIN)


def _page(page) -> dict:
    return {"items": page.rows, "after": hidden(page.after)}


@router.get("", response={200: MemberPage, 404: Problem}, operation_id="members_list")
@requires("members.view")
def index(request, asked: Query[Narrowed]):
    """The members of my unions, by name."""
    return _page(queries.register(asked.filters(request), cursor=shown(asked.after)))


@router.post("/search", response={200: MemberPage, 404: Problem}, operation_id="members_search")
@requires("members.view")
def search(request, asked: SearchIn):
    """Find members by name, initials, telephone or ID number; each search is recorded."""
    filters = asked.filters(request)
    if not asked.after:
        searched(queries.chain_of_scope(request.scope), by=request.user, what="members")
    return _page(queries.searched(asked.q, filters, cursor=shown(asked.after)))


@router.get("/{int:pk}", response={200: PersonOut, 404: Problem}, operation_id="members_person")
@requires("members.view")
def person(request, pk: int):
    """One member's file; opening it is recorded."""
    row = get_object_or_404(Person.objects.within(request.scope), pk=pk)
    read_opened(queries.chain_of(row), by=request.user, subject=row, person=str(row.uid))
    return row


@router.patch("/{int:pk}", response={200: PersonOut, **PROBLEMS}, operation_id="members_correct")
@requires("members.correct")
def correct(request, pk: int, wanted: CorrectIn):
    """Put fields right, with the reason; refused when somebody else did so since `version`."""
    row = get_object_or_404(Person.objects.within(request.scope), pk=pk)
    changes = wanted.dict(exclude_unset=True)
    version, reason = changes.pop("version"), changes.pop("reason")
    if changes.get("phone"):
        changes["phone"] = phone_of(changes["phone"])
    return actions.correct(
        row, changes, version=version, reason=reason, by=request.user, on=today()
    )


def phone_of(typed: str) -> str:
    """A mobile number as the register keeps it; Refused where it is none."""
    if not (number := plain(typed)):
        raise Refused(_("This is no mobile number."))
    return number
