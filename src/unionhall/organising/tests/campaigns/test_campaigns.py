"""A campaign from its beginning to the union that is founded: every act works, is refused, is out of scope."""

from datetime import timedelta

import pytest
from django.urls import reverse

from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.duties.models import Duty
from unionhall.history.queries import trail
from unionhall.organisations import actions as organisations
from unionhall.organisations.models import Employer
from unionhall.organising.campaigns import actions
from unionhall.organising.campaigns.figures import standings
from unionhall.organising.campaigns.models import Campaign, Target, TargetState
from unionhall.organising.coverage import queries
from unionhall.organising.coverage.queries import Narrowing
from unionhall.organising.tests.conftest import credit_code

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def employer(number, unit, place="330101001", workers=50, **facts):
    told = {"workers": workers, "industry": "C"} | facts
    made = Employer(
        name=f"第{number}厂",
        credit_code=credit_code(number),
        division_id=place,
        kept_by=unit,
        **told,
    )
    return organisations.add_employer(made, by=None, on=today())


@pytest.fixture
def listed(area):
    """Three employers without a union, two in 北山 and one in 南苑."""
    return [
        employer(1, area.district),
        employer(2, area.district),
        employer(3, area.district, "330101002"),
    ]


def begun(cast, **more):
    told = {
        "officer": cast.register_officer,
        "from_on": today() - 30 * DAY,
        "until_on": today() + 60 * DAY,
        "by": cast.chair,
        "on": today(),
    } | more
    return actions.begin(cast.units.district, "冬季建会行动", **told)


def chosen(cast, campaign=None, **by):
    campaign = campaign or begun(cast)
    area = queries.employers_of(cast.units.district)
    rows = queries.narrowed(area, Narrowing(**by))
    number = actions.choose(campaign, rows, by=cast.chair, on=today())
    return campaign, number


@pytest.fixture
def target(cast, listed):
    chosen(cast)
    return Target.objects.get(employer=listed[0])


def visited(target, by, **more):
    told = {"visited_on": today(), "met": "manager", "outcome": "informed"} | more
    return actions.visit(target, **told, by=by, on=today())


def found(employer, units):
    return organisations.add(
        "enterprise_union", units.street, "NEW", "新厂工会", by=None, on=today(), employer=employer
    )


def test_a_campaign_begins_and_its_union_s_history_tells(cast, area):
    made = begun(cast)
    assert made.is_running
    assert trail(made)[-1].verb == "campaigns.begun"


@pytest.mark.parametrize(
    "wrong",
    [
        {"until_on": today() - 31 * DAY},
        {"from_on": today() - 60 * DAY, "until_on": today() - DAY},
        {"from_on": today() + 70 * DAY},
    ],
)
def test_days_that_do_not_fit_are_refused(cast, area, wrong):
    with pytest.raises(Refused):
        begun(cast, **wrong)


def test_an_officer_without_such_an_office_is_refused(cast, area):
    for officer in (cast.treasurer, cast.plant_chair, cast.stranger_register_officer):
        with pytest.raises(Refused):
            begun(cast, officer=officer)


def test_a_closed_union_and_a_campaign_without_a_name_are_refused(cast, area):
    told = {"officer": cast.register_officer, "from_on": today(), "until_on": today()}
    with pytest.raises(Refused):
        actions.begin(area.district, " ", **told, by=cast.chair, on=today())
    area.district.closed_on = today()
    with pytest.raises(Refused):
        actions.begin(area.district, "x", **told, by=cast.chair, on=today())


def test_all_that_match_are_chosen(cast, listed):
    campaign, number = chosen(cast, division="330101001")
    assert number == 2
    assert {row.employer for row in campaign.targets.all()} == set(listed[:2])
    assert {row.state for row in campaign.targets.all()} == {TargetState.PLANNED}


def test_those_with_a_union_or_in_a_campaign_already_are_left_out(cast, listed):
    found(listed[0], cast.units)
    _first, number = chosen(cast, division="330101001")
    assert number == 1
    second, number = chosen(cast, begun(cast))
    assert {row.employer for row in second.targets.all()} == {listed[2]}
    with pytest.raises(Refused):
        chosen(cast, second)


