"""Whose duties are when mandates begin and end: no open duty is ever without a holder."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from unionhall.core import clock
from unionhall.duties import rules, succession
from unionhall.duties.models import Duty, Event
from unionhall.duties.signals import handed_over
from unionhall.history.actions import act, record
from unionhall.notifications.actions import notify

CHUNK = 1000


@act
def hand_over(*, on: date) -> int:
    """Give every duty whose holder left office, or whose own office is filled again, to whom it falls to.

    Looks at how things stand, not at what changed, so that mandates entered late, ended early or
    begun while no worker ran are all the same to it. How many duties changed hands.
    """
    unsettled = _unsettled(on)
    if not unsettled:
        return 0
    lines = succession.lines({duty.office_at for duty in unsettled}, on=on)
    moved: dict[tuple[bool, rules.Place], list[Duty]] = defaultdict(list)
    for duty in unsettled:
        place = _place_for(duty, lines[duty.office_at_id])
        if place is not None and place != succession.place_of(duty):
            moved[duty.restricted, place].append(duty)
    for (_restricted, place), duties in moved.items():
        _move(duties, place, on=on)
    return sum(map(len, moved.values()))


def _unsettled(on: date) -> list[Duty]:
    """Duties whose holder has gone, and those others stand in for."""
    duties = Duty.objects.open()
    found = {
        duty.pk: duty
        for some in (duties.lapsed(on=on), duties.vacant(on=on), duties.stood_in_for())
        for duty in some.select_for_update(of=("self",)).select_related("office_at")
    }
    return [found[pk] for pk in sorted(found)]


def _place_for(duty: Duty, line: succession.Line) -> rules.Place | None:
    if duty.holder_id:
        # Elected again: the same person goes on under the new mandate.
        again = rules.renewed(line.seats, succession.place_of(duty), restricted=duty.restricted)
        if again is not None:
            return again
    return rules.fall_to(line.units, line.seats, duty.office, restricted=duty.restricted)


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
    """One notice for all that fell to an office at once, however many."""
    alone = duties[0] if len(duties) == 1 else None
    template = "attention" if place.office == rules.ADMINISTRATOR else "handed_over"
    notify(
        succession.in_office(place.organisation, place.office, on=on),
        f"duties/{template}",
        subject=alone or ("organisations.organisation", place.organisation),
        url=alone.get_absolute_url() if alone else reverse("duties:inbox"),
        facts={"count": len(duties), "kind": alone.kind if alone else ""},
    )
