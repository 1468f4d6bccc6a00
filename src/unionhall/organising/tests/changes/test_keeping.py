"""Of a union that is dissolved the members may keep their membership, at the higher union, until another takes them."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from unionhall.cases import actions as cases
from unionhall.cases.models import Case, Topic
from unionhall.core.errors import Refused
from unionhall.members.applying import actions as applying
from unionhall.members.models import Person, Spell
from unionhall.members.standing import rests
from unionhall.members.transfers import actions as transfers
from unionhall.notifications.models import Message
from unionhall.organising.changes.models import Change

from .test_pages import ENGLISH, seen_in

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def kept(cast):
    return Spell.objects.get(person=cast.shop_worker, organisation=cast.units.street)


def test_the_higher_union_keeps_the_membership_without_its_rights(cast, carry_out, figures, on):
    shown = figures("dissolve", cast.units.shop, keeps=True)
    assert shown == {("U-SHOP", "members"): 1, ("U-SHOP", "mandates"): 1}
    made = carry_out("dissolve", cast.units.shop, keeps=True)
    spell = kept(cast)
    assert (spell.status(on), spell.from_on, spell.until_on) == ("kept", on, None)
    assert spell.standings.get().cause == "employer_closed"
    members = next(row for row in made.figures if row["part"] == "members")
    assert members["to"] == cast.units.street.code
    # One membership on every day, all its rights until the day before, and seniority goes on.
    mine = Spell.objects.filter(person=cast.shop_worker)
    assert [mine.covering(on=on + n * DAY).count() for n in (-1, 0, 1)] == [1, 1, 1]
    assert [mine.in_force(on=on + n * DAY).count() for n in (-1, 0, 1)] == [1, 0, 0]
    assert Person.objects.get(pk=cast.shop_worker.pk).member_since(on) == date(2020, 1, 1)
    notice = Message.objects.get(receiver=cast.shop_worker.user, channel=Message.Channel.IN_APP)
    assert notice.template == "members/kept_on"


def test_what_was_kept_until_a_day_is_kept_beyond_it(cast, carry_out, on, before):
    rests.keep(
        cast.shop_worker.spells.get(), cause="leave", from_on=before, until_on=on + 9 * DAY,
        reason="产假", by=cast.shop_chair, on=before,
    )  # fmt: skip
    carry_out("dissolve", cast.units.shop, keeps=True)
    assert kept(cast).status(on + 10 * DAY) == "kept"


def test_who_joined_only_today_is_kept_too(cast, carry_out, on):
    Spell.objects.filter(person=cast.shop_worker).update(from_on=on)
    carry_out("dissolve", cast.units.shop, keeps=True)
    assert kept(cast).status(on) == "kept"


def test_its_rights_come_back_in_a_union_only(cast, carry_out, on):
    carry_out("dissolve", cast.units.shop, keeps=True)
    with pytest.raises(Refused) as refused:
        rests.resume(
            kept(cast).standings.get(), until_on=on, reason="x", by=cast.street_chair, on=on
        )
    assert refused.value.citation.rule == "cn.mem.one_entry_dynamic"
    row = transfers.ask(kept(cast), cast.units.plant, by=cast.street_chair, on=on)
    transfers.release(row, by=cast.street_chair, on=on)
    spell = transfers.receive(row, by=cast.plant_chair, on=on + DAY)
    assert (spell.organisation, spell.status(on + DAY)) == (cast.units.plant, "in_force")
    assert Person.objects.get(pk=cast.shop_worker.pk).member_since(on + DAY) == date(2020, 1, 1)


def test_open_requests_go_where_it_was_said_or_to_the_higher_union(cast, carry_out, on):
    cases.take_down(cast.shop_worker, topic=Topic.PAY, text="欠薪", by=cast.shop_chair, on=on)
    carry_out("dissolve", cast.units.shop, into=cast.units.plant, keeps=True)
    assert Case.objects.get().organisation == cast.units.plant
    assert kept(cast).status(on) == "kept"


def test_who_waits_to_become_a_member_is_not_left_with_a_union_without_members(cast, carry_out, on):
    applying.apply(
        cast.units.shop, name="新人", phone="13700137001", id_number="110101199003072316",
        by=None, on=on,
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        carry_out("dissolve", cast.units.shop, keeps=True)
    assert refused.value.citation.rule == "cn.org.dissolution_report"
    assert not Change.objects.exists()


def test_the_page_says_what_is_kept_before_it_does_it(cast, signed_in, on):
    client = signed_in(cast.chair)
    url = reverse("union_changes:dissolve", args=[cast.units.shop.pk])
    looked = client.post(url, {"keeps": "on"}, headers=ENGLISH)
    assert "The memberships are kept by the higher union" in looked.content.decode()
    done = client.post(url, {"keeps": "on", "seen": seen_in(looked), "resolution": "1"})
    assert (done.status_code, kept(cast).status(on)) == (302, "kept")


def test_the_interface_keeps_them_too(cast, signed_in, on):
    client = signed_in(cast.chair)
    url = "/api/v1/union-changes/unions/U-SHOP/dissolve"
    looked = client.post(url, {"keeps": True}, content_type="application/json").json()
    told = {"keeps": True, "seen": looked["seen"], "resolution": "1"}
    assert client.post(url, told, content_type="application/json").status_code == 200
    assert kept(cast).status(on) == "kept"
