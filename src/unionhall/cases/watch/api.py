"""Check-ins over the interface: the same scope and the same acts as the pages."""

from datetime import date
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema

from unionhall.access.scope import own, requires
from unionhall.cases.my_api import BroughtOut
from unionhall.cases.watch import actions, figures, my_actions, my_views, views
from unionhall.cases.watch.models import CheckInState, Watch, WatchAnswer, WatchState
from unionhall.core.clock import today
from unionhall.core.interface import PROBLEMS, Words
from unionhall.core.problems import Problem

router = Router(tags=["check-ins"])
my_router = Router(tags=["me"])


class CheckInOut(Schema):
    """One question on one day."""

    uid: UUID
    days: int
    due_on: date
    state: CheckInState
    answer: str


class WatchOut(Schema):
    """The check-ins after a request."""

    state: WatchState
    chosen_on: date | None
    ended_on: date | None
    check_ins: list[CheckInOut]

    @staticmethod
    def resolve_check_ins(row) -> list:
        return list(row.check_ins.all())


class WatchCell(Schema):
    """How many gave an answer ("" for none yet): from `low` to `high`, never exactly."""

    answer: str
    low: int
    high: int


class CalledIn(Schema):
    was_reached: bool


class ChooseDaysIn(Schema):
    places: list[int] = Field(
        min_length=1, max_length=3, description="1, 2 and 3 of the rule's days"
    )


class SayIn(Schema):
    said: WatchAnswer


class MoveCheckInIn(Schema):
    to: date


class TellMoreIn(Schema):
    text: Words


def _by(request) -> dict:
    return {"by": request.user, "on": today()}


@router.get("", response=list[WatchCell], operation_id="check_ins_figures")
@requires("cases.dashboard")
def board(request):
    """What was answered, counted; small numbers are hidden from everybody."""
    rows = figures.table(request.scope)
    return [{"answer": name, "low": cell.low, "high": cell.high} for name, cell in rows]


@router.get("/{number}", response={200: WatchOut, 404: Problem}, operation_id="check_ins_of")
@requires("cases.offer_watch")
def watch(request, number: str):
    """How the check-ins after a request stand; looking at them is recorded."""
    case = views.case_of(request, number)
    row = get_object_or_404(Watch, case=case)
    views.read_opened(case.chain, by=request.user, subject=case, person=str(case.person.uid))
    return row


@router.post(
    "/{number}/offer", response={200: WatchOut, **PROBLEMS}, operation_id="check_ins_offer"
)
@requires("cases.offer_watch")
def offer(request, number: str):
    """Offer them to the worker."""
    return actions.offer(views.case_of(request, number), **_by(request))


@router.post(
    "/{number}/{uid}/call", response={200: CheckInOut, **PROBLEMS}, operation_id="check_ins_call"
)
@requires("cases.offer_watch")
def call(request, number: str, uid: UUID, data: CalledIn):
    """Note a call after a check-in."""
    row = views.check_in_of(request, number, uid)
    actions.call(row, was_reached=data.was_reached, **_by(request))
    return row


@my_router.post(
    "/requests/{number}/check-ins",
    response={200: WatchOut, **PROBLEMS},
    operation_id="my_choose_check_ins",
)
@own
def choose(request, number: str, data: ChooseDaysIn):
    """Choose on which days to be asked; chosen again, the days are changed."""
    case = my_views.my_case_of(request, number)
    return my_actions.choose(case, places=data.places, **_by(request))


@my_router.post(
    "/requests/{number}/check-ins/stop",
    response={200: WatchOut, **PROBLEMS},
    operation_id="my_stop_check_ins",
)
@own
def stop(request, number: str):
    """Be asked no more."""
    rows = Watch.objects.select_related("case__person", "case__organisation")
    row = get_object_or_404(rows, case=my_views.my_case_of(request, number))
    my_actions.stop(row, **_by(request))
    return row


@my_router.post(
    "/check-ins/{uid}/answer",
    response={200: CheckInOut, **PROBLEMS},
    operation_id="my_answer_check_in",
)
@own
def answer(request, uid: UUID, data: SayIn):
    """Answer with one word."""
    row = my_views.check_in_of(request, uid)
    my_actions.answer(row, said=data.said, **_by(request))
    return row


@my_router.post(
    "/check-ins/{uid}/move", response={200: CheckInOut, **PROBLEMS}, operation_id="my_move_check_in"
)
@own
def move(request, uid: UUID, data: MoveCheckInIn):
    """Be asked on another day."""
    row = my_views.check_in_of(request, uid)
    my_actions.move(row, to=data.to, **_by(request))
    return row


@my_router.post(
    "/check-ins/{uid}/tell-more",
    response={200: BroughtOut, **PROBLEMS},
    operation_id="my_tell_more_after_check_in",
)
@own
def tell_more(request, uid: UUID, data: TellMoreIn):
    """Tell what happened: it becomes a new request."""
    return my_actions.tell_more(my_views.check_in_of(request, uid), text=data.text, **_by(request))
