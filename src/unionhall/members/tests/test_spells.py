from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from unionhall.members.models import Person, Spell
from unionhall.organisations import actions as organisations

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 1)


def spell(person, unit, from_on, until_on=None):
    return Spell.objects.create(
        person=person, organisation=unit, from_on=from_on, until_on=until_on
    )


@pytest.fixture
def person(db):
    return Person.objects.create(name="王小明")


def refused(person, unit, from_on, until_on=None):
    """Whether the database refuses this spell."""
    try:
        with transaction.atomic():
            spell(person, unit, from_on, until_on)
    except IntegrityError:
        return True
    return False


@pytest.mark.parametrize(
    ("from_on", "until_on", "expected"),
    [
        (date(2026, 3, 1), date(2026, 4, 1), True),
        (date(2025, 1, 1), None, True),
        (date(2026, 6, 30), None, True),
        (date(2025, 1, 1), date(2026, 1, 2), True),
        (date(2026, 7, 1), None, False),
        (date(2025, 1, 1), date(2026, 1, 1), False),
    ],
)
def test_two_spells_of_one_person_in_one_union_never_overlap(
    from_on, until_on, expected, person, units
):
    spell(person, units.plant, DAY, date(2026, 7, 1))
    assert refused(person, units.plant, from_on, until_on) is expected


def test_one_may_be_a_member_of_two_unions_at_once(person, units):
    spell(person, units.plant, DAY)
    assert not refused(person, units.shop, DAY)


def test_two_people_may_be_members_at_once(person, units):
    spell(person, units.plant, DAY)
    assert not refused(Person.objects.create(name="李四"), units.plant, DAY)


@pytest.mark.parametrize("until_on", [DAY, DAY - timedelta(days=1)])
def test_a_spell_ends_after_it_begins(until_on, person, units):
    assert refused(person, units.plant, DAY, until_on)


