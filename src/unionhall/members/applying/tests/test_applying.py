"""Somebody becomes a member: on the phone, on paper, one by one or many by one resolution."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from unionhall.accounts.sms import MemoryGateway
from unionhall.core import keyring
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.duties.models import Duty
from unionhall.members.applying import actions, owed
from unionhall.members.applying.models import Application
from unionhall.members.applying.tests.conftest import NUMBER, PHONE
from unionhall.members.models import Person, Spell
from unionhall.members.sealing import id_digest, open_id, reseal_applications, seal_id
from unionhall.members.transfers import actions as transfers
from unionhall.members.transfers.models import Transfer
from unionhall.notifications.models import Message

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ENGLISH = {"accept-language": "en"}
OTHER = "110101199003072973"


def admit(row, cast, on, **told):
    told = {"resolution": "2026年第8号", "from_on": on} | told
    return actions.admit(row, **told, by=cast.plant_chair, on=on)


def is_owed(row):
    return [(duty.kind, duty.is_open) for duty in Duty.objects.about(row)]


def test_the_committee_owes_a_decision(bring):
    row = bring()
    assert (row.state, is_owed(row)) == ("asked", [(owed.KIND, True)])


def test_who_applies_again_renews_the_same_application(bring):
    first, second = bring(), bring(workplace="顺达外卖，骑手")
    assert (first.pk, second.workplace, Duty.objects.count()) == (second.pk, "顺达外卖，骑手", 1)


def test_an_admitted_applicant_is_a_member_from_that_day(bring, cast, on):
    row = admit(bring(employment="新就业形态"), cast, on)
    spell = row.person.spells.get()
    assert (row.state, spell.organisation, spell.from_on, spell.begun_by) == (
        "admitted",
        cast.units.plant,
        on,
        "application",
    )
    assert (row.person.phone, row.person.employment, open_id(row.person)) == (
        PHONE,
        "新就业形态",
        NUMBER,
    )
    assert (row.id_number, is_owed(row)) == (None, [(owed.KIND, False)])
    assert reverse("applying:state", args=[row.uid]) in MemoryGateway.sent[-1].body


def test_a_known_id_number_means_the_same_person(bring, cast, on):
    known = Person(name="马晓燕")
    known.id_number, known.id_index = seal_id(known.uid, NUMBER), id_digest(NUMBER)
    known.save()
    assert admit(bring(), cast, on).person == known


def test_a_member_of_another_union_goes_on_as_a_transfer(bring, cast, on):
    Person.objects.filter(pk=cast.shop_worker.pk).update(id_index=id_digest(NUMBER))
    row = bring(name=cast.shop_worker.name)
    assert [outcome.state for outcome in actions.previewed([row], on=on)] == ["transfer"]
    admit(row, cast, on)
    transfer = Transfer.objects.get()
    assert (row.state, transfer.person, transfer.to_organisation) == (
        "transfer",
        cast.shop_worker,
        cast.units.plant,
    )
    assert Spell.objects.covering(on=on).filter(person=cast.shop_worker).count() == 1


def test_nobody_is_in_two_unions_on_the_days_before_the_admission(bring, cast, on):
    person = cast.shop_worker
    Person.objects.filter(pk=person.pk).update(id_index=id_digest(NUMBER))
    Spell.objects.filter(person=person).update(until_on=on - DAY)
    row = bring(name=person.name)
    with pytest.raises(Refused):
        admit(row, cast, on, from_on=on - 30 * DAY)
    admit(row, cast, on, from_on=on - DAY)
    assert sorted(person.spells.values_list("from_on", "until_on"), key=str) == [
        (date(2020, 1, 1), on - DAY),
        (on - DAY, None),
    ]


def test_who_applies_in_a_member_s_name_learns_nothing_of_it(bring, cast, on, client):
    Person.objects.filter(pk=cast.shop_worker.pk).update(id_index=id_digest(NUMBER))
    row = admit(bring(name=cast.shop_worker.name), cast, on)
    page = client.get(reverse("applying:state", args=[row.uid]), headers=ENGLISH)
    text = page.content.decode()
    assert ("another union" in text, "transfer" in text) == (False, False)


@pytest.mark.parametrize("wrong", [{"resolution": " "}, {"from_on": date(2026, 6, 2)}])
def test_nobody_is_admitted_without_a_resolution_or_from_a_day_ahead(wrong, bring, cast, on):
    row = bring()
    with pytest.raises(Refused):
        admit(row, cast, on, **wrong)
    assert Application.objects.get(pk=row.pk).is_waiting


@pytest.mark.parametrize("number", ["110101199003072317", "110101201506011239"])
def test_a_wrong_number_or_a_child_is_refused_at_once(number, bring):
    if number.startswith("1101012015"):
        from unionhall.core.residentid import check_character

        number = number[:17] + check_character(number[:17])
    with pytest.raises(Refused):
        bring(id_number=number)
    assert not Application.objects.exists()


def test_a_union_that_takes_no_members_takes_no_application(bring, cast):
    with pytest.raises(Refused):
        bring(organisation=cast.units.district)


def test_who_is_not_admitted_is_told_why_and_where_to_turn(bring, cast, on, client):
    row = bring()
    with pytest.raises(Refused):
        actions.refuse_application(row, reason=" ", by=cast.plant_chair, on=on)
    actions.refuse_application(row, reason="不在本单位工作", by=cast.plant_chair, on=on)
    page = client.get(reverse("applying:state", args=[row.uid])).content.decode()
    assert ("不在本单位工作" in page, "北山街道总工会" in page) == (True, True)
    assert (row.id_number, is_owed(row)) == (None, [(owed.KIND, False)])


def test_of_two_who_decide_one_is_told(bring, cast, on):
    row = bring()
    other = Application.objects.get(pk=row.pk)
    admit(row, cast, on)
    with pytest.raises(Refused):
        actions.refuse_application(other, reason="x", by=cast.plant_chair, on=on)
    with pytest.raises(Refused):
        admit(other, cast, on)
    assert Person.objects.filter(name="马晓燕").count() == 1


def test_many_are_admitted_by_one_resolution_or_nobody(bring, cast, on):
    good = bring()
    bad = bring(name="别名", phone="13700137002", id_number=OTHER)
    known = Person(name="真名")
    known.id_index = id_digest(OTHER)
    known.save()
    told = {"resolution": "第8号", "from_on": on, "by": cast.plant_chair, "on": on}
    with pytest.raises(Refused, match="别名"):
        actions.admit_together([good, bad], **told)
    assert not Spell.objects.filter(begun_by="application").exists()
    assert [bool(outcome.state) for outcome in actions.previewed([good, bad], on=on)] == [
        True,
        False,
    ]
    good.refresh_from_db()
    assert [row.state for row in actions.admit_together([good], **told)] == ["admitted"]
    with pytest.raises(Refused):
        actions.admit_together([], **told)


def test_waiting_numbers_are_sealed_anew_after_a_rotation(bring, settings, tmp_path):
    settings.UNIONHALL_KEYS = str(tmp_path)
    row = bring()
    keyring.rotate()
    assert (reseal_applications(), reseal_applications()) == (1, 0)
    assert Application.objects.get(pk=row.pk).open_number() == NUMBER


# pages


TYPED = {
    "name": "马晓燕",
    "phone": PHONE,
    "id_number": NUMBER,
    "employment": "新就业形态",
    "workplace": "顺达外卖，骑手",
    "free_will": "on",
}


def test_a_worker_applies_on_the_phone_and_follows_it(client, cast, code):
    start = reverse("applying:apply", args=["U-PLANT"])
    assert client.post(start, TYPED | {"free_will": ""}).status_code == 200
    assert client.post(start, TYPED).status_code == 302
    assert not Application.objects.exists()
    assert client.post(reverse("applying:code"), {"code": "000000"}).status_code == 200
    answer = client.post(reverse("applying:code"), {"code": code()})
    row = Application.objects.get()
    assert answer["Location"] == reverse("applying:state", args=[row.uid])
    assert (row.workplace, row.open_number()) == ("顺达外卖，骑手", NUMBER)
    client.post(reverse("applying:withdraw_application", args=[row.uid]))
    row.refresh_from_db()
    assert (row.state, row.id_number) == ("withdrawn", None)


def test_nothing_typed_lies_readable_in_the_session(client, cast):
    client.post(reverse("applying:apply", args=["U-PLANT"]), TYPED)
    assert NUMBER not in str(dict(client.session.items()))
    assert client.session["applying"]["union"] == "U-PLANT"


def test_the_pages_do_not_tell_who_is_a_member(client, cast, code):
    start = reverse("applying:apply", args=["U-PLANT"])
    pages = []
    for name, phone in ((cast.worker.name, cast.worker.phone), ("无名氏", "13700137009")):
        client.post(start, TYPED | {"name": name, "phone": phone})
        client.post(reverse("applying:code"), {"code": code()})
        row = Application.objects.get(phone=phone)
        page = client.get(reverse("applying:state", args=[row.uid])).content.decode()
        page = page.split("<main")[1].replace(str(row.uid), "")
        pages.append(re.sub(r"pop-[0-9a-f]+", "pop", page))
    without_token = [page.split('name="csrfmiddlewaretoken"')[0] for page in pages]
    assert without_token[0] == without_token[1]


def test_a_union_is_found_by_its_name_or_its_place(client, cast):
    def found(text):
        page = client.get(reverse("applying:join"), {"q": text}).content.decode()
        return [code for code in ("U-PLANT", "U-SHOP", "330101") if f"/join/unions/{code}/" in page]

    assert {text: found(text) for text in ("红星", "北山街道", "东湖区", "U-SHOP", "无")} == {
        "红星": ["U-PLANT"],
        "北山街道": ["U-PLANT", "U-SHOP"],
        "东湖区": ["U-PLANT", "U-SHOP"],
        "U-SHOP": ["U-SHOP"],
        "无": [],
    }
    assert client.get(reverse("applying:apply", args=["330101"])).status_code == 404


def test_attempts_are_limited(client, cast):
    start = reverse("applying:apply", args=["U-PLANT"])
    assert [client.post(start, TYPED).status_code for _ in range(4)] == [302, 302, 302, 200]


def test_an_officer_admits_on_the_page_within_the_scope_only(bring, cast, signed_in):
    row = bring(on=today())
    url = reverse("applying:admit", args=[row.pk])
    typed = {"resolution": "第8号", "from_on": today()}
    for who in (cast.stranger_chair, cast.plant_desk_officer, cast.worker):
        assert signed_in(who).post(url, typed).status_code == 404
    client = signed_in(cast.plant_chair)
    assert client.get(row.get_absolute_url()).status_code == 200
    assert client.post(url, {}).status_code == 422
    assert client.post(url, typed).status_code == 302
    assert Application.objects.get(pk=row.pk).state == "admitted"


def test_one_resolution_for_many_is_previewed_first(bring, cast, signed_in):
    rows = [bring(on=today()), bring("孙二", "13700137002", OTHER, on=today())]
    client, url = signed_in(cast.plant_chair), reverse("applying:admit_together")
    chosen = {"application": [row.pk for row in rows]}
    page = client.post(url, chosen).content.decode()
    assert ("马晓燕" in page, "孙二" in page, Application.objects.waiting().count()) == (
        True,
        True,
        2,
    )
    typed = chosen | {"confirmed": "yes", "resolution": "第8号", "from_on": today()}
    assert client.post(url, typed).status_code == 302
    assert Application.objects.waiting().count() == 0


def test_a_paper_is_taken_down_with_its_own_date(cast, signed_in):
    client = signed_in(cast.plant_desk_officer)
    typed = {**TYPED, "unit": "U-PLANT", "asked_on": "2026-05-20"}
    assert client.post(reverse("applying:take_down"), {**typed, "unit": ""}).status_code == 422
    assert client.post(reverse("applying:take_down"), typed).status_code == 302
    row = Application.objects.get()
    assert (row.way, row.asked_on, row.taken_by) == (
        "paper",
        date(2026, 5, 20),
        cast.plant_desk_officer,
    )


def test_the_poster_leads_to_the_union_s_own_application(cast, signed_in):
    url = reverse("applying:poster", args=[cast.units.plant.pk])
    page = signed_in(cast.plant_chair).get(url).content.decode()
    assert "/join/unions/U-PLANT/" in page
    assert signed_in(cast.stranger_chair).get(url).status_code == 404


def test_the_interface_lists_and_decides(bring, cast, signed_in):
    row, other = bring(on=today()), bring("孙二", "13700137002", OTHER, on=today())
    client, base = signed_in(cast.plant_chair), "/api/v1/members/applications"
    assert [item["name"] for item in client.get(base).json()["items"]] == ["马晓燕", "孙二"]

    def post(path, body):
        return client.post(f"{base}/{path}", body, content_type="application/json").json()

    told = {"resolution": "第8号", "from_on": today().isoformat()}
    assert post(f"{row.pk}/admit", told)["state"] == "admitted"
    assert post(f"{other.pk}/refuse", {"reason": "x"})["state"] == "refused"
    assert len(client.get(f"{base}?decided=true").json()["items"]) == 2


# what becomes of it as a transfer


@pytest.fixture
def moving(bring, cast, on):
    """The shop's worker, by their own number, applies to the plant and is admitted."""
    person = cast.shop_worker
    Person.objects.filter(pk=person.pk).update(id_index=id_digest(NUMBER))
    row = admit(bring(name=person.name, phone=person.phone), cast, on)
    MemoryGateway.sent.clear()
    return row


