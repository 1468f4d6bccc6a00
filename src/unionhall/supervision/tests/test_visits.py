"""A repeated problem is taken up by a visit."""

import pytest
from django.urls import reverse

from unionhall.cases.patterns.actions import take_to_bargaining
from unionhall.cases.patterns.models import Proposal
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.organisations.models import Employer
from unionhall.supervision import visits
from unionhall.supervision.models import Inspection

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal(cast) -> Proposal:
    employer = Employer.objects.create(name="红星机械厂")
    cast.units.plant.employer = employer
    cast.units.plant.save()
    return Proposal.objects.create(
        organisation=cast.units.district,
        employer=employer,
        topic="safety",
        requests=6,
        since_on=today(),
        opened_on=today(),
    )


def told(cast, proposal) -> dict:
    return {
        "organisation": cast.units.district,
        "employer": proposal.employer,
        "planned_on": today(),
        "supervisors": [cast.rights_officer, cast.chair],
        "by": cast.rights_officer,
        "on": today(),
    }


def test_planning_the_visit_decides_the_proposal(cast, proposal):
    made = visits.plan_visit(proposal, **told(cast, proposal))
    assert (proposal.state, proposal.road, proposal.taken_type, proposal.taken_id) == (
        "taken",
        "visit",
        "supervision.inspection",
        made.pk,
    )


def test_a_proposal_that_is_decided_plans_nothing(cast, proposal):
    take_to_bargaining(proposal, by=cast.chair, on=today())
    with pytest.raises(Refused):
        visits.plan_visit(proposal, **told(cast, proposal))
    assert not Inspection.objects.exists()


def test_the_page_comes_filled_in_and_leads_to_the_inspection(cast, proposal, signed_in):
    client = signed_in(cast.rights_officer)
    address = reverse("supervision:plan_for", args=[proposal.pk])
    assert address in client.get(proposal.get_absolute_url()).content.decode()
    assert "红星机械厂" in client.get(address).content.decode()
    typed = {
        "organisation": cast.units.district.code,
        "employer": "红星机械厂",
        "planned_on": today().isoformat(),
        "supervisors": [cast.rights_officer.pk, cast.chair.pk],
    }
    answer = client.post(address, typed)
    made = Inspection.objects.get()
    assert (answer.status_code, answer.url) == (302, made.get_absolute_url())
    page = client.get(proposal.get_absolute_url()).content.decode()
    assert made.get_absolute_url() in page


def test_elsewhere_it_is_not_there(cast, proposal, signed_in):
    address = reverse("supervision:plan_for", args=[proposal.pk])
    assert signed_in(cast.stranger_rights_officer).get(address).status_code == 404
