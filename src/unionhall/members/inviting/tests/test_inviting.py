"""A union asks for a member of another one; who that is it learns by their own word only."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.duties.models import Duty
from unionhall.history.queries import reads_of, trail
from unionhall.members.card import actions as cards
from unionhall.members.card import codec
from unionhall.members.inviting import actions
from unionhall.members.inviting.models import Invitation
from unionhall.members.models import Person, Spell
from unionhall.members.sealing import id_digest
from unionhall.members.transfers import actions as transfers
from unionhall.members.transfers.models import Transfer
from unionhall.notifications.models import Message

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NUMBER = "110101199003072316"
NOBODY = {"name": "无名氏", "number": "13900009999"}


def told_to(user):
    rows = Message.objects.in_app().filter(receiver=user, template="members/invitation")
    return [row.facts["what"] for row in rows.order_by("pk")]


def open_duties(row):
    found = Duty.objects.open().about(row).select_related("organisation")
    return [(duty.kind, duty.organisation.code) for duty in found]


def test_the_person_is_asked_and_the_union_owes_a_reminder(invite, cast):
    row = invite()
    assert (row.state, row.person, row.hint) == ("asked", cast.worker, "139****0001")
    assert open_duties(row) == [("members.answer_invitation", "U-SHOP")]
    assert told_to(cast.worker.user) == ["asked"]
    assert not Transfer.objects.exists()


def test_agreeing_makes_it_a_transfer_that_the_old_union_has_to_answer(invite, cast, on):
    row = invite()
    made = actions.agree_invitation(row, by=cast.worker.user, on=on)
    assert (row.state, row.transfer, made.state, made.to_organisation) == (
        "agreed",
        made,
        "asked",
        cast.units.shop,
    )
    assert (open_duties(row), open_duties(made)) == ([], [("members.release", "U-PLANT")])
    assert told_to(cast.shop_chair) == ["agreed"]
    transfers.release(made, by=cast.plant_chair, on=on)
    transfers.receive(made, by=cast.shop_chair, on=on + DAY)
    days = [
        list(
            Spell.objects.covering(on=on + number * DAY)
            .filter(person=cast.worker)
            .values_list("organisation__code", flat=True)
        )
        for number in range(3)
    ]
    assert days == [["U-PLANT"], ["U-SHOP"], ["U-SHOP"]]
    assert Person.objects.get(pk=cast.worker.pk).member_since(on + DAY) == date(2020, 1, 1)


@pytest.mark.parametrize("by", ["id", "card", "scanned card"])
def test_an_id_or_card_number_will_do_as_well(by, invite, cast, on):
    Person.objects.filter(pk=cast.worker.pk).update(id_index=id_digest(NUMBER))
    card = cards.issue(cast.worker, by=cast.worker.user, on=on)
    number = {
        "id": NUMBER,
        "card": " ".join(re.findall("....", card.written_number)),
        "scanned card": f"https://union/card/{codec.written(card.number, card.last_on)}/",
    }[by]
    assert invite(known_by=by.split()[-1], number=number).person == cast.worker


@pytest.mark.parametrize(
    "told",
    [NOBODY, {"name": "李晓明"}, {"number": "13900000002"}],
    ids=["nobody", "another name", "another number"],
)
def test_whoever_is_not_meant_exactly_is_not_asked(told, invite):
    row = invite(**told)
    assert (row.state, row.person) == ("asked", None)
    assert not Message.objects.filter(template="members/invitation").exists()


def test_who_is_a_member_nowhere_is_not_asked(invite, cast, on):
    Spell.objects.filter(person=cast.worker).update(until_on=on)
    assert invite().person is None


def test_the_pages_answer_the_same_whoever_it_is(invite, cast, signed_in):
    client, pages = signed_in(cast.shop_chair), []
    for told in ({"name": "李小明", "number": "13900000001"}, NOBODY):
        typed = {**told, "unit": "U-SHOP", "known_by": "phone", "reason": "x"}
        answer = client.post(reverse("inviting:invite"), typed, follow=True)
        row = Invitation.objects.get(name=told["name"])
        page = answer.content.decode().split("<main")[1].replace(told["name"], "name")
        page = page.replace(row.hint, "hint").replace(f"/{row.pk}/", "/pk/")
        pages.append(re.sub(r'pop-[0-9a-f]+|value="[^"]{64}"|/duties/\d+/', "", page))
    assert pages[0] == pages[1]
    listed = client.get("/api/v1/members/invitations").json()["items"]
    known, unknown = (
        {name: value for name, value in row.items() if name not in ("id", "uid", "name", "hint")}
        for row in listed
    )
    assert known == unknown


def test_it_stands_in_the_new_union_s_record_beside_nobody(invite, cast, on):
    row = invite()
    assert [(e.verb, e.chain, e.person) for e in trail(row)] == [
        ("members.invited", cast.units.shop.chain, "")
    ]
    assert (trail(cast.worker), list(reads_of(str(cast.worker.uid)))) == ([], [])


@pytest.mark.parametrize(
    "told",
    [
        {"name": " "},
        {"number": "123"},
        {"known_by": "id", "number": "110101199003072317"},
        {"known_by": "card", "number": "no card"},
        {"reason": " "},
        {"name": "刘芳", "number": "13900000003"},
    ],
    ids=["no name", "no phone", "wrong id", "no card", "no reason", "a member here"],
)
def test_what_cannot_be_is_refused(told, invite):
    with pytest.raises(Refused):
        invite(**told)
    assert not Invitation.objects.exists()


def test_a_union_without_members_of_its_own_invites_nobody(invite, cast):
    with pytest.raises(Refused):
        invite(organisation=cast.units.district)


@pytest.mark.parametrize("told", [{}, NOBODY], ids=["somebody", "nobody"])
def test_the_same_is_not_asked_twice_at_a_time(told, invite, cast, on):
    row = invite(**told)
    with pytest.raises(Refused):
        invite(**told)
    actions.withdraw_invitation(row, by=cast.shop_chair, on=on)
    assert (row.state, open_duties(row)) == ("withdrawn", [])
    invite(**told)


def test_declining_is_told_without_a_word_to_the_old_union(invite, cast, on):
    row, other = invite(), Invitation.objects.get()
    actions.decline_invitation(row, reason="路太远", by=cast.worker.user, on=on)
    assert (row.state, row.why_ended, told_to(cast.shop_chair)) == (
        "declined",
        "路太远",
        ["declined"],
    )
    with pytest.raises(Refused):
        actions.agree_invitation(other, by=cast.worker.user, on=on)
    assert not Transfer.objects.exists()


def test_only_the_person_has_the_word(invite, cast, on):
    for row in (invite(), invite(**NOBODY)):
        for user in (cast.colleague.user, cast.shop_chair):
            with pytest.raises(Refused):
                actions.agree_invitation(row, by=user, on=on)
            with pytest.raises(Refused):
                actions.decline_invitation(row, by=user, on=on)


@pytest.mark.parametrize("told", [{}, NOBODY], ids=["somebody", "nobody"])
def test_without_an_answer_it_lapses_after_its_day(told, invite, cast, on):
    row = invite(**told)
    due = Duty.objects.open().about(row).get().due_on
    assert (actions.lapse(on=due), actions.lapse(on=due + DAY)) == (0, 1)
    row.refresh_from_db()
    assert (row.state, row.ended_on, open_duties(row)) == ("lapsed", due + DAY, [])
    assert told_to(cast.shop_chair) == ["lapsed"]


def test_a_second_transfer_does_not_begin(invite, cast, on):
    transfers.ask(cast.worker.spells.get(), cast.units.stranger, by=cast.worker.user, on=on)
    row = invite()
    with pytest.raises(Refused):
        actions.agree_invitation(row, by=cast.worker.user, on=on)
    assert Invitation.objects.get().state == "asked"


def test_a_refusal_of_the_old_union_is_told_to_who_invited(invite, cast, on):
    made = actions.agree_invitation(invite(), by=cast.worker.user, on=on)
    transfers.refuse_transfer(made, reason="会费未结清", by=cast.plant_chair, on=on)
    assert told_to(cast.shop_chair) == ["agreed", "refused"]


# pages


def test_the_member_answers_on_the_phone(invite, cast, signed_in):
    row = invite(on=today())
    mine, agree = (reverse(f"inviting:my_{name}", args=[row.uid]) for name in ("show", "agree"))
    assert mine in signed_in(cast.worker).get(reverse("members:me")).content.decode()
    for who in (cast.colleague, cast.plant_chair, cast.shop_chair):
        assert signed_in(who).get(mine).status_code == 404
        assert signed_in(who).post(agree).status_code == 404
    client = signed_in(cast.worker)
    assert "红星" in client.get(mine).content.decode()
    assert client.post(agree).status_code == 302
    assert Transfer.objects.get().asked_by == cast.worker.user


def test_a_member_declines_on_the_phone(invite, cast, signed_in):
    row = invite(on=today())
    decline = reverse("inviting:my_decline", args=[row.uid])
    assert signed_in(cast.worker).post(decline, {"reason": "不去"}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.why_ended) == ("declined", "不去")


def test_an_officer_invites_for_their_own_union_only(cast, signed_in, invite):
    url = reverse("inviting:invite")
    typed = {"name": "李小明", "number": "13900000001", "known_by": "phone", "reason": "x"}
    for who in (cast.worker, cast.plant_desk_officer):
        assert signed_in(who).post(url, typed).status_code == 404
    client = signed_in(cast.shop_chair)
    assert client.post(url, typed | {"unit": "U-PLANT"}).status_code == 422
    assert client.post(url, typed | {"unit": "U-SHOP", "number": "1"}).status_code == 409
    assert client.post(url, typed | {"unit": "U-SHOP"}).status_code == 302
    row = Invitation.objects.get()
    withdraw = reverse("inviting:withdraw_invitation", args=[row.pk])
    for who in (cast.plant_chair, cast.stranger_chair):
        assert signed_in(who).get(row.get_absolute_url()).status_code == 404
        assert signed_in(who).post(withdraw).status_code == 404
    assert signed_in(cast.shop_chair).post(withdraw).status_code == 302
    row.refresh_from_db()
    assert row.state == "withdrawn"


def test_the_interface_does_the_same(cast, signed_in):
    def post(who, path, body=None):
        client = signed_in(who)
        return client.post(f"/api/v1/{path}", body or {}, content_type="application/json")

    told = {
        "organisation": "U-SHOP",
        "name": "李小明",
        "known_by": "phone",
        "number": "13900000001",
        "reason": "换到本店工作",
    }
    assert post(cast.plant_chair, "members/invitations", told).status_code == 404
    made = post(cast.shop_chair, "members/invitations", told).json()
    assert post(cast.colleague, f"me/invitations/{made['uid']}/agree").status_code == 404
    agreed = post(cast.worker, f"me/invitations/{made['uid']}/agree").json()
    assert (agreed["state"], agreed["transfer"]) == ("agreed", Transfer.objects.get().pk)
    assert post(cast.worker, f"me/invitations/{made['uid']}/decline").status_code == 409
    mine = signed_in(cast.worker).get("/api/v1/me/invitations").json()
    assert [row["state"] for row in mine] == ["agreed"]
