"""What pages and commands ask about rosters."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from unionhall.members.models import Spell
from unionhall.organisations.fields import below
from unionhall.organisations.models import Organisation, Placement


def members_on(organisation: Organisation, *, on: date) -> int:
    """How many people were in membership on a day in a unit and everything below it on that day, each once."""
    places = places_on(on)
    place = places.filter(organisation=organisation).first()
    if place is None:
        return 0
    low, high = below(place.path)
    inside = places.filter(path__gte=low, path__lt=high).values("organisation")
    return (
        Spell.objects.in_force(on=on)
        .filter(organisation__in=inside)
        .values("person")
        .distinct()
        .count()
    )


def places_on(on: date) -> QuerySet[Placement]:
    """Where each unit hung on a day; on days before it was entered here, where it hung first.

    Memberships are often older than the record of the union they are in.
    """
    earlier = Placement.objects.filter(
        organisation=OuterRef("organisation"), from_on__lt=OuterRef("from_on")
    )
    stood = Q(until_on=None) | Q(until_on__gt=on)
    return Placement.objects.filter(Q(stood, from_on__lte=on) | Q(~Exists(earlier), from_on__gt=on))
