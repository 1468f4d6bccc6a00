"""What time does to tellings: who was not told by their hour is brought back to mind."""

from datetime import datetime

from unionhall.cases import routing
from unionhall.core.clock import today
from unionhall.notifications.actions import notify
from unionhall.notifications.clock import each_minute
from unionhall.urgent import owed
from unionhall.urgent.models import Telling


@each_minute("urgent.chase_tellings")
def chase_tellings(until: datetime) -> None:
    """Tell the lead, once, that an hour has passed by which somebody was to be told."""
    rows = Telling.objects.overdue(at=until).filter(chased_at=None, matter__ended_at=None)
    for telling in rows.select_related("matter__organisation", "matter__lead", "to").order_by("pk"):
        matter = telling.matter
        if Telling.objects.filter(pk=telling.pk, chased_at=None).update(chased_at=until):
            desk = None if matter.lead else owed.desk_of(matter, on=today())
            users = [matter.lead] if matter.lead else []
            users += routing.holders(desk, on=today()) if desk else []
            facts = {"number": matter.number, "who": telling.name}
            notify(
                users, "urgent/chased", subject=matter, url=matter.get_absolute_url(), facts=facts
            )
