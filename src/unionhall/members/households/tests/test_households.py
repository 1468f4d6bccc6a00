"""A member's household: entered, ended and never deleted, and linked only by the relative's own word."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from unionhall.core.errors import Refused
from unionhall.history.queries import reads_of, trail
from unionhall.members.households import actions
from unionhall.members.households.models import Relative
from unionhall.members.models import Person
from unionhall.notifications.models import Message

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def told_to(user):
    rows = Message.objects.in_app().filter(receiver=user, template="members/household")
    return [row.facts["what"] for row in rows.order_by("pk")]


def test_a_relative_is_entered_with_its_days_and_nothing_more(enter, cast):
    made = enter("child", " 李 乐乐 ", birth_on=date(2020, 5, 1))
    assert (made.name, made.from_on, made.until_on, made.link) == (
        "李 乐乐",
        date(2020, 5, 1),
        None,
        "",
    )
    entry = trail(cast.worker)[-1]
    assert (entry.verb, entry.personal) == ("members.relative_added", {"relative": "李 乐乐"})


@pytest.mark.parametrize(
    "told",
    [
        {"kind": "child", "name": " "},
        {"kind": "child", "name": "李乐乐", "from_on": date(2026, 6, 2)},
        {"kind": "child", "name": "李乐乐", "birth_on": date(2026, 6, 2)},
        {"kind": "child", "name": "李乐乐", "birth_on": date(2020, 5, 2)},
    ],
    ids=["no name", "ahead", "unborn", "before birth"],
)
def test_what_cannot_be_is_refused(told, enter):
    with pytest.raises(Refused):
        enter(**told)
    assert not Relative.objects.exists()


def test_there_is_one_spouse_at_a_time_and_everybody_stands_there_once(enter, spouse, cast, on):
    enter("child", "李乐乐")
    for kind, name in (("spouse", "王芳"), ("child", "李乐乐")):
        with pytest.raises(Refused):
            enter(kind, name)
    actions.end_relative(spouse, until_on=on, by=cast.worker.user, on=on)
    assert enter("spouse", "王芳").until_on is None
    assert Relative.objects.filter(kind="spouse").count() == 2


def test_it_is_ended_once_and_stays_with_its_end(spouse, cast, on):
    other = Relative.objects.get()
    for until_on in (spouse.from_on, on + DAY):
        with pytest.raises(Refused):
            actions.end_relative(spouse, until_on=until_on, by=cast.worker.user, on=on)
    actions.end_relative(spouse, until_on=on, by=cast.worker.user, on=on)
    with pytest.raises(Refused):
        actions.end_relative(other, until_on=on, by=cast.plant_chair, on=on)
    assert Relative.objects.get().until_on == on
    assert not Relative.objects.lasting(on=on).exists()
    assert Relative.objects.lasting(on=on - DAY).exists()


def test_whoever_asks_does_not_learn_who_is_a_member(enter, spouse, cast, on):
    stranger = enter("other", "没有此人")
    for row, phone in ((spouse, "13900000002"), (stranger, "13900000099")):
        actions.ask_link(row, phone=phone, by=cast.worker.user, on=on)
    assert (spouse.link, stranger.link) == ("asked", "asked")
    assert (spouse.member, stranger.member) == (Person.objects.get(pk=cast.colleague.pk), None)
    assert told_to(cast.colleague.user) == ["asked"]
    # A no is not told either: it looks as if nobody had been asked.
    actions.end_link(spouse, by=cast.colleague.user, on=on)
    assert (spouse.link, spouse.member, told_to(cast.worker.user)) == ("", None, [])
    verbs = [entry.verb for entry in trail(cast.worker)]
    assert "members.link_ended" not in verbs


@pytest.mark.parametrize(
    ("name", "phone"), [("张华", "13900000003"), ("刘芳", "13900000002")], ids=["number", "name"]
)
def test_only_name_and_number_together_find_a_member(name, phone, enter, cast, on):
    row = enter("other", name)
    actions.ask_link(row, phone=phone, by=cast.worker.user, on=on)
    assert row.member is None


def test_both_files_name_each_other_once_the_relative_agrees(spouse, cast, on):
    actions.ask_link(spouse, phone="13900000002", by=cast.worker.user, on=on)
    for user in (cast.worker.user, cast.plant_chair):
        with pytest.raises(Refused):
            actions.agree_link(spouse, by=user, on=on)
    actions.agree_link(spouse, by=cast.colleague.user, on=on)
    assert spouse.is_linked
    assert told_to(cast.worker.user) == ["agreed"]
    for person in (cast.worker, cast.colleague):
        assert trail(person)[-1].verb == "members.link_agreed"


@pytest.mark.parametrize("side", ["worker", "colleague"])
def test_either_ends_the_link_and_the_other_is_told(side, spouse, cast, on):
    actions.ask_link(spouse, phone="13900000002", by=cast.worker.user, on=on)
    actions.agree_link(spouse, by=cast.colleague.user, on=on)
    actions.end_link(spouse, by=getattr(cast, side).user, on=on)
    other = cast.colleague if side == "worker" else cast.worker
    assert (spouse.link, spouse.member) == ("", None)
    assert told_to(other.user)[-1] == "ended"
    with pytest.raises(Refused):
        actions.end_link(spouse, by=cast.worker.user, on=on)


def test_of_two_who_answer_at_once_one_is_told(spouse, cast, on):
    actions.ask_link(spouse, phone="13900000002", by=cast.worker.user, on=on)
    other = Relative.objects.get()
    actions.end_link(spouse, by=cast.worker.user, on=on)
    with pytest.raises(Refused):
        actions.agree_link(other, by=cast.colleague.user, on=on)
    assert Relative.objects.get().link == ""


def test_a_member_does_it_all_on_the_phone(cast, signed_in):
    client, mine = signed_in(cast.worker), reverse("households:my_household")
    assert client.get(mine).status_code == 200
    add = reverse("households:add_mine")
    assert client.post(add, {"kind": "spouse"}).status_code == 422
    client.post(add, {"kind": "spouse", "name": "张华", "from_on": "2020-05-01"})
    row = Relative.objects.get()
    ask, agree, end_link, end = (
        reverse(f"households:{name}", args=[row.uid])
        for name in ("ask_link", "agree_link", "end_link", "end_mine")
    )
    client.post(ask, {"phone": "139 0000 0002"})
    assert signed_in(cast.shop_worker).post(agree).status_code == 404
    client = signed_in(cast.colleague)
    assert agree in client.get(mine).content.decode()
    client.post(agree)
    assert Relative.objects.get().is_linked
    assert end_link in client.get(mine).content.decode()
    for url in (end, ask):
        assert client.post(url, {"until_on": "2026-01-01"}).status_code == 404
    signed_in(cast.worker).post(end_link)
    signed_in(cast.worker).post(end, {"until_on": "2026-01-01"})
    assert (Relative.objects.get().link, Relative.objects.get().until_on) == ("", date(2026, 1, 1))


def test_an_officer_sees_it_logged_enters_and_ends(spouse, cast, signed_in):
    client, url = signed_in(cast.plant_chair), reverse("households:show", args=[cast.worker.pk])
    assert url in client.get(cast.worker.get_absolute_url()).content.decode()
    assert "张华" in client.get(url).content.decode()
    assert "members.household_opened" in [e.verb for e in reads_of(str(cast.worker.uid))]
    told = {"kind": "child", "name": "李乐乐", "from_on": "2020-05-01"}
    add = reverse("households:add_relative", args=[cast.worker.pk])
    assert client.post(add, told | {"name": ""}).status_code == 422
    client.post(add, told)
    child = Relative.objects.get(kind="child")
    client.post(reverse("households:end_relative", args=[child.pk]), {"until_on": "2024-01-01"})
    child.refresh_from_db()
    assert (child.entered_by, child.until_on) == (cast.plant_chair, date(2024, 1, 1))


def test_whom_it_does_not_concern_neither_sees_nor_changes_it(spouse, cast, signed_in):
    show = reverse("households:show", args=[cast.worker.pk])
    end = reverse("households:end_relative", args=[spouse.pk])
    for who in (cast.stranger_chair, cast.shop_chair, cast.desk_officer):
        assert signed_in(who).get(show).status_code == 404
        assert signed_in(who).post(end, {"until_on": "2026-01-01"}).status_code == 404
    # Who looks after women workers sees it and changes nothing.
    assert signed_in(cast.women_officer).get(show).status_code == 200
    assert signed_in(cast.women_officer).post(end).status_code == 404
