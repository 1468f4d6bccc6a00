"""Why a person can see a page: which mandate, office, organisation, days and ability let them in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import Resolver404, resolve

from unionhall.access.grants import ABILITIES, GRANTS, Ability
from unionhall.access.scope import scope
from unionhall.organisations.models import Mandate, Organisation

# Given what the address names, the organisation it belongs to, or None; by name of the address.
Place = Callable[..., Organisation | None]

_places: dict[str, Place] = {}


def belongs(url_name: str) -> Callable[[Place], Place]:
    """Say how to find the organisation behind an address: `@belongs("cases:case")`."""

    def keep(place: Place) -> Place:
        _places[url_name] = place
        return place

    return keep


@dataclass(frozen=True)
class Reason:
    """Mandates that give an ability, and the organisation asked about where one was."""

    ability: Ability | None
    mandates: list[Mandate]
    organisation: Organisation | None
    allowed: bool
    door: str  # "ability", "own", "public", or "closed"


CLOSED = Reason(None, [], None, False, "closed")


def of_ability(user: Any, ability: str, organisation: Organisation | None, *, on: date) -> Reason:
    """Which of the user's mandates give the ability, for the organisation if one is asked about."""
    offices = [office for office, granted in GRANTS.items() if ability in granted]
    mandates = Mandate.objects.in_force(on=on).filter(user=user.pk, office__in=offices)
    found = list(mandates.select_related("organisation").order_by("organisation__path", "office"))
    if organisation is not None:
        found = [m for m in found if organisation.lies_below(m.organisation)]
    allowed = scope(user, ability, on=on)
    return Reason(
        ABILITIES[ability],
        found,
        organisation,
        allowed.covers(organisation) if organisation else bool(allowed),
        "ability",
    )


def of_address(user: Any, path: str, *, on: date) -> Reason:
    """Why the user can open the page at this address of the site; closed where they cannot."""
    try:
        match = resolve(path)
    except Resolver404:
        return CLOSED
    view: Any = match.func
    if getattr(view, "public", False):
        return Reason(None, [], None, True, "public")
    if getattr(view, "own", False):
        return Reason(None, [], None, True, "own")
    ability = getattr(view, "ability", None)
    if ability is None:
        return CLOSED
    place = _places.get(match.view_name)
    organisation = place(**match.kwargs) if place else None
    reason = of_ability(user, ability, organisation, on=on)
    if place and (organisation is None or not reason.allowed):
        return CLOSED  # nobody learns here that something exists which they may not see
    return reason


@belongs("organisations:detail")
def _organisation(pk: int) -> Organisation | None:
    return Organisation.objects.filter(pk=pk).first()


for _name in ("add", "rename", "correct", "move", "close", "history", "appoint", "open_body"):
    belongs(f"organisations:{_name}")(_organisation)
