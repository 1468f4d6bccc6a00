"""Whoever received a request owns it until somebody takes it on, and is told when that is so."""

import pytest
from django.test import Client

from unionhall.cases import actions, my_actions
from unionhall.cases.models import Case, Status, Topic
from unionhall.core.clock import today
from unionhall.notifications.models import Message as Notice
from unionhall.organisations import actions as organisations

pytestmark = pytest.mark.django_db
ENDED = ("cases/taken_on", "cases/not_taken_on", "cases/handed_on")


@pytest.fixture
def handed_up(cast) -> Case:
    """A request of the plant's worker that the plant's chair handed to the district."""
    case = actions.take_down(
        cast.worker, topic=Topic.PAY, text="主席的亲戚克扣补贴", by=cast.plant_chair, on=today()
    )
    actions.hand_over(
        case, to_organisation=cast.units.district, reason="x", by=cast.plant_chair, on=today()
    )
    return case


@pytest.fixture
def restricted(cast) -> Case:
    """A restricted request that lies with the district's rights officers."""
    return actions.take_down(
        cast.worker,
        topic=Topic.PAY,
        text="主席克扣补贴",
        restricted=True,
        by=cast.rights_officer,
        on=today(),
    )


def told(who) -> list[Notice]:
    mine = Notice.objects.in_app().filter(receiver=getattr(who, "user", who), template__in=ENDED)
    return list(mine.order_by("pk"))


def words(who) -> list[str]:
    return [notice.template.removeprefix("cases/") for notice in told(who)]


def test_until_it_is_taken_on_whoever_handed_it_up_owns_it_and_hears_nothing(cast, handed_up):
    assert (handed_up.owner, words(cast.plant_chair)) == (cast.plant_chair, [])


def test_when_the_other_level_takes_it_on_the_giver_is_told_without_its_content(cast, handed_up):
    actions.accept(handed_up, by=cast.rights_officer, on=today())
    (notice,) = told(cast.plant_chair)
    assert notice.template == "cases/taken_on"
    assert notice.facts == {"number": handed_up.number, "union": "东湖区总工会"}


def test_the_notice_leads_to_no_page_that_is_not_there(cast, handed_up):
    """The request itself is 404 for the giver now; the list of notices says all there is to say."""
    actions.accept(handed_up, by=cast.rights_officer, on=today())
    client = Client()
    client.force_login(cast.plant_chair)
    assert client.get(handed_up.get_absolute_url()).status_code == 404
    page = client.get(f"/me/notifications/{told(cast.plant_chair)[0].pk}/", follow=True)
    text = page.content.decode()
    assert page.status_code == 200
    assert f"诉求 {handed_up.number} 已有人接手" in text
    assert "东湖区总工会" in text
    assert "克扣" not in text


def test_who_may_still_read_it_is_led_to_it(cast):
    case = actions.take_down(
        cast.worker, topic=Topic.PAY, text="x", by=cast.desk_officer, on=today()
    )
    actions.accept(case, by=cast.plant_chair, on=today())
    assert [notice.url for notice in told(cast.desk_officer)] == [case.get_absolute_url()]


def test_when_the_other_level_refuses_it_the_giver_is_told(cast, handed_up):
    actions.refuse(handed_up, reason="r", instead="i", by=cast.rights_officer, on=today())
    assert words(cast.plant_chair) == ["not_taken_on"]


def test_when_it_is_handed_on_the_first_giver_is_told_and_the_second_owns_it(cast, handed_up):
    actions.hand_over(
        handed_up, to_organisation=cast.units.city, reason="y", by=cast.rights_officer, on=today()
    )
    assert (words(cast.plant_chair), handed_up.owner) == (["handed_on"], cast.rights_officer)
    actions.accept(handed_up, by=cast.city_rights_officer, on=today())
    assert words(cast.plant_chair) == ["handed_on"]
    assert words(cast.rights_officer) == ["taken_on"]


