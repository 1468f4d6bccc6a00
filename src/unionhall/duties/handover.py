"""Whose duties are when mandates begin and end: no open duty is ever without a holder."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from unionhall.core import clock
from unionhall.duties import rules, succession
from unionhall.duties.models import UNKNOWN, Duty, DutyQuerySet, Event
from unionhall.duties.signals import handed_over
from unionhall.history.actions import act, record
from unionhall.notifications.actions import notify
from unionhall.organisations.models import Organisation

CHUNK = 1000
OFFICE = ("office_at", "office", "restricted", "held_at", "held_as", "kind")


@act
def hand_over(*, on: date) -> int:
    """Give every duty whose holder left office, or whose own office is filled again, to whom it falls to.

    Looks at how things stand, not at what changed, so that mandates entered late, ended early or
    begun while no worker ran are all the same to it. How many duties changed hands.
    """
    moved = _after_persons(on)
    for place, duties in _after_offices(on).items():
        moved[place] += duties
    for place, duties in moved.items():
        _move(duties, place, on=on)
    return sum(map(len, moved.values()))


def _after_persons(on: date) -> dict[rules.Place, list[Duty]]:
    """Duties of persons who have gone, by who holds them next."""
    duties = list(_locked(Duty.objects.lapsed(on=on)))
    lines = succession.lines({duty.office_at for duty in duties}, on=on)
    moved: dict[rules.Place, list[Duty]] = defaultdict(list)
    for duty in duties:
        line, held = lines[duty.office_at_id], succession.place_of(duty)
        # Elected again: the same person goes on under the new mandate.
        place = rules.renewed(line.seats, held) or succession.falls_to(
            line,
            duty.office,
            restricted=duty.restricted,
            by_chair=succession.chair_may(duty.kind),
        )
        if place is not None:
            moved[place].append(duty)
    return moved


def _after_offices(on: date) -> dict[rules.Place, list[Duty]]:
    """Duties of offices that are vacant, and of those that no longer are, by who holds them next.

    Looked at by office: where many stand in for long, thousands of duties are a few offices.
    """
    vacant, stood_in = Duty.objects.vacant(on=on), Duty.objects.stood_in_for()
    offices = {
        office for some in (vacant, stood_in) for office in some.values_list(*OFFICE).distinct()
    }
    units = Organisation.objects.in_bulk({office[0] for office in offices})
    lines = succession.lines(units.values(), on=on)
    moved: dict[rules.Place, list[Duty]] = {}
    for office in offices:
        office_at, code, restricted, *held, kind = office
        place = succession.falls_to(
            lines[office_at],
            code,
            restricted=restricted,
            by_chair=succession.chair_may(kind),
        )
        if place is not None and [place.organisation, place.office] != held:
            duties = Duty.objects.open().filter(
                holder=None, **dict(zip(OFFICE, office, strict=True))
            )
            moved.setdefault(place, []).extend(_locked(duties))
    return moved


def _locked(duties: DutyQuerySet) -> DutyQuerySet:
    return duties.select_for_update(of=("self",)).select_related("office_at").order_by("pk")


def _move(duties: list[Duty], place: rules.Place, *, on: date) -> None:
    told = [duty for duty in duties if duty.holder_id != place.user or place.user is None]
    for duty in duties:
        succession.hold(duty, place)
    Duty.objects.bulk_update(duties, ["held_at", "held_as", "holder", "mandate"], batch_size=CHUNK)
    _note(told, place, on=on)
    if told:
        _record(told, place, on=on)
        _tell(told, place, on=on)
        handed_over.send(sender=Duty, duties=told)


def _note(duties: Iterable[Duty], place: rules.Place, *, on: date) -> None:
    now = clock.now()
    Event.objects.bulk_create(
        [
            Event(
                duty=duty,
                kind=Event.Kind.HAND_OVER,
                on=on,
                at=now,
                due_on=duty.due_on,
                to_organisation_id=place.organisation,
                to_office=place.office,
            )
            for duty in duties
        ],
        batch_size=CHUNK,
    )


def _record(duties: list[Duty], place: rules.Place, *, on: date) -> None:
    """One entry for all that fell to an office at once, in the chain of its organisation."""
    record(
        f"organisation:{place.organisation}",
        "duties.hand_over",
        by=None,
        subject=("organisations.organisation", place.organisation),
        facts={"office": place.office, "duties": [duty.pk for duty in duties]},
        on=on,
    )


def _tell(duties: list[Duty], place: rules.Place, *, on: date) -> None:
    """One notice for all that fell to an office at once, however many; of what one must not know, nothing."""
    people = succession.in_office(place.organisation, place.office, on=on)
    told: dict[tuple[int, ...], list] = defaultdict(list)
    keys = [duty.pk for duty in duties]
    for user in people:
        told[_known(duties, keys, user)].append(user)
    by_key = {duty.pk: duty for duty in duties}
    for known, users in told.items():
        if known:
            _tell_of([by_key[key] for key in known], users, place)


def _known(duties: list[Duty], keys: list[int], user) -> tuple[int, ...]:
    if not any(duty.subject_type in UNKNOWN for duty in duties):
        return tuple(keys)
    known: set[int] = set()
    for start in range(0, len(keys), CHUNK):
        rows = Duty.objects.filter(pk__in=keys[start : start + CHUNK]).known_to(user)
        known.update(rows.values_list("pk", flat=True))
    return tuple(key for key in keys if key in known)


def _tell_of(duties: list[Duty], users: list, place: rules.Place) -> None:
    alone = duties[0] if len(duties) == 1 else None
    template = "attention" if place.office == rules.ADMINISTRATOR else "handed_over"
    notify(
        users,
        f"duties/{template}",
        subject=alone or ("organisations.organisation", place.organisation),
        url=alone.get_absolute_url() if alone else reverse("duties:inbox"),
        facts={"count": len(duties), "kind": alone.kind if alone else ""},
    )