def test_a_closed_campaign_chooses_nobody(cast, listed):
    campaign = begun(cast)
    actions.close(campaign, by=cast.chair, on=today())
    with pytest.raises(Refused):
        chosen(cast, campaign)


def test_a_visit_brings_a_target_on_and_its_next_step_is_a_duty(cast, target):
    visited(target, cast.chair, next_on=today() + 3 * DAY, next_step="送政策材料")
    target.refresh_from_db()
    duty = Duty.objects.open().about(target).get()
    assert target.state == TargetState.VISITED
    assert duty.due_on > today() + 3 * DAY
    assert duty.holder in (None, cast.register_officer)
    visited(target, cast.chair, outcome="agreed")
    target.refresh_from_db()
    assert target.state == TargetState.AGREED
    assert not Duty.objects.open().about(target).exists()


def test_a_visit_never_puts_a_target_back(cast, target):
    visited(target, cast.chair, outcome="preparing")
    visited(target, cast.chair, outcome="considering")
    target.refresh_from_db()
    assert target.state == TargetState.PREPARING


@pytest.mark.parametrize(
    "wrong",
    [
        {"visited_on": today() + DAY},
        {"visited_on": today() - 31 * DAY},
        {"met": "nobody"},
        {"outcome": "not_met"},
        {"next_on": today() - DAY, "next_step": "再访"},
        {"next_on": today() + DAY},
        {"next_step": "再访"},
    ],
)
def test_a_visit_that_cannot_be_is_refused(cast, target, wrong):
    with pytest.raises(Refused):
        visited(target, cast.chair, **wrong)
    assert not target.visits.exists()


def test_a_target_is_given_up_with_a_reason_and_taken_up_by_a_visit(cast, target):
    visited(target, cast.chair, next_on=today(), next_step="再访")
    with pytest.raises(Refused):
        actions.give_up(target, reason=" ", by=cast.chair, on=today())
    actions.give_up(target, reason="已迁出本区", by=cast.chair, on=today())
    assert not Duty.objects.open().about(target).exists()
    with pytest.raises(Refused):
        actions.give_up(target, reason="x", by=cast.chair, on=today())
    visited(target, cast.chair)
    target.refresh_from_db()
    assert (target.state, target.reason) == (TargetState.VISITED, "")


def test_founding_a_union_reaches_the_target_by_itself(cast, target):
    visited(target, cast.chair, next_on=today() + DAY, next_step="成立大会")
    union = found(target.employer, cast.units)
    target.refresh_from_db()
    assert (target.state, target.union) == (TargetState.FOUNDED, union)
    assert not Duty.objects.open().about(target).exists()
    assert trail(target.campaign)[-1].verb == "campaigns.founded"
    with pytest.raises(Refused):
        visited(target, cast.chair)


def test_a_joint_union_that_takes_the_employer_in_reaches_it_too(cast, target):
    joint = organisations.add(
        "joint_union", cast.units.street, "J", "联合工会", by=None, on=today()
    )
    organisations.begin_coverage(joint, target.employer, by=None, on=today())
    target.refresh_from_db()
    assert target.union == joint


def test_a_union_tied_to_the_employer_later_reaches_it_too(cast, target):
    told = {"employer": target.employer, "division": None}
    organisations.correct(cast.units.plant, **told, by=None, on=today())
    target.refresh_from_db()
    assert target.union == cast.units.plant


def test_closing_ends_what_is_owed_and_a_closed_campaign_stays_as_it_was(cast, target):
    visited(target, cast.chair, next_on=today() + DAY, next_step="再访")
    actions.close(target.campaign, by=cast.chair, on=today())
    assert not Duty.objects.open().about(target).exists()
    with pytest.raises(Refused):
        actions.close(target.campaign, by=cast.chair, on=today())
    with pytest.raises(Refused):
        visited(target, cast.chair)
    with pytest.raises(Refused):
        actions.give_up(target, reason="x", by=cast.chair, on=today())
    found(target.employer, cast.units)
    target.refresh_from_db()
    assert target.state == TargetState.VISITED


