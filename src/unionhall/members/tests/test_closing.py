"""A unit with members is not closed over their heads."""

import pytest

from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.members.models import Spell
from unionhall.organisations import actions as organisations

pytestmark = pytest.mark.django_db


def test_a_union_with_members_is_not_closed_and_the_number_is_named(cast):
    cast.plant_chair.mandates.update(until_on=today())
    cast.plant_desk_officer.mandates.update(until_on=today())
    with pytest.raises(Refused) as refused:
        organisations.close(cast.units.plant, by=cast.chair, on=today())
    assert "2" in refused.value.reason
    cast.units.plant.refresh_from_db()
    assert cast.units.plant.closed_on is None


def test_once_the_memberships_have_ended_it_can_be_closed(cast):
    cast.plant_chair.mandates.update(until_on=today())
    cast.plant_desk_officer.mandates.update(until_on=today())
    Spell.objects.filter(organisation=cast.units.plant).update(until_on=today())
    organisations.close(cast.units.plant, by=cast.chair, on=today())
    cast.units.plant.refresh_from_db()
    assert cast.units.plant.closed_on == today()
