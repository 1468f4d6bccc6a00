"""Inspections an officer is to carry out, when their desk is handed over."""

from django.utils.translation import gettext_lazy as _

from unionhall.access.scope import Scope, scope
from unionhall.accounts.models import User
from unionhall.duties.leaving.holdings import Desk, Held, Holding, register
from unionhall.supervision.inspections import replace_supervisor
from unionhall.supervision.models import Inspection


def _inspections(desk: Desk) -> list[Held]:
    """Those planned; whoever was there already signs what they saw."""
    rows = Inspection.objects.within(scope(desk.by, "supervision.plan", on=desk.on))
    rows = rows.within(Scope("", (desk.organisation.path,)))
    rows = rows.filter(state=Inspection.State.PLANNED, supervisors__user=desk.leaver)
    return [
        Held(
            "supervision.inspection",
            row.pk,
            str(row.employer),
            row.planned_on,
            row.get_absolute_url(),
            row,
        )
        for row in rows.select_related("employer", "organisation").order_by("planned_on", "pk")
    ]


def _give(held: Held, to: User, desk: Desk) -> None:
    replace_supervisor(held.row, instead_of=desk.leaver, officer=to, by=desk.by, on=desk.on)


register(
    Holding(
        "inspections",
        _("Inspections they are to carry out"),
        _inspections,
        _give,
        subjects=("supervision.inspection",),
        rank=30,
    )
)
