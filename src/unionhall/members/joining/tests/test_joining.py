"""Applications, invitations and transfers stand in one list, the overdue first, with whose turn it is."""

from datetime import timedelta

import pytest
from django.urls import reverse

from unionhall.access.scope import scope
from unionhall.core.clock import today
from unionhall.members.applying import actions as applying
from unionhall.members.inviting import actions as inviting
from unionhall.members.joining.rows import Wanted
from unionhall.members.transfers import actions as transfers

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NUMBER = "110101199003072316"


@pytest.fixture
def rows(cast, on):
    """One of each: to the shop an application, an invitation, and two transfers, one of them released."""
    told = {"phone": "13700137001", "id_number": NUMBER, "by": None, "on": on + 2 * DAY}
    application = applying.apply(cast.units.shop, name="马晓燕", **told)
    invitation = inviting.invite(
        cast.units.shop,
        name="欧阳雪",
        known_by="phone",
        number=cast.stranger_worker.phone,
        reason="x",
        by=cast.shop_chair,
        on=on + DAY,
    )
    shop = cast.units.shop
    asked = transfers.ask(cast.worker.spells.get(), shop, by=cast.worker.user, on=on)
    other = transfers.ask(cast.colleague.spells.get(), shop, by=cast.plant_chair, on=on)
    transfers.release(other, by=cast.plant_chair, on=on)
    return application, invitation, asked, other


def listed(user, **told):
    order = told.pop("order", "due")
    page = Wanted(scope(user, "members.view"), **told).page(order=order)
    return [(line.kind, line.name, line.waits) for line in page]


def test_each_says_whose_turn_it_is_due_first(rows, cast):
    shop, plant = str(cast.units.shop), str(cast.units.plant)
    assert listed(cast.shop_chair) == [
        ("coming", "李小明", plant),
        ("coming", "张华", shop),
        ("invitation", "欧阳雪", "欧阳雪"),
        ("application", "马晓燕", f"{shop}委员会"),
    ]
    assert listed(cast.plant_chair) == [("leaving", "李小明", plant), ("leaving", "张华", shop)]
    assert listed(cast.stranger_chair) == []


def test_a_federation_sees_a_transfer_between_its_unions_once(rows, cast):
    found = listed(cast.register_officer, kind="between")
    assert [name for _kind, name, _waits in found] == ["李小明", "张华"]


@pytest.mark.parametrize(
    ("told", "names"),
    [
        ({"show": "ours"}, ["张华", "马晓燕"]),
        ({"kind": "coming"}, ["李小明", "张华"]),
        ({"kind": "leaving"}, []),
        ({"kind": "invitation"}, ["欧阳雪"]),
        ({"name": "张"}, ["张华"]),
        ({"order": "new"}, ["马晓燕", "欧阳雪", "张华", "李小明"]),
        ({"order": "old"}, ["李小明", "张华", "欧阳雪", "马晓燕"]),
        ({"show": "ended"}, []),
    ],
)
def test_it_is_narrowed_and_sorted(told, names, rows, cast):
    assert [name for _kind, name, _waits in listed(cast.shop_chair, **told)] == names


def test_what_ended_stands_apart_the_newest_first(rows, cast, on):
    application, invitation, _asked, other = rows
    transfers.receive(other, by=cast.shop_chair, on=on + DAY)
    applying.refuse_application(application, reason="x", by=cast.shop_chair, on=on + 3 * DAY)
    inviting.withdraw_invitation(invitation, by=cast.shop_chair, on=on + 2 * DAY)
    found = listed(cast.shop_chair, show="ended")
    assert [name for _kind, name, _waits in found] == ["马晓燕", "欧阳雪", "张华"]
    assert len(listed(cast.shop_chair)) == 1


def test_pages_of_the_three_follow_each_other(rows, cast, on, monkeypatch):
    from unionhall.members.joining import rows as module

    small = module.keyset_of
    monkeypatch.setattr(module, "keyset_of", lambda *told: small(*told, size=1))
    wanted, cursor, forth = Wanted(scope(cast.shop_chair, "members.view")), "", []
    for _page in range(4):
        page = wanted.page(cursor=cursor)
        forth += [line.name for line in page]
        cursor = page.after
    assert (forth, cursor) == (["李小明", "张华", "欧阳雪", "马晓燕"], "")
    back = []
    for _page in range(3):
        page = wanted.page(cursor=page.before)
        back += [line.name for line in page]
    assert (back, page.before) == (["欧阳雪", "张华", "李小明"], "")


def test_an_officer_finds_them_on_one_page(rows, cast, signed_in):
    url, client = reverse("joining:index"), signed_in(cast.shop_chair)
    page = client.get(url).content.decode()
    assert [row.get_absolute_url() in page for row in rows] == [True] * 4
    assert 'name="application"' in page
    ours = client.get(f"{url}?show=ours&kind=application&unit=U-SHOP&q=马&order=new")
    assert [row.get_absolute_url() in ours.content.decode() for row in rows] == [
        True,
        False,
        False,
        False,
    ]
    assert client.get(f"{url}?show=x&kind=x&unit=x&order=x&page=x").status_code == 200
    assert signed_in(cast.worker).get(url).status_code == 404


def test_it_asks_as_many_queries_for_many_as_for_few(cast, signed_in, rows):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, url = signed_in(cast.shop_chair), reverse("joining:index")

    def asked():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    asked()
    few = asked()
    for number in range(9):
        applying.apply(
            cast.units.shop,
            name=f"甲{number}",
            phone=f"1370013800{number}",
            id_number=NUMBER,
            by=None,
            on=today(),
        )
    assert asked() == few
