"""Calls by topic and by how they were dealt with, in cells in which nobody can be found."""

from django.db.models import Count, Q

from unionhall.access.scope import Scope
from unionhall.cases.calls.models import Call, CallKind
from unionhall.cases.models import Topic
from unionhall.cases.rules import Cell, publishable

CHOICES = {"topic": Topic.choices, "kind": CallKind.choices}


def tables(held: Scope, *, since, until) -> dict[str, list[tuple[str, Cell]]]:
    """Both tables over the calls of a stretch of days, `until` not included, in the scope.

    None that became a confidential request: no figure tells of those.
    """
    rows = Call.objects.filter(held.q(), taken_on__gte=since, taken_on__lt=until)
    rows = rows.filter(Q(case=None) | Q(case__concern=""))
    counted = {}
    for name, choices in CHOICES.items():
        found = dict(rows.order_by().values_list(name).annotate(Count("pk")))
        counted[name] = {str(label): found.get(value, 0) for value, label in choices}
    return {name: list(cells.items()) for name, cells in publishable(counted).items()}
