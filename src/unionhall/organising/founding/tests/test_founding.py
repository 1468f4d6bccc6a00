"""A union is founded: its preparation, its roll, the application, and the higher union's decision."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from unionhall.accounts.sms import MemoryGateway
from unionhall.core import keyring
from unionhall.core.errors import Refused
from unionhall.duties.models import Duty
from unionhall.history.queries import trail
from unionhall.members.models import Person, Spell
from unionhall.members.sealing import id_digest, open_id
from unionhall.members.transfers.models import Transfer
from unionhall.organisations import actions as organisations
from unionhall.organisations.models import Employer, Mandate, Organisation
from unionhall.organising.founding import actions, clock, erasing, owed
from unionhall.organising.founding.models import Founder, Founding
from unionhall.organising.founding.sealing import reseal_founders
from unionhall.organising.founding.tests.conftest import number

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}
OFFICES = ("chair", "auditor", "women_officer")


def rule_of(refused) -> str:
    return refused.value.citation.rule if refused.value.citation else ""


def test_workers_without_one_employer_prepare_a_joint_union(cast, on):
    made = actions.prepare(
        cast.units.street,
        kind="joint_union",
        name="外卖骑手联合工会",
        workplace="外卖平台，骑手",
        initiative="workers",
        by=cast.street_chair,
        on=on,
    )
    assert (made.state, made.employer) == ("preparing", None)


@pytest.mark.parametrize("kind", ["group", "county", "township"])
def test_no_union_of_another_kind_is_founded_there(kind, cast, on):
    told = {"name": "x", "initiative": "workers", "by": cast.street_chair, "on": on}
    with pytest.raises(Refused) as refused:
        actions.prepare(cast.units.street, kind=kind, **told)
    assert rule_of(refused) == "cn.org.upper_approval"


def test_an_employer_with_a_union_gets_no_second_one(cast, on):
    employer = Employer.objects.create(name="红星机械厂")
    Organisation.objects.filter(pk=cast.units.plant.pk).update(employer=employer)
    told = {"name": "x", "initiative": "workers", "by": cast.street_chair, "on": on}
    with pytest.raises(Refused):
        actions.prepare(cast.units.street, kind="enterprise_union", employer=employer, **told)


def test_the_same_union_is_not_prepared_twice_at_once(prepared, cast, on):
    again = {"kind": "enterprise_union", "name": prepared.name, "initiative": "higher"}
    with pytest.raises(Refused):
        actions.prepare(cast.units.street, **again, by=cast.chair, on=on)
    actions.withdraw(prepared, reason="改期", by=cast.street_chair, on=on)
    assert actions.prepare(cast.units.street, **again, by=cast.chair, on=on).is_preparing


def test_nobody_stands_on_a_roll_twice_or_as_somebody_else(prepared, enrol, cast, on):
    enrol(prepared, 1)
    told = {"phone": "13700000999", "by": cast.street_chair, "on": on}
    with pytest.raises(Refused):
        actions.add_founder(prepared, name="发起人0", id_number=number(0), **told)
    Person.objects.filter(pk=cast.worker.pk).update(id_index=id_digest(number(7)))
    with pytest.raises(Refused):
        actions.add_founder(prepared, name="别人", id_number=number(7), **told)
    assert prepared.founders.count() == 1


def test_a_member_of_another_union_is_not_silently_doubled(prepared, cast, on):
    Person.objects.filter(pk=cast.shop_worker.pk).update(id_index=id_digest(number(7)))
    told = {
        "name": cast.shop_worker.name,
        "phone": "13900000003",
        "id_number": number(7),
        "by": cast.street_chair,
        "on": on,
    }
    with pytest.raises(Refused) as refused:
        actions.add_founder(prepared, **told)
    assert str(cast.units.shop) not in refused.value.reason
    made = actions.add_founder(prepared, moves=True, **told)
    assert made.moves
    with pytest.raises(Refused):
        actions.elect(made, "chair", by=cast.street_chair, on=on)


def test_who_says_to_come_over_and_is_in_no_union_counts_at_once(prepared, cast, on):
    told = {"name": "新人", "phone": "13700000001", "id_number": number(3), "moves": True}
    made = actions.add_founder(prepared, **told, by=cast.street_chair, on=on)
    assert made.moves is False


def test_of_who_is_taken_off_the_roll_nothing_is_kept(prepared, enrol, cast, on):
    (row,) = enrol(prepared, 1)
    actions.remove_founder(row, by=cast.street_chair, on=on)
    assert Founder.objects.count() == 0


@pytest.mark.parametrize(
    ("count", "women", "offices", "leading", "rule"),
    [
        (0, 0, (), "committee", ""),
        (25, 0, ("organiser",), "organiser", "cn.org.committee_min_members"),
        (25, 0, ("auditor",), "committee", "cn.org.committee_min_members"),
        (25, 0, ("chair",), "committee", "cn.org.audit_committee"),
        (25, 10, ("chair", "auditor"), "committee", "cn.org.women_committee_10"),
        (3, 0, (), "organiser", ""),
        (3, 0, ("organiser", "chair"), "organiser", ""),
        (3, 0, ("organiser",), "nobody", ""),
    ],
)
def test_who_has_not_elected_whom_the_law_asks_for_cannot_apply(
    count, women, offices, leading, rule, prepared, enrol, bring
):
    enrol(prepared, count, *offices, women=women)
    with pytest.raises(Refused) as refused:
        bring(prepared, leading)
    assert rule_of(refused) == rule
    assert (Founding.objects.get().state, Duty.objects.count()) == ("preparing", 0)


def test_four_years_are_no_term(prepared, enrol, bring):
    enrol(prepared, 25, "chair", "auditor")
    with pytest.raises(Refused) as refused:
        bring(prepared, years=4)
    assert rule_of(refused) == "cn.org.term_primary"


def test_where_there_is_an_employer_kin_is_declared(prepared, enrol, bring):
    prepared.employer = Employer.objects.create(name="新光电器厂")
    prepared.save()
    enrol(prepared, 25, "chair", "auditor")
    with pytest.raises(Refused) as refused:
        bring(prepared)
    assert rule_of(refused) == "cn.org.kin_barred"
    assert bring(prepared, kin_declared=True).is_waiting


def test_the_higher_union_owes_a_decision(prepared, enrol, bring):
    enrol(prepared, 25, "chair", "auditor")
    bring(prepared)
    duty = Duty.objects.about(prepared).get()
    assert (duty.kind, duty.rule, duty.organisation) == (owed.KIND, owed.RULE, prepared.higher)


def test_the_roll_is_closed_once_applied(prepared, enrol, bring, cast, on):
    rows = enrol(prepared, 3, "organiser")
    bring(prepared, "organiser")
    for act in (
        lambda: actions.remove_founder(rows[0], by=cast.street_chair, on=on),
        lambda: actions.elect(rows[1], "treasurer", by=cast.street_chair, on=on),
        lambda: enrol(prepared, 1),
    ):
        with pytest.raises(Refused):
            act()


def test_on_approval_all_is_there_in_one_act(prepared, enrol, bring, approve, cast, on):
    enrol(prepared, 26, *OFFICES, women=12)
    approve(bring(prepared))
    union = Organisation.objects.get(code="XG001")
    assert (union.parent, union.name, prepared.union) == (cast.units.street, prepared.name, union)
    spells = Spell.objects.filter(organisation=union)
    assert (spells.count(), set(spells.values_list("begun_by", "from_on"))) == (
        26,
        {("founding", on)},
    )
    assert sorted(union.bodies.values_list("kind", flat=True)) == [
        "audit_committee",
        "committee",
        "women_committee",
    ]
    until = on.replace(year=2029)
    assert list(union.mandates.order_by("office").values_list("office", "until_on")) == [
        ("auditor", until),
        ("chair", until),
        ("women_officer", until),
    ]
    chair = Mandate.objects.get(organisation=union, office="chair")
    assert (chair.user.person.name, chair.body.kind) == ("发起人0", "committee")
    assert open_id(chair.user.person) == number(0, woman=True)
    assert Duty.objects.open().about(prepared).count() == 0
    assert Founder.objects.exclude(id_number=None).count() == 0
    assert len(MemoryGateway.sent) == 23  # those elected have an account and read a notice


def test_a_small_union_is_led_by_one_organiser_without_bodies(prepared, enrol, bring, approve):
    enrol(prepared, 3, "organiser")
    union = approve(bring(prepared, "organiser")).union
    assert (union.bodies.count(), union.mandates.get().office) == (0, "organiser")
    assert union.mandates.get().until_on is None


def test_a_founder_of_another_union_comes_by_a_transfer_and_is_never_in_both(
    prepared, enrol, bring, approve, cast, on
):
    enrol(prepared, 3, "organiser")
    Person.objects.filter(pk=cast.shop_worker.pk).update(id_index=id_digest(number(40)))
    told = {"name": cast.shop_worker.name, "phone": "13900000003", "id_number": number(40)}
    actions.add_founder(prepared, **told, moves=True, by=cast.street_chair, on=on)
    union = approve(bring(prepared, "organiser")).union
    assert Spell.objects.filter(organisation=union).count() == 3
    transfer = Transfer.objects.get()
    assert (transfer.person, transfer.to_organisation) == (cast.shop_worker, union)
    assert Spell.objects.covering(on=on).filter(person=cast.shop_worker).count() == 1


def test_an_elected_founder_who_joined_another_union_meanwhile_stops_all_of_it(
    prepared, enrol, bring, approve, cast, on
):
    enrol(prepared, 3, "organiser")
    bring(prepared, "organiser")
    Person.objects.filter(pk=cast.shop_worker.pk).update(id_index=id_digest(number(0)))
    with pytest.raises(Refused):
        approve(prepared)
    assert not Organisation.objects.filter(code="XG001").exists()
    assert (Founding.objects.get().state, Person.objects.filter(name="发起人1").count()) == (
        "applied",
        0,
    )


def test_a_joint_union_covers_the_employer(cast, enrol, bring, approve, on):
    employer = Employer.objects.create(name="小作坊")
    made = actions.prepare(
        cast.units.street,
        kind="joint_union",
        name="北山联合工会",
        employer=employer,
        initiative="higher",
        by=cast.street_chair,
        on=on,
    )
    enrol(made, 3, "organiser")
    union = approve(bring(made, "organiser", kin_declared=True)).union
    assert (union.employer, union.coverages.get().employer) == (None, employer)


@pytest.mark.parametrize("wrong", [{"resolution": " "}, {"code": "U-PLANT"}, {"code": "!"}])
def test_no_approval_without_a_resolution_or_with_a_code_that_is_taken(
    wrong, prepared, enrol, bring, approve
):
    enrol(prepared, 3, "organiser")
    bring(prepared, "organiser")
    with pytest.raises(Refused):
        approve(prepared, **wrong)
    assert Founding.objects.get().is_waiting


def test_of_two_who_decide_one_is_told(prepared, enrol, bring, approve, cast, on):
    enrol(prepared, 3, "organiser")
    bring(prepared, "organiser")
    late = Founding.objects.get()
    approve(prepared)
    with pytest.raises(Refused):
        approve(late, code="XG002")
    told = {"reason": "x", "rule": "cn.org.upper_approval", "by": cast.chair, "on": on}
    with pytest.raises(Refused):
        actions.refuse(late, **told)
    with pytest.raises(Refused):
        actions.withdraw(late, reason="x", by=cast.street_chair, on=on)
    assert Organisation.objects.filter(name=prepared.name).count() == 1


def test_a_refusal_names_its_article_and_the_founders_can_begin_again(
    prepared, enrol, bring, cast, on
):
    enrol(prepared, 3, "organiser")
    bring(prepared, "organiser")
    told = {"by": cast.street_chair, "on": on}
    for wrong in (
        {"reason": " ", "rule": "cn.elec.prep_group"},
        {"reason": "x", "rule": ""},
        {"reason": "x", "rule": "cn.org.establish_dissolve_vote"},
    ):
        with pytest.raises(Refused):
            actions.refuse(prepared, **wrong, **told)
    actions.refuse(prepared, reason="筹备组没有职工代表", rule="cn.elec.prep_group", **told)
    assert (prepared.state, Duty.objects.open().count()) == ("refused", 0)
    assert Founder.objects.exclude(id_number=None).count() == 0
    again = {"kind": prepared.kind, "name": prepared.name, "initiative": "workers"}
    assert actions.prepare(cast.units.street, **again, **told).is_preparing


def test_a_withdrawn_application_is_owed_no_more(prepared, enrol, bring, cast, on):
    enrol(prepared, 3, "organiser")
    bring(prepared, "organiser")
    actions.withdraw(prepared, reason="改为加入联合工会", by=cast.street_chair, on=on)
    assert Duty.objects.about(prepared).get().voided_on == on


def test_a_roll_that_came_to_nothing_loses_its_names_after_a_year(prepared, enrol, cast, on):
    enrol(prepared, 2)
    actions.withdraw(prepared, reason="改为加入联合工会", by=cast.street_chair, on=on)
    last = on + timedelta(days=365)
    names = {"发起人0", "发起人1"}
    assert (clock.forget(on=last), set(prepared.founders.values_list("name", flat=True))) == (
        0,
        names,
    )
    assert clock.forget(on=last + timedelta(days=1)) == 2
    left = prepared.founders.order_by("pk")
    assert list(left.values_list("name", "phone", "id_number", "employment", "sex")) == [
        (f"– {row.pk}", "", None, "", "") for row in left
    ]
    assert clock.forget(on=last + timedelta(days=1)) == 0


def test_whoever_is_erased_leaves_the_rolls_too(prepared, enrol, cast):
    (row, other) = enrol(prepared, 2)
    Founder.objects.filter(pk=row.pk).update(person=cast.worker)
    assert erasing._founders([cast.worker]) == 1
    assert set(prepared.founders.values_list("name", "phone")) == {
        (f"– {row.pk}", ""),
        (other.name, other.phone),
    }


def test_a_roll_under_way_keeps_its_names(prepared, enrol, on):
    enrol(prepared, 1)
    assert clock.forget(on=on + timedelta(days=4000)) == 0


def test_every_act_stands_in_the_trail(prepared, enrol, bring, approve):
    enrol(prepared, 2, "organiser")
    approve(bring(prepared, "organiser"))
    assert [entry.verb for entry in trail(prepared)] == [
        "organising.prepared",
        "organising.founder_added",
        "organising.founder_added",
        "organising.elected",
        "organising.applied",
        "organising.approved",
    ]


def test_id_numbers_go_under_the_newest_key(prepared, enrol, settings, tmp_path):
    settings.UNIONHALL_KEYS = str(tmp_path)
    (row,) = enrol(prepared, 1)
    keyring.rotate()
    assert (reseal_founders(), reseal_founders()) == (1, 0)
    row.refresh_from_db()
    assert keyring.sealed_with(row.id_number) == keyring.active()
    assert row.open_number() == number(0)


def test_a_union_is_founded_from_the_pages(cast, signed_in, client):
    signed_in(cast.street_chair)
    answer = client.post(
        reverse("founding:prepare"),
        {
            "higher": cast.units.street.code,
            "kind": "joint_union",
            "name": "骑手联合工会",
            "initiative": "workers",
        },
    )
    row = Founding.objects.get()
    assert answer["Location"] == row.get_absolute_url()
    told = {"name": "罗小虎", "phone": "13700000001", "id_number": number(1)}
    client.post(reverse("founding:add_founder", args=[row.pk]), told)
    founder = row.founders.get()
    client.post(reverse("founding:elect", args=[founder.pk]), {"office": "organiser"})
    again = {"leading": "organiser", "elected_on": row.begun_on.isoformat()}
    client.post(reverse("founding:apply", args=[row.pk]), again)
    page = client.get(row.get_absolute_url(), headers=ENGLISH).content.decode()
    assert "Approve" in page
    assert "罗小虎" in page
    assert number(1) not in page
    done = {"code": "QS1", "resolution": "1"}
    client.post(reverse("founding:approve", args=[row.pk]), done)
    row.refresh_from_db()
    assert (row.state, row.union.code) == ("approved", "QS1")
    assert client.get(row.get_absolute_url()).status_code == 200


def test_what_is_refused_stands_on_the_page_with_its_article(prepared, enrol, cast, signed_in):
    enrol(prepared, 2)
    client = signed_in(cast.street_chair)
    answer = client.post(
        reverse("founding:apply", args=[prepared.pk]),
        {"leading": "committee", "years": "3", "elected_on": prepared.begun_on.isoformat()},
        headers=ENGLISH,
    )
    assert answer.status_code == 409
    assert "Trade Union Law" in answer.content.decode()


@pytest.mark.parametrize("show", ["waiting", "preparing", "approved", "refused", "nonsense"])
def test_the_list_shows_each_state_on_its_tab(show, prepared, enrol, bring, signed_in, cast):
    page = signed_in(cast.street_chair).get(reverse("founding:index"), {"show": show})
    assert (prepared.name in page.content.decode()) == (show == "preparing")


def test_outside_its_reach_a_founding_is_not_there(prepared, enrol, signed_in, cast):
    (row,) = enrol(prepared, 1)
    client = signed_in(cast.stranger_register_officer)
    assert client.get(prepared.get_absolute_url()).status_code == 404
    assert client.post(reverse("founding:elect", args=[row.pk])).status_code == 404
    page = client.get(reverse("founding:index"), {"show": "preparing"}).content.decode()
    assert prepared.name not in page


def test_the_unions_own_chair_does_not_approve_beside_the_higher_union(
    prepared, enrol, bring, signed_in, cast
):
    enrol(prepared, 3, "organiser")
    bring(prepared, "organiser")
    client = signed_in(cast.plant_chair)
    told = {"code": "XG1", "resolution": "1"}
    assert client.post(reverse("founding:approve", args=[prepared.pk]), told).status_code == 404


def test_an_employer_s_founding_is_still_possible_once_its_union_closed(cast, on):
    employer = Employer.objects.create(name="旧厂")
    old = organisations.add(
        "enterprise_union", cast.units.street, "OLD", "旧厂工会", by=None, on=on, employer=employer
    )
    organisations.close(old, by=None, on=on)
    told = {"kind": "enterprise_union", "name": "旧厂工会", "initiative": "workers"}
    made = actions.prepare(
        cast.units.street, **told, employer=employer, by=cast.street_chair, on=on
    )
    assert made.is_preparing


WISH = {
    "workplace": "顺风物流",
    "kind": "enterprise_union",
    "place": "北山街道",
    "name": "罗小虎",
    "phone": "13700000001",
    "employment": "合同制",
    "free_will": "on",
}


def proposed(client, order: int, **told):
    wish = WISH | {"id_number": number(order)} | told
    assert client.post(reverse("founding:propose"), wish)["Location"] == reverse("founding:code")
    code = re.search(r"\d{6}", MemoryGateway.sent[-1].body).group()
    return client.post(reverse("founding:code"), {"code": code})


def test_workers_without_a_union_begin_one_on_the_phone_and_others_join(client, cast):
    answer = proposed(client, 1)
    row = Founding.objects.get()
    assert answer["Location"] == reverse("founding:state", args=[row.uid])
    assert (row.higher, row.initiative, row.begun_by) == (cast.units.street, "workers", None)
    duty = Duty.objects.open().about(row).get()
    assert (duty.kind, duty.rule) == (owed.HELP, owed.HELP_RULE)
    proposed(client, 2, name="江一帆", phone="13700000002")
    proposed(client, 2, name="江一帆", phone="13700000002")
    assert row.founders.count() == 2
    page = client.get(answer["Location"]).content.decode()
    assert "罗小虎" not in page


def test_no_stranger_learns_on_the_phone_who_is_a_member(client, cast):
    Person.objects.filter(pk=cast.shop_worker.pk).update(id_index=id_digest(number(5)))
    answer = proposed(client, 5, name="谁也不是")
    assert answer.status_code == 302
    assert Founder.objects.get().moves is False


def test_who_is_a_member_elsewhere_is_found_out_when_it_is_applied_for(
    client, cast, enrol, bring, on
):
    Person.objects.filter(pk=cast.shop_worker.pk).update(id_index=id_digest(number(5)))
    proposed(client, 5, name=cast.shop_worker.name)
    Founding.objects.update(begun_on=on)
    row = Founding.objects.get()
    enrol(row, 2, "organiser")
    assert not Duty.objects.open().about(row).exists()  # an officer has begun to help
    bring(row, "organiser")
    assert row.founders.get(name=cast.shop_worker.name).moves is True


@pytest.mark.parametrize("place", ["", "没有的地方", "总工会"])
def test_a_place_that_is_not_one_is_asked_for_again(place, client, cast):
    answer = client.post(
        reverse("founding:propose"), WISH | {"id_number": number(1), "place": place}
    )
    assert (answer.status_code, len(MemoryGateway.sent)) == (200, 0)


def test_a_refusal_reaches_the_worker_who_began_it(client, cast, enrol, bring, on):
    proposed(client, 1)
    Founding.objects.update(begun_on=on)
    row = Founding.objects.get()
    actions.elect(row.founders.get(), "organiser", by=cast.street_chair, on=on)
    bring(row, "organiser")
    told = {"reason": "请先选举", "rule": "cn.elec.prep_group", "by": cast.street_chair, "on": on}
    actions.refuse(row, **told)
    link = reverse("founding:state", args=[row.uid])
    assert link in MemoryGateway.sent[-1].body
    assert "请先选举" in client.get(link).content.decode()
