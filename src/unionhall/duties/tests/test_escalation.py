from datetime import date, timedelta

import pytest

from unionhall.duties import actions
from unionhall.duties.escalation import speak_up
from unionhall.duties.models import Duty
from unionhall.duties.tests.conftest import DUE, ON, sit
from unionhall.duties.tests.test_handover import ends, tick
from unionhall.history.queries import trail
from unionhall.notifications.models import Message

DAY = timedelta(days=1)
REMINDER = DUE - 13 * DAY  # the last fifth of 63 days


def told():
    """Every notice about duties so far: what, and to whom."""
    return [
        (template.removeprefix("duties/"), name)
        for template, name in Message.objects.order_by("pk").values_list(
            "template", "receiver__name"
        )
    ]


def test_those_who_hold_it_are_reminded_once_when_the_last_fifth_begins(officers, units, opened):
    second = sit(units.plant, "desk_officer")
    duty = opened()
    assert duty.next_on == REMINDER
    speak_up(on=REMINDER - DAY)
    assert told() == []
    speak_up(on=REMINDER)
    speak_up(on=REMINDER)
    assert told() == [("reminder", "plant desk_officer"), ("reminder", second.name)]
    duty.refresh_from_db()
    assert (duty.reminded_on, duty.next_on) == (REMINDER, DUE + DAY)
    assert [event.kind for event in duty.events.all()] == ["remind"]


def test_after_its_day_the_chair_is_told_then_one_level_up_after_another(officers, opened):
    duty = opened(holder=officers.desk)
    speak_up(on=DUE)
    assert told() == [("reminder", "plant desk_officer")]
    speak_up(on=DUE + DAY)
    assert told()[1:] == [("overdue", "plant desk_officer"), ("escalated", "plant chair")]
    speak_up(on=DUE + 3 * DAY)
    assert len(told()) == 3
    speak_up(on=DUE + 4 * DAY)
    speak_up(on=DUE + 7 * DAY)
    assert told()[3:] == [("escalated", "district chair"), ("escalated", "city chair")]
    speak_up(on=DUE + 10 * DAY)
    speak_up(on=date(2030, 1, 1))
    assert len(told()) == 5
    duty.refresh_from_db()
    assert (duty.escalations, duty.next_on) == (3, None)
    # The chairs are told; who owes it is the same as before.
    assert duty.holder == officers.desk


def test_every_escalation_is_kept_and_recorded(officers, units, opened):
    duty = opened()
    speak_up(on=DUE + 4 * DAY)
    steps = [event for event in duty.events.all() if event.kind == "escalate"]
    assert [(e.to_organisation, e.to_office, e.by, e.on) for e in steps] == [
        (units.plant, "chair", None, DUE + 4 * DAY),
        (units.district, "chair", None, DUE + 4 * DAY),
    ]
    assert {(entry.verb, entry.chain, entry.facts["step"]) for entry in trail(duty)} == {
        ("duties.escalate", units.plant.chain, 1),
        ("duties.escalate", units.district.chain, 2),
    }


def test_after_downtime_no_level_is_left_out(officers, opened):
    opened()
    speak_up(on=DUE + 30 * DAY)
    assert told() == [
        ("overdue", "plant desk_officer"),
        ("escalated", "plant chair"),
        ("escalated", "district chair"),
        ("escalated", "city chair"),
    ]


def test_an_empty_level_is_passed_over_and_the_holder_not_told_twice(officers, opened):
    duty = opened(holder=officers.chair, office="chair")
    ends(officers.district_chair, ON)
    speak_up(on=DUE + DAY)
    assert told() == [("overdue", "plant chair"), ("escalated", "city chair")]
    duty.refresh_from_db()
    assert duty.next_on == DUE + 10 * DAY


def test_a_restricted_duty_escalates_only_to_confidants_one_level_up(officers, units, opened):
    sit(units.plant, "rights_officer")
    opened(office="rights_officer", restricted=True)
    speak_up(on=DUE + 30 * DAY)
    assert told() == [
        ("overdue", "district rights_officer"),
        ("escalated", "city rights_officer"),
    ]


@pytest.mark.parametrize("end", ["fulfilled", "voided", "paused"])
def test_of_what_is_done_or_stands_still_nothing_is_said(officers, opened, end):
    duty, case = opened(), ("cases.case", 1)
    if end == "fulfilled":
        actions.fulfil(case, duty.kind, by=officers.desk, on=ON)
    elif end == "voided":
        actions.void(case, by=officers.desk, on=ON, reason="x")
    else:
        actions.pause(duty, reason="x", by=officers.desk, on=ON)
    speak_up(on=DUE + 30 * DAY)
    assert told() == []


def test_an_extension_after_the_day_begins_escalation_anew(officers, opened):
    duty = opened()
    speak_up(on=DUE + DAY)
    duty = actions.extend(duty, days=30, reason="x", by=officers.desk, on=DUE + DAY)
    assert (duty.escalations, duty.next_on) == (0, duty.due_on + DAY)
    before = len(told())
    speak_up(on=duty.due_on)
    assert len(told()) == before
    speak_up(on=duty.due_on + DAY)
    assert told()[before:] == [("overdue", "plant desk_officer"), ("escalated", "plant chair")]


def test_the_clock_speaks_only_when_offices_are_open(officers, opened):
    from datetime import datetime, time

    from django.utils import timezone

    from unionhall.duties import clock

    opened()
    midnight = timezone.make_aware(datetime.combine(DUE + DAY, time(0)))
    clock.speak_up(midnight)
    assert told() == []
    clock.speak_up(midnight + timedelta(hours=8))
    assert told() == [("overdue", "plant desk_officer"), ("escalated", "plant chair")]


def test_the_clock_catches_up_after_downtime(officers, opened):
    opened()
    tick(ON)
    tick(DUE + 5 * DAY)
    assert told() == [
        ("overdue", "plant desk_officer"),
        ("escalated", "plant chair"),
        ("escalated", "district chair"),
    ]
    assert Duty.objects.get().escalations == 2


def test_a_minute_in_which_nothing_is_due_is_one_query(officers, opened, django_assert_num_queries):
    opened()
    with django_assert_num_queries(1):
        assert speak_up(on=ON) == 0
