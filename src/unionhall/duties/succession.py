"""Who sits where on the line from an organisation to the root, and so who holds a duty."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from django.conf import settings
from django.utils.translation import gettext as _

from unionhall.access.grants import ABILITIES, offices_with
from unionhall.accounts.models import User
from unionhall.core.errors import Refused
from unionhall.core.prepared import Prepared
from unionhall.duties import rules
from unionhall.duties.models import UNKNOWN, Duty
from unionhall.organisations.models import Mandate, Organisation
from unionhall.rulebook import places


@dataclass(frozen=True)
class Line:
    """An organisation and all above it, nearest first, with everybody in office there on a day."""

    organisations: tuple[Organisation, ...]  # as they stand in the tree, closed ones among them
    units: tuple[rules.Unit, ...]
    seats: tuple[rules.Seat, ...]
    jurisdiction: str

    def above(self, organisation_id: int) -> "Line":
        """The part that begins with one of its organisations."""
        start = [unit.pk for unit in self.organisations].index(organisation_id)
        way = self.organisations[start:]
        kept = {unit.pk for unit in way}
        return Line(
            way,
            tuple(unit for unit in self.units if unit.organisation in kept),
            tuple(seat for seat in self.seats if seat.organisation in kept),
            jurisdiction(way),
        )

    def without(self, users: Collection[int]) -> "Line":
        """The line as if these people (keys) sat nowhere: it is about them."""
        if not users:
            return self
        return replace(self, seats=tuple(seat for seat in self.seats if seat.user not in users))


def line(organisation: Organisation, *, on: date) -> Line:
    """The line of today's tree, closed organisations left out; two queries."""
    return lines([organisation], on=on)[organisation.pk]


def lines(organisations: Iterable[Organisation], *, on: date) -> dict[int, Line]:
    """The lines of many organisations by their keys; two queries however many."""
    wanted = {unit.pk: [*unit.ancestor_paths, unit.path] for unit in organisations}
    paths = {path for way in wanted.values() for path in way}
    units = {unit.path: unit for unit in _units(paths=sorted(paths))}
    seats: dict[int, list[rules.Seat]] = defaultdict(list)
    for seat in _seats([unit.pk for unit in units.values()], on=on):
        seats[seat.organisation].append(seat)
    return {
        pk: _line([units[path] for path in reversed(way) if path in units], seats, on)
        for pk, way in wanted.items()
    }


_units = Prepared(
    lambda paths: Organisation.objects.filter(path__in=paths).only(
        "code", "name", "short_name", "kind", "closed_on", "division_id", "path"
    )
)
_sitting = Prepared(
    lambda organisations, on: (
        Mandate.objects.in_force(on=on)
        .filter(organisation__pk__in=organisations, user__is_active=True)
        .values_list("organisation_id", "office", "user_id", "pk")
    )
)


def _seats(organisations: list[int], *, on: date) -> Iterator[rules.Seat]:
    for row in _sitting(organisations=organisations, on=on):
        yield rules.Seat(*row)


def _line(way: list[Organisation], seats: Mapping[int, list[rules.Seat]], on: date) -> Line:
    standing = [unit for unit in way if unit.closed_on is None or unit.closed_on > on]
    return Line(
        tuple(way),
        tuple(rules.Unit(unit.pk, not unit.kind_facts.holds_members) for unit in standing),
        tuple(seat for unit in standing for seat in seats.get(unit.pk, ())),
        jurisdiction(way),
    )


def jurisdiction(line_up: Iterable[Organisation]) -> str:
    """Where the rules of a duty hold: the nearest division, then the unions whose by-laws add to them."""
    line_up = list(line_up)
    place = settings.UNIONHALL_JURISDICTION
    division = next((unit.division_id for unit in line_up if unit.division_id), None)
    if division and division[:2] in _provinces():
        place = f"{place.split('-')[0]}-{division[:6]}"
    return "/".join([place, *[unit.code for unit in reversed(line_up)]])


@cache
def _provinces() -> frozenset[str]:
    return frozenset(
        place.division for place in places.known().values() if len(place.division) == 2
    )


def settle(duty: Duty, line_up: Line, *, holder: User | None) -> None:
    """Give a new duty its office and holder; raises Refused where nobody can hold it.

    A person without any office on the line holds it for themselves, if no office is named.
    """
    if holder is None:
        place = falls_to(
            line_up, duty.office, restricted=duty.restricted, by_chair=chair_may(duty.kind)
        )
        # Nobody in office anywhere: it stays where it belongs, and the clock hands it over later.
        hold(duty, place or rules.Place(duty.office_at_id, duty.office or rules.CHAIR))
        return
    place = rules.seat_of(
        line_up.units, line_up.seats, holder.pk, duty.office, restricted=duty.restricted
    )
    if place is None and duty.office:
        raise Refused(
            _("%(name)s holds no office that could take this duty on.") % {"name": holder},
            instead=_("Choose somebody in office there or one level up."),
        )
    if place is not None:
        duty.office_at_id, duty.office = place.organisation, place.office
    hold(duty, place or rules.Place(duty.office_at_id, "", holder.pk))


def falls_to(line_up: Line, office: str, *, restricted: bool, by_chair: bool) -> rules.Place | None:
    """Whom an office's duty falls to on the line; None when nobody sits anywhere."""
    return rules.fall_to(
        line_up.units, line_up.seats, office, restricted=restricted, by_chair=by_chair
    )


def chair_may(kind: str) -> bool:
    """Whether a chair can do what a duty of this kind asks for; kinds that name no ability ask for none."""
    return kind not in ABILITIES or rules.CHAIR in offices_with(kind)


def hold(duty: Duty, place: rules.Place) -> None:
    """Set who holds the duty now."""
    duty.held_at_id, duty.held_as = place.organisation, place.office
    duty.holder_id, duty.mandate_id = place.user, place.mandate


def place_of(duty: Duty) -> rules.Place:
    """Who holds the duty now."""
    return rules.Place(duty.held_at_id, duty.held_as, duty.holder_id, duty.mandate_id)


def holders(duty: Duty, *, on: date) -> list[User]:
    """The people who hold the duty on a day: its holder, or everybody in its office."""
    if duty.holder_id:
        return [duty.holder]
    return in_office(duty.held_at_id, duty.held_as, on=on)


def in_office(organisation_id: int, office: str, *, on: date) -> list[User]:
    """Everybody in an office of an organisation on a day."""
    sitting = Mandate.objects.in_force(on=on).filter(
        organisation=organisation_id, office=office, user__is_active=True
    )
    return list(User.objects.filter(pk__in=sitting.values("user")).order_by("pk"))


def knowing(duty: Duty, users: Iterable[User]) -> list[User]:
    """Those of the users who may learn that something is owed about the duty's subject."""
    users = list(users)
    if duty.subject_type not in UNKNOWN:
        return users
    rows = Duty.objects.filter(pk=duty.pk)
    return [user for user in users if rows.known_to(user).exists()]
