"""Unions are renamed, moved, merged, divided and dissolved, and nothing of them is left without an owner."""

from datetime import date, timedelta

import pytest
from django.db.models import Q
from django.urls import reverse
from tests.cast import joined

from unionhall.cases import actions as cases
from unionhall.cases.models import Case, Topic
from unionhall.core.errors import Refused
from unionhall.duties.models import Duty
from unionhall.history.queries import trail
from unionhall.members.applying import actions as applying
from unionhall.members.models import Person, Spell
from unionhall.members.standing import leaving, rests
from unionhall.members.transfers import actions as transfers
from unionhall.members.transfers.models import Transfer
from unionhall.notifications.models import Message
from unionhall.organisations import actions as organisations
from unionhall.organisations.models import Employer, Organisation
from unionhall.organising.changes.models import Change
from unionhall.organising.changes.plans import New, Plan, consequences, seal
from unionhall.organising.founding import actions as founding
from unionhall.rulebook.models import ByLaw

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NEW = New("joint_union", "北山联合工会", "U-NEW")


@pytest.fixture
def full(cast, on, before):
    """A shop with everything a union can have."""
    shop, by = cast.units.shop, cast.shop_chair
    employer = Employer.objects.create(name="惠民超市", kept_by=shop)
    Organisation.objects.filter(pk=shop.pk).update(employer=employer)
    shop.refresh_from_db()
    organisations.add("group", shop, "G1", "一组", by=None, on=before)
    organisations.open_body(shop, "committee", years=3, from_on=before, by=None, on=before)
    cases.take_down(cast.shop_worker, topic=Topic.PAY, text="欠薪", by=by, on=on)
    applying.apply(
        shop, name="新人", phone="13700137001", id_number="110101199003072316", by=None, on=on
    )
    transfers.ask(cast.worker.spells.get(), shop, by=cast.plant_chair, on=on)
    ByLaw.objects.create(
        union=shop.code, rule="own.request.accept_2wd", param="working_days", value=1,
        from_on=before, source="1号",
    )  # fmt: skip
    founding.prepare(
        shop, kind="enterprise_union", name="分店工会", initiative="workers", by=by, on=on
    )
    return shop


def lasting(unit, on):
    return Spell.objects.filter(Q(until_on=None) | Q(until_on__gt=on), organisation=unit)


def duties_at(unit):
    there = Q(organisation=unit) | Q(office_at=unit) | Q(held_at=unit)
    return Duty.objects.open().filter(there)


def test_what_is_shown_before_a_merger_is_what_happens(full, cast, figures, carry_out, on):
    shown = figures("merge", full, into=cast.units.plant)
    assert shown == {
        ("U-SHOP", "cases"): 1,
        ("U-SHOP", "transfers"): 1,
        ("U-SHOP", "members"): 1,
        ("U-SHOP", "applications"): 1,
        ("U-SHOP", "units"): 1,
        ("U-SHOP", "foundings"): 1,
        ("U-SHOP", "employers"): 1,
        ("U-SHOP", "by_laws"): 1,
        ("U-SHOP", "mandates"): 1,
        ("U-SHOP", "bodies"): 1,
    }
    made = carry_out("merge", full, into=cast.units.plant)
    kept = {(row["union"], row["part"]): row["count"] for row in made.figures}
    assert kept == shown
    full.refresh_from_db()
    assert full.closed_on == on
    # Nothing is left, and all of it is in the other union.
    assert not lasting(full, on).exists()
    assert not duties_at(full).exists()
    assert not Case.objects.open().filter(organisation=full).exists()
    plant = cast.units.plant
    assert Case.objects.open().get().organisation == plant
    assert plant.children.get().code == "G1"
    assert {duty.organisation for duty in Duty.objects.open()} == {plant}
    assert Employer.objects.get().kept_by == plant
    assert full.mandates.unfinished(on=on).count() == full.bodies.unfinished(on=on).count() == 0
    assert ByLaw.objects.get().until_on == on
    assert Transfer.objects.get().state == "withdrawn"


