"""An officer handles a request: each act works, is refused, and is out of scope."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from unionhall.cases import actions, my_actions, routing
from unionhall.cases.clock import close_answered
from unionhall.cases.models import Case, Status, Topic
from unionhall.core.clock import now, standing_at, today
from unionhall.core.errors import Refused
from unionhall.duties.clock import hand_over as hand_over_ended
from unionhall.duties.models import Duty
from unionhall.duties.signals import due_changed
from unionhall.duties.succession import holders
from unionhall.history.queries import trail
from unionhall.organisations import actions as organisations

pytestmark = pytest.mark.django_db


def taken_down(cast, **more) -> Case:
    wanted = {
        "topic": Topic.PAY,
        "text": "加班费三个月没有发",
        "by": cast.desk_officer,
        "on": today(),
    }
    return actions.take_down(cast.worker, **(wanted | more))


@pytest.fixture
def case(cast) -> Case:
    """A pay request that lies with the plant's union, not yet taken on."""
    return taken_down(cast)


@pytest.fixture
def in_hand(cast, case) -> Case:
    actions.accept(case, by=cast.plant_chair, on=today())
    return case


@pytest.fixture
def answered(cast, in_hand) -> Case:
    actions.propose_closing(in_hand, answer="公司已补发。", by=cast.plant_chair, on=today())
    return in_hand


def open_duties(case) -> list[tuple]:
    return [
        (duty.kind, duty.organisation.code, duty.due_on - today())
        for duty in Duty.objects.about(case).open()
    ]


def verbs(case) -> list[str]:
    return [entry.verb for entry in trail(case)]


def test_a_request_goes_to_the_workers_own_union_first(case, cast):
    assert (case.organisation, case.status, case.owner, case.handler) == (
        cast.units.plant,
        Status.RECEIVED,
        cast.desk_officer,
        None,
    )


def test_whoever_takes_it_down_owns_it_until_somebody_accepts_it(case, cast):
    actions.accept(case, by=cast.plant_chair, on=today())
    case.refresh_from_db()
    assert (case.owner, case.handler) == (cast.plant_chair, cast.plant_chair)


def test_receiving_opens_the_duty_to_say_within_fifteen_days_whether_it_is_taken_on(case):
    ((kind, unit, left),) = open_duties(case)
    assert (kind, unit) == ("cases.accept", "U-PLANT")
    # Fifteen days, and then on to the next working day: at most the longest holiday more.
    assert timedelta(15) <= left <= timedelta(25)
    assert case.due_on - today() == left


def test_accepting_starts_the_sixty_days_for_the_answer(in_hand):
    ((kind, _unit, left),) = open_duties(in_hand)
    assert kind == "cases.answer"
    assert timedelta(60) <= left <= timedelta(70)
    assert verbs(in_hand) == ["cases.taken_down", "cases.accepted"]


def test_of_two_officers_who_accept_at_once_one_is_told_why_not(case, cast, english):
    same = Case.objects.get(pk=case.pk)
    actions.accept(case, by=cast.plant_chair, on=today())
    with pytest.raises(Refused) as refused:
        actions.accept(same, by=cast.plant_desk_officer, on=today())
    assert "Nothing was done" in refused.value.reason
    same.refresh_from_db()
    assert same.handler == cast.plant_chair
    assert verbs(case) == ["cases.taken_down", "cases.accepted"]


def test_an_officer_does_not_handle_a_request_of_their_own(case, cast):
    with pytest.raises(Refused) as refused:
        actions.accept(case, by=cast.worker.user, on=today())
    assert refused.value.citation.rule == "cn.pet.recusal"


def test_refusing_says_why_and_where_to_go_and_ends_the_duty(case, cast):
    actions.refuse(
        case, reason="属于仲裁受理范围。", instead="请到区仲裁院。", by=cast.plant_chair, on=today()
    )
    case.refresh_from_db()
    assert (case.status, case.answer, case.closed_on) == (
        Status.REFUSED,
        "属于仲裁受理范围。\n\n请到区仲裁院。",
        today(),
    )
    assert open_duties(case) == []


def test_a_request_in_hand_can_no_longer_be_refused(in_hand, cast):
    with pytest.raises(Refused):
        actions.refuse(in_hand, reason="x", instead="y", by=cast.plant_chair, on=today())


def test_handing_over_to_another_level_keeps_the_date_and_the_giver_answers_until_taken_on(
    case, cast
):
    due_on = case.due_on
    actions.hand_over(
        case,
        to_organisation=cast.units.district,
        reason="本厂无法解决",
        by=cast.plant_chair,
        on=today(),
    )
    case.refresh_from_db()
    assert (case.organisation, case.status, case.handler, case.owner, case.due_on) == (
        cast.units.district,
        Status.RECEIVED,
        None,
        cast.plant_chair,
        due_on,
    )
    assert [unit for _kind, unit, _left in open_duties(case)] == ["330101"]


