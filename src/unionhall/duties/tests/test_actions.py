from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from unionhall.core.errors import Refused
from unionhall.duties import actions
from unionhall.duties.models import Duty, Event
from unionhall.duties.tests.conftest import DUE, ON, RULE, person, sit
from unionhall.history.queries import trail
from unionhall.notifications.models import Message
from unionhall.rulebook.models import ByLaw

DAY = timedelta(days=1)
CASE = ("cases.case", 1)


def told(template):
    return sorted(
        Message.objects.filter(template=f"duties/{template}").values_list(
            "receiver__name", flat=True
        )
    )


def events(duty, *columns):
    return list(duty.events.values_list(*columns))


# opening


def test_a_duty_is_due_as_the_rule_says(officers, opened):
    duty = opened()
    duty.refresh_from_db()
    assert (duty.started_on, duty.opened_on, duty.due_on, duty.provisional) == (ON, ON, DUE, False)
    assert (duty.rule, duty.part, duty.kind) == (RULE, "", "cases.answer")
    assert (duty.subject_type, duty.subject_id) == CASE
    assert duty.is_open


def test_a_part_of_a_rule_can_be_named(officers, opened):
    duty = opened(rule="cn.pet.review_30_30", part="answer_days")
    assert duty.due_on == date(2026, 4, 3)


def test_everybody_in_the_office_holds_it(officers, units, opened):
    second = sit(units.plant, "desk_officer")
    duty = opened()
    assert (duty.held_at, duty.held_as, duty.holder) == (units.plant, "desk_officer", None)
    for user in (officers.desk, second):
        assert list(Duty.objects.held_by(user, on=ON)) == [duty]


def test_a_vacant_office_is_stood_in_for_from_the_beginning(units, opened):
    chair = sit(units.district, "chair")
    duty = opened()
    assert (duty.organisation, duty.office_at, duty.office) == (
        units.plant,
        units.plant,
        "desk_officer",
    )
    assert (duty.held_at, duty.held_as) == (units.district, "chair")
    assert duty.is_stood_in_for
    assert list(Duty.objects.held_by(chair, on=ON)) == [duty]


def test_a_person_holds_it_by_a_mandate(officers, units, opened):
    duty = opened(holder=officers.desk, office="")
    assert (duty.holder, duty.mandate.office, duty.office) == (
        officers.desk,
        "desk_officer",
        "desk_officer",
    )
    assert list(Duty.objects.held_by(officers.desk, on=ON)) == [duty]


def test_an_officer_of_the_level_above_holds_it_by_the_office_there(officers, units, opened):
    duty = opened(holder=officers.district_rights, office="")
    assert (duty.organisation, duty.office_at, duty.office) == (
        units.plant,
        units.district,
        "rights_officer",
    )


def test_somebody_without_office_holds_it_for_themselves(units, opened):
    worker = person()
    duty = opened(holder=worker, office="")
    assert (duty.holder, duty.mandate, duty.held_as) == (worker, None, "")
    assert list(Duty.objects.without_holder(on=ON)) == []


def test_nobody_holds_it_by_an_office_they_do_not_have(officers, opened):
    with pytest.raises(Refused):
        opened(holder=officers.stranger, office="desk_officer")
    assert Duty.objects.count() == 0


def test_a_restricted_duty_stays_with_the_confidants_of_the_federation(officers, units, opened):
    sit(units.plant, "rights_officer")
    duty = opened(office="rights_officer", restricted=True)
    assert (duty.held_at, duty.held_as) == (units.district, "rights_officer")
    with pytest.raises(Refused):
        opened(office="chair", holder=officers.chair, restricted=True)


def test_the_unions_own_promise_shortens_the_period(officers, units, opened):
    ByLaw.objects.create(
        union="district",
        rule="own.request.accept_2wd",
        param="working_days",
        value=1,
        from_on=ON,
        source="r",
    )
    assert opened(rule="own.request.accept_2wd").due_on == ON + DAY
    assert opened(2, rule="own.request.accept_2wd", organisation=units.city).due_on == ON + 2 * DAY


def test_no_duty_can_be_without_holder_and_office(officers, opened):
    duty = opened()
    with pytest.raises(IntegrityError), transaction.atomic():
        Duty.objects.filter(pk=duty.pk).update(held_as="")