def test_a_merged_member_is_in_one_union_on_every_day_and_keeps_seniority(cast, carry_out, on):
    carry_out("merge", cast.units.shop, into=cast.units.plant)
    person = Person.objects.get(pk=cast.shop_worker.pk)
    old, new = person.spells.order_by("pk")
    assert (old.until_on, old.ended_by) == (on, "merger")
    assert (new.from_on, new.until_on, new.begun_by) == (on, None, "merger")
    assert new.organisation == cast.units.plant
    for day in (on - DAY, on, on + DAY):
        assert Spell.objects.covering(on=day).filter(person=person).count() == 1
    assert person.member_since(on) == date(2020, 1, 1)
    notice = Message.objects.get(receiver=person.user, channel=Message.Channel.IN_APP)
    assert (notice.template, notice.facts["to"]) == ("members/moved_on", "红星机械厂工会")
    assert "members.moved_on" in [entry.verb for entry in trail(person)]


def test_the_closed_union_keeps_its_past(cast, carry_out, on):
    carry_out("merge", cast.units.shop, into=cast.units.plant)
    there = Spell.objects.covering(on=on - DAY).filter(organisation=cast.units.shop)
    assert [spell.person for spell in there] == [cast.shop_worker]
    assert cast.units.shop.mandates.get().holds(on=on - DAY)


def test_merged_members_are_found_where_they_are_now(cast, carry_out, signed_in):
    carry_out("merge", cast.units.shop, into=cast.units.plant)
    page = signed_in(cast.plant_chair).get(reverse("members:index"), {"q": "刘芳"})
    assert "刘芳" in page.content.decode()


def test_what_rests_and_who_leaves_stays_so_in_the_other_union(cast, carry_out, on, before):
    spell = cast.shop_worker.spells.get()
    rests.keep(spell, cause="leave", from_on=before, reason="产假", by=cast.shop_chair, on=before)
    leaver = joined("出走", cast.units.shop, "13900000055")
    leaving.withdraw(leaver.spells.get(), asked_on=on, by=cast.shop_chair, on=on)
    ends = leaver.spells.get().until_on
    carry_out("merge", cast.units.shop, into=cast.units.plant)
    new = Spell.objects.get(person=cast.shop_worker, organisation=cast.units.plant)
    assert new.status(on) == "kept"
    assert Spell.objects.get(person=cast.shop_worker, until_on=on).status(on - DAY) == "kept"
    going = Spell.objects.get(person=leaver, organisation=cast.units.plant)
    assert (going.until_on, going.ended_by) == (ends, "withdrawal")
    duty = Duty.objects.open().get(subject_type="members.spell")
    assert (duty.subject_id, duty.organisation) == (going.pk, cast.units.plant)


def test_who_is_in_both_unions_is_in_one_afterwards(cast, carry_out, on):
    Spell.objects.create(
        person=cast.shop_worker,
        organisation=cast.units.plant,
        name_key=cast.shop_worker.name_key,
        from_on=date(2021, 1, 1),
    )
    carry_out("merge", cast.units.shop, into=cast.units.plant)
    assert Spell.objects.covering(on=on).filter(person=cast.shop_worker).count() == 1


def test_who_began_today_is_in_the_other_union_only(cast, carry_out, on):
    person = joined("今日", cast.units.shop, "13900000056")
    Spell.objects.filter(person=person).update(from_on=on)
    carry_out("merge", cast.units.shop, into=cast.units.plant)
    spell = person.spells.get()
    assert (spell.organisation, spell.from_on) == (cast.units.plant, on)


def test_several_unions_become_a_new_one(full, cast, carry_out, on):
    made = carry_out("merge", full, cast.units.plant, new=NEW)
    union = Organisation.objects.get(code="U-NEW")
    assert (union.parent, lasting(union, on).count()) == (cast.units.street, 3)
    assert union.coverages.get().employer.name == "惠民超市"
    roles = dict(made.parts.values_list("organisation__code", "role"))
    assert roles == {"U-SHOP": "ended", "U-PLANT": "ended", "U-NEW": "made"}
    # Nobody sits there yet: what is owed lies with the next higher union.
    assert {duty.held_at for duty in Duty.objects.open()} == {cast.units.street}


