"""A delegate brings an application to join for the member they act for, and follows it."""

import pytest
from django.urls import reverse

from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.history.queries import trail
from unionhall.members.applying import actions
from unionhall.members.applying.models import Application
from unionhall.members.applying.tests.conftest import NUMBER
from unionhall.members.delegates.models import Delegation
from unionhall.members.delegates.queries import done_under
from unionhall.members.models import Spell
from unionhall.members.sentences import story
from unionhall.notifications.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def delegation(cast):
    """The colleague acts for the worker, who has left the plant, in applications."""
    Spell.objects.filter(person=cast.worker).update(until_on=today())
    return Delegation.objects.create(
        person=cast.worker, delegate=cast.colleague.user, matters=["applications"], from_on=today()
    )


def bring(delegation, cast, **told):
    told = {"id_number": NUMBER, "by": cast.colleague.user, "on": today()} | told
    return actions.apply_for(delegation, told.pop("union", cast.units.shop), **told)


def test_it_is_the_member_s_and_says_who_brought_it(delegation, cast, signed_in):
    row = bring(delegation, cast)
    assert (row.name, row.phone, row.open_number(), row.delegation) == (
        "李小明",
        "13900000001",
        NUMBER,
        delegation,
    )
    assert {line["by_label"] for line in story(trail(row))} == {"张华（代会员本人）"}
    assert [line["body"] for line in done_under(delegation)] == [str(cast.units.shop)]
    told = Message.objects.in_app().filter(receiver=cast.worker.user)
    assert [message.template for message in told] == ["members/application_brought"]
    state = reverse("applying:state", args=[row.uid])
    assert state in signed_in(cast.worker).get(reverse("members:me")).content.decode()
    page = signed_in(cast.shop_chair).get(row.get_absolute_url())
    assert "张华代李小明提交" in page.content.decode()


def test_outside_the_delegation_nothing_is_brought(delegation, cast):
    with pytest.raises(Refused):
        bring(delegation, cast, by=cast.shop_worker.user)
    with pytest.raises(Refused):
        bring(delegation, cast, id_number="")
    for changed in ({"matters": ["data"]}, {"matters": ["applications"], "revoked_on": today()}):
        Delegation.objects.update(**changed)
        with pytest.raises(Refused):
            bring(Delegation.objects.get(), cast)
    assert not Application.objects.exists()


def test_who_is_a_member_there_does_not_join_again(delegation, cast):
    Spell.objects.filter(person=cast.worker).update(until_on=None)
    with pytest.raises(Refused):
        bring(delegation, cast, union=cast.units.plant)


def test_on_the_pages_until_it_is_revoked(delegation, cast, signed_in):
    url, client = reverse("applying:apply_for", args=[delegation.uid]), signed_in(cast.colleague)
    typed = {"union": "U-SHOP", "id_number": NUMBER, "free_will": "on"}
    assert "13900000001" not in client.get(url).content.decode()
    assert client.post(url, typed | {"free_will": ""}).status_code == 422
    assert client.post(url, typed | {"union": "没有"}).status_code == 422
    answer = client.post(url, typed)
    row = Application.objects.get()
    follow = reverse("applying:application_for", args=[delegation.uid, row.uid])
    assert answer["Location"] == follow
    assert client.get(follow).status_code == 200
    withdraw = reverse("applying:withdraw_application_for", args=[delegation.uid, row.uid])
    assert signed_in(cast.shop_worker).post(withdraw).status_code == 404
    assert signed_in(cast.colleague).post(withdraw).status_code == 302
    row.refresh_from_db()
    assert row.state == "withdrawn"
    Delegation.objects.update(revoked_on=today())
    client = signed_in(cast.colleague)
    found = [client.get(page).status_code for page in (url, follow)]
    assert (found, client.post(withdraw).status_code) == ([404, 404], 404)


def test_it_is_followed_to_the_reason_of_a_refusal(delegation, cast, signed_in):
    row = bring(delegation, cast)
    actions.refuse_application(row, reason="不在本单位工作", by=cast.shop_chair, on=today())
    follow = reverse("applying:application_for", args=[delegation.uid, row.uid])
    assert "不在本单位工作" in signed_in(cast.colleague).get(follow).content.decode()


def test_another_s_application_is_not_followed(delegation, cast, signed_in):
    told = {"name": "李小明", "phone": "13900000001", "id_number": NUMBER, "by": None}
    row = actions.apply(cast.units.shop, **told, on=today())
    follow = reverse("applying:application_for", args=[delegation.uid, row.uid])
    assert signed_in(cast.colleague).get(follow).status_code == 404


def test_the_interface_does_the_same(delegation, cast, signed_in):
    path, client = f"/api/v1/me/for/{delegation.uid}/applications", signed_in(cast.colleague)
    told = {"union": "U-SHOP", "id_number": NUMBER}
    assert client.post(path, told, content_type="application/json").json()["state"] == "asked"
    assert [row["union"] for row in client.get(path).json()] == ["U-SHOP"]
    assert signed_in(cast.shop_worker).get(path).status_code == 404
