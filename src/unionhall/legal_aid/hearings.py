"""Hearings of aid under way, as entries of the calendar of whoever owes something about it."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from unionhall.access.scope import scope
from unionhall.accounts.models import User
from unionhall.duties.feeds.own import midnight
from unionhall.duties.feeds.sources import Entry, register
from unionhall.duties.models import Duty
from unionhall.legal_aid.models import Aid, Hearing


def _hearings(user: User, on: date) -> Iterator[Entry]:
    owed = Duty.objects.open().held_by(user, on=on).filter(subject_type="legal_aid.aid")
    aids = Aid.objects.within(scope(user, "legal_aid.view", on=on)).open()
    aids = aids.filter(pk__in=owed.values("subject_id"))
    rows = Hearing.objects.filter(aid__in=aids.values("pk"), on__gte=on)
    for row in rows.select_related("aid").order_by("on", "pk"):
        yield Entry(
            key=f"legal_aid.hearing:{row.pk}",
            on=row.on,
            kind=_("Hearing with legal aid"),
            revision=0,
            changed_at=midnight(row.aid.asked_on),
            url=row.aid.get_absolute_url(),
        )


register("legal_aid.hearings", _hearings)
