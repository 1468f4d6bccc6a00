"""A union's own values over the interface: the same acts as on the pages."""

from datetime import date
from typing import Annotated

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from pydantic import Field, StrictBool, StrictFloat, StrictInt

from unionhall.access.organisations.api import Code
from unionhall.access.scope import requires
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.interface import PROBLEMS, Key, Printable
from unionhall.duties.by_laws import actions, queries
from unionhall.organisations.models import Organisation
from unionhall.rulebook import actions as rulebook
from unionhall.rulebook import rules
from unionhall.rulebook.api import RuleId
from unionhall.rulebook.models import ByLaw
from unionhall.rulebook.schema import Rule

router = Router(tags=["rules"])
Said = Annotated[
    str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]*\S[^\x00-\x1f]*$")
]
Step = list[StrictInt]
Value = StrictBool | StrictInt | StrictFloat | Said | list[StrictInt | Said | Step]


class HereOut(Schema):
    """A parameter of a rule: by law where the union is, in that union today, and who may set it."""

    param: str
    label: str
    written: str
    here: str
    may_be_set_by: str
    may_be_set: bool


class Setting(Schema):
    """A union's own value; `source` names the by-law or resolution, anybody may read the reason."""

    organisation: Printable
    param: Printable
    value: Value
    from_on: date
    until_on: date | None = None
    source: Said
    reason: str = Field(min_length=1, max_length=500, pattern=r"^[^\x00]*\S[^\x00]*$")


class Ending(Schema):
    until_on: date = Field(description="first day on which it no longer holds")


class ByLawOut(Schema):
    """A union's own value."""

    id: int
    organisation: str
    rule: str
    param: str
    value: Value
    from_on: date
    until_on: date | None
    source: str
    reason: str

    @staticmethod
    def resolve_organisation(row) -> str:
        return row.union


def _written(rule_id: str) -> Rule:
    try:
        return rules.written(rule_id)
    except rules.MissingRule as error:
        raise Http404 from error


@router.get(
    "/{rule_id}/in/{code}", response={200: list[HereOut], **PROBLEMS}, operation_id="rules_here"
)
@requires("organisations.view")
def here(request, rule_id: RuleId, code: Code):
    """What the rule fixes, and what of it holds in a union today."""
    rule = _written(rule_id)
    units = Organisation.objects.within(request.scope)
    unit = get_object_or_404(units, code=code)
    try:
        return queries.here(rule, unit, on=today())
    except rules.MissingRule as error:
        raise Refused(str(error.args[0]), rules.citation(rule.id)) from error


@router.post(
    "/{rule_id}/set-by-law",
    response={201: ByLawOut, **PROBLEMS},
    operation_id="rules_set_by_law",
)
@requires("rulebook.set_by_law")
def set_by_law(request, rule_id: RuleId, data: Setting):
    """Put a union's own value in the place of the general one, where the rule allows that direction."""
    told = data.model_dump()
    unit = get_object_or_404(queries.units(request.scope), code=told.pop("organisation"))
    made = actions.set_by_law(
        _written(rule_id),
        told.pop("param"),
        told.pop("value"),
        unit=unit,
        by=request.user,
        on=today(),
        **told,
    )
    return Status(201, made)


@router.post(
    "/by-laws/{key}/end",
    response={200: ByLawOut, **PROBLEMS},
    operation_id="rules_end_by_law",
)
@requires("rulebook.end_by_law")
def end_by_law(request, key: Key, data: Ending):
    """Let the general value hold again from a day on."""
    unions = queries.units(request.scope).values("code")
    row = get_object_or_404(ByLaw.objects.filter(union__in=unions), pk=key)
    rulebook.end_by_law(row, until_on=data.until_on, by=request.user, on=today())
    row.refresh_from_db()
    return row