def test_handing_over_to_a_colleague_makes_them_the_handler_at_once(cast):
    case = taken_down(cast)
    actions.hand_over(
        case, to_user=cast.plant_desk_officer, reason="她熟悉情况", by=cast.plant_chair, on=today()
    )
    case.refresh_from_db()
    assert (case.status, case.handler) == (Status.ACCEPTED, cast.plant_desk_officer)


def test_nobody_without_an_office_that_may_read_it_is_handed_a_request(case, cast):
    with pytest.raises(Refused):
        actions.hand_over(
            case, to_user=cast.stranger_chair, reason="x", by=cast.plant_chair, on=today()
        )
    with pytest.raises(Refused):
        actions.hand_over(case, to_user=cast.treasurer, reason="x", by=cast.plant_chair, on=today())


def test_a_request_cannot_be_handed_to_where_it_lies_already(case, cast):
    with pytest.raises(Refused):
        actions.hand_over(
            case, to_organisation=cast.units.plant, reason="x", by=cast.plant_chair, on=today()
        )


def test_asking_and_answering_go_back_and_forth(in_hand, cast):
    actions.ask(in_hand, text="请发工资条照片。", by=cast.plant_chair, on=today())
    in_hand.refresh_from_db()
    assert in_hand.status == Status.ASKED
    my_actions.answer(in_hand, text="已上传。", by=cast.worker.user, on=today())
    in_hand.refresh_from_db()
    assert in_hand.status == Status.ACCEPTED
    assert [(m.kind, m.from_worker) for m in in_hand.messages.order_by("pk")] == [
        ("question", False),
        ("message", True),
    ]


def test_more_time_is_given_up_to_thirty_days_with_a_reason(in_hand, cast):
    before = in_hand.due_on
    actions.extend(in_hand, days=30, reason="等待监察结果", by=cast.plant_chair, on=today())
    assert in_hand.due_on > before
    with pytest.raises(Refused) as refused:
        actions.extend(in_hand, days=1, reason="再延", by=cast.plant_chair, on=today())
    assert refused.value.citation.rule == "cn.pet.decide_60_30"


def test_an_answer_waits_for_the_workers_word_before_it_is_closed(answered, cast):
    assert (answered.status, answered.answer) == (Status.PROPOSED, "公司已补发。")
    with pytest.raises(Refused) as refused:
        actions.close(answered, by=cast.plant_chair, on=answered.due_on)
    assert refused.value.citation.rule == "cn.pet.review_30_30"
    actions.close(answered, by=cast.plant_chair, on=answered.due_on + timedelta(1))
    answered.refresh_from_db()
    assert (answered.status, open_duties(answered)) == (Status.CLOSED, [])


def test_an_ended_request_can_be_opened_again_under_a_new_date(case, cast):
    actions.refuse(case, reason="a", instead="b", by=cast.plant_chair, on=today())
    actions.reopen(case, reason="有新材料", by=cast.plant_chair, on=today())
    case.refresh_from_db()
    assert (case.status, case.handler, case.closed_on) == (Status.ACCEPTED, cast.plant_chair, None)
    assert [kind for kind, _unit, _left in open_duties(case)] == ["cases.answer"]


def test_an_open_request_cannot_be_opened_again(in_hand, cast):
    with pytest.raises(Refused):
        actions.reopen(in_hand, reason="x", by=cast.plant_chair, on=today())


def test_the_worker_confirms_and_rates(answered, cast):
    my_actions.confirm(answered, satisfaction=3, by=cast.worker.user, on=today())
    answered.refresh_from_db()
    assert (answered.status, answered.satisfaction, answered.is_solved) == (Status.CLOSED, 3, True)
    assert open_duties(answered) == []


def test_not_solved_goes_to_the_level_above_as_a_new_duty(answered, cast):
    my_actions.ask_review(answered, reason="只补发了一个月", by=cast.worker.user, on=today())
    answered.refresh_from_db()
    assert (answered.status, answered.organisation, answered.review_round, answered.is_solved) == (
        Status.REVIEW,
        cast.units.street,
        1,
        False,
    )
    ((kind, unit, left),) = open_duties(answered)
    assert (kind, unit) == ("cases.answer", "330101001")
    assert timedelta(30) <= left <= timedelta(40)


