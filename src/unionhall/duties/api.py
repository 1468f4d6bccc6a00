"""Duties over the interface: the inbox, one duty with its reckoning, and passing one on."""

from datetime import date
from typing import Literal

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema
from pydantic import Field

from unionhall.access.scope import own, requires
from unionhall.core.clock import today
from unionhall.core.interface import PROBLEMS, After, Key, Printable
from unionhall.core.paging import keyset
from unionhall.core.problems import Problem
from unionhall.duties import actions, queries, schedule
from unionhall.duties.models import Duty

router = Router(tags=["duties"])
RELATED = ("organisation", "office_at", "held_at", "holder")


class DutyOut(Schema):
    """What somebody owes by a day; `title` and `url` are those of what it is about, where you may see it."""

    id: int
    kind: str
    label: str
    title: str
    url: str
    organisation: str = Field(description="code of the unit it counts for")
    held_at: str = Field(description="code of the unit that holds it")
    office: str = Field(description="office that holds it, empty for a person without one")
    holder: str | None = Field(description="who holds it; null when everybody in the office does")
    rule: str
    opened_on: date
    due_on: date
    provisional: bool
    paused_on: date | None
    fulfilled_on: date | None
    voided_on: date | None

    @classmethod
    def of(cls, row: queries.Row) -> dict:
        """The fields of one row of a list."""
        duty = row.duty
        same = ("id", "kind", "rule", "opened_on", "due_on", "provisional", "paused_on")
        return {
            **{name: getattr(duty, name) for name in (*same, "fulfilled_on", "voided_on")},
            "label": row.label,
            "title": row.title,
            "url": row.url,
            "organisation": duty.organisation.code,
            "held_at": duty.held_at.code,
            "office": duty.held_as,
            "holder": str(duty.holder) if duty.holder else None,
        }


class DutyDetail(DutyOut):
    """A duty with how its day was reckoned, in sentences."""

    started_on: date
    citation: str
    reckoning: list[str]


class DutyPage(Schema):
    """One page of a list; `after` is the cursor of the next one, "" at the end."""

    items: list[DutyOut]
    after: str


class ReceiverOut(Schema):
    """To whom a duty can be passed on; `key` is to be given back."""

    key: str
    organisation: str
    office: str
    person: str | None


class Filters(Schema):
    show: Literal["mine", "office", "unit"] = Field(
        "mine", description="my own and my offices', only my offices', or all in my units"
    )
    when: Literal["", "overdue", "week"] = ""
    kind: Printable = Field("", description='such as "cases.answer"')
    after: After = ""


class PassingOn(Schema):
    to: str = Field(max_length=80, description="`key` of a receiver")


@router.get("", response=DutyPage, operation_id="duties_list")
@own
def duties(request, filters: Query[Filters]):
    """Open duties, the earliest first."""
    chosen = {name: value for name, value in filters.dict().items() if value}
    rows = queries.narrowed(Duty.objects.open(), chosen, user=request.user, on=today())
    page = keyset(rows.select_related(*RELATED), ("due_on", "pk"), filters.after)
    found = queries.with_subjects(page, user=request.user)
    return {"items": [DutyOut.of(row) for row in found], "after": page.after}


@router.get("/{key}", response={200: DutyDetail, 404: Problem}, operation_id="duties_detail")
@own
def duty(request, key: Key):
    """One duty that you hold or that lies in your units."""
    return _detail(request, _visible(request, key))


@router.get(
    "/{key}/receivers",
    response={200: list[ReceiverOut], 404: Problem},
    operation_id="duties_receivers",
)
@requires("duties.pass_on")
def receivers(request, key: Key):
    """To whom a duty can be passed on, the nearest first."""
    return [
        {
            "key": receiver.key,
            "organisation": receiver.organisation.code,
            "office": receiver.office,
            "person": str(receiver.user) if receiver.user else None,
        }
        for receiver in queries.receivers(_within(request, key), on=today())
    ]


@router.post(
    "/{key}/pass-on", response={200: DutyDetail, **PROBLEMS}, operation_id="duties_pass_on"
)
@requires("duties.pass_on")
def pass_on(request, key: Key, data: PassingOn):
    """Give a duty to one of its receivers."""
    duty = _within(request, key)
    known = {receiver.key: receiver for receiver in queries.receivers(duty, on=today())}
    if data.to not in known:
        raise Http404
    to = known[data.to]
    moved = actions.pass_on(
        duty,
        to_user=to.user,
        to_office=to.office,
        to_organisation=to.organisation,
        by=request.user,
        on=today(),
    )
    return _detail(request, moved)


def _visible(request, key: int) -> Duty:
    rows = Duty.objects.visible_to(request.user, on=today())
    return get_object_or_404(rows.select_related(*RELATED), pk=key)


def _within(request, key: int) -> Duty:
    rows = Duty.objects.within(request.scope).select_related(*RELATED)
    return get_object_or_404(rows, pk=_visible(request, key).pk)


def _detail(request, duty: Duty) -> dict:
    (row,) = queries.with_subjects([duty], user=request.user)
    due = schedule.reckoning(duty, duty.events.all())
    return {
        **DutyOut.of(row),
        "started_on": duty.started_on,
        "citation": str(due.citation),
        "reckoning": due.reckoning.lines,
    }
