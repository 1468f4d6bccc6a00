"""Supervision of a union that ends goes on in the one that takes its place."""

from typing import Any

from django.utils.translation import gettext_lazy

from unionhall.duties import actions as duties
from unionhall.organisations import estate
from unionhall.supervision import owed
from unionhall.supervision.models import Hazard, Inspection, Letter, Matter

UNDER_WAY = (Inspection.State.PLANNED, Inspection.State.SIGNING)


def _open(handing: estate.Handing, *, told: bool = False) -> list:
    """With `told` those a plan counts and names: no matter that grew out of a confidential request."""
    if handing.persons is not None:
        return []
    unit, matters = handing.source, Matter.objects.open()
    if told:
        matters = matters.counted_in_figures()
    return [
        *Inspection.objects.filter(organisation=unit, state__in=UNDER_WAY).order_by("pk"),
        *matters.filter(organisation=unit).order_by("pk"),
        *Hazard.objects.open().filter(organisation=unit).order_by("pk"),
    ]


def _hand(handing: estate.Handing) -> int:
    rows, number = _open(handing), len(_open(handing, told=True))
    told: dict[str, Any] = {"to_organisation": handing.to, "to_office": owed.OFFICE}
    told |= {"by": handing.by, "on": handing.on}
    for row in rows:
        type(row)._default_manager.filter(pk=row.pk).update(organisation=handing.to)
        duties.move(row, **told)
        if isinstance(row, Matter):
            for letter in Letter.objects.unanswered().filter(matter=row):
                duties.move(letter, **told)
    return number


estate.register(
    estate.Part(
        "supervision",
        gettext_lazy("Open matters of supervision, inspections and hazards"),
        count=lambda handing: len(_open(handing, told=True)),
        hand=_hand,
        named=lambda handing: [str(row) for row in _open(handing, told=True)[: estate.SHOWN]],
        ability="supervision.view",
        subjects=(
            "supervision.inspection",
            "supervision.matter",
            "supervision.letter",
            "supervision.hazard",
        ),
        rank=11,
    )
)
