"""The tree of another day, and what a person holds today."""

from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet

from unionhall.core.prepared import Prepared
from unionhall.organisations.fields import below
from unionhall.organisations.models import Affiliation, Mandate, Organisation, Placement


class Held(NamedTuple):
    """A mandate in force, as permission sees it: its key, office, and today's path of the organisation."""

    mandate: int
    office: str
    path: str


_held = Prepared(
    lambda user, on: (
        Mandate.objects.in_force(on=on)
        .filter(user=user)
        .order_by("pk")
        .values_list("pk", "office", "organisation__path")
    )
)


def held_by(user, *, on: date) -> tuple[Held, ...]:
    """The mandates a person holds on a day, on today's tree; asked once per user object and day."""
    if not user.is_authenticated or not user.is_active:
        return ()
    known = getattr(user, "held_mandates", None)
    if known is None:
        known = user.held_mandates = {}
    if on not in known:
        known[on] = tuple(Held(*row) for row in _held(user=user.pk, on=on))
    return known[on]


def forget_held(*users) -> None:
    """Make the next question ask the database again, after mandates or the tree changed."""
    for user in users:
        if getattr(user, "held_mandates", None):
            user.held_mandates = {}


def tree_as_of(on: date) -> QuerySet[Placement]:
    """Where every organisation hung on the day: placements with `path` and `parent` of that day."""
    return Placement.objects.in_force(on=on)


def below_as_of(organisation: Organisation, on: date) -> QuerySet[Organisation]:
    """The organisation and everything that hung below it on the day; nothing when it hung nowhere."""
    place = tree_as_of(on).filter(organisation=organisation).first()
    if place is None:
        return Organisation.objects.none()
    low, high = below(place.path)
    inside = tree_as_of(on).filter(path__gte=low, path__lt=high)
    return Organisation.objects.filter(pk__in=inside.values("organisation"))


def gathered_paths(organisation: Organisation, *, on: date) -> list[str]:
    """The paths under which lies all that an organisation gathers on today's tree: its own subtree, and
    those of the unions affiliated to anything in it on the day, and so on; none below another. One query.
    """
    links = Affiliation.objects.in_force(on=on).values_list(
        "trade_parent__path", "organisation__path"
    )
    return _closure(organisation.path, list(links))


def gathers(organisation: Organisation, other: Organisation) -> bool:
    """Whether `other` lies in what the organisation gathers, now or by an affiliation still to come."""
    links = Affiliation.objects.filter(until_on=None).values_list(
        "trade_parent__path", "organisation__path"
    )
    return other.path.startswith(tuple(_closure(organisation.path, list(links))))


def _closure(path: str, links: list[tuple[str, str]]) -> list[str]:
    found, new = {path}, {path}
    while new:
        roots = tuple(new)
        new = {below for above, below in links if above.startswith(roots)} - found
        found |= new
    kept: list[str] = []
    for each in sorted(found):
        if not kept or not each.startswith(kept[-1]):
            kept.append(each)
    return kept