def test_when_it_is_given_to_somebody_there_it_is_taken_on(cast, handed_up):
    actions.hand_over(
        handed_up, to_user=cast.desk_officer, reason="z", by=cast.rights_officer, on=today()
    )
    assert (words(cast.plant_chair), handed_up.owner) == (["taken_on"], cast.desk_officer)


def test_when_the_worker_takes_it_back_the_giver_is_told(cast, handed_up):
    my_actions.withdraw(handed_up, by=cast.worker.user, on=today())
    notice = Notice.objects.in_app().get(receiver=cast.plant_chair, template="cases/withdrawn")
    assert notice.url == f"/me/notifications/#{handed_up.number}"


def test_a_message_the_giver_can_no_longer_read_is_not_announced_to_them(cast, handed_up):
    my_actions.answer(handed_up, text="还有一件事", by=cast.worker.user, on=today())
    assert not Notice.objects.filter(receiver=cast.plant_chair, template="cases/worker_wrote")


def test_whoever_takes_on_what_they_took_down_is_told_nothing(cast):
    case = actions.take_down(
        cast.worker, topic=Topic.PAY, text="x", by=cast.plant_chair, on=today()
    )
    actions.accept(case, by=cast.plant_chair, on=today())
    assert words(cast.plant_chair) == []


def test_whoever_has_left_office_is_told_nothing(cast, handed_up):
    cast.plant_chair.mandates.update(until_on=today())
    actions.accept(handed_up, by=cast.rights_officer, on=today())
    assert words(cast.plant_chair) == []


def test_a_restricted_request_is_told_of_to_a_confidant_of_a_federation(cast, restricted):
    actions.hand_over(
        restricted, to_organisation=cast.units.city, reason="x", by=cast.rights_officer, on=today()
    )
    actions.accept(restricted, by=cast.city_rights_officer, on=today())
    assert words(cast.rights_officer) == ["taken_on"]


@pytest.mark.parametrize("end", ["accept", "refuse", "hand_over", "withdraw", "worker_writes"])
def test_who_wrote_a_restricted_one_down_in_the_workers_own_union_hears_no_more(cast, end):
    """Even the rights officer of the enterprise's union, who knows that it was brought."""
    organisations.appoint(
        cast.plant_desk_officer, cast.units.plant, "rights_officer",
        from_on=today(), by=None, on=today(),
    )  # fmt: skip
    case = actions.take_down(
        cast.worker, topic=Topic.PAY, text="x", restricted=True,
        by=cast.plant_desk_officer, on=today(),
    )  # fmt: skip
    assert (case.owner, case.organisation) == (cast.plant_desk_officer, cast.units.district)
    before = Notice.objects.filter(receiver=cast.plant_desk_officer).count()
    how = {"by": cast.rights_officer, "on": today()}
    match end:
        case "accept":
            actions.accept(case, **how)
        case "refuse":
            actions.refuse(case, reason="r", instead="i", **how)
        case "hand_over":
            actions.hand_over(case, to_organisation=cast.units.city, reason="x", **how)
        case "withdraw":
            my_actions.withdraw(case, by=cast.worker.user, on=today())
        case "worker_writes":
            my_actions.answer(case, text="再问", by=cast.worker.user, on=today())
    assert Notice.objects.filter(receiver=cast.plant_desk_officer).count() == before


def test_nobody_of_the_workers_own_union_is_told_of_a_restricted_one_at_any_step(cast, restricted):
    actions.hand_over(
        restricted, to_organisation=cast.units.city, reason="x", by=cast.rights_officer, on=today()
    )
    actions.accept(restricted, by=cast.city_rights_officer, on=today())
    actions.propose_closing(restricted, answer="a", by=cast.city_rights_officer, on=today())
    assert restricted.status == Status.PROPOSED
    receivers = set(Notice.objects.values_list("receiver__username", flat=True))
    assert receivers.isdisjoint({"plant-chair", "plant-desk-officer", "street-chair", "chair"})