def test_a_spell_cannot_be_changed_into_an_overlap(person, units):
    spell(person, units.plant, DAY, date(2026, 7, 1))
    later = spell(person, units.plant, date(2026, 8, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Spell.objects.filter(pk=later.pk).update(from_on=date(2026, 6, 30))
    with pytest.raises(IntegrityError), transaction.atomic():
        Spell.objects.filter(person=person).update(until_on=None)
    assert Spell.objects.filter(pk=later.pk).update(from_on=date(2026, 7, 1)) == 1


def test_many_spells_written_at_once_are_checked_among_themselves(person, units):
    with pytest.raises(IntegrityError), transaction.atomic():
        Spell.objects.bulk_create(
            [
                Spell(
                    person=person, organisation=units.plant, from_on=DAY, until_on=date(2026, 2, 1)
                ),
                Spell(person=person, organisation=units.plant, from_on=date(2026, 1, 31)),
            ]
        )


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_two_writers_at_once_cannot_both_write_an_overlap(units):
    person = Person.objects.create(name="王小明")
    ready, outcomes = Barrier(2), []

    def write(from_on, until_on):
        try:
            with transaction.atomic():
                ready.wait(10)
                spell(person, units.plant, from_on, until_on)
            outcomes.append("written")
        except IntegrityError:
            outcomes.append("refused")
        finally:
            connection.close()

    writers = [
        Thread(target=write, args=(DAY, date(2026, 3, 1))),
        Thread(target=write, args=(date(2026, 2, 1), date(2026, 4, 1))),
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(30)
    assert sorted(outcomes) == ["refused", "written"]


def told(spell):
    spell.refresh_from_db()
    return spell.name_key, spell.sex, spell.employment


def test_a_spell_takes_sort_key_sex_and_employment_from_the_person(person, units):
    assert told(spell(person, units.plant, DAY)) == ("wang xiao ming", "", "")
    other = Person.objects.create(name="李四", sex="male", employment="合同制")
    assert told(spell(other, units.plant, DAY)) == ("li si", "male", "合同制")
    (made,) = Spell.objects.bulk_create(
        [Spell(person=other, organisation=units.shop, name_key="li si", from_on=DAY)]
    )
    assert told(made) == ("li si", "male", "合同制")


def test_sort_key_sex_and_employment_follow_the_person(person, units):
    made = spell(person, units.plant, DAY)
    person.name, person.sex = "李小明", "male"
    person.save()
    assert told(made) == ("li xiao ming", "male", "")
    Person.objects.filter(pk=person.pk).update(employment="劳务派遣")
    assert told(made) == ("li xiao ming", "male", "劳务派遣")


def test_the_guards_stand_after_all_migrations(db):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT tgname FROM pg_trigger WHERE tgname LIKE 'members_%' AND tgenabled = 'O'"
            )
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        found = {name for (name,) in cursor.fetchall() if name.startswith("members_")}
    overlap = (
        {"members_refuse_overlap_insert", "members_refuse_overlap_update"}
        if connection.vendor == "postgresql"
        else {"members_no_overlap_insert", "members_no_overlap_update"}
    )
    assert found == {"members_take_facts", "members_give_facts", *overlap}


def test_a_spell_covers_its_first_day_but_not_its_last(person, units):
    spell(person, units.plant, DAY, date(2026, 2, 1))
    covered = [
        Spell.objects.in_force(on=on).count()
        for on in (date(2025, 12, 31), DAY, date(2026, 1, 31), date(2026, 2, 1))
    ]
    assert covered == [0, 1, 1, 0]
    assert Spell.objects.ended(on=date(2026, 1, 31)).count() == 0
    assert Spell.objects.ended(on=date(2026, 2, 1)).count() == 1


def test_the_latest_spell_is_the_one_that_began_last(person, units):
    spell(person, units.plant, DAY, date(2026, 2, 1))
    last = spell(person, units.shop, date(2026, 2, 1))
    assert list(Spell.objects.filter(person=person).latest()) == [last]
    assert person.memberships[0] == last


def test_of_two_spells_from_one_day_the_one_written_last_is_the_latest(person, units):
    spell(person, units.plant, DAY)
    last = spell(person, units.shop, DAY)
    assert list(Spell.objects.filter(person=person).latest()) == [last]


@pytest.mark.parametrize(
    ("spells", "theirs"),
    [
        ([("plant", DAY, None)], {"plant_chair", "street_chair", "chair"}),
        ([("plant", DAY, date(2026, 2, 1))], {"plant_chair", "street_chair", "chair"}),
        (
            [("plant", DAY, date(2026, 2, 1)), ("shop", date(2026, 2, 1), None)],
            {"shop_chair", "street_chair", "chair"},
        ),
        (
            [("plant", DAY, date(2026, 2, 1)), ("stranger", date(2026, 2, 1), date(2026, 3, 1))],
            {"stranger_chair"},
        ),
        (
            [("plant", DAY, None), ("stranger", date(2026, 2, 1), None)],
            {"plant_chair", "street_chair", "chair", "stranger_chair"},
        ),
        ([], set()),
    ],
)
def test_whose_a_person_is(spells, theirs, cast, person, held):
    for unit, from_on, until_on in spells:
        spell(person, getattr(cast.units, unit), from_on, until_on)
    found = {
        who
        for who in ("plant_chair", "shop_chair", "street_chair", "chair", "stranger_chair")
        if Person.objects.within(held(getattr(cast, who))).filter(pk=person.pk).exists()
    }
    assert found == theirs


DAYS = st.integers(0, 60).map(lambda n: DAY + timedelta(days=n))
SPANS = st.tuples(DAYS, st.none() | DAYS).filter(lambda s: s[1] is None or s[1] > s[0])


class AnySpans(TestCase):
    """Whatever is tried, on no day is anybody twice a member of one union."""

    @given(st.lists(SPANS, max_size=6))
    @settings(max_examples=40, deadline=None)
    def test_no_day_is_covered_twice(self, spans):
        unit = organisations.add("enterprise_union", None, "U", "U", by=None, on=DAY)
        person = Person.objects.create(name="王小明")
        kept = [span for span in spans if not refused(person, unit, *span)]
        days = [DAY + timedelta(days=n) for n in range(65)]
        assert max(Spell.objects.in_force(on=day).count() for day in days) <= 1
        assert Spell.objects.count() == len(kept)
        assert bool(kept) is bool(spans)
