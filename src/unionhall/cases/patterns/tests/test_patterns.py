"""Repeated problems: proposed once, decided once, and never about a worker."""

from datetime import datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.cast import joined

from unionhall.cases import actions as cases
from unionhall.cases import clock, my_actions
from unionhall.cases.models import Case, Topic
from unionhall.cases.outcomes.rules import Noted
from unionhall.cases.patterns import actions, queries
from unionhall.cases.patterns.models import Proposal
from unionhall.core.clock import standing_at, today
from unionhall.core.errors import Refused
from unionhall.duties.models import Duty
from unionhall.history.models import Entry
from unionhall.notifications.models import Message as Notice
from unionhall.organisations import estate
from unionhall.organisations.models import Employer

pytestmark = pytest.mark.django_db


@pytest.fixture
def employer(cast) -> Employer:
    made = Employer.objects.create(name="红星机械厂")
    cast.units.plant.employer = made
    cast.units.plant.save()
    return made


def brought(cast, *, topic=Topic.PAY, times=1, who=("worker", "colleague"), **more) -> list[Case]:
    return [
        cases.take_down(
            getattr(cast, who[place % len(who)]),
            topic=topic,
            text="加班费没有发",
            by=cast.desk_officer,
            on=today(),
            **more,
        )
        for place in range(times)
    ]


def look(since=None) -> list[Proposal]:
    return actions.find_repeats(since=since or today(), on=today())


@pytest.fixture
def proposal(cast, employer) -> Proposal:
    brought(cast, times=5)
    (made,) = look()
    return made


def later(days: int):
    return standing_at(
        timezone.make_aware(datetime.combine(today() + timedelta(days=days), time(12)))
    )


def test_five_requests_on_one_topic_open_one_proposal_for_the_federation(cast, employer):
    brought(cast, times=4)
    brought(cast, times=4, topic=Topic.SAFETY)
    assert look() == []
    brought(cast)
    (made,) = look()
    assert (made.organisation, made.employer, made.topic, made.requests) == (
        cast.units.district,
        employer,
        "pay",
        5,
    )
    duty = Duty.objects.about(made).open().get()
    assert (duty.kind, duty.rule, duty.held_at) == (
        "cases.decide_pattern",
        "own.pattern.decide_15wd",
        cast.units.district,
    )
    told = Notice.objects.filter(template="cases/pattern_proposed")
    assert set(told.values_list("receiver__name", flat=True)) == {"王敏", "郑凯"}


def test_while_it_is_open_it_counts_on_and_no_second_is_opened(cast, proposal):
    brought(cast, times=2)
    assert look() == []
    proposal.refresh_from_db()
    assert (proposal.requests, Proposal.objects.count()) == (7, 1)


def test_it_names_no_worker(cast, proposal, signed_in):
    page = signed_in(cast.rights_officer).get(proposal.get_absolute_url()).content.decode()
    assert [name in page for name in ("李小明", "张华", "加班费没有发")] == [False] * 3
    for case in Case.objects.all():
        assert case.number not in page
    assert "李小明" not in Entry.objects.get(verb="cases.pattern_proposed").facts_text


def test_what_one_worker_brings_again_and_again_is_no_pattern(cast, employer):
    brought(cast, times=6, who=("worker",))
    assert look() == []


def test_restricted_and_withdrawn_requests_do_not_count(cast, employer):
    brought(cast, times=4)
    brought(cast, restricted=True, times=3)
    my_actions.withdraw(brought(cast)[0], by=cast.worker.user, on=today())
    assert look() == []


def test_without_an_employer_nothing_is_proposed(cast):
    brought(cast, times=6)
    assert look() == []


def test_declined_it_is_quiet_until_new_ones_come(cast, proposal):
    actions.decline(proposal, reason="单位已在整改", by=cast.rights_officer, on=today())
    assert not Duty.objects.about(proposal).open().exists()
    with later(1):
        brought(cast)
        assert look() == []
        brought(cast)
        assert len(look()) == 1


def test_decided_it_is_not_decided_again(cast, proposal):
    actions.take_to_bargaining(proposal, by=cast.rights_officer, on=today())
    for act in (actions.take_to_bargaining, actions.decline):
        with pytest.raises(Refused):
            act(proposal, reason="x", by=cast.rights_officer, on=today())
    stale = Proposal.objects.get(pk=proposal.pk)
    stale.state = "open"
    with pytest.raises(Refused):
        actions.take_to_bargaining(stale, by=cast.second_rights_officer, on=today())


def test_declining_needs_a_reason(cast, proposal):
    with pytest.raises(Refused):
        actions.decline(proposal, reason=" ", by=cast.rights_officer, on=today())