def test_a_transfer_between_two_that_merge_is_needed_no_more(cast, carry_out, on):
    row = transfers.ask(cast.worker.spells.get(), cast.units.shop, by=cast.plant_chair, on=on)
    carry_out("merge", cast.units.shop, cast.units.plant, new=NEW)
    row.refresh_from_db()
    owed = Duty.objects.open().filter(subject_type="members.transfer")
    assert (row.state, owed.count()) == ("withdrawn", 0)


def test_nothing_is_done_when_it_is_not_what_was_looked_at(cast, carry_out, on):
    plan = Plan("merge", (cast.units.shop,), into=cast.units.plant)
    seen = seal(plan, consequences(plan, on=on))
    joined("后来", cast.units.shop, "13900000057")
    with pytest.raises(Refused):
        carry_out("merge", cast.units.shop, into=cast.units.plant, seen=seen)
    assert Change.objects.count() == 0
    assert lasting(cast.units.shop, on).count() == 2


def test_of_two_officers_who_change_one_union_one_wins(cast, carry_out, on):
    seen = {}
    for way, into in (("merge", cast.units.plant), ("dissolve", cast.units.plant)):
        plan = Plan(way, (cast.units.shop,), into=into)
        seen[way] = seal(plan, consequences(plan, on=on))
    carry_out("merge", cast.units.shop, into=cast.units.plant, seen=seen["merge"])
    with pytest.raises(Refused):
        carry_out("dissolve", cast.units.shop, into=cast.units.plant, seen=seen["dissolve"])
    assert Change.objects.get().way == "merge"


def test_units_that_cannot_hang_below_the_new_one_are_asked_about(cast, carry_out, figures, on):
    other = organisations.add(
        "township", cast.units.district, "T2", "南山街道总工会", by=None, on=on
    )
    with pytest.raises(Refused) as refused:
        carry_out("dissolve", cast.units.street, into=cast.units.plant)
    assert refused.value.reason
    by = cast.chair
    carry_out("dissolve", cast.units.street, into=other, by=by)
    assert {unit.code for unit in other.children.open()} == {"U-PLANT", "U-SHOP"}


def test_a_part_of_the_members_goes_with_their_requests(cast, carry_out, on):
    for person in (cast.worker, cast.colleague):
        cases.take_down(person, topic=Topic.PAY, text="欠薪", by=cast.plant_chair, on=on)
    going = frozenset({cast.worker.pk})
    carry_out("split", cast.units.plant, into=cast.units.shop, persons=going)
    assert Spell.objects.covering(on=on).get(person=cast.worker).organisation == cast.units.shop
    assert {case.person.name: case.organisation.code for case in Case.objects.all()} == {
        "李小明": "U-SHOP",
        "张华": "U-PLANT",
    }
    cast.units.plant.refresh_from_db()
    assert cast.units.plant.is_open
    assert Person.objects.get(pk=cast.worker.pk).member_since(on) == date(2020, 1, 1)


def test_a_division_makes_a_new_union_and_who_goes_holds_no_office_in_the_old_one(
    cast, carry_out, on
):
    person = Person.objects.create(name=cast.plant_chair.name, user=cast.plant_chair)
    Spell.objects.create(
        person=person,
        organisation=cast.units.plant,
        name_key=person.name_key,
        from_on=date(2020, 1, 1),
    )
    carry_out("split", cast.units.plant, new=NEW, persons=frozenset({person.pk}))
    assert lasting(Organisation.objects.get(code="U-NEW"), on).get().person == person
    assert not cast.units.plant.mandates.in_force(on=on).filter(office="chair").exists()


@pytest.mark.parametrize("who", ["nobody", "strangers", "all"])
def test_a_division_takes_some_and_leaves_some(who, cast, carry_out):
    persons = {
        "nobody": frozenset(),
        "strangers": frozenset({cast.stranger_worker.pk}),
        "all": frozenset({cast.worker.pk, cast.colleague.pk}),
    }[who]
    with pytest.raises(Refused):
        carry_out("split", cast.units.plant, into=cast.units.shop, persons=persons)
    assert Change.objects.count() == 0