def state_of(row, client):
    return client.get(reverse("applying:state", args=[row.uid])).content.decode()


def test_a_refused_transfer_is_told_on_the_application_s_pages(moving, cast, on, signed_in, client):
    transfers.refuse_transfer(
        moving.transfer, reason="仍在本单位上班", by=cast.shop_chair, on=on + DAY
    )
    address = reverse("applying:state", args=[moving.uid])
    assert [address in text.body for text in MemoryGateway.sent] == [True]
    told = Message.objects.in_app().filter(receiver=cast.plant_chair)
    assert [row.template for row in told if "transfer" in row.template] == [
        "members/application_transfer"
    ]
    page = state_of(moving, client)
    assert ("仍在本单位上班" in page, "转会没有办成" in page) == (True, True)
    officer = signed_in(cast.plant_chair).get(moving.get_absolute_url()).content.decode()
    assert "仍在本单位上班" in officer


def test_who_applied_in_another_s_name_is_told_that_it_failed_and_no_more(bring, cast, on, client):
    Person.objects.filter(pk=cast.shop_worker.pk).update(id_index=id_digest(NUMBER))
    row = admit(bring(name=cast.shop_worker.name), cast, on)
    transfers.refuse_transfer(row.transfer, reason="仍在本单位上班", by=cast.shop_chair, on=on)
    page = state_of(row, client)
    assert ("仍在本单位上班" in page, "转会" in page, "手续没有办成" in page) == (
        False,
        False,
        True,
    )


def test_who_is_received_reads_it_on_the_application_s_page(moving, cast, on, client):
    assert "同意转出" in state_of(moving, client)
    transfers.release(moving.transfer, by=cast.shop_chair, on=on)
    transfers.receive(moving.transfer, by=cast.plant_chair, on=on + DAY)
    assert "您已是" in state_of(moving, client)
    assert len(MemoryGateway.sent) == 1
