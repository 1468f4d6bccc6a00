"""One's calendar address over the interface."""

from datetime import datetime

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Router, Schema, Status
from pydantic import Field

from unionhall.access.scope import own
from unionhall.core.clock import today
from unionhall.core.interface import PROBLEMS
from unionhall.core.problems import Problem
from unionhall.duties.feeds import actions, secrets
from unionhall.duties.feeds.models import Feed

router = Router(tags=["me"])


class CalendarOut(Schema):
    """The secret address a calendar program reads; whoever knows it sees the dates."""

    address: str
    names_kinds: bool = Field(description="whether entries say what is to be done")
    made_at: datetime


class CalendarIn(Schema):
    names_kinds: bool


def _told(feed: Feed) -> dict:
    secret = secrets.secret(feed.user_id, feed.seed)
    address = settings.BASE_URL + reverse("calendar:feed", args=[secret])
    return {"address": address, "names_kinds": feed.names_kinds, "made_at": feed.made_at}


def _feed(request) -> Feed:
    return get_object_or_404(Feed, user=request.user.pk)


@router.get("", response={200: CalendarOut, 404: Problem}, operation_id="my_calendar")
@own
def calendar(request):
    """The caller's address."""
    return _told(_feed(request))


@router.post("", response={201: CalendarOut, **PROBLEMS}, operation_id="my_calendar_make_feed")
@own
def make_feed(request):
    """Make an address; refused where there is one."""
    return Status(201, _told(actions.make_feed(by=request.user, on=today())))


@router.post(
    "/renew", response={200: CalendarOut, **PROBLEMS}, operation_id="my_calendar_renew_feed"
)
@own
def renew_feed(request):
    """Give it another secret; the address until now leads nowhere."""
    return _told(actions.renew_feed(_feed(request), by=request.user, on=today()))


@router.put("", response={200: CalendarOut, **PROBLEMS}, operation_id="my_calendar_name_kinds")
@own
def name_kinds(request, data: CalendarIn):
    """Let entries say what is to be done, or only that there is a date."""
    feed = _feed(request)
    actions.name_kinds(feed, **data.dict(), by=request.user, on=today())
    return _told(feed)


@router.delete("", response={204: None, 404: Problem}, operation_id="my_calendar_withdraw_feed")
@own
def withdraw_feed(request):
    """Withdraw the address."""
    actions.withdraw_feed(_feed(request), by=request.user, on=today())
    return Status(204, None)