def test_a_union_with_members_is_not_dissolved_without_a_successor(cast, carry_out):
    with pytest.raises(Refused) as refused:
        carry_out("dissolve", cast.units.shop)
    assert refused.value.citation.rule == "cn.org.dissolution_report"


def test_an_empty_union_may_end_alone(cast, carry_out, on, before):
    employer = Employer.objects.create(name="空厂")
    unit = organisations.add(
        "enterprise_union", cast.units.street, "E1", "空厂工会", by=None, on=before,
        employer=employer,
    )  # fmt: skip
    made = carry_out("dissolve", unit)
    unit.refresh_from_db()
    assert (unit.closed_on, made.figures[0]["part"]) == (on, "employers")


def test_a_union_moves_with_all_it_has(full, cast, carry_out, figures, on):
    shown = figures("move", full, into=cast.units.elsewhere)
    made = carry_out("move", full, into=cast.units.elsewhere, by=cast.chair)
    full.refresh_from_db()
    assert full.parent == cast.units.elsewhere
    assert {(row["union"], row["part"]): row["count"] for row in made.figures} == shown
    assert figures("move", full, into=cast.units.street) == shown


def test_another_name_and_kind_change_nothing_else(full, cast, carry_out, figures):
    new = New("joint_union", "惠民商圈联合工会", full.code)
    shown = figures("change", full, new=new)
    carry_out("change", full, new=new)
    full.refresh_from_db()
    assert (full.kind, full.name, full.employer) == ("joint_union", new.name, None)
    assert full.coverages.get().employer.name == "惠民超市"
    assert figures("move", full, into=cast.units.district) == shown
    assert full.changed_in.get().name == "惠民超市工会"


@pytest.mark.parametrize("kind", ["group", "county"])
def test_no_union_becomes_what_cannot_hang_there(kind, cast, carry_out):
    with pytest.raises(Refused) as refused:
        carry_out("change", cast.units.shop, new=New(kind, "x", "U-SHOP"))
    assert refused.value.citation.rule == "cn.org.upper_approval"


@pytest.mark.parametrize("way", ["merge", "dissolve", "move"])
def test_nothing_without_a_resolution(way, cast, on):
    from unionhall.organising.changes import actions

    plan = Plan(way, (cast.units.shop,), into=cast.units.plant)
    told = {"resolution": " ", "seen": "", "by": cast.street_chair, "on": on}
    with pytest.raises(Refused) as refused:
        getattr(actions, way)(plan, **told)
    assert refused.value.citation.rule == "cn.org.upper_approval"


def test_a_union_does_not_merge_with_itself_or_into_what_hangs_below_it(full, cast, carry_out):
    group = Organisation.objects.get(code="G1")
    for plan in ({"into": full}, {"into": group}):
        with pytest.raises(Refused):
            carry_out("merge", full, **plan)


def test_thousands_go_on_in_as_many_questions_as_hundreds(
    cast, carry_out, on, django_assert_max_num_queries
):
    people = Person.objects.bulk_create(
        Person(name=f"赵{order}", name_key=f"zhao {order:05}") for order in range(2500)
    )
    Spell.objects.bulk_create(
        Spell(
            person=person,
            organisation=cast.units.shop,
            name_key=person.name_key,
            from_on=date(2020, 1, 1),
        )
        for person in people
    )
    with django_assert_max_num_queries(400):
        carry_out("merge", cast.units.shop, into=cast.units.plant)
    assert lasting(cast.units.plant, on).count() == 2503


def test_a_union_of_one_workplace_takes_no_second_employer_and_the_look_says_so(
    full, cast, carry_out, on
):
    own = Employer.objects.create(name="红星机械厂")
    Organisation.objects.filter(pk=cast.units.plant.pk).update(employer=own)
    cast.units.plant.refresh_from_db()
    plan = Plan("merge", (full,), into=cast.units.plant)
    shown = {one.part.name: one.to for one in consequences(plan, on=on)}
    assert (shown["employers"], shown["members"]) == (None, cast.units.plant)
    carry_out("merge", full, into=cast.units.plant)
    cast.units.plant.refresh_from_db()
    assert cast.units.plant.employer == own
