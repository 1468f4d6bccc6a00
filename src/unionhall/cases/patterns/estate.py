"""What a union that ends has still to decide about repeated problems goes to the one that takes its place."""

from django.utils.translation import gettext_lazy

from unionhall.cases.patterns.models import Proposal
from unionhall.duties import actions as duties
from unionhall.organisations import estate

OFFICE = "rights_officer"


def _open(handing: estate.Handing):
    """Those to be decided, and the points that were not brought to bargaining yet."""
    rows = Proposal.objects.filter(organisation=handing.source)
    if handing.persons is not None:
        return rows.none()
    waiting = rows.open() | rows.points().filter(carried_on=None)
    return waiting.select_related("employer").order_by("pk")


def _hand(handing: estate.Handing) -> int:
    rows = list(_open(handing))
    for row in rows:
        Proposal.objects.filter(pk=row.pk).update(organisation=handing.to)
        duties.move(row, to_organisation=handing.to, to_office=OFFICE, by=handing.by, on=handing.on)
    return len(rows)


estate.register(
    estate.Part(
        "patterns",
        gettext_lazy("Repeated problems to be decided, and points for bargaining"),
        count=lambda handing: _open(handing).count(),
        hand=_hand,
        named=lambda handing: [str(row) for row in _open(handing)[: estate.SHOWN]],
        ability="cases.patterns",
        subjects=("cases.proposal",),
        rank=12,
    )
)
