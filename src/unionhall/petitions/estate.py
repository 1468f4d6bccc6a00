"""Open petitions of a union that ends go to the office that answers for its members from then on."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionhall.cases import routing
from unionhall.core.errors import Refused
from unionhall.duties import actions as duties
from unionhall.organisations import estate
from unionhall.petitions import steps
from unionhall.petitions.models import Petition


def _open(handing: estate.Handing):
    """Those that lie there; what only some members leave with stays where it is handled."""
    if handing.persons is not None:
        return Petition.objects.none()
    return Petition.objects.open().filter(organisation=handing.source).order_by("pk")


def _hand(handing: estate.Handing) -> int:
    rows = list(_open(handing).select_related("organisation"))
    for row in rows:
        _hand_one(row, handing)
    return len(rows)


def _hand_one(row: Petition, handing: estate.Handing) -> None:
    """Its dates stay; whoever is in that office goes on with it."""
    desk = routing.receiver(handing.to, restricted=row.is_restricted, on=handing.on)
    if desk is None:
        raise Refused(
            _("Nobody at %(union)s or above may take on its petitions.") % {"union": handing.to},
            instead=_("Appoint somebody there first."),
        )
    steps.move(row, row.stage, organisation=desk.organisation, handler=None)
    duties.move(
        row, to_organisation=desk.organisation, to_office=desk.office, by=handing.by, on=handing.on
    )
    steps.write(row, "handed_on", by=handing.by, on=handing.on)
    steps.tell_desk(row, desk, on=handing.on)


estate.register(
    estate.Part(
        "petitions",
        gettext_lazy("Open petitions"),
        count=lambda handing: _open(handing).count(),
        hand=_hand,
        ability="petitions.view",
        subjects=("petitions.petition",),
        rank=12,
    )
)