def test_a_third_look_at_the_same_facts_is_refused_with_the_article(answered, cast):
    for reviewer in (cast.street_chair, cast.rights_officer):
        my_actions.ask_review(answered, reason="还是没解决", by=cast.worker.user, on=today())
        actions.accept(answered, by=reviewer, on=today())
        actions.propose_closing(answered, answer="维持。", by=reviewer, on=today())
    with pytest.raises(Refused) as refused:
        my_actions.ask_review(answered, reason="第三次", by=cast.worker.user, on=today())
    assert refused.value.citation.rule == "cn.pet.end"


def test_another_look_can_no_longer_be_asked_for_after_the_last_day(answered, cast):
    late = my_actions.review_until(answered) + timedelta(1)
    with pytest.raises(Refused) as refused:
        my_actions.ask_review(answered, reason="x", by=cast.worker.user, on=late)
    assert refused.value.citation.rule == "cn.pet.review_30_30"


def test_the_worker_takes_a_request_back(case, cast):
    my_actions.withdraw(case, by=cast.worker.user, on=today())
    case.refresh_from_db()
    assert (case.status, open_duties(case)) == (Status.WITHDRAWN, [])


def test_nobody_acts_in_anothers_request(answered, cast):
    for act in (
        lambda by: my_actions.answer(answered, text="x", by=by, on=today()),
        lambda by: my_actions.withdraw(answered, by=by, on=today()),
        lambda by: my_actions.confirm(answered, satisfaction=1, by=by, on=today()),
        lambda by: my_actions.ask_review(answered, reason="x", by=by, on=today()),
    ):
        with pytest.raises(Refused):
            act(cast.colleague.user)


def test_a_worker_without_a_union_is_told_whom_to_ask(cast, english):
    cast.worker.spells.update(until_on=today())
    with pytest.raises(Refused) as refused:
        taken_down(cast)
    assert "register officer" in refused.value.instead


def test_a_request_climbs_until_somebody_is_in_office(cast):
    cast.units.plant.mandates.update(until_on=today())
    case = taken_down(cast)
    assert case.organisation == cast.units.street


def test_those_who_will_read_are_named_by_office(cast):
    desks = routing.readers(cast.units.plant, restricted=False, on=today())
    assert {str(desk.organisation) for desk in desks} == {
        "红星机械厂工会",
        "北山街道总工会",
        "东湖区总工会",
        "江城市总工会",
    }


def test_the_clock_closes_what_the_worker_let_stand(answered, cast):
    day = answered.due_on + timedelta(1)
    close_answered(timezone.make_aware(datetime.combine(answered.due_on, time(23))))
    answered.refresh_from_db()
    assert answered.status == Status.PROPOSED
    close_answered(timezone.make_aware(datetime.combine(day, time(1))))
    answered.refresh_from_db()
    assert (answered.status, answered.closed_on) == (Status.CLOSED, day)
    assert [entry.by for entry in trail(answered)][-1] is None


def test_a_request_follows_its_duty_when_the_officer_leaves_office(in_hand, cast):
    mandate = cast.plant_chair.mandates.get()
    organisations.end_mandate(mandate, by=cast.chair, on=today(), until_on=today())
    hand_over_ended(timezone.now())
    in_hand.refresh_from_db()
    duty = Duty.objects.about(in_hand).open().get()
    assert in_hand.handler != cast.plant_chair
    assert in_hand.handler in holders(duty, on=today())


def test_a_date_reckoned_anew_stands_on_the_request_too(in_hand):
    duty = Duty.objects.about(in_hand).open().get()
    duty.due_on += timedelta(3)
    due_changed.send(sender=Duty, duty=duty)
    in_hand.refresh_from_db()
    assert in_hand.due_on == duty.due_on


def test_handed_to_another_level_after_acceptance_its_dates_stay(in_hand, cast):
    due = in_hand.due_on
    actions.hand_over(
        in_hand, to_organisation=cast.units.district, reason="x", by=cast.plant_chair, on=today()
    )
    with standing_at(now() + timedelta(days=9)):
        actions.accept(in_hand, by=cast.rights_officer, on=today())
    owed = Duty.objects.open().about(in_hand).values_list("kind", "due_on")
    assert (in_hand.due_on, list(owed)) == (due, [("cases.answer", due)])


def test_what_another_level_took_on_is_no_longer_refused(in_hand, cast):
    actions.hand_over(
        in_hand, to_organisation=cast.units.district, reason="x", by=cast.plant_chair, on=today()
    )
    with pytest.raises(Refused) as refused:
        actions.refuse(in_hand, reason="x", instead="y", by=cast.rights_officer, on=today())
    assert refused.value.citation.rule == "cn.pet.decide_60_30"
