"""A member moves between two unions: asked, released, received; in neither or both on no day."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.duties.models import Duty
from unionhall.history.queries import reads_of, trail
from unionhall.members.models import Person, Spell
from unionhall.members.queries import searched
from unionhall.members.standing import rests
from unionhall.members.tests.conftest import held, seen  # noqa: F401
from unionhall.members.transfers import actions
from unionhall.members.transfers.models import Transfer
from unionhall.notifications.models import Message

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def unions_on(person, on):
    rows = Spell.objects.covering(on=on).filter(person=person)
    return sorted(rows.values_list("organisation__code", flat=True))


def open_duties(transfer):
    rows = Duty.objects.open().about(transfer).order_by("pk")
    return [(duty.kind, duty.organisation.code) for duty in rows.select_related("organisation")]


def test_each_side_acts_in_turn_with_a_duty_of_its_own(asked, cast, on):
    assert (asked.state, open_duties(asked)) == ("asked", [("members.release", "U-PLANT")])
    actions.release(asked, by=cast.plant_chair, on=on)
    assert (asked.state, open_duties(asked)) == ("released", [("members.receive", "U-SHOP")])
    actions.receive(asked, by=cast.shop_chair, on=on + DAY)
    assert (asked.state, open_duties(asked)) == ("received", [])


@pytest.mark.parametrize("days", [1, 20])
def test_the_member_is_in_exactly_one_union_on_every_day(days, asked, cast, on):
    actions.release(asked, by=cast.plant_chair, on=on)
    actions.receive(asked, by=cast.shop_chair, on=on + days * DAY)
    told = [unions_on(cast.worker, on + number * DAY) for number in range(days + 3)]
    assert told == [["U-PLANT"]] * days + [["U-SHOP"]] * 3
    old, new = Spell.objects.filter(person=cast.worker).order_by("from_on")
    assert (old.ended_by, new.begun_by, asked.new_spell) == ("transfer", "transfer", new)


def test_seniority_goes_on(asked, cast, on):
    actions.release(asked, by=cast.plant_chair, on=on)
    actions.receive(asked, by=cast.shop_chair, on=on)
    person = Person.objects.get(pk=cast.worker.pk)
    assert person.member_since(on) == date(2020, 1, 1)
    assert person.member_since(date(2019, 12, 31)) is None


def test_a_gap_begins_seniority_anew(cast, on):
    Spell.objects.filter(person=cast.worker).update(until_on=on)
    later = on + DAY
    Spell.objects.create(person=cast.worker, organisation=cast.units.shop, from_on=later)
    assert Person.objects.get(pk=cast.worker.pk).member_since(later) == later


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(1, 20)), min_size=1, max_size=5),
    st.integers(0, 50),
)
def test_seniority_is_the_length_of_the_unbroken_stretch(rows, number):
    first = date(2026, 1, 1)
    person = Person(name="甲")
    person.__dict__["memberships"] = [
        Spell(from_on=first + start * DAY, until_on=first + (start + length) * DAY)
        for start, length in rows
    ]
    covered = {start + step for start, length in rows for step in range(length)}
    back = number
    while back - 1 in covered:
        back -= 1
    expected = first + back * DAY if number in covered else None
    assert person.member_since(first + number * DAY) == expected


def test_what_rests_in_the_old_union_goes_no_further(asked, cast, on):
    spell = cast.worker.spells.get()
    rests.keep(spell, cause="unemployed", from_on=on - DAY, reason="x", by=cast.plant_chair, on=on)
    actions.release(asked, by=cast.plant_chair, on=on)
    new = actions.receive(asked, by=cast.shop_chair, on=on)
    assert new.status(on) == "in_force"
    assert spell.standings.get().until_on == on


def test_the_new_union_finds_the_member_and_the_old_one_no_longer(asked, cast, on, seen):  # noqa: F811
    actions.release(asked, by=cast.plant_chair, on=on)
    actions.receive(asked, by=cast.shop_chair, on=on)
    found = {
        who: [row.person.name for row in searched("李小明", seen(getattr(cast, who)))]
        for who in ("plant_chair", "shop_chair")
    }
    assert found == {"plant_chair": [], "shop_chair": ["李小明"]}


def test_either_side_may_refuse_and_nothing_changes(asked, cast, on):
    with pytest.raises(Refused):
        actions.refuse_transfer(asked, reason=" ", by=cast.plant_chair, on=on)
    actions.refuse_transfer(asked, reason="会费未结清", by=cast.plant_chair, on=on)
    assert (asked.state, open_duties(asked), unions_on(cast.worker, on)) == (
        "refused",
        [],
        ["U-PLANT"],
    )
    with pytest.raises(Refused):
        actions.release(asked, by=cast.plant_chair, on=on)
    again = actions.ask(cast.worker.spells.get(), cast.units.shop, by=cast.worker.user, on=on)
    actions.withdraw_transfer(again, by=cast.worker.user, on=on)
    assert open_duties(again) == []


def test_it_is_received_only_after_it_was_released(asked, cast, on):
    with pytest.raises(Refused):
        actions.receive(asked, by=cast.shop_chair, on=on)
    assert unions_on(cast.worker, on) == ["U-PLANT"]


def test_of_two_who_act_at_once_one_is_told(asked, cast, on):
    other = Transfer.objects.get(pk=asked.pk)
    actions.release(asked, by=cast.plant_chair, on=on)
    with pytest.raises(Refused):
        actions.release(other, by=cast.plant_chair, on=on)
    actions.receive(asked, by=cast.shop_chair, on=on)
    with pytest.raises(Refused):
        actions.receive(other, by=cast.shop_chair, on=on)
    assert Spell.objects.filter(person=cast.worker).count() == 2


@pytest.mark.parametrize("unit", ["plant", "district"])
def test_no_transfer_leads_to_the_same_union_or_one_without_members(unit, cast, on):
    with pytest.raises(Refused):
        actions.ask(cast.worker.spells.get(), getattr(cast.units, unit), by=None, on=on)


def test_only_one_transfer_is_under_way(asked, cast, on):
    with pytest.raises(Refused):
        actions.ask(cast.worker.spells.get(), cast.units.stranger, by=None, on=on)


def test_who_left_meanwhile_is_not_received(asked, cast, on):
    actions.release(asked, by=cast.plant_chair, on=on)
    Spell.objects.filter(person=cast.worker).update(until_on=on - DAY)
    with pytest.raises(Refused):
        actions.receive(asked, by=cast.shop_chair, on=on)
    assert Transfer.objects.get().state == "released"


def test_the_file_opens_to_the_new_union_once_it_has_received_the_member(
    asked, cast, signed_in, on
):
    client, file = signed_in(cast.shop_chair), cast.worker.get_absolute_url()
    page = client.get(asked.get_absolute_url()).content.decode()
    assert ("李小明" in page, file in page, client.get(file).status_code) == (True, False, 404)
    actions.release(asked, by=cast.plant_chair, on=on)
    actions.receive(asked, by=cast.shop_chair, on=on)
    page = client.get(asked.get_absolute_url()).content.decode()
    assert (file in page, client.get(file).status_code) == (True, 200)


def test_two_officers_do_it_on_their_pages(cast, signed_in):
    spell = cast.worker.spells.get()
    url = reverse("transfers:ask", args=[spell.pk])
    client = signed_in(cast.plant_chair)
    assert client.post(url, {"to_organisation": "没有这个工会"}).status_code == 422
    assert client.post(url, {"to_organisation": "惠民超市工会"}).status_code == 302
    row = Transfer.objects.get()
    release, receive = (reverse(f"transfers:{n}", args=[row.pk]) for n in ("release", "receive"))
    assert signed_in(cast.shop_chair).post(release).status_code == 404
    assert signed_in(cast.plant_chair).post(release).status_code == 302
    assert signed_in(cast.plant_chair).post(receive).status_code == 404
    assert signed_in(cast.stranger_chair).get(row.get_absolute_url()).status_code == 404
    assert signed_in(cast.shop_chair).post(receive).status_code in (302, 409)
    row.refresh_from_db()
    assert row.state == "received"


def test_a_member_asks_and_withdraws_on_the_phone(cast, signed_in):
    spell, client = cast.worker.spells.get(), signed_in(cast.worker)
    url = reverse("transfers:my_ask", args=[spell.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"to_organisation": "U-SHOP"}).status_code == 302
    row = Transfer.objects.get()
    withdraw = reverse("transfers:my_withdraw", args=[row.uid])
    assert withdraw in client.get(reverse("members:me")).content.decode()
    assert signed_in(cast.colleague).post(withdraw).status_code == 404
    assert signed_in(cast.worker).post(withdraw).status_code == 302
    assert Transfer.objects.get().state == "withdrawn"


def test_the_record_of_both_unions_and_of_the_member_tells_it(asked, cast, on):
    actions.release(asked, by=cast.plant_chair, on=on)
    actions.receive(asked, by=cast.shop_chair, on=on)
    told = [(entry.verb, entry.chain) for entry in trail(cast.worker)]
    plant, shop = cast.units.plant.chain, cast.units.shop.chain
    verbs = [f"members.transfer_{what}" for what in ("asked", "released", "received")]
    assert sorted(told) == sorted((verb, chain) for verb in verbs for chain in (plant, shop))


def test_the_interface_does_the_same(cast, signed_in):
    spell = cast.worker.spells.get()

    def post(who, path, body=None):
        client = signed_in(who)
        return client.post(f"/api/v1/members/{path}", body or {}, content_type="application/json")

    made = post(cast.plant_chair, f"spells/{spell.pk}/ask-transfer", {"to": "U-SHOP"}).json()
    assert (
        post(cast.plant_chair, f"spells/{spell.pk}/ask-transfer", {"to": "nowhere"}).status_code
        == 409
    )
    assert post(cast.shop_chair, f"transfers/{made['id']}/release").status_code == 404
    assert post(cast.plant_chair, f"transfers/{made['id']}/release").json()["state"] == "released"
    assert post(cast.shop_chair, f"transfers/{made['id']}/receive").json()["state"] == "received"
    listed = signed_in(cast.shop_chair).get("/api/v1/members/transfers?done=true").json()["items"]
    assert [(row["name"], row["ended_on"]) for row in listed] == [("李小明", today().isoformat())]


def test_a_member_s_own_wish_is_theirs_to_withdraw_and_an_officer_s_is_told(
    asked, cast, signed_in, on
):
    url = reverse("transfers:withdraw_transfer", args=[asked.pk])
    assert signed_in(cast.plant_chair).post(url).status_code == 404
    assert Transfer.objects.get().state == "asked"
    other = cast.colleague.spells.get()
    actions.ask(other, cast.units.shop, by=cast.plant_chair, on=on)
    told = Message.objects.in_app().filter(receiver=cast.colleague.user)
    assert [(row.template, row.facts["what"]) for row in told] == [("members/transfer", "asked")]


def test_a_membership_that_ended_is_not_released(asked, cast, on):
    Spell.objects.filter(person=cast.worker).update(until_on=on)
    with pytest.raises(Refused):
        actions.release(Transfer.objects.get(), by=cast.plant_chair, on=on)


def test_opening_a_transfer_counts_as_reading(asked, cast, signed_in):
    signed_in(cast.shop_chair).get(asked.get_absolute_url())
    assert [entry.by for entry in reads_of(str(cast.worker.uid))] == [cast.shop_chair]
