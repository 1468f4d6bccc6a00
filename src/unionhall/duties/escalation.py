"""Reminding before the last day, and telling the next level after it."""

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet

from unionhall.core import clock
from unionhall.duties import rules, schedule, succession
from unionhall.duties.models import Duty, Event
from unionhall.duties.signals import escalating
from unionhall.history.actions import act, record
from unionhall.notifications.actions import notify

CHUNK = 200


def speak_up(*, on: date) -> int:
    """Take every step whose day has come, in order, each duty in a transaction of its own; how many."""
    taken = 0
    while waiting := list(_waiting(on)[:CHUNK].values_list("pk", flat=True)):
        taken += sum(take_steps(pk, on=on) for pk in waiting)
    return taken


def _waiting(on: date) -> QuerySet[Duty]:
    return Duty.objects.open().filter(next_on__lte=on).order_by("next_on", "pk")


@act
def take_steps(pk: int, *, on: date) -> int:
    """Remind and escalate as far as the day allows: after downtime nobody on the way is left out."""
    duty = (
        _waiting(on)
        .select_for_update(of=("self",))
        .select_related("office_at", "organisation", "holder")
        .filter(pk=pk)
        .first()
    )
    if duty is None:
        return 0
    steps = sum(1 for _step in _steps(duty, on))
    duty.save(update_fields=["reminded_on", "escalations", "next_on"])
    return steps


def _steps(duty: Duty, on: date) -> Iterator[None]:
    while duty.next_on is not None and duty.next_on <= on:
        if duty.next_on <= duty.due_on:
            _remind(duty, on=on)
        else:
            _escalate(duty, on=on)
        yield


def _remind(duty: Duty, *, on: date) -> None:
    duty.reminded_on = on
    schedule.plan(duty)
    if duty.due_on < on:
        return  # there was no worker in time; the escalation that follows says more
    _note(duty, Event.Kind.REMIND, on=on)
    _tell(duty, "reminder", succession.holders(duty, on=on))


def _escalate(duty: Duty, *, on: date) -> None:
    """The holder and the level of this step learn that it is overdue; past the root nobody is left."""
    line = succession.line(duty.office_at, on=on)
    target = rules.escalates_to(
        line.units,
        line.seats,
        duty.escalations,
        held=(duty.held_at_id, duty.held_as),
        restricted=duty.restricted,
    )
    if duty.escalations == 0:
        _tell(duty, "overdue", succession.holders(duty, on=on))
    if target is None:
        duty.next_on = None
        return
    step, organisation, office = target
    duty.escalations = step + 1
    schedule.plan(duty)
    _note(duty, Event.Kind.ESCALATE, on=on, to_organisation_id=organisation, to_office=office)
    record(
        f"organisation:{organisation}",
        "duties.escalate",
        by=None,
        subject=duty,
        facts={"office": office, "step": duty.escalations, "due_on": duty.due_on.isoformat()},
        on=on,
    )
    escalating.send(sender=Duty, duty=duty, organisation=organisation, office=office, on=on)
    _tell(duty, "escalated", succession.in_office(organisation, office, on=on))


def _note(duty: Duty, kind: Event.Kind, *, on: date, **facts) -> None:
    Event.objects.create(duty=duty, kind=kind, on=on, at=clock.now(), due_on=duty.due_on, **facts)


def _tell(duty: Duty, template: str, users) -> None:
    notify(
        succession.knowing(duty, users),
        f"duties/{template}",
        subject=duty,
        url=duty.get_absolute_url(),
        facts={"kind": duty.kind, "due_on": duty.due_on, "unit": str(duty.office_at)},
    )
