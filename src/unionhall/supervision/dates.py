"""Planned inspections, as entries of the calendar of whoever carries them out."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from unionhall.access.scope import scope
from unionhall.accounts.models import User
from unionhall.duties.feeds.own import midnight
from unionhall.duties.feeds.sources import Entry, register
from unionhall.supervision.models import Inspection


def _inspections(user: User, on: date) -> Iterator[Entry]:
    rows = Inspection.objects.within(scope(user, "supervision.view", on=on))
    rows = rows.filter(state=Inspection.State.PLANNED, planned_on__gte=on, supervisors__user=user)
    for row in rows.order_by("planned_on", "pk"):
        yield Entry(
            key=f"supervision.inspection:{row.pk}",
            on=row.planned_on,
            kind=_("Inspection"),
            revision=0,
            # An inspection is never moved: another one is planned.
            changed_at=midnight(row.planned_on),
            url=row.get_absolute_url(),
        )


register("supervision.inspections", _inspections)
