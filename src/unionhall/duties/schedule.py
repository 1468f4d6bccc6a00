"""When a duty is due, and when the clock next has to do with it."""

from collections.abc import Iterable
from typing import Any, cast

from unionhall.duties import rules
from unionhall.duties.models import Duty, Event
from unionhall.rulebook import deadlines
from unionhall.rulebook import rules as rulebook
from unionhall.rulebook.book import book

# Promises a union may write into its rulebook; without them the last fifth and every third day.
REMIND, ESCALATE = "own.duty.remind_before", "own.duty.escalate_every"
MOVING = (Event.Kind.EXTEND, Event.Kind.PAUSE, Event.Kind.RESUME)


def reckoning(duty: Duty, events: Iterable[Event]) -> deadlines.Due:
    """How its due date comes about: rule, calendar, and what has lengthened the period since."""
    return deadlines.due(
        duty.rule,
        start=duty.started_on,
        part=duty.part or None,
        jurisdiction=duty.jurisdiction,
        events=[
            deadlines.Event(cast(Any, event.kind), event.on, event.days, event.reason)
            for event in events
            if event.kind in MOVING
        ],
    )


def reckon(duty: Duty, *, events: Iterable[Event]) -> deadlines.Due:
    """Set the due date anew."""
    due = reckoning(duty, events)
    duty.due_on, duty.provisional = due.due_on, due.provisional
    return due


def plan(duty: Duty) -> None:
    """Set the day on which the clock next reminds or escalates; none while paused or when over."""
    if not duty.is_open or duty.paused_on:
        duty.next_on = None
        return
    reminder = None
    if duty.escalations == 0 and duty.reminded_on is None:
        reminder = rules.remind_on(duty.started_on, duty.due_on, before=_promised(duty, REMIND))
    every = _promised(duty, ESCALATE) or rules.ESCALATE_EVERY
    duty.next_on = reminder or rules.escalate_on(duty.due_on, duty.escalations, every=every)


def _promised(duty: Duty, rule: str) -> int | None:
    """The days a rule of the union's own sets, if there is such a rule."""
    if rule not in book().rules:
        return None
    return rulebook.value(rule, "days", on=duty.started_on, jurisdiction=duty.jurisdiction)
