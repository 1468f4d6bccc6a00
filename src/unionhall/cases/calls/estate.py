"""Calls that a union that ends has still to return are returned by the union that answers from then on."""

from django.utils.translation import gettext_lazy

from unionhall.cases.calls.models import Call
from unionhall.organisations import estate


def _waiting(handing: estate.Handing):
    rows = Call.objects.waiting().filter(organisation=handing.source)
    return rows if handing.persons is None else rows.filter(person__in=handing.persons)


def _hand(handing: estate.Handing) -> int:
    # The duty to return each goes with the union's duties.
    return _waiting(handing).update(organisation=handing.to)


estate.register(
    estate.Part(
        "calls",
        gettext_lazy("Calls to return"),
        count=lambda handing: _waiting(handing).count(),
        hand=_hand,
        ability="cases.take_call",
        rank=17,
    )
)
