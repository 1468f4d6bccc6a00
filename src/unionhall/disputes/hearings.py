"""Hearings of disputes, as entries of the calendar of whoever acts or owes something in them."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from unionhall.access.scope import scope
from unionhall.accounts.models import User
from unionhall.disputes.models import Dispute, Happening
from unionhall.duties.feeds.own import midnight
from unionhall.duties.feeds.sources import Entry, register
from unionhall.duties.models import Duty


def _hearings(user: User, on: date) -> Iterator[Entry]:
    """The hearing last set in each open dispute that is the user's; one that was put off is gone."""
    owed = Duty.objects.open().held_by(user, on=on).filter(subject_type="disputes.dispute")
    mine = Q(representative=user.pk) | Q(pk__in=owed.values("subject_id"))
    disputes = Dispute.objects.within(scope(user, "disputes.view", on=on)).open().filter(mine)
    rows = Happening.objects.filter(dispute__in=disputes.values("pk"), act="set_hearing")
    last: dict[int, Happening] = {}
    times: dict[int, int] = {}
    for row in rows.select_related("dispute").order_by("pk"):
        last[row.dispute_id] = row
        times[row.dispute_id] = times.get(row.dispute_id, -1) + 1 + (row.corrected_on is not None)
    for key, row in last.items():
        if row.counts_from is not None and row.counts_from >= on:
            yield Entry(
                key=f"disputes.hearing:{key}",
                on=row.counts_from,
                kind=_("Hearing of a labour dispute"),
                revision=times[key],
                changed_at=midnight(row.corrected_on or row.on),
                url=row.dispute.get_absolute_url(),
            )


register("disputes.hearings", _hearings)
