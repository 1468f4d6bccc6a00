from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from unionhall.duties import rules
from unionhall.duties.rules import Place, Seat, Unit

PLANT, DISTRICT, CITY = Unit(3, False), Unit(2, True), Unit(1, True)
LINE = (PLANT, DISTRICT, CITY)
OFFICES = ("chair", "desk_officer", "rights_officer", "administrator")
DAY = timedelta(days=1)

seats = st.lists(
    st.builds(
        Seat,
        organisation=st.sampled_from([1, 2, 3]),
        office=st.sampled_from(OFFICES),
        user=st.integers(1, 5),
        mandate=st.integers(1, 99),
    )
)
days = st.dates(date(2020, 1, 1), date(2030, 1, 1))


def test_a_duty_falls_to_its_office_the_chair_then_the_same_one_level_up():
    assert list(rules.ladder(LINE, "desk_officer", restricted=False)) == [
        (3, "desk_officer"),
        (3, "chair"),
        (3, "organiser"),
        (2, "desk_officer"),
        (2, "chair"),
        (1, "desk_officer"),
        (1, "chair"),
        (3, "administrator"),
        (2, "administrator"),
        (1, "administrator"),
    ]


def test_a_restricted_duty_goes_from_confidant_to_confidant_above_the_members_union():
    assert list(rules.ladder(LINE, "desk_officer", restricted=True)) == [
        (2, "rights_officer"),
        (1, "rights_officer"),
        (2, "administrator"),
        (1, "administrator"),
    ]


def test_what_a_chair_may_not_do_falls_to_a_chair_only_when_nobody_else_is_left():
    steps = list(rules.ladder(LINE, "desk_officer", restricted=False, by_chair=False))
    assert steps == [
        (3, "desk_officer"),
        (2, "desk_officer"),
        (1, "desk_officer"),
        (3, "administrator"),
        (2, "administrator"),
        (1, "administrator"),
        (3, "chair"),
        (2, "chair"),
        (1, "chair"),
    ]


def test_a_chairs_duty_is_not_offered_to_the_chair_twice():
    steps = list(rules.ladder(LINE, "chair", restricted=False))
    assert steps[:4] == [(3, "chair"), (3, "organiser"), (2, "chair"), (1, "chair")]


@given(seats, st.sampled_from(OFFICES), st.booleans(), st.booleans())
def test_whom_a_duty_falls_to_sits_there_and_nobody_nearer_does(seats, office, restricted, chair):
    steps = list(rules.ladder(LINE, office, restricted=restricted, by_chair=chair))
    taken = {(seat.organisation, seat.office) for seat in seats}
    place = rules.fall_to(LINE, seats, office, restricted=restricted, by_chair=chair)
    if place is None:
        assert taken.isdisjoint(steps)
    else:
        where = (place.organisation, place.office)
        assert where in taken
        assert taken.isdisjoint(steps[: steps.index(where)])


@given(seats, st.sampled_from(OFFICES))
def test_a_restricted_duty_never_reaches_the_members_union_nor_a_chair(seats, office):
    for place in (
        rules.fall_to(LINE, seats, office, restricted=True),
        rules.seat_of(LINE, seats, 1, office, restricted=True),
    ):
        if place is not None:
            assert place.organisation != PLANT.organisation
            assert place.office in ("rights_officer", "administrator")


def test_a_person_holds_a_duty_by_the_office_named_else_by_the_nearest():
    seats = [Seat(1, "desk_officer", 7, 11), Seat(2, "chair", 7, 12), Seat(3, "chair", 8, 13)]
    assert rules.seat_of(LINE, seats, 7, "", restricted=False) == Place(2, "chair", 7, 12)
    assert rules.seat_of(LINE, seats, 7, "desk_officer", restricted=False) == Place(
        1, "desk_officer", 7, 11
    )
    assert rules.seat_of(LINE, seats, 9, "", restricted=False) is None


def test_who_is_elected_again_goes_on_under_the_new_mandate():
    held = Place(3, "chair", 7, 11)
    assert rules.renewed([Seat(3, "chair", 7, 12)], held) == Place(3, "chair", 7, 12)
    assert rules.renewed([Seat(2, "chair", 7, 12)], held) is None


def escalated(*taken, held=(3, "desk_officer"), restricted=False):
    """All steps of an escalation through the offices that are filled."""
    seats = [Seat(organisation, office, 1, 1) for organisation, office in taken]
    found, step = [], 0
    while target := rules.escalates_to(LINE, seats, step, held=held, restricted=restricted):
        step = target[0] + 1
        found.append(target[1:])
    return found


def test_escalation_climbs_from_the_chair_to_the_root():
    assert escalated((1, "chair"), (2, "chair"), (3, "chair")) == [
        (3, "chair"),
        (2, "chair"),
        (1, "chair"),
    ]


def test_escalation_passes_over_empty_levels_and_over_who_holds_it():
    assert escalated((1, "chair"), (3, "chair")) == [(3, "chair"), (1, "chair")]
    assert escalated((1, "chair"), (3, "chair"), held=(3, "chair")) == [(1, "chair")]
    assert escalated() == []


def test_a_restricted_duty_escalates_to_the_confidants_one_level_up():
    everybody = [(unit, office) for unit in (1, 2, 3) for office in OFFICES]
    assert escalated(*everybody, held=(2, "rights_officer"), restricted=True) == [
        (1, "rights_officer")
    ]


def test_the_reminder_comes_when_the_last_fifth_begins():
    assert rules.remind_on(date(2026, 3, 4), date(2026, 5, 3)) == date(2026, 4, 21)
    assert rules.remind_on(date(2026, 3, 4), date(2026, 3, 9)) == date(2026, 3, 8)


def test_the_reminder_can_come_so_many_days_before():
    assert rules.remind_on(date(2026, 3, 4), date(2026, 5, 3), before=3) == date(2026, 4, 30)


def test_short_periods_have_no_reminder():
    assert rules.remind_on(date(2026, 3, 4), date(2026, 3, 5)) is None
    assert rules.remind_on(date(2026, 3, 4), date(2026, 3, 4)) is None


@given(days, st.integers(0, 400))
def test_a_reminder_lies_within_the_period(opened_on, length):
    due_on = opened_on + length * DAY
    day = rules.remind_on(opened_on, due_on)
    if day is None:
        assert length <= 1
    else:
        assert opened_on < day < due_on
        assert (due_on - day) * 5 >= due_on - opened_on


@given(days, st.integers(0, 10), st.integers(1, 30))
def test_each_escalation_comes_later_and_the_first_the_day_after_the_last_day(due_on, step, every):
    assert rules.escalate_on(due_on, 0, every=every) == due_on + DAY
    assert rules.escalate_on(due_on, step + 1, every=every) > rules.escalate_on(
        due_on, step, every=every
    )
