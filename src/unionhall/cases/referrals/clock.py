"""What time does to referrals: proposals lapse, and access ends when it is no longer needed."""

from datetime import date, datetime

from django.utils import timezone

from unionhall.cases.referrals import actions
from unionhall.cases.referrals.models import Referral
from unionhall.cases.referrals.queries import RELATED
from unionhall.core.errors import Refused
from unionhall.notifications.clock import each_minute


@each_minute("cases.end_referrals")
def end_referrals(until: datetime, *, since: datetime) -> None:
    """After midnight, and after downtime; a page asks anyway whether access still holds."""
    today = timezone.localdate(until)
    if today > timezone.localdate(since):
        end_lapsed(on=today)


def end_lapsed(*, on: date) -> int:
    """End those whose time is over; how many."""
    ended = 0
    for row in Referral.objects.under_way().select_related(*RELATED).order_by("pk"):
        if reason := actions.lapsed(row, on=on):
            try:
                actions.end(row, reason=reason, by=None, on=on)
                ended += 1
            except Refused:
                continue  # somebody was quicker
    return ended
