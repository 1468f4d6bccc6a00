"""A rule as one union has it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse

from unionhall.access.scope import Scope, scope
from unionhall.duties import succession
from unionhall.organisations.models import Organisation
from unionhall.rulebook import rules
from unionhall.rulebook.explain import direction, told, word
from unionhall.rulebook.models import ByLaw
from unionhall.rulebook.schema import Param, Rule


@dataclass(frozen=True)
class Here:
    """A parameter: what the law says where a union is, what holds in that union, who may set it."""

    param: str
    label: str
    written: str
    here: str
    may_be_set_by: str
    may_be_set: bool


@dataclass(frozen=True)
class Own:
    """A value a union has set, in words."""

    row: ByLaw
    label: str
    text: str


def movable(rule: Rule) -> list[Param]:
    """The parameters that somebody may set locally."""
    return [param for param in rule.params.values() if param.overlay != "fixed"]


def jurisdiction_of(unit: Organisation, *, on: date) -> str:
    """Where the unit's rules hold, as its duties are reckoned."""
    return succession.line(unit, on=on).jurisdiction


def here(rule: Rule, unit: Organisation, *, on: date) -> list[Here]:
    """What the rule fixes, and what of it holds in the unit; raises MissingRule where it does not hold."""
    place = jurisdiction_of(unit, on=on)
    law = place.partition("/")[0]
    return [
        Here(
            param=param.name,
            label=word("param", param.name),
            written=told(param, rules.value(rule.id, param.name, on=on, jurisdiction=law)),
            here=told(param, rules.value(rule.id, param.name, on=on, jurisdiction=place)),
            may_be_set_by=direction(param),
            may_be_set=param.overlay != "fixed",
        )
        for param in rule.params.values()
    ]


def own(rule: Rule, unit: Organisation, *, on: date) -> list[Own]:
    """What the unit itself has set, in force and to come."""
    rows = ByLaw.objects.filter(
        Q(until_on=None) | Q(until_on__gt=on), union=unit.code, rule=rule.id, param__in=rule.params
    )
    return [shown(row, rule) for row in rows.order_by("param", "from_on")]


def shown(row: ByLaw, rule: Rule) -> Own:
    """A union's value in words."""
    param = rule.params[row.param]
    return Own(row, word("param", param.name), told(param, row.overlay(param).value.value))


def units(held: Scope):
    """The unions for which a value can be set."""
    return Organisation.objects.within(held).open().order_by("path")


def names(codes: Iterable[str]) -> dict[str, str]:
    """Unions by their codes, as the rulebook's pages call them."""
    return {unit.code: str(unit) for unit in Organisation.objects.filter(code__in=codes)}


def door(rule: Rule, user) -> str:
    """Where the user may set the rule's value, "" where nobody may or the user may not."""
    if not movable(rule) or not scope(user, "rulebook.set_by_law"):
        return ""
    return reverse("by_laws:set_by_law", args=[rule.id])
