"""What pages and commands ask about rosters."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from unionhall.members.models import Spell, SpellQuerySet
from unionhall.members.standing.models import State
from unionhall.organisations.fields import below
from unionhall.organisations.models import Organisation, Placement


def roll(organisation: Organisation, *, on: date) -> SpellQuerySet:
    """The memberships of a unit and of what hung below it on a day; to be narrowed by how they stood."""
    places = places_on(on)
    place = places.filter(organisation=organisation).first()
    if place is None:
        return Spell.objects.none()
    low, high = below(place.path)
    inside = places.filter(path__gte=low, path__lt=high).values("organisation")
    return Spell.objects.filter(organisation__in=inside)


def members_on(organisation: Organisation, *, on: date) -> int:
    """How many people were in membership with all rights on a day, each once."""
    return _people(roll(organisation, on=on).in_force(on=on))


def standing_on(organisation: Organisation, *, on: date) -> dict[str, int]:
    """How many held a membership on a day without all its rights, by State; each person once in a state."""
    held = roll(organisation, on=on)
    return {state: _people(held.with_status(state, on=on)) for state in State.values}


def _people(spells: SpellQuerySet) -> int:
    return spells.values("person").distinct().count()


def places_on(on: date) -> QuerySet[Placement]:
    """Where each unit hung on a day; on days before it was entered here, where it hung first.

    Memberships are often older than the record of the union they are in.
    """
    earlier = Placement.objects.filter(
        organisation=OuterRef("organisation"), from_on__lt=OuterRef("from_on")
    )
    stood = Q(until_on=None) | Q(until_on__gt=on)
    return Placement.objects.filter(Q(stood, from_on__lte=on) | Q(~Exists(earlier), from_on__gt=on))
