"""Who will be able to read a report: few offices, at least one level above the union it is about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from unionhall.access.grants import offices_with
from unionhall.accounts.models import User
from unionhall.organisations.models import Mandate, Organisation
from unionhall.organisations.offices import OFFICES
from unionhall.tips.models import Tip

# Holds the duty to answer: without one in office, a level receives nothing.
HOLDER = "rights_officer"


@dataclass(frozen=True)
class Level:
    """An organisation that can receive reports, and who sits there in the offices that read them."""

    organisation: Organisation
    seats: tuple[Mandate, ...]

    @property
    def people(self) -> list[tuple[User, str]]:
        """Each person once, with the offices they hold there."""
        held: dict[User, list[str]] = {}
        for seat in self.seats:
            held.setdefault(seat.user, []).append(OFFICES[seat.office].title)
        return [(user, _(", ").join(titles)) for user, titles in held.items()]

    @property
    def lines(self) -> list[str]:
        """Each person as the pages name them: union, name and offices."""
        return [
            _("%(union)s: %(name)s (%(office)s)")
            % {"union": self.organisation, "name": user, "office": offices}
            for user, offices in self.people
        ]

    def without(self, users: Iterable[User]) -> "Level":
        """The same level for a report that leaves some people out."""
        out = {user.pk for user in users}
        return Level(self.organisation, tuple(s for s in self.seats if s.user_id not in out))

    @property
    def can_answer(self) -> bool:
        return any(seat.office == HOLDER for seat in self.seats)


def levels(union: Organisation, *, on: date) -> list[Level]:
    """The levels above the union that can receive a report about it, the nearest first.

    The topmost organisation has none above it and receives for itself.
    """
    above = union.path.strip("/").split("/")[:-1] or [str(union.pk)]
    found = (
        Mandate.objects.in_force(on=on)
        .filter(
            organisation__in=[int(key) for key in above],
            organisation__closed_on=None,
            office__in=sorted(offices_with("tips.view")),
            user__is_active=True,
        )
        .select_related("organisation", "user")
        .order_by("-organisation__path", "-office", "user__name", "pk")
    )
    seats: dict[Organisation, list[Mandate]] = {}
    for mandate in found:
        if not mandate.organisation.kind_facts.holds_members:
            seats.setdefault(mandate.organisation, []).append(mandate)
    all_levels = [Level(unit, tuple(held)) for unit, held in seats.items()]
    return [level for level in all_levels if level.can_answer]


def seats_of(tip: Tip, *, on: date) -> list[Mandate]:
    """By which mandates the report can be read on the day: those of the offices it was sealed for."""
    offices = tip.envelopes.values("opener__office")
    found = Mandate.objects.in_force(on=on).filter(
        organisation=tip.receiver, office__in=offices, user__is_active=True
    )
    left = found.exclude(user__in=tip.left_out.values("pk"))
    return list(left.select_related("user", "organisation").order_by("-office", "pk"))


def level_of(tip: Tip, *, on: date) -> Level:
    """Who can read the report on the day, as the pages name them."""
    return Level(tip.receiver, tuple(seats_of(tip, on=on)))


def readers(tip: Tip, *, on: date) -> list[User]:
    """Who can read the report on the day, each once."""
    return list({seat.user.pk: seat.user for seat in seats_of(tip, on=on)}.values())


def answering(tip: Tip, by: User | None, *, on: date) -> User | None:
    """Who answers for the report: whoever took it up, if they hold that office.

    None is the whole office; where somebody in it is left out, one of the others, so that no
    reminder tells the one who is.
    """
    holders = [seat.user for seat in seats_of(tip, on=on) if seat.office == HOLDER]
    if by in holders:
        return by
    return holders[0] if holders and tip.left_out.exists() else None