def test_a_point_is_brought_to_bargaining_once(cast, proposal):
    with pytest.raises(Refused):
        actions.carry(proposal, by=cast.rights_officer, on=today())
    actions.take_to_bargaining(proposal, reason="加班费制度", by=cast.rights_officer, on=today())
    assert list(Proposal.objects.points().filter(carried_on=None)) == [proposal]
    actions.carry(proposal, by=cast.rights_officer, on=today())
    assert list(Proposal.objects.points().filter(carried_on=None)) == []
    with pytest.raises(Refused):
        actions.carry(proposal, by=cast.rights_officer, on=today())


def test_the_clock_looks_once_a_day(cast, employer):
    brought(cast, times=5)
    noon = timezone.make_aware(datetime.combine(today(), time(12)))
    clock.find_repeats(noon, since=noon - timedelta(minutes=1))
    assert not Proposal.objects.exists()
    clock.find_repeats(noon + timedelta(days=1), since=noon)
    assert Proposal.objects.count() == 1


def test_the_rights_head_decides_on_the_pages(cast, proposal, signed_in):
    client = signed_in(cast.rights_officer)
    for address in (reverse("patterns:patterns"), reverse("patterns:proposals")):
        assert str(proposal.employer) in client.get(address).content.decode()
    decline = reverse("patterns:decline", args=[proposal.pk])
    assert client.post(decline, {}).status_code == 422
    take = reverse("patterns:take_to_bargaining", args=[proposal.pk])
    assert client.post(take, {"reason": "加班费制度"}).status_code == 302
    assert client.post(decline, {"reason": "x"}).status_code == 409
    points = client.get(reverse("patterns:proposals"), {"show": "points"}).content.decode()
    assert str(proposal.employer) in points
    client.post(reverse("patterns:carry", args=[proposal.pk]))
    proposal.refresh_from_db()
    assert proposal.carried_on == today()


@pytest.mark.parametrize("name", ["proposal", "take_to_bargaining", "decline", "carry"])
def test_elsewhere_it_is_not_there(cast, proposal, signed_in, name):
    client = signed_in(cast.stranger_rights_officer)
    ask = client.get if name == "proposal" else client.post
    assert ask(reverse(f"patterns:{name}", args=[proposal.pk])).status_code == 404
    assert list(queries.proposals(cast.stranger_rights_officer, on=today())) == []


def test_whoever_opens_the_requests_sees_exact_counts_and_others_only_fives(
    cast, proposal, signed_in
):
    last = today().replace(day=1) - timedelta(days=1)
    Case.objects.update(received_on=last)
    brought(cast, times=3, topic=Topic.SAFETY)
    Case.objects.filter(topic=Topic.SAFETY).update(received_on=last)
    Case.objects.filter(pk__in=[case.pk for case in brought(cast, times=2)]).update(
        received_on=last
    )
    address = reverse("patterns:patterns")
    exact = signed_in(cast.rights_officer).get(address).context["rows"]
    assert sorted((row.topic, row.now.low, row.now.high) for row in exact) == [
        ("劳动报酬", 7, 7),
        ("安全健康", 3, 3),
    ] or [row.now.low for row in exact] == [7, 3]
    coarse = signed_in(cast.register_officer).get(address).context["rows"]
    assert [(row.now.low, row.now.high, row.before) for row in coarse] == [(5, 9, None)]


def test_months_and_rules_are_counted_too(cast, proposal, signed_in):
    case = Case.objects.first()
    cases.accept(case, by=cast.plant_chair, on=today())
    noted = Noted(frozenset({"apology"}), clause="cn.disp.limit_1y")
    cases.propose_closing(case, answer="a", outcome=noted, by=cast.plant_chair, on=today())
    context = signed_in(cast.rights_officer).get(reverse("patterns:patterns")).context
    assert [one.now.low for one in context["seasons"]][-1:] == [5]
    assert [(rule, cell.low) for rule, _title, cell in context["clauses"]] == [
        ("cn.disp.limit_1y", 1)
    ]


def test_the_page_costs_the_same_however_many_there_are(
    cast, proposal, signed_in, django_assert_max_num_queries
):
    client = signed_in(cast.rights_officer)
    for place in range(5):
        joined(f"工友{place}", cast.units.plant, f"1380000{place:04}", account=False)
    for topic in Topic.values:
        brought(cast, topic=topic)
    client.get(reverse("patterns:patterns"))
    with django_assert_max_num_queries(20):
        client.get(reverse("patterns:patterns"))


def test_of_a_union_that_ends_it_goes_to_the_one_that_takes_its_place(cast, proposal):
    handing = estate.Handing(cast.units.district, cast.units.city, None, today())
    part = next(one for one in estate.parts() if one.name == "patterns")
    assert (part.count(handing), part.hand(handing), part.count(handing)) == (1, 1, 0)
    proposal.refresh_from_db()
    duty = Duty.objects.about(proposal).open().get()
    assert (proposal.organisation, duty.held_at) == (cast.units.city, cast.units.city)
