"""Requests side by side: proposed, linked, told apart, and never told to whoever may not read both."""

import pytest
from django.urls import reverse
from tests.cast import LONG_AGO, joined

from unionhall.cases import actions, my_actions
from unionhall.cases.alike import actions as ties
from unionhall.cases.alike import queries
from unionhall.cases.alike.models import Pair
from unionhall.cases.models import Case, Topic
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.history.queries import trail
from unionhall.organisations import actions as organisations
from unionhall.organisations.models import Employer

pytestmark = pytest.mark.django_db
TEXT = "加班费三个月没有发，问了主管也不理"


def brought(cast, who="worker", text=TEXT, topic=Topic.PAY, **more) -> Case:
    person = getattr(cast, who) if isinstance(who, str) else who
    told = {"by": cast.desk_officer, "on": today()} | more
    return actions.take_down(person, topic=topic, text=text, **told)


@pytest.fixture
def case(cast) -> Case:
    return brought(cast)


def numbers(nears) -> list[str]:
    return [near.case.number for near in nears]


def beside(case, user):
    return queries.beside(case, user, on=today())


def test_the_worker_s_other_open_requests_stand_first(cast, case):
    other = brought(cast, text="换班没有提前说", topic=Topic.HOURS)
    found = beside(case, cast.rights_officer)
    assert (numbers(found.own), found.linked, found.similar) == ([other.number], [], [])


def test_what_looks_alike_is_proposed_with_the_reason(cast, case):
    like = brought(cast, "shop_worker", "加班费没有发，已经三个月了，主管不理")
    brought(cast, "colleague", "食堂的菜不新鲜", Topic.SAFETY)
    (near,) = beside(case, cast.rights_officer).similar
    assert near.case == like
    assert (len(near.why), near.likeness > 0.15) == (2, True)


def test_the_same_employer_and_topic_are_enough(cast, case):
    employer = Employer.objects.create(name="红星机械厂")
    Case.objects.update(employer=employer)
    case.refresh_from_db()
    other = brought(cast, "colleague", "奖金算错")
    Case.objects.filter(pk=other.pk).update(employer=employer)
    assert numbers(beside(case, cast.rights_officer).similar) == [other.number]


def test_the_employer_is_that_of_the_worker_s_union(cast):
    employer = Employer.objects.create(name="红星机械厂")
    cast.units.plant.employer = employer
    cast.units.plant.save()
    assert brought(cast).employer == employer
    assert brought(cast, "shop_worker").employer is None


def test_nobody_is_proposed_what_they_may_not_read(cast, case):
    shop = brought(cast, "shop_worker")
    brought(cast, "stranger_worker", by=cast.stranger_rights_officer)
    Case.objects.filter(pk=brought(cast, "colleague").pk).update(is_restricted=True)
    assert beside(case, cast.plant_chair).similar == []
    assert shop.number in numbers(beside(case, cast.rights_officer).similar)
    assert len(beside(case, cast.rights_officer).similar) == 2


def test_what_is_old_or_ended_is_not_proposed(cast, case):
    other = brought(cast, "shop_worker")
    my_actions.withdraw(other, by=cast.shop_worker.user, on=today())
    assert beside(case, cast.rights_officer).similar == []


def test_linked_they_show_each_other(cast, case):
    other = brought(cast, "shop_worker")
    tie = ties.link(case, other, reason="同一个加班制度", by=cast.rights_officer, on=today())
    for one, shown in ((case, other), (other, case)):
        found = beside(one, cast.rights_officer)
        assert (numbers(found.linked), found.similar) == ([shown.number], [])
    assert (tie.one, tie.other) == (case, other)


def test_a_link_is_not_told_to_whoever_may_not_read_the_other(cast, case, signed_in):
    other = brought(cast, "shop_worker")
    ties.link(case, other, reason="同一个加班制度", by=cast.rights_officer, on=today())
    assert beside(case, cast.plant_chair).linked == []
    page = signed_in(cast.plant_chair).get(case.get_absolute_url()).content.decode()
    mine = signed_in(cast.worker).get(case.my_url).content.decode()
    for text in (page, mine):
        assert (other.number in text, str(other) in text) == (False, False)
    assert "并在一起" not in mine


def test_linked_twice_and_with_itself_is_refused(cast, case):
    other = brought(cast, "shop_worker")
    told = {"reason": "x", "by": cast.rights_officer, "on": today()}
    ties.link(case, other, **told)
    for one, another in ((case, other), (other, case), (case, case)):
        with pytest.raises(Refused):
            ties.link(one, another, **told)


def test_a_reason_is_needed(cast, case):
    other = brought(cast, "shop_worker")
    for act in (ties.link, ties.unlink):
        with pytest.raises(Refused):
            act(case, other, reason=" ", by=cast.rights_officer, on=today())


def test_unlinked_it_may_be_proposed_again(cast, case):
    other = brought(cast, "shop_worker")
    told = {"reason": "x", "by": cast.rights_officer, "on": today()}
    with pytest.raises(Refused):
        ties.unlink(case, other, **told)
    ties.link(case, other, **told)
    ties.unlink(other, case, **told)
    assert numbers(beside(case, cast.rights_officer).similar) == [other.number]
    assert [entry.verb for entry in trail(case)][-2:] == ["cases.linked", "cases.unlinked"]


