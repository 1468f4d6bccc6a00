from contextlib import contextmanager
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unionhall.core import clock
from unionhall.duties.actions import fulfil, open_duty, take
from unionhall.duties.handover import hand_over
from unionhall.duties.models import Duty
from unionhall.duties.signals import handed_over
from unionhall.duties.tests.conftest import ON, RULE, person, sit
from unionhall.history.models import Entry
from unionhall.notifications import clock as minutes
from unionhall.notifications.models import Message
from unionhall.organisations.models import Mandate

DAY = timedelta(days=1)


def held(duty):
    duty.refresh_from_db()
    return duty.held_at.code, duty.held_as, duty.holder


def told(template="handed_over"):
    return sorted(
        Message.objects.filter(template=f"duties/{template}").values_list(
            "receiver__name", flat=True
        )
    )


def ends(user, on):
    Mandate.objects.filter(user=user).update(until_on=on)


def tick(on):
    """Run the clock at noon of a day."""
    moment = timezone.make_aware(datetime.combine(on, time(12)))
    with clock.standing_at(moment):
        minutes.tick(worker="w")


def test_the_successor_in_the_office_takes_over_on_the_day_the_mandate_ends(
    officers, units, opened
):
    successor = sit(units.plant, "desk_officer", user=person("继任"), from_on=ON + 10 * DAY)
    ends(officers.desk, ON + 10 * DAY)
    duty = opened(holder=officers.desk)
    assert hand_over(on=ON + 9 * DAY) == 0
    assert held(duty) == ("plant", "desk_officer", officers.desk)
    assert [d.pk for d in Duty.objects.without_holder(on=ON + 10 * DAY)] == [duty.pk]
    assert hand_over(on=ON + 10 * DAY) == 1
    assert held(duty) == ("plant", "desk_officer", None)
    assert list(Duty.objects.held_by(successor, on=ON + 10 * DAY)) == [duty]
    assert list(Duty.objects.without_holder(on=ON + 10 * DAY)) == []
    assert told() == ["继任"]


def test_without_successor_it_falls_to_the_chair_and_then_one_level_up(officers, opened):
    duty = opened()
    ends(officers.desk, ON + DAY)
    hand_over(on=ON + DAY)
    assert held(duty) == ("plant", "chair", None)
    ends(officers.chair, ON + 2 * DAY)
    hand_over(on=ON + 2 * DAY)
    assert held(duty) == ("district", "desk_officer", None)
    ends(officers.district_desk, ON + 3 * DAY)
    hand_over(on=ON + 3 * DAY)
    assert held(duty) == ("district", "chair", None)
    ends(officers.district_chair, ON + 4 * DAY)
    hand_over(on=ON + 4 * DAY)
    assert held(duty) == ("city", "chair", None)
    assert [(e.kind, e.to_organisation.code, e.to_office) for e in duty.events.all()] == [
        ("hand_over", "plant", "chair"),
        ("hand_over", "district", "desk_officer"),
        ("hand_over", "district", "chair"),
        ("hand_over", "city", "chair"),
    ]


def test_what_nobody_can_do_comes_to_the_administrators_attention(officers, opened):
    duty = opened()
    Mandate.objects.exclude(user=officers.administrator).update(until_on=ON)
    hand_over(on=ON)
    assert held(duty) == ("city", "administrator", None)
    assert told("attention") == ["city administrator"]


def test_a_duty_returns_when_its_office_is_filled_again(officers, units, opened):
    duty = opened()
    ends(officers.desk, ON)
    hand_over(on=ON)
    sit(units.plant, "desk_officer", user=person("新人"), from_on=ON + 5 * DAY)
    assert hand_over(on=ON + 4 * DAY) == 0
    assert hand_over(on=ON + 5 * DAY) == 1
    assert held(duty) == ("plant", "desk_officer", None)
    assert told() == ["plant chair", "新人"]


def test_what_a_stand_in_has_taken_on_stays_with_them(officers, units, opened):
    duty = opened()
    ends(officers.desk, ON)
    hand_over(on=ON)
    take(("cases.case", 1), "cases.answer", by=officers.chair, on=ON)
    sit(units.plant, "desk_officer", from_on=ON)
    assert hand_over(on=ON) == 0
    assert held(duty) == ("plant", "chair", officers.chair)


def test_who_is_elected_again_keeps_the_duty_without_a_word(officers, units, opened):
    duty = opened(holder=officers.desk)
    ends(officers.desk, ON + DAY)
    sit(units.plant, "desk_officer", user=officers.desk, from_on=ON + DAY)
    hand_over(on=ON + DAY)
    assert held(duty) == ("plant", "desk_officer", officers.desk)
    assert duty.mandate.from_on == ON + DAY
    assert (told(), list(duty.events.all())) == ([], [])
    assert list(Duty.objects.without_holder(on=ON + DAY)) == []


def test_a_closed_account_holds_nothing(officers, opened):
    own, offices = opened(1, holder=officers.desk), opened(2)
    officers.desk.is_active = False
    officers.desk.save()
    assert hand_over(on=ON) == 2
    assert held(own)[:2] == held(offices)[:2] == ("plant", "chair")


def test_a_personal_duty_of_a_closed_account_falls_to_the_chair(officers, opened):
    worker = person()
    duty = opened(holder=worker, office="")
    worker.is_active = False
    worker.save()
    hand_over(on=ON)
    assert held(duty) == ("plant", "chair", None)


