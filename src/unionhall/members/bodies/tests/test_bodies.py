"""Re-elections and committees that are due are owed by themselves."""

from datetime import date, timedelta

import pytest
from tests import cast as stage

from unionhall.core import clock
from unionhall.duties.models import Duty
from unionhall.members.bodies import owed
from unionhall.members.bodies.actions import watch
from unionhall.members.models import Person, Sex, Spell
from unionhall.members.standing.models import Standing
from unionhall.organisations import actions as organisations
from unionhall.organisations.models import Body

cast, signed_in, units = stage.cast, stage.signed_in, stage.units
pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ON = date(2026, 3, 2)


@pytest.fixture
def committee(units):
    """The plant's committee, whose term of three years ends in a hundred days."""
    ends = ON + 100 * DAY
    return organisations.open_body(
        units.plant, "committee", years=3, from_on=ends.replace(year=ends.year - 3), by=None, on=ON
    )


def join(unit, count, sex=Sex.MALE):
    people = [Person(name=f"员工{sex}{number}", sex=sex) for number in range(count)]
    for person in people:
        person.save()
    Spell.objects.bulk_create(
        Spell(person=person, organisation=unit, from_on=date(2020, 1, 1)) for person in people
    )


def owing():
    rows = Duty.objects.filter(kind__startswith="organisations.").order_by("pk")
    return [
        (duty.kind.partition(".")[2], duty.organisation.code, duty.is_open)
        for duty in rows.select_related("organisation")
    ]


def test_the_re_election_is_owed_from_ninety_days_before_the_end(committee, cast):
    assert [watch(on=ON + days * DAY) for days in (0, 9, 10, 11)] == [0, 0, 1, 0]
    duty = Duty.objects.get(kind=owed.RE_ELECT)
    assert (duty.organisation, duty.office, duty.due_on) == (
        cast.units.plant,
        "chair",
        committee.until_on,
    )


def test_the_next_term_fulfils_it(committee, cast):
    watch(on=ON + 10 * DAY)
    organisations.open_body(
        cast.units.plant, "committee", years=3, from_on=committee.until_on, by=cast.chair, on=ON
    )
    assert owing() == [("re_elect", "U-PLANT", False)]
    assert watch(on=ON + 50 * DAY) == 0


def test_a_term_that_has_a_successor_or_ended_long_ago_owes_nothing(committee):
    organisations.open_body(
        committee.organisation, "committee", years=3, from_on=committee.until_on, by=None, on=ON
    )
    assert watch(on=ON + 20 * DAY) == 0
    Body.objects.exclude(pk=committee.pk).delete()
    assert watch(on=committee.until_on + 90 * DAY) == 0
    assert watch(on=committee.until_on + 89 * DAY) == 1


def test_with_twenty_five_members_a_committee_is_due(cast):
    join(cast.units.plant, 22)
    assert watch(on=ON) == 0
    join(cast.units.plant, 1, Sex.FEMALE)
    assert watch(on=ON) == 1
    assert owing() == [("form_committee", "U-PLANT", True)]
    assert watch(on=ON + DAY) == 0


def test_kept_members_do_not_count(cast):
    join(cast.units.plant, 23)
    Standing.objects.create(spell=Spell.objects.first(), state="kept", from_on=ON)
    assert watch(on=ON) == 0


def test_with_ten_women_a_women_workers_committee_is_due(cast):
    join(cast.units.shop, 9, Sex.FEMALE)
    assert watch(on=ON) == 0
    join(cast.units.shop, 1, Sex.FEMALE)
    assert watch(on=ON) == 1
    assert owing() == [("form_women_committee", "U-SHOP", True)]


def test_forming_the_body_fulfils_it(cast):
    join(cast.units.shop, 10, Sex.FEMALE)
    watch(on=ON)
    organisations.open_body(
        cast.units.shop, "women_committee", years=3, from_on=ON, by=cast.chair, on=ON
    )
    assert owing() == [("form_women_committee", "U-SHOP", False)]
    assert watch(on=ON) == 0


def test_it_is_owed_no_longer_when_members_leave(cast):
    join(cast.units.shop, 10, Sex.FEMALE)
    watch(on=ON)
    Spell.objects.filter(organisation=cast.units.shop).update(until_on=ON + DAY)
    watch(on=ON + DAY)
    assert owing() == [("form_women_committee", "U-SHOP", False)]


def test_the_chair_finds_it_among_the_duties(cast, signed_in):
    with clock.standing_at(clock.now()):
        join(cast.units.plant, 30)
        watch(on=clock.today())
        page = signed_in(cast.plant_chair).get("/duties/").content.decode()
    assert cast.units.plant.get_absolute_url() in page
