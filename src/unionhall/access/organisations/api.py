"""Organisations and mandates over the interface: the same scope and the same actions as the pages."""

from datetime import date
from typing import Annotated

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router, Schema, Status
from pydantic import Field

from unionhall.access.organisations.views import narrowed
from unionhall.access.scope import requires
from unionhall.accounts.models import User
from unionhall.core.clock import today
from unionhall.core.interface import PROBLEMS, After, Key, Reference
from unionhall.core.paging import keyset
from unionhall.core.problems import Problem
from unionhall.organisations import actions
from unionhall.organisations.models import Affiliation, Mandate, Organisation

router = Router(tags=["organisations"])
CODE = r"^[0-9A-Za-z][0-9A-Za-z._-]{0,39}$"
PRINTABLE = r"^[^\x00-\x1f]*$"
Code = Annotated[str, Path(pattern=CODE)]


class OrganisationOut(Schema):
    """An organisation; `parent` is the code of the one it hangs below today."""

    code: str
    name: str
    short_name: str
    kind: str
    parent: str | None
    trade_parent: str | None = Field(description="code of the trade parent of today, if any")
    division: str | None
    opened_on: date
    closed_on: date | None

    @staticmethod
    def resolve_parent(unit) -> str | None:
        return unit.parent.code if unit.parent else None

    @staticmethod
    def resolve_trade_parent(unit) -> str | None:
        on = today()
        held = [a for a in unit.affiliations.all() if a.holds(on=on)]
        return held[0].trade_parent.code if held else None

    @staticmethod
    def resolve_division(unit) -> str | None:
        return unit.division_id


class OrganisationPage(Schema):
    """One page of a list; `after` is the cursor of the next one, "" at the end."""

    items: list[OrganisationOut]
    after: str


class MandateOut(Schema):
    """An office somebody holds; `until_on` is the first day on which it no longer holds."""

    id: int
    user: int
    person: str
    office: str
    from_on: date
    until_on: date | None

    @staticmethod
    def resolve_user(mandate) -> int:
        return mandate.user_id

    @staticmethod
    def resolve_person(mandate) -> str:
        return str(mandate.user)


class Filters(Schema):
    q: str = Field("", max_length=60, pattern=PRINTABLE)
    kind: str = Field("", max_length=30, pattern=r"^[a-z_]*$")
    closed: bool = False
    after: After = ""


class Founding(Schema):
    kind: str = Field(max_length=30, pattern=r"^[a-z_]+$")
    parent: str = Field(pattern=CODE)
    code: str = Field(pattern=CODE)
    name: str = Field(min_length=1, max_length=200, pattern=PRINTABLE)
    short_name: str = Field("", max_length=60, pattern=PRINTABLE)
    on: date | None = None


class Renaming(Schema):
    name: str = Field(min_length=1, max_length=200, pattern=PRINTABLE)
    short_name: str | None = Field(None, max_length=60, pattern=PRINTABLE)
    on: date | None = None


class Moving(Schema):
    to: str = Field(pattern=CODE)
    on: date | None = None


class Affiliating(Schema):
    """`to` is the code of an open federation or industrial union, wherever it hangs."""

    to: str = Field(pattern=CODE)
    on: date | None = None


class Closing(Schema):
    on: date | None = None


class Appointing(Schema):
    """`user` is the key of an account that holds or held an office within the caller's reach."""

    user: Reference
    office: str = Field(max_length=30, pattern=r"^[a-z_]+$")
    from_on: date
    until_on: date | None = None


class Ending(Schema):
    until_on: date | None = None


def _within(request, code: str) -> Organisation:
    return get_object_or_404(_told(Organisation.objects.within(request.scope)), code=code)


def _told(rows):
    """With what their lines tell of other organisations."""
    affiliations = Affiliation.objects.select_related("trade_parent")
    return rows.select_related("parent").prefetch_related(Prefetch("affiliations", affiliations))


@router.get("", response=OrganisationPage, operation_id="organisations_list")
@requires("organisations.view")
def organisations(request, filters: Query[Filters]):
    """Organisations in the caller's scope, fifty at a time, each before what hangs below it."""
    rows = narrowed(Organisation.objects.within(request.scope), filters.model_dump())
    page = keyset(_told(rows), ("path",), filters.after)
    return {"items": page.rows, "after": page.after}