def test_opening_a_duty_takes_few_queries(officers, opened, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        opened()


# fulfilling and voiding


def test_fulfilling_ends_the_open_duties_of_that_kind(officers, opened):
    answer, close = opened(), opened(kind="cases.close")
    assert actions.fulfil(CASE, "cases.answer", by=officers.desk, on=ON) == 1
    for duty in (answer, close):
        duty.refresh_from_db()
    assert (answer.fulfilled_on, answer.fulfilled_by, answer.next_on) == (ON, officers.desk, None)
    assert close.is_open
    # A second click finds nothing to fulfil, and changes nothing.
    assert actions.fulfil(CASE, "cases.answer", by=officers.chair, on=ON + DAY) == 0
    answer.refresh_from_db()
    assert answer.fulfilled_by == officers.desk


def test_voiding_ends_all_duties_about_the_subject(officers, opened):
    duties = [opened(), opened(kind="cases.close"), opened(2)]
    assert actions.void(CASE, by=officers.desk, on=ON, reason="withdrawn") == 2
    for duty in duties:
        duty.refresh_from_db()
    assert [duty.voided_on for duty in duties] == [ON, ON, None]
    assert duties[0].void_reason == "withdrawn"


def test_voiding_can_be_of_one_kind(officers, opened):
    opened()
    opened(kind="cases.close")
    assert actions.void(CASE, "cases.close", by=officers.desk, on=ON, reason="") == 1
    assert actions.current(CASE, "cases.answer").kind == "cases.answer"


def test_the_current_duty_is_refused_when_nothing_is_owed(officers, opened):
    duty = opened()
    assert actions.current(CASE, "cases.answer") == duty
    actions.fulfil(CASE, "cases.answer", by=officers.desk, on=ON)
    with pytest.raises(Refused):
        actions.current(CASE, "cases.answer")


def test_a_duty_is_not_both_fulfilled_and_void(officers, opened):
    duty = opened()
    with pytest.raises(IntegrityError), transaction.atomic():
        Duty.objects.filter(pk=duty.pk).update(fulfilled_on=ON, voided_on=ON)


# taking, moving, passing on


def test_taking_makes_one_of_the_office_its_holder(officers, opened):
    opened()
    duty = actions.take(CASE, "cases.answer", by=officers.chair, on=ON)
    duty.refresh_from_db()
    assert (duty.holder, duty.held_as) == (officers.chair, "chair")
    assert events(duty, "kind", "by", "to_user", "to_office") == [
        ("pass_on", officers.chair.pk, officers.chair.pk, "chair")
    ]


def test_moving_gives_it_to_an_office_elsewhere_with_its_date(officers, units, opened):
    before = opened(holder=officers.desk)
    (duty,) = actions.move(
        CASE, to_organisation=units.district, to_office="rights_officer", by=officers.desk, on=ON
    )
    duty.refresh_from_db()
    assert (duty.organisation, duty.held_at, duty.held_as, duty.holder) == (
        units.district,
        units.district,
        "rights_officer",
        None,
    )
    assert duty.due_on == before.due_on


def test_passing_on_to_a_colleague_tells_and_records(officers, units, opened):
    duty = opened(holder=officers.desk)
    colleague = sit(units.plant, "desk_officer", user=person("何平"))
    actions.pass_on(duty, to_user=colleague, by=officers.desk, on=ON)
    duty.refresh_from_db()
    assert (duty.holder, duty.held_as) == (colleague, "desk_officer")
    assert told("passed_on") == ["何平"]
    (entry,) = trail(duty)
    assert (entry.verb, entry.by, entry.chain) == (
        "duties.pass_on",
        officers.desk,
        f"organisation:{units.plant.pk}",
    )
    assert entry.facts["user"] == colleague.pk


def test_passing_on_to_an_office_one_level_up_keeps_the_unit(officers, units, opened):
    duty = opened()
    actions.pass_on(
        duty, to_organisation=units.district, to_office="rights_officer", by=officers.desk, on=ON
    )
    duty.refresh_from_db()
    assert (duty.organisation, duty.held_at, duty.held_as) == (
        units.plant,
        units.district,
        "rights_officer",
    )
    assert told("passed_on") == ["district rights_officer"]


@pytest.mark.parametrize("to", ["itself", "vacant", "stranger", "ended"])
def test_passing_on_is_refused(officers, units, opened, to):
    duty = opened()
    target = {
        "itself": {"to_office": "desk_officer"},
        "vacant": {"to_office": "treasurer"},
        "stranger": {"to_user": officers.stranger},
        "ended": {"to_user": officers.chair},
    }[to]
    if to == "ended":
        actions.fulfil(CASE, "cases.answer", by=officers.desk, on=ON)
    with pytest.raises(Refused):
        actions.pass_on(duty, **target, by=officers.desk, on=ON)
    before, after = duty, Duty.objects.get(pk=duty.pk)
    assert (after.held_at, after.held_as, after.holder) == (before.held_at, "desk_officer", None)
    assert (events(duty), trail(duty), told("passed_on")) == ([], [], [])


def test_a_restricted_duty_is_passed_on_to_confidants_alone(officers, units, opened):
    duty = opened(office="rights_officer", restricted=True)
    for target in (
        {"to_user": officers.district_chair},
        {"to_user": officers.chair},
        {"to_organisation": units.city, "to_office": "chair"},
    ):
        with pytest.raises(Refused):
            actions.pass_on(duty, **target, by=officers.district_rights, on=ON)
    actions.pass_on(duty, to_user=officers.city_rights, by=officers.district_rights, on=ON)
    duty.refresh_from_db()
    assert duty.holder == officers.city_rights


# lengthening


def test_an_extension_moves_the_date_and_is_recorded(officers, opened):
    duty = actions.extend(opened(), days=30, reason="an expert is asked", by=officers.desk, on=ON)
    duty.refresh_from_db()
    assert duty.due_on == date(2026, 6, 2)
    assert events(duty, "kind", "days", "reason", "due_on", "by") == [
        ("extend", 30, "an expert is asked", date(2026, 6, 2), officers.desk.pk)
    ]
    (entry,) = trail(duty)
    assert (entry.verb, entry.facts) == ("duties.extend", {"days": 30, "due_on": "2026-06-02"})


@pytest.mark.parametrize(("days", "reason"), [(31, "x"), (0, "x"), (-1, "x"), (5, ""), (5, "  ")])
def test_an_extension_is_refused(officers, opened, days, reason):
    duty = opened()
    with pytest.raises(Refused):
        actions.extend(duty, days=days, reason=reason, by=officers.desk, on=ON)
    duty.refresh_from_db()
    assert (duty.due_on, events(duty)) == (DUE, [])


def test_extensions_together_stay_within_what_the_rule_allows(officers, opened):
    duty = opened()
    actions.extend(duty, days=20, reason="x", by=officers.desk, on=ON)
    with pytest.raises(Refused) as refused:
        actions.extend(duty, days=11, reason="x", by=officers.desk, on=ON)
    assert refused.value.citation.rule == RULE


def test_an_ended_duty_is_not_extended(officers, opened):
    duty = opened()
    actions.fulfil(CASE, "cases.answer", by=officers.desk, on=ON)
    with pytest.raises(Refused):
        actions.extend(duty, days=5, reason="x", by=officers.desk, on=ON)


def test_a_pause_of_ten_days_moves_the_end_by_ten_days(officers, opened):
    duty = opened()
    actions.pause(duty, reason="the expert's report", by=officers.desk, on=ON + 5 * DAY)
    duty.refresh_from_db()
    assert (duty.paused_on, duty.next_on) == (ON + 5 * DAY, None)
    assert list(Duty.objects.overdue(on=date(2027, 1, 1))) == []
    duty = actions.resume(duty, reason="it came", by=officers.desk, on=ON + 15 * DAY)
    duty.refresh_from_db()
    assert (duty.paused_on, duty.due_on) == (None, date(2026, 5, 13))
    assert duty.next_on is not None
    assert [entry.verb for entry in trail(duty)] == ["duties.pause", "duties.resume"]


def test_a_period_is_not_paused_twice_nor_resumed_while_it_runs(officers, opened):
    duty = opened()
    with pytest.raises(Refused):
        actions.resume(duty, reason="x", by=officers.desk, on=ON)
    actions.pause(duty, reason="x", by=officers.desk, on=ON)
    for act in (actions.pause, actions.resume):
        if act is actions.pause:
            with pytest.raises(Refused):
                act(duty, reason="x", by=officers.desk, on=ON)
    with pytest.raises(Refused):
        actions.extend(duty, days=5, reason="x", by=officers.desk, on=ON)
    assert events(duty, "kind") == [("pause",)]


def test_a_pause_needs_a_reason(officers, opened):
    with pytest.raises(Refused):
        actions.pause(opened(), reason=" ", by=officers.desk, on=ON)


def test_events_are_never_altered_nor_deleted(officers, opened):
    duty = actions.extend(opened(), days=5, reason="x", by=officers.desk, on=ON)
    with pytest.raises(TypeError):
        duty.events.update(days=6)
    with pytest.raises(TypeError):
        Event.objects.all().delete()
    event = duty.events.get()
    event.days = 6
    with pytest.raises(TypeError):
        event.save()
    with pytest.raises(TypeError):
        event.delete()
    assert events(duty, "days") == [(5,)]
