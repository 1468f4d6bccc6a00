"""A union too small for a committee is led by its organiser, who is owed and answers what a chair would."""

import pytest
from tests import cast as stage

from unionhall.cases import actions as cases
from unionhall.cases.models import Topic
from unionhall.core.clock import today
from unionhall.duties.models import Duty
from unionhall.members.applying import actions as applying
from unionhall.organisations import actions as organisations
from unionhall.organising.founding.tests.conftest import number

cast, units = stage.cast, stage.units
pytestmark = pytest.mark.django_db


@pytest.fixture
def led(cast):
    """The shop, whose organiser is the only one in office there."""
    shop, on = cast.units.shop, today()
    organisations.end_mandate(shop.mandates.get(), by=None, on=on)
    organisations.appoint(cast.colleague.user, shop, "organiser", from_on=on, by=None, on=on)
    return shop


def test_an_application_is_the_organiser_s_to_decide(led, cast):
    told = {"name": "新人", "phone": "13700137001", "id_number": number(1)}
    row = applying.apply(led, **told, by=None, on=today())
    duty = Duty.objects.about(row).get()
    assert (duty.held_at, duty.held_as) == (led, "organiser")
    admitted = applying.admit(
        row, resolution="1", from_on=today(), by=cast.colleague.user, on=today()
    )
    assert admitted.state == "admitted"


def test_a_request_lies_with_the_organiser(led, cast):
    case = cases.take_down(
        cast.shop_worker, topic=Topic.PAY, text="欠薪", by=cast.desk_officer, on=today()
    )
    duty = Duty.objects.open().about(case).get()
    assert (case.organisation, duty.held_as) == (led, "organiser")
    cases.accept(case, by=cast.colleague.user, on=today())
    assert case.status == "accepted"
