"""Open petitions of a union that ends go to the office that answers for its members from then on."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionhall.cases import routing
from unionhall.cases.confidential.reading import parties
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
    told = _open(handing).counted_in_figures().count()
    for row in list(_open(handing).select_related("organisation", "case__person__user")):
        _hand_one(row, handing)
    return told


def _hand_one(row: Petition, handing: estate.Handing) -> None:
    """Its dates stay; whoever is in that office goes on with it."""
    shut_out = parties(row.case) if row.case else frozenset()
    desk = routing.receiver(
        handing.to, restricted=row.is_restricted, on=handing.on, besides=shut_out
    )
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
        # That there are some out of confidential requests is told to nobody.
        count=lambda handing: _open(handing).counted_in_figures().count(),
        hand=_hand,
        ability="petitions.view",
        subjects=("petitions.petition",),
        rank=12,
    )
)
