"""The pages of referrals: for whoever refers, who receives, the worker, and behind a link."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.access_examples import PNG

from unionhall.cases import my_actions as my_cases
from unionhall.cases.models import Message
from unionhall.cases.referrals import actions, my_actions
from unionhall.cases.referrals.models import Referral
from unionhall.core.clock import today
from unionhall.documents.actions import attach
from unionhall.history.queries import reads_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture(autouse=True)
def english_pages(client):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


@pytest.fixture
def file(cast, case):
    upload = SimpleUploadedFile("工资条.png", PNG, content_type="image/png")
    return attach(case, upload, by=cast.worker.user)


def words(answer) -> str:
    return answer.content.decode()


def test_from_the_form_to_the_answer(cast, case, file, client):
    client.force_login(cast.rights_officer)
    page = reverse("referrals:refer", args=[case.number])
    assert page in words(client.get(case.get_absolute_url()))
    reply = Message.objects.get(kind="message")
    sent = {
        "to": f"desk:{cast.units.city.pk}:rights_officer",
        "why": "需要市里协调",
        "summary": "三个月加班费",
        "with_contact": "on",
        "messages": [reply.pk],
        "files": [str(file.uid)],
        "ask": "yes",
    }
    answer = client.post(page, sent)
    row = Referral.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, row.get_absolute_url())
    client.force_login(cast.worker.user)
    shown = words(client.get(row.my_url))
    for text in ("三个月加班费", "正在核实", "工资条.png", "李小明", "13900000001", "需要市里协调"):
        assert text in shown
    assert "内部看法" not in shown
    client.post(reverse("referrals:agree", args=[row.uid]))
    client.force_login(cast.rights_officer)
    client.post(reverse("referrals:send", args=[case.number, row.uid]))
    client.force_login(cast.city_rights_officer)
    seen = words(client.get(row.received_url))
    assert ("三个月加班费" in seen, case.number in seen, case.text in seen) == (True, False, False)
    client.post(reverse("referrals:take_up", args=[row.uid]))
    client.post(reverse("referrals:answer", args=[row.uid]), {"text": "已约谈"})
    row.refresh_from_db()
    assert (row.state, row.answer) == ("answered", "已约谈")
    client.force_login(cast.worker.user)
    assert "已约谈" in words(client.get(row.my_url))
    assert row.my_url in words(client.get(case.my_url))


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"to": "desk:1:chair", "union": "U-SHOP"},
        {"union": "NONE"},
        {"union": "U-PLANT"},
        {"to": "partner:99"},
        {"union": "3301", "messages": ["999"]},
    ],
)
def test_what_cannot_be_is_asked_again(cast, case, signed_in, typed):
    client, page = signed_in(cast.rights_officer), reverse("referrals:refer", args=[case.number])
    answer = client.post(page, {"why": "x", "summary": "y", "ask": "yes"} | typed)
    if typed.get("union") == "U-PLANT":
        assert (answer.status_code, Referral.objects.get().to_organisation.code) == (302, "U-PLANT")
    else:
        assert (answer.status_code, Referral.objects.count()) == (422, 0)


def test_every_reading_stands_in_the_worker_s_list(cast, case, sent, client):
    row = sent()
    client.force_login(cast.city_rights_officer)
    client.get(row.received_url)
    assert [entry.by for entry in reads_of(str(cast.worker.uid))] == [cast.city_rights_officer]
    client.force_login(cast.worker.user)
    assert "冯涛" in words(client.get(row.my_url))


def test_revoked_the_page_is_gone(cast, sent, signed_in):
    row = sent()
    client = signed_in(cast.city_rights_officer)
    assert client.get(row.received_url).status_code == 200
    my_actions.revoke(row, by=cast.worker.user, on=today())
    assert client.get(row.received_url).status_code == 404
    assert (
        client.post(reverse("referrals:answer", args=[row.uid]), {"text": "x"}).status_code == 404
    )
    assert row.case.text not in words(client.get(reverse("referrals:index")))


def test_without_contact_no_page_of_the_receiver_tells_the_name(cast, case, sent, partner, client):
    my_cases.answer(case, text="每天加班两小时", by=cast.worker.user, on=today())
    mine = [Message.objects.get(from_worker=True)]
    row, outside = sent(messages=mine), sent(to=partner, messages=mine)
    client.force_login(cast.city_rights_officer)
    page = words(client.get(row.received_url))
    link = actions.make_link(outside, by=cast.rights_officer, on=today())
    client.logout()
    for shown in (page, words(client.get(reverse("referrals:linked", args=[link])))):
        assert ("每天加班两小时" in shown, "李小明" in shown) == (True, False)


def test_a_link_shows_what_was_passed_and_then_nothing(cast, sent, partner, file, client):
    row = sent(to=partner, files=[file])
    client.force_login(cast.rights_officer)
    answer = client.post(reverse("referrals:make_link", args=[row.case.number, row.uid]))
    link = reverse("referrals:linked", args=["X"]).replace("X/", "")
    start = words(answer).index(link)
    path = words(answer)[start:].split("<")[0]
    client.logout()
    page = client.get(path)
    assert (page.status_code, page.headers["Referrer-Policy"]) == (200, "no-referrer")
    assert ("加班费三个月未发" in words(page), row.case.number in words(page)) == (True, False)
    held = f"{path}files/{file.uid}/"
    assert client.get(held).status_code == 200
    my_actions.revoke(row, by=cast.worker.user, on=today())
    for gone in (path, held, "/referred/nothing/"):
        page = client.get(gone)
        assert (page.status_code, "加班费" in words(page), "有" in words(page)) == (
            410,
            False,
            False,
        )


def test_what_is_kept_back_is_nowhere_on_the_worker_s_pages(cast, case, referred, signed_in):
    row = referred(ask=False)
    client = signed_in(cast.worker)
    assert client.get(row.my_url).status_code == 404
    assert "Referral" not in words(client.get(case.my_url))


def test_referrals_cost_the_request_s_page_one_query_however_many(
    cast, case, referred, partner, signed_in
):
    client = signed_in(cast.rights_officer)

    def asked() -> int:
        client.get(case.get_absolute_url())
        with CaptureQueriesContext(connection) as captured:
            client.get(case.get_absolute_url())
        return sum("SAVEPOINT" not in query["sql"] for query in captured)

    none = asked()
    referred()
    assert asked() == none + 1
    referred(to=partner)
    assert asked() == none + 1


def test_the_paper_is_there_once_it_is_sent(cast, referred, signed_in):
    row = referred()
    page = reverse("referrals:paper", args=[row.case.number, row.uid])
    client = signed_in(cast.rights_officer)
    assert client.get(page).status_code == 404
    my_actions.agree(row, by=cast.worker.user, on=today())
    actions.send(row, by=cast.rights_officer, on=today())
    assert "加班费三个月未发" in words(client.get(page))


def test_the_steps_that_ask_something(cast, case, referred, client):
    row = referred()
    client.force_login(cast.rights_officer)

    def go(name, **typed):
        return client.post(reverse(f"referrals:{name}", args=[case.number, row.uid]), typed)

    assert go("record_consent", way="page", given_on=today(), how="x").status_code == 422
    assert go("send").status_code == 409
    assert go("record_consent", way="telephone", given_on=today(), how="电话").status_code == 302
    assert go("send").status_code == 302
    assert go("rest_on_ground", ground="duty", text="x").status_code == 409
    assert go("end", reason="不需要了").status_code == 302
    row.refresh_from_db()
    assert (row.state, row.why_ended) == ("ended", "不需要了")


def test_the_directory(cast, signed_in):
    client = signed_in(cast.rights_officer)
    page = reverse("referrals:add_partner")
    typed = {"kind": "hospital", "name": "区人民医院", "contact": "0571-1"}
    assert client.post(page, typed | {"organisation": cast.units.elsewhere.pk}).status_code == 422
    assert client.post(page, typed | {"organisation": cast.units.district.pk}).status_code == 302
    assert client.post(page, typed | {"organisation": cast.units.district.pk}).status_code in (
        409,
        422,
    )
    shown = words(client.get(reverse("referrals:partners")))
    assert "区人民医院" in shown
