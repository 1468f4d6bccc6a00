"""Open urgent matters of a union that ends go on in the union its members go to."""

from django.utils.translation import gettext_lazy

from unionhall.duties import actions as duties
from unionhall.organisations import estate
from unionhall.urgent import owed, steps
from unionhall.urgent.models import UrgentMatter


def _open(handing: estate.Handing):
    if handing.persons is not None:
        return UrgentMatter.objects.none()
    return UrgentMatter.objects.open().filter(organisation=handing.source).order_by("pk")


def _hand(handing: estate.Handing) -> int:
    rows = list(_open(handing))
    for matter in rows:
        steps.locked(matter)
        matter.organisation = handing.to
        matter.save(update_fields=["organisation"])
        desk = owed.desk_of(matter, on=handing.on)
        office = desk.office if desk else "chair"
        for subject in [matter, *matter.tellings.waiting()]:
            duties.move(
                subject,
                to_organisation=handing.to,
                to_office=office,
                by=handing.by,
                on=handing.on,
            )
        steps.write(matter, "moved", str(handing.to), by=handing.by, on=handing.on)
        steps.note(matter, "moved", by=handing.by, on=handing.on)
    return len(rows)


estate.register(
    estate.Part(
        "urgent",
        gettext_lazy("Open urgent matters"),
        count=lambda handing: _open(handing).count(),
        hand=_hand,
        ability="urgent.view",
        subjects=("urgent.urgentmatter", "urgent.telling"),
        rank=13,
    )
)