def test_figures_tell_states_workers_and_visits(cast, target, listed):
    visited(target, cast.chair)
    visited(target, cast.chair, outcome="agreed")
    found(listed[1], cast.units)
    figures = standings([target.campaign])[target.campaign.pk]
    assert (figures.targets, figures.visits, figures.founded) == (3, 2, 1)
    assert (figures.workers, figures.workers_founded) == (150, 50)
    assert figures.by_state["agreed"] == 1


def test_an_officer_begins_chooses_visits_and_gives_up_from_the_pages(cast, listed, signed_in):
    client, on = signed_in(cast.register_officer), today()
    sent = {
        "name": "冬季建会行动",
        "organisation": "330101",
        "officer": cast.register_officer.pk,
        "from_on": on.isoformat(),
        "until_on": (on + 90 * DAY).isoformat(),
    }
    assert client.get(reverse("campaigns:begin")).status_code == 200
    assert client.post(reverse("campaigns:begin"), {}).status_code == 422
    answer = client.post(reverse("campaigns:begin"), sent)
    campaign = Campaign.objects.get()
    assert answer["location"] == campaign.get_absolute_url()
    shown = client.get(reverse("coverage:without") + "?unit=330101&division=330101001")
    choose = reverse("campaigns:choose") + "?unit=330101&amp;division=330101001"
    assert choose in shown.content.decode()
    choose = choose.replace("&amp;", "&")
    assert client.get(choose).status_code == 200
    assert client.post(choose, {"campaign": campaign.pk}).status_code == 302
    assert client.post(choose, {"campaign": campaign.pk}).status_code == 409
    assert campaign.targets.count() == 2
    target = campaign.targets.first()
    visit = reverse("campaigns:visit", args=[target.pk])
    sent = {"visited_on": on.isoformat(), "met": "owner", "outcome": "agreed", "note": "同意建会"}
    assert client.post(visit, {}).status_code == 422
    assert client.post(visit, sent | {"met": "nobody"}).status_code == 409
    assert client.post(visit, sent).status_code == 302
    assert "同意建会" in client.get(target.get_absolute_url()).content.decode()
    give_up = reverse("campaigns:give_up", args=[target.pk])
    assert client.post(give_up, {"reason": ""}).status_code == 422
    client.post(give_up, {"reason": "已停业"})
    assert "已停业" in client.get(target.get_absolute_url()).content.decode()
    for state in ("", "planned", "given_up", "nonsense"):
        assert client.get(campaign.get_absolute_url() + f"?state={state}").status_code == 200
    client.post(reverse("campaigns:close", args=[campaign.pk]))
    assert not Campaign.objects.get().is_running
    assert client.get(reverse("campaigns:index")).status_code == 200
    assert client.get(target.get_absolute_url()).status_code == 200


def test_a_stranger_sees_no_campaign(cast, target, signed_in):
    client = signed_in(cast.stranger_register_officer)
    assert client.get(target.get_absolute_url()).status_code == 404
    assert client.get(target.campaign.get_absolute_url()).status_code == 404
    assert "冬季" not in client.get(reverse("campaigns:index")).content.decode()


def test_a_vice_chair_visits_but_does_not_close(cast, target, signed_in):
    client = signed_in(cast.vice_chair)
    assert client.get(target.get_absolute_url()).status_code == 200
    assert client.post(reverse("campaigns:close", args=[target.campaign.pk])).status_code == 404


def test_a_long_campaign_costs_no_more_questions(
    cast, listed, signed_in, django_assert_max_num_queries
):
    for number in range(10, 40):
        employer(number, cast.units.district)
    campaign, _number = chosen(cast)
    client = signed_in(cast.chair)
    with django_assert_max_num_queries(20):
        assert client.get(campaign.get_absolute_url()).status_code == 200