def test_told_apart_is_remembered(cast, case):
    other = brought(cast, "shop_worker")
    told = {"by": cast.rights_officer, "on": today()}
    ties.tell_apart(case, other, **told)
    for one in (case, other):
        found = beside(one, cast.rights_officer)
        assert (found.linked, found.similar) == ([], [])
    with pytest.raises(Refused):
        ties.tell_apart(other, case, **told)
    ties.link(case, other, reason="x", **told)
    assert Pair.objects.get().verdict == "linked"
    with pytest.raises(Refused):
        ties.tell_apart(case, other, **told)


def test_the_section_is_loaded_after_the_page(cast, case, signed_in):
    other = brought(cast, "shop_worker")
    client = signed_in(cast.rights_officer)
    address = reverse("cases:alike", args=[case.number])
    assert f'hx-get="{address}"' in client.get(case.get_absolute_url()).content.decode()
    part = client.get(address, headers={"hx-target": "section#alike"}).content.decode()
    whole = client.get(address).content.decode()
    assert ("<html" in part, "<html" in whole) == (False, True)
    assert (other.number in part, other.number in whole) == (True, True)


def test_it_costs_the_same_however_many_there_are(
    cast, case, signed_in, django_assert_max_num_queries
):
    client = signed_in(cast.rights_officer)
    address = reverse("cases:alike", args=[case.number])
    for place in range(12):
        person = joined(f"工友{place}", cast.units.shop, f"1380000{place:04}", account=False)
        brought(cast, person)
    client.get(address)
    with django_assert_max_num_queries(14):
        page = client.get(address)
    assert len(page.context["beside"].similar) == queries.SHOWN


def test_an_officer_links_unlinks_and_tells_apart_on_the_page(cast, case, signed_in):
    other = brought(cast, "shop_worker")
    client = signed_in(cast.rights_officer)
    typed = {"other": other.number.lower(), "reason": "同因"}
    for name, left in (("link", ["linked"]), ("unlink", []), ("tell_apart", ["unlike"])):
        client.post(reverse(f"cases:{name}", args=[case.number]), typed)
        assert list(Pair.objects.values_list("verdict", flat=True)) == left


@pytest.mark.parametrize("name", ["link", "unlink", "tell_apart"])
def test_what_one_may_not_read_and_what_is_not_there_are_the_same(cast, case, signed_in, name):
    hidden = brought(cast, "stranger_worker", by=cast.stranger_rights_officer)
    client = signed_in(cast.rights_officer)
    address = reverse(f"cases:{name}", args=[case.number])
    pages = [
        client.post(address, {"other": number, "reason": "x"}, follow=True).context["messages"]
        for number in (hidden.number, "20200101-ABCDE", "")
    ]
    assert len({tuple(map(str, found)) for found in pages}) == 1
    assert not Pair.objects.exists()
    assert signed_in(cast.stranger_chair).post(address, {}).status_code == 404


def test_the_answer_given_to_one_is_offered_for_the_other_to_be_read_over(cast, case, signed_in):
    other = brought(cast, "shop_worker")
    actions.accept(case, by=cast.rights_officer, on=today())
    actions.accept(other, by=cast.rights_officer, on=today())
    ties.link(case, other, reason="x", by=cast.rights_officer, on=today())
    address = reverse("cases:answer_like", args=[other.number, case.number])
    client = signed_in(cast.rights_officer)
    assert client.get(address).status_code == 404  # nothing is answered yet
    actions.propose_closing(case, answer="公司已补发三个月。", by=cast.rights_officer, on=today())
    listed = client.get(reverse("cases:alike", args=[other.number])).content.decode()
    page = client.get(address).content.decode()
    assert (address in listed, "公司已补发三个月。</textarea>" in page) == (True, True)
    other.refresh_from_db()
    assert other.answer == ""


def test_taking_down_asks_first_whether_it_is_one_of_the_worker_s_own(cast, case, signed_in):
    address = reverse("cases:take_down_for", args=[cast.worker.uid])
    page = signed_in(cast.desk_officer).get(address).content.decode()
    assert (case.number in page, TEXT[:8] in page) == (True, True)
    restricted = brought(cast, restricted=True)
    assert restricted.number not in signed_in(cast.plant_chair).get(address).content.decode()


def test_a_worker_s_own_open_requests_stand_together(cast, case, signed_in):
    other = brought(cast, text="换班没有提前说", topic=Topic.HOURS)
    foreign = brought(cast, "colleague")
    page = signed_in(cast.worker).get(case.my_url).content.decode()
    assert (other.my_url in page, foreign.number in page) == (True, False)


def test_the_employer_of_a_union_group_is_that_of_the_union_above_it(cast):
    employer = Employer.objects.create(name="红星机械厂")
    cast.units.plant.employer = employer
    cast.units.plant.save()
    group = organisations.add("group", cast.units.plant, "G-1", "装配组", by=None, on=LONG_AGO)
    assert brought(cast, joined("工友", group, account=False)).employer == employer
