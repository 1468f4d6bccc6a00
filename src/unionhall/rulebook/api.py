"""The rulebook over the interface: anybody may read it and count with it."""

from datetime import date
from typing import Annotated

from django.http import Http404
from ninja import Path, Query, Router, Schema
from pydantic import Field

from unionhall.core import clock
from unionhall.core.errors import Refused
from unionhall.core.interface import PROBLEMS, After, Printable
from unionhall.core.problems import Problem
from unionhall.core.web import marked
from unionhall.rulebook import deadlines, queries, rules
from unionhall.rulebook.places import UnknownPlace
from unionhall.rulebook.schema import Rule
from unionhall.rulebook.workdays import MissingCalendar

router = Router(tags=["rules"], auth=None)
PAGE = 50
RuleId = Annotated[str, Path(pattern=r"^[a-z0-9_.]{1,120}$")]


class RuleOut(Schema):
    """A rule as a list shows it."""

    id: str
    topic: str
    kind: str
    jurisdiction: str
    title: str
    law: str
    article: str

    @staticmethod
    def resolve_title(rule) -> str:
        return str(rule.title)

    @staticmethod
    def resolve_law(rule) -> str:
        return str(rule.law.name)


class Parameter(Schema):
    """What a rule fixes; `is_period` says whether dates can be counted with it."""

    name: str
    label: str
    text: str = Field(description="the value today, with its unit, in the reader's language")
    unit: str
    is_period: bool
    counts_back: bool


class LocalOut(Schema):
    """What a place or a union has set for a parameter, past and to come; `last_on` still counts."""

    who: str
    label: str
    text: str
    from_on: date | None
    last_on: date | None
    source: str
    reason: str


class RuleDetail(RuleOut):
    """A rule with its plain words, its evidence, what it fixes, and who has set it otherwise."""

    plain: str
    force: str
    evidence: str
    url: str
    from_on: date | None
    until_on: date | None
    params: list[Parameter]
    local: list[LocalOut]

    @staticmethod
    def resolve_local(rule) -> list:
        return queries.local_values(rule)

    @staticmethod
    def resolve_plain(rule) -> str:
        return str(rule.plain)

    @staticmethod
    def resolve_params(rule) -> list[dict]:
        return [
            {
                "name": fixed.name,
                "label": fixed.label,
                "text": fixed.text,
                "unit": rule.params[fixed.name].unit,
                "is_period": rule.params[fixed.name].is_period,
                "counts_back": fixed.counts_back,
            }
            for fixed in queries.fixed(rule, on=clock.today())
        ]


class RulePage(Schema):
    """One page of a list; `after` is the cursor of the next one, "" at the end."""

    items: list[RuleOut]
    after: str


class DueOut(Schema):
    """The last day of a period, and how it was reckoned; provisional while holidays are unannounced."""

    due_on: date
    provisional: bool
    rule: str
    part: str
    citation: str
    reckoning: list[str]


class Filters(Schema):
    q: Printable = Field("", description="words, in Chinese or English")
    topic: Printable = ""
    after: After = ""


class Counting(Schema):
    start: date = Field(description="the day of the event; it is not counted")
    part: Printable = Field("", description="which of the rule's periods, where it has several")
    jurisdiction: Printable = Field("CN", description="such as CN-ZJ or a division's number")


@router.get("", response=RulePage, operation_id="rules_list")
def index(request, filters: Query[Filters]):
    """Rules that hold all the words, by topic."""
    found = queries.search(filters.q, filters.topic)
    places = {rule.id: place for place, rule in enumerate(found, 1)}
    first = places.get(filters.after, 0)
    page = found[first : first + PAGE]
    more = len(found) > first + PAGE
    return {"items": page, "after": page[-1].id if more else ""}


@router.get("/{rule_id}", response={200: RuleDetail, 404: Problem}, operation_id="rules_rule")
def rule(request, rule_id: RuleId):
    """One rule."""
    return _written(rule_id)


@router.get("/{rule_id}/due", response={200: DueOut, **PROBLEMS}, operation_id="rules_due")
def due(request, rule_id: RuleId, asked: Query[Counting]):
    """When a period that begins with the event of `start` is due; 409 tells why none can be counted."""
    _written(rule_id)
    try:
        found = deadlines.due(
            rule_id, start=asked.start, part=asked.part or None, jurisdiction=asked.jurisdiction
        )
    except (rules.MissingRule, UnknownPlace, MissingCalendar, OverflowError) as error:
        raise Refused(str(error.args[0]), rules.citation(rule_id)) from error
    return {
        "due_on": found.due_on,
        "provisional": found.provisional,
        "rule": found.rule,
        "part": found.part,
        "citation": str(found.citation),
        "reckoning": found.reckoning.lines,
    }


def _written(rule_id: str) -> Rule:
    try:
        return rules.written(rule_id)
    except rules.MissingRule as error:
        raise Http404 from error


for view in (index, rule, due):
    marked(view, public=True)