@router.post("", response={201: OrganisationOut, **PROBLEMS}, operation_id="organisations_add")
@requires("organisations.manage")
def add(request, data: Founding):
    """Found an organisation below another."""
    return Status(
        201,
        actions.add(
            data.kind,
            _within(request, data.parent),
            data.code,
            data.name,
            short_name=data.short_name,
            by=request.user,
            on=data.on or today(),
        ),
    )


@router.get(
    "/{code}", response={200: OrganisationOut, 404: Problem}, operation_id="organisations_detail"
)
@requires("organisations.view")
def organisation(request, code: Code):
    """One organisation."""
    return _within(request, code)


@router.post(
    "/{code}/rename",
    response={200: OrganisationOut, **PROBLEMS},
    operation_id="organisations_rename",
)
@requires("organisations.manage")
def rename(request, code: Code, data: Renaming):
    """Give it another name."""
    return actions.rename(
        _within(request, code),
        data.name,
        short_name=data.short_name,
        by=request.user,
        on=data.on or today(),
    )


@router.post(
    "/{code}/move", response={200: OrganisationOut, **PROBLEMS}, operation_id="organisations_move"
)
@requires("organisations.manage")
def move(request, code: Code, data: Moving):
    """Hang it, with all below it, under another one."""
    unit, to = _within(request, code), _within(request, data.to)
    return actions.move(unit, to, by=request.user, on=data.on or today())


@router.post(
    "/{code}/affiliate",
    response={200: OrganisationOut, **PROBLEMS},
    operation_id="organisations_affiliate",
)
@requires("organisations.manage")
def affiliate(request, code: Code, data: Affiliating):
    """Give it a trade parent beside its leading one."""
    unit = _within(request, code)
    to = get_object_or_404(Organisation.objects.open(), code=data.to)
    actions.affiliate(unit, to, by=request.user, on=data.on or today())
    return _within(request, code)


@router.post(
    "/{code}/disaffiliate",
    response={200: OrganisationOut, **PROBLEMS},
    operation_id="organisations_disaffiliate",
)
@requires("organisations.manage")
def disaffiliate(request, code: Code, data: Closing):
    """End its affiliation to its trade parent; either side may."""
    rows = Affiliation.objects.within(request.scope).unfinished(on=today())
    affiliation = get_object_or_404(rows, organisation__code=code)
    actions.disaffiliate(affiliation, by=request.user, on=data.on or today())
    return _told(Organisation.objects.filter(code=code)).get()


@router.post(
    "/{code}/close",
    response={200: OrganisationOut, **PROBLEMS},
    operation_id="organisations_close",
)
@requires("organisations.manage")
def close(request, code: Code, data: Closing):
    """Close it."""
    return actions.close(_within(request, code), by=request.user, on=data.on or today())


@router.get(
    "/{code}/mandates",
    response={200: list[MandateOut], 404: Problem},
    operation_id="organisations_mandates",
)
@requires("organisations.view")
def mandates(request, code: Code):
    """The mandates in force and to come."""
    rows = _within(request, code).mandates.unfinished(on=today())
    return rows.select_related("user").order_by("from_on", "pk")


@router.post(
    "/{code}/appoint",
    response={201: MandateOut, **PROBLEMS},
    operation_id="organisations_appoint",
)
@requires("organisations.appoint")
def appoint(request, code: Code, data: Appointing):
    """Give an office to somebody who holds or held one within reach."""
    unit = _within(request, code)
    known = Mandate.objects.within(request.scope).values("user")
    user = get_object_or_404(User.objects.filter(pk__in=known), pk=data.user, is_active=True)
    return Status(
        201,
        actions.appoint(
            user,
            unit,
            data.office,
            from_on=data.from_on,
            until_on=data.until_on,
            by=request.user,
            on=today(),
        ),
    )


@router.post(
    "/mandates/{key}/end",
    response={200: MandateOut, **PROBLEMS},
    operation_id="organisations_end_mandate",
)
@requires("organisations.end_mandate")
def end_mandate(request, key: Key, data: Ending):
    """End a mandate, today when no day is given."""
    rows = Mandate.objects.within(request.scope).select_related("user", "organisation")
    mandate = get_object_or_404(rows, pk=key)
    return actions.end_mandate(mandate, by=request.user, on=today(), until_on=data.until_on)