def test_a_restricted_duty_goes_from_confidant_to_confidant_only(officers, units, opened):
    sit(units.plant, "rights_officer")
    duty = opened(office="rights_officer", restricted=True, holder=officers.district_rights)
    ends(officers.district_rights, ON)
    hand_over(on=ON)
    assert held(duty) == ("city", "rights_officer", None)
    ends(officers.city_rights, ON)
    hand_over(on=ON)
    assert held(duty) == ("city", "administrator", None)
    assert told() == ["city rights_officer"]
    assert told("attention") == ["city administrator"]


def test_an_ended_duty_is_handed_over_to_nobody(officers, opened):
    opened(holder=officers.desk)
    fulfil(("cases.case", 1), "cases.answer", by=officers.desk, on=ON)
    ends(officers.desk, ON)
    assert hand_over(on=ON) == 0


def test_many_duties_make_one_notice_and_one_entry(officers, opened):
    for number in range(5):
        opened(number)
    ends(officers.desk, ON)
    entries = Entry.objects.count()
    assert hand_over(on=ON) == 5
    assert told() == ["plant chair"]
    assert Message.objects.get(template="duties/handed_over").facts == {"count": 5, "kind": ""}
    assert Entry.objects.count() == entries + 1
    entry = Entry.objects.latest("pk")
    assert (entry.verb, entry.by) == ("duties.hand_over", None)


def test_apps_above_learn_of_it(officers, opened):
    heard = []

    def hear(sender, duties, **_more):
        heard.extend(duties)

    duty = opened(holder=officers.desk)
    ends(officers.desk, ON)
    handed_over.connect(hear)
    try:
        hand_over(on=ON)
    finally:
        handed_over.disconnect(hear)
    assert heard == [duty]


def test_the_clock_hands_over_at_the_end_of_a_mandate(officers, opened):
    duty = opened(holder=officers.desk)
    ends(officers.desk, ON + 2 * DAY)
    tick(ON + DAY)
    assert held(duty)[2] == officers.desk
    tick(ON + 2 * DAY)
    assert held(duty) == ("plant", "chair", None)


def test_after_downtime_the_clock_catches_up(officers, units, opened):
    duty = opened(holder=officers.desk)
    tick(ON)
    ends(officers.desk, ON + 2 * DAY)
    sit(units.plant, "desk_officer", from_on=ON + 3 * DAY, until_on=ON + 9 * DAY)
    tick(ON + 30 * DAY)
    assert held(duty) == ("plant", "chair", None)
    assert list(Duty.objects.without_holder(on=ON + 30 * DAY)) == []


def test_a_mandate_ended_backwards_is_noticed(officers, opened):
    duty = opened(holder=officers.desk)
    tick(ON + 5 * DAY)
    ends(officers.desk, ON + DAY)
    tick(ON + 5 * DAY + DAY)
    assert held(duty) == ("plant", "chair", None)


def test_a_quiet_minute_takes_few_queries_however_many_duties_there_are(
    officers, opened, django_assert_max_num_queries
):
    for number in range(20):
        opened(number)
    with django_assert_max_num_queries(5):
        assert hand_over(on=ON) == 0


@contextmanager
def undone():
    """Whatever happens inside is rolled back, so that one example does not see another's rows."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


SPANS = st.tuples(st.integers(0, 60), st.integers(0, 60))
MANDATES = st.lists(
    st.tuples(
        st.sampled_from(["plant", "district", "city"]),
        st.sampled_from(["desk_officer", "rights_officer"]),
        SPANS,
    ),
    max_size=8,
)
DUTIES = st.lists(
    st.tuples(
        st.sampled_from(["plant", "district"]),
        st.sampled_from(["desk_officer", "rights_officer", "chair"]),
        st.booleans(),  # held by one person, if somebody is there
        st.booleans(),  # restricted
        st.integers(0, 60),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(MANDATES, DUTIES, st.sets(st.integers(0, 70), max_size=12))
def test_no_duty_is_ever_without_holder_whoever_comes_and_goes(
    units, mandates, duties, days_with_a_worker
):
    with undone():
        sit(units.city, "administrator")
        for unit, office, (start, length) in mandates:
            sit(
                getattr(units, unit),
                office,
                from_on=ON + start * DAY,
                until_on=ON + (start + length) * DAY,
            )
        waiting = sorted(enumerate(duties), key=lambda duty: duty[1][4])
        for day in sorted(days_with_a_worker | {70}):
            on = ON + day * DAY
            while waiting and waiting[0][1][4] <= day:
                number, (unit, office, personal, restricted, opened_day) = waiting.pop(0)
                opened_on = ON + opened_day * DAY
                there = Mandate.objects.in_force(on=opened_on).filter(
                    organisation__code=unit, office=office, organisation__kind="county"
                )
                holder = there.first().user if personal and there and not restricted else None
                open_duty(
                    "cases.answer",
                    subject=("cases.case", number),
                    organisation=getattr(units, unit),
                    office=office,
                    holder=holder,
                    rule=RULE,
                    start=opened_on,
                    by=None,
                    on=opened_on,
                    restricted=restricted,
                )
            hand_over(on=on)
            assert list(Duty.objects.without_holder(on=on)) == []
            assert hand_over(on=on) == 0
            confided = Duty.objects.open().filter(restricted=True)
            assert not confided.filter(held_at=units.plant).exists()
            assert set(confided.values_list("held_as", flat=True)) <= {
                "rights_officer",
                "administrator",
            }
