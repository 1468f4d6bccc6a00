"""How a membership stands on a day, and what a correction of its days moves."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionhall.core import clock
from unionhall.members.models import Spell
from unionhall.members.queries import Filters
from unionhall.members.roster.queries import members_on, standing_on
from unionhall.members.rules import Moved, Status, Stretch, moved, status
from unionhall.members.standing.models import Standing

DAYS = st.dates(date(2019, 1, 1), date(2021, 12, 31))


@st.composite
def stretches(draw):
    from_on = draw(DAYS)
    until_on = draw(st.none() | DAYS.filter(lambda day: day > from_on))
    return Stretch(from_on, until_on)


SPELL = Stretch(date(2020, 3, 1), date(2021, 3, 1))
JUNE = Stretch(date(2020, 6, 1), date(2020, 7, 1))


@pytest.mark.parametrize(
    ("on", "resting", "expected"),
    [
        (date(2020, 2, 29), [("kept", JUNE)], Status.COMING),
        (date(2020, 3, 1), [("kept", JUNE)], Status.IN_FORCE),
        (date(2020, 6, 1), [("kept", JUNE)], Status.KEPT),
        (date(2020, 6, 30), [("kept", JUNE), ("retired", JUNE)], Status.RETIRED),
        (date(2020, 6, 30), [("suspended", JUNE), ("retired", JUNE)], Status.SUSPENDED),
        (date(2020, 7, 1), [("suspended", JUNE)], Status.IN_FORCE),
        (date(2021, 2, 28), [], Status.IN_FORCE),
        (date(2021, 3, 1), [("suspended", Stretch(JUNE.from_on, None))], Status.ENDED),
    ],
)
def test_of_several_that_fit_the_first_counts(on, resting, expected):
    assert status(on, SPELL, resting) == expected


@given(
    st.data(),
    stretches(),
    st.lists(st.tuples(st.sampled_from(["kept", "retired", "suspended"]), stretches()), max_size=4),
)
def test_every_day_has_one_status_and_a_membership_counts_only_within_its_days(
    data, spell, resting
):
    on = data.draw(DAYS)
    found = status(on, spell, resting)
    assert (found in (Status.COMING, Status.ENDED)) is not spell.covers(on)
    assert (found == Status.IN_FORCE) is (
        spell.covers(on) and not any(days.covers(on) for _state, days in resting)
    )


@given(stretches(), stretches())
def test_a_correction_moves_exactly_the_ends_of_months_that_differ(old, new):
    on = date(2021, 12, 31)
    found = moved(old, new, on=on)
    told = {}
    for row in found:
        assert row.first_on <= row.last_on
        day = row.first_on
        while day <= row.last_on:
            assert day not in told
            told[day] = row.by
            day = (day + timedelta(days=1)).replace(day=28) + timedelta(days=4)
            day = day.replace(day=1) - timedelta(days=1)
    ends = [date(y, m, 1) - timedelta(days=1) for y in (2019, 2020, 2021) for m in range(2, 13)]
    ends += [date(y, 12, 31) for y in (2019, 2020, 2021)]
    counted = {end: new.covers(end) - old.covers(end) for end in ends}
    assert told == {end: by for end, by in counted.items() if by}


@given(stretches(), stretches())
def test_a_correction_and_its_reversal_cancel_out(old, new):
    on = date(2021, 12, 31)
    assert [row._replace(by=-row.by) for row in moved(old, new, on=on)] == moved(new, old, on=on)


def test_a_membership_that_began_earlier_adds_one_to_each_month_end_before():
    old, new = Stretch(date(2026, 3, 15), None), Stretch(date(2026, 1, 31), None)
    assert moved(old, new, on=date(2026, 6, 1)) == [Moved(date(2026, 1, 31), date(2026, 2, 28), 1)]


@pytest.fixture
def spell(cast) -> Spell:
    return cast.worker.spells.get()


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["kept", "retired", "suspended"])
def test_whoever_s_rights_rest_is_a_member_but_not_counted(state, spell, cast):
    Standing.objects.create(
        spell=spell, state=state, from_on=date(2026, 5, 1), until_on=date(2026, 6, 1)
    )
    none = dict.fromkeys(("suspended", "retired", "kept"), 0)
    for on, members, resting in (
        (date(2026, 4, 30), 2, none),
        (date(2026, 5, 31), 1, none | {state: 1}),
        (date(2026, 6, 1), 2, none),
    ):
        assert members_on(cast.units.plant, on=on) == members
        assert standing_on(cast.units.plant, on=on) == resting
        assert Spell.objects.covering(on=on).filter(organisation=cast.units.plant).count() == 2


@pytest.mark.django_db
def test_database_and_row_tell_the_same_status_of_every_day(spell):
    first = date(2026, 1, 1)
    Spell.objects.filter(pk=spell.pk).update(from_on=first, until_on=first + timedelta(days=12))
    for state, start, end in (
        ("kept", 1, 8),
        ("retired", 3, 5),
        ("suspended", 4, 6),
        ("kept", 9, 20),
    ):
        Standing.objects.create(
            spell=spell,
            state=state,
            from_on=first + timedelta(days=start),
            until_on=first + timedelta(days=end),
        )
    spell = Spell.objects.get(pk=spell.pk)
    for number in range(-1, 14):
        on = first + timedelta(days=number)
        told = [s.value for s in Status if Spell.objects.with_status(s, on=on).filter(pk=spell.pk)]
        assert told == [spell.status(on).value]


@pytest.mark.django_db
def test_the_list_narrows_to_how_memberships_stand(spell, cast, held):
    on = clock.today()
    Standing.objects.create(spell=spell, state="kept", cause="leave", from_on=on)
    scope = held(cast.plant_chair)

    def shown(status):
        found = Spell.objects.filter(Filters(scope, on, status).q())
        return sorted(found.values_list("person__name", flat=True))

    assert {
        name: shown(name) for name in ("held", "in_force", "kept", "retired", "all", "ended")
    } == {
        "held": ["张华", "李小明"],
        "in_force": ["张华"],
        "kept": ["李小明"],
        "retired": [],
        "all": ["张华", "李小明"],
        "ended": [],
    }
