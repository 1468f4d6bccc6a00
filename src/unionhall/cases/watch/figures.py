"""What workers answered to check-ins, as counts in which nobody can be found."""

from django.db.models import Count

from unionhall.access.scope import Scope
from unionhall.cases.rules import Cell, publishable
from unionhall.cases.watch.models import CheckIn, CheckInState, WatchAnswer


def counted(held: Scope) -> dict[str, int]:
    """Check-ins of the scope's requests that were asked, by answer; silence is one of them.

    None after a confidential request: no figure tells of those.
    """
    open_ones = CheckIn.objects.filter(watch__case__concern="")
    rows = open_ones.filter(held.q("watch__case__organisation")).exclude(
        state__in=[CheckInState.PLANNED, CheckInState.DROPPED]
    )
    found = dict(rows.order_by().values_list("answer").annotate(Count("pk")))
    return {name: found.get(name, 0) for name in (*WatchAnswer.values, "")}


def table(held: Scope) -> list[tuple[str, Cell]]:
    """The same in coarse cells, whoever reads it; empty where even they would tell of somebody."""
    cells = publishable({"answers": counted(held)}).get("answers", {})
    return list(cells.items())
