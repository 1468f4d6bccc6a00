"""When a duty is spoken of, and whose it is; neither database nor clock."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

CHAIR, ADMINISTRATOR = "chair", "administrator"
ORGANISER = "organiser"  # leads a union too small for a committee, as its chair would
# The only office that may learn of a restricted duty; grants.toml gives it cases.view_restricted.
CONFIDANT = "rights_officer"
ESCALATE_EVERY = 3  # days from one step to the next, the first on the day after the last day


@dataclass(frozen=True, slots=True)
class Seat:
    """An office somebody holds on the day, in the organisation itself or above it."""

    organisation: int
    office: str
    user: int
    mandate: int


@dataclass(frozen=True, slots=True)
class Unit:
    """An organisation on the line from a duty up to the root; `federation` holds no members itself."""

    organisation: int
    federation: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Who holds a duty: everybody in an office, or (with `user`) one of them."""

    organisation: int
    office: str
    user: int | None = None
    mandate: int | None = None


def ladder(
    line: Sequence[Unit], office: str, *, restricted: bool, by_chair: bool = True
) -> Iterator[tuple[int, str]]:
    """The offices a duty falls to, in order; `line` leads from its organisation to the root.

    The office itself, the chair (or the organiser who leads a small union), then the same one level up, and so on; at last the administrators,
    nearest first. A restricted duty goes from confidant to confidant and never to an organisation
    that holds members, because the member's own union must not learn of it. What a chair may not do
    (`by_chair` False) falls to a chair only when there is nobody else to see that it is done.
    """
    if restricted:
        line = [unit for unit in line if unit.federation]
    chairs = not restricted and office != CHAIR
    for unit in line:
        if restricted:
            yield unit.organisation, CONFIDANT
        elif office:
            yield unit.organisation, office
        if chairs and by_chair:
            yield unit.organisation, CHAIR
        if by_chair and not restricted and not unit.federation:
            yield unit.organisation, ORGANISER
    for unit in line:
        if office != ADMINISTRATOR:
            yield unit.organisation, ADMINISTRATOR
    for unit in line:
        if chairs and not by_chair:
            yield unit.organisation, CHAIR


def fall_to(
    line: Sequence[Unit],
    seats: Iterable[Seat],
    office: str,
    *,
    restricted: bool,
    by_chair: bool = True,
) -> Place | None:
    """The first office of the ladder in which somebody sits; None when nobody sits anywhere."""
    taken = {(seat.organisation, seat.office) for seat in seats}
    steps = ladder(line, office, restricted=restricted, by_chair=by_chair)
    return next((Place(*step) for step in steps if step in taken), None)


def seat_of(
    line: Sequence[Unit], seats: Iterable[Seat], user: int, office: str, *, restricted: bool
) -> Place | None:
    """The seat by which a person holds a duty: in the office named if they have it, else the nearest."""
    distance = {unit.organisation: steps for steps, unit in enumerate(line)}
    allowed = {unit.organisation for unit in line if unit.federation or not restricted}
    own = [
        seat
        for seat in seats
        if seat.user == user
        and seat.organisation in allowed
        and (not restricted or seat.office == CONFIDANT)
    ]
    own.sort(key=lambda seat: (seat.office != office, distance[seat.organisation], seat.mandate))
    return Place(own[0].organisation, own[0].office, user, own[0].mandate) if own else None


def escalates_to(
    line: Sequence[Unit],
    seats: Iterable[Seat],
    step: int,
    *,
    held: tuple[int, str],
    restricted: bool,
) -> tuple[int, int, str] | None:
    """Whom the step-th escalation (from 0) tells, as (step, organisation, office); None past the root.

    The chair, then the chair one level up, and so on; levels at which nobody sits, and the office
    that holds the duty anyway, are passed over. A restricted duty starts one level up, with the
    confidant there.
    """
    if restricted:
        line = [unit for unit in line if unit.federation][1:]
    office = CONFIDANT if restricted else CHAIR
    taken = {(seat.organisation, seat.office) for seat in seats} - {held}
    for number, unit in enumerate(line):
        if number >= step and (unit.organisation, office) in taken:
            return number, unit.organisation, office
    return None


def remind_on(opened_on: date, due_on: date, *, before: int | None = None) -> date | None:
    """The day to remind on: the beginning of the period's last fifth, or so many days `before` its end.

    None where the period is too short to speak of it.
    """
    if before is None:
        before = -(-(due_on - opened_on).days // 5)
    day = due_on - timedelta(days=before)
    return day if opened_on < day < due_on else None


def escalate_on(due_on: date, step: int, *, every: int = ESCALATE_EVERY) -> date:
    """The day of the step-th escalation (from 0); the first is the day after the last day."""
    return due_on + timedelta(days=1 + step * every)


def renewed(seats: Iterable[Seat], held: Place) -> Place | None:
    """The new mandate by which the same person still holds the same office there."""
    for seat in seats:
        if (seat.organisation, seat.office, seat.user) == (
            held.organisation,
            held.office,
            held.user,
        ):
            return Place(seat.organisation, seat.office, seat.user, seat.mandate)
    return None
