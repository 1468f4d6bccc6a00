"""The pages: a worker applies, officers act within their scope, everybody else sees nothing."""

import pytest
from django.urls import reverse

from unionhall.core.clock import today
from unionhall.legal_aid import actions, giving, queries
from unionhall.legal_aid.models import Aid, Lawyer

pytestmark = pytest.mark.django_db
ASKED = {"matter": "labour", "help": "arbitration", "other_side": "红星机械厂", "text": "欠薪"}


@pytest.fixture
def on():
    return today()


def test_from_the_application_to_the_confirmed_result(cast, signed_in, lawyer):
    client = signed_in(cast.worker)
    assert client.get(reverse("legal_aid:apply")).status_code == 200
    client.post(reverse("legal_aid:apply"), ASKED)
    aid = Aid.objects.get()
    client = signed_in(cast.rights_officer)
    client.post(reverse("legal_aid:grant", args=[aid.pk]))
    client.post(reverse("legal_aid:assign", args=[aid.pk]), {"lawyer": lawyer.pk})
    told = {"result": "won", "outcome": "全额支付", "recovered": "18600.50"}
    client.post(reverse("legal_aid:finish", args=[aid.pk]), told)
    signed_in(cast.worker).post(reverse("legal_aid:confirm", args=[aid.pk]))
    aid.refresh_from_db()
    assert (aid.state, aid.confirmed_on, str(aid.recovered)) == ("finished", today(), "18600.50")


@pytest.mark.parametrize("show", queries.SHOWN)
def test_the_list_shows_every_stage(signed_in, cast, given, show):
    page = signed_in(cast.rights_officer).get(reverse("legal_aid:index"), {"show": show})
    assert (cast.worker.name in page.content.decode()) == (show in ("open", "mine", "under_way"))


def test_the_page_of_an_application_shows_lawyer_and_trail(signed_in, cast, given, lawyer):
    giving.log_work(given, day=today(), kind="talk", hours=2, by=cast.chair, on=today())
    page = signed_in(cast.rights_officer).get(given.get_absolute_url()).content.decode()
    assert (lawyer.phone in page, "Trail" in page or "办理经过" in page) == (True, True)
    mine = signed_in(cast.worker).get(given.my_url).content.decode()
    assert lawyer.name in mine


def test_a_refusal_shows_its_article_and_how_to_object(signed_in, cast, aid):
    told = {"reason": "不属于援助范围", "rule": "cn.aid.acftu_scope"}
    signed_in(cast.rights_officer).post(reverse("legal_aid:refuse", args=[aid.pk]), told)
    page = signed_in(cast.worker).get(aid.my_url).content.decode()
    assert (told["reason"] in page, reverse("legal_aid:object_to", args=[aid.pk]) in page) == (
        True,
        True,
    )


def test_a_refused_click_is_told_on_the_page(signed_in, cast, aid):
    page = signed_in(cast.chair).post(reverse("legal_aid:begin_urgently", args=[aid.pk]))
    assert page.status_code == 409


@pytest.mark.parametrize("who", ["stranger_rights_officer", "plant_chair", "treasurer", "worker"])
def test_out_of_scope_nothing_can_be_seen_or_done(signed_in, cast, aid, who):
    client = signed_in(getattr(cast, who))
    answers = [
        client.get(aid.get_absolute_url()).status_code,
        client.post(reverse("legal_aid:grant", args=[aid.pk])).status_code,
    ]
    assert set(answers) <= {403, 404}
    assert Aid.objects.get().state == "asked"


def test_nobody_reads_another_worker_s_application(signed_in, cast, aid):
    assert signed_in(cast.colleague).get(aid.my_url).status_code == 404


def test_the_roster_shows_the_load_and_takes_lawyers_in(signed_in, cast, given, lawyer, on):
    client = signed_in(cast.rights_officer)
    assert "1 / 2" in client.get(reverse("legal_aid:lawyers")).content.decode()
    assert client.get(lawyer.get_absolute_url()).status_code == 200
    told = {"organisation": "330101", "name": "乔安", "firm": "x", "licence": "2", "phone": "1"}
    client.post(reverse("legal_aid:add_lawyer"), {**told, "capacity": 3, "from_on": on})
    client.post(reverse("legal_aid:note_engagement", args=[lawyer.pk]), {"party": "甲厂"})
    assert client.post(reverse("legal_aid:end_lawyer", args=[lawyer.pk])).status_code == 409
    assert (Lawyer.objects.count(), lawyer.engagements.get().party) == (2, "甲厂")


def test_small_cells_are_hidden_from_who_may_not_open_applications(signed_in, cast, aid, on):
    page = signed_in(cast.register_officer).get(reverse("legal_aid:figures")).content.decode()
    exact = signed_in(cast.rights_officer).get(reverse("legal_aid:figures")).content.decode()
    assert ("under five" in page or "不到 5" in page, "不到 5" in exact) == (True, False)


def test_an_officer_takes_one_down(signed_in, cast):
    client = signed_in(cast.plant_desk_officer)
    assert (
        cast.worker.name
        in client.get(reverse("legal_aid:take_down"), {"q": "李小明"}).content.decode()
    )
    client.post(reverse("legal_aid:take_down_for", args=[cast.worker.uid]), ASKED)
    assert Aid.objects.get().person == cast.worker
    actions.withdraw(Aid.objects.get(), by=cast.worker.user, on=today())
    assert signed_in(cast.worker).get(reverse("legal_aid:my_applications")).status_code == 200
