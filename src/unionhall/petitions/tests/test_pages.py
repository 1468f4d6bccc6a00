"""The pages of petitions: lists, one petition, the worker's own, and how it goes."""

from uuid import uuid4

import pytest
from django.urls import reverse

from unionhall.cases.drawing import arrows, drawn
from unionhall.core.clock import today
from unionhall.petitions.models import Petition
from unionhall.petitions.procedure import PROCEDURE

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def petition(received) -> Petition:
    """The worker's complaint about the plant's union, brought today."""
    return received(on=today())


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_anybody_reads_how_it_goes(language, client):
    address = f"{reverse('disputes:how_this_goes')}?of=petitions"
    page = client.get(address, headers={"accept-language": language}).content.decode()
    assert page.count("<tr>") == len(PROCEDURE.steps) + 1


def test_the_picture_has_every_stage_and_every_move():
    names = list(PROCEDURE.stages)
    assert str(drawn(PROCEDURE, here=names[1])).count("<rect") == len(names)
    tops = {name: 60 * order for order, name in enumerate(names)}
    assert len(arrows(PROCEDURE, tops)) == len(PROCEDURE.moves())


@pytest.mark.parametrize(
    ("show", "is_there"),
    [
        *(("open", True), ("mine", False), ("overdue", False)),
        *(("received", True), ("review", False), ("over", False), ("x", True)),
    ],
)
def test_the_list_shows_petitions_by_how_they_stand(show, is_there, petition, cast, signed_in):
    page = signed_in(cast.street_chair).get(f"{reverse('petitions:index')}?show={show}")
    assert (petition.number in page.content.decode()) == is_there


def test_the_organ_it_is_about_finds_nothing(petition, cast, signed_in):
    client = signed_in(cast.plant_chair)
    assert petition.number not in client.get(reverse("petitions:index")).content.decode()
    assert client.get(petition.get_absolute_url()).status_code == 404
    take = reverse("petitions:take", args=[petition.number, "accept"])
    assert client.post(take).status_code == 404


def test_a_step_is_taken_on_the_page_and_refused_with_what_was_typed(petition, cast, signed_in):
    client = signed_in(cast.street_chair)

    def post(act, **told):
        return client.post(reverse("petitions:take", args=[petition.number, act]), told)

    assert post("answer", text="调查结果").status_code == 409
    assert post("accept").status_code == 302
    assert post("answer").status_code == 422
    assert post("answer_review", text="x").status_code == 404
    assert post("answer", text="已在公告栏公示").status_code == 302
    assert "已在公告栏公示" in client.get(petition.get_absolute_url()).content.decode()


def test_a_worker_brings_one_and_reads_it(cast, signed_in):
    client = signed_in(cast.worker)
    told = {"matter": "complaint", "text": "补助没有公示", "about": cast.units.plant.pk}
    told["submission"] = uuid4()
    answer = client.post(reverse("petitions:bring"), told)
    row = Petition.objects.get()
    assert (answer.status_code, answer.url) == (302, row.my_url)
    page = client.get(row.my_url, headers=ENGLISH).content.decode()
    assert "It lies with 北山街道总工会" in page
    assert signed_in(cast.colleague).get(row.my_url).status_code == 404


def test_a_complaint_about_nobody_is_told_so(cast, signed_in):
    client = signed_in(cast.worker)
    answer = client.post(reverse("petitions:bring"), {"matter": "complaint", "text": "态度差"})
    assert (answer.status_code, Petition.objects.count()) == (422, 0)


def test_a_worker_asks_the_level_above(petition, go, cast, signed_in):
    go(petition, "accept", "answer", day=today())
    client = signed_in(cast.worker)
    address = reverse("petitions:ask_review", args=[petition.number])
    assert client.post(address).status_code == 422
    assert client.post(address, {"text": "没有说明金额"}).status_code == 302
    petition.refresh_from_db()
    assert (petition.stage, petition.organisation) == ("in_review", cast.units.district)
    assert client.post(address, {"text": "再问"}).status_code == 409


def test_an_officer_receives_one_for_a_member(cast, signed_in):
    client = signed_in(cast.plant_desk_officer)
    page = client.get(reverse("petitions:receive", args=[cast.worker.uid]))
    told = {"matter": "opinion", "text": "食堂改善", "channel": "window"}
    told["submission"] = uuid4()
    answer = client.post(reverse("petitions:receive", args=[cast.worker.uid]), told)
    row = Petition.objects.get()
    assert (page.status_code, answer.status_code, answer.url) == (200, 302, row.get_absolute_url())
    assert (
        client.get(reverse("petitions:receive", args=[cast.stranger_worker.uid])).status_code == 404
    )


def test_a_complaint_taken_down_below_goes_out_of_sight(cast, signed_in):
    client = signed_in(cast.plant_desk_officer)
    told = {"matter": "complaint", "text": "x", "channel": "window", "about": cast.units.plant.pk}
    told["submission"] = uuid4()
    answer = client.post(reverse("petitions:receive", args=[cast.worker.uid]), told)
    assert (answer.status_code, answer.url) == (302, reverse("petitions:index"))


def test_the_page_of_a_request_leads_to_its_petition(request_of_worker, received, cast, signed_in):
    client = signed_in(cast.rights_officer)
    way = reverse("petitions:receive", args=[cast.worker.uid])
    assert f"{way}?case=" in client.get(request_of_worker.get_absolute_url()).content.decode()
    row = received(matter="help", case=request_of_worker)
    assert (
        row.get_absolute_url() in client.get(request_of_worker.get_absolute_url()).content.decode()
    )


def test_a_complaint_out_of_a_request_can_be_about_the_worker_s_own_union(cast, signed_in, on):
    from unionhall.cases.actions import take_down
    from unionhall.cases.models import Case

    case = take_down(cast.worker, topic="pay", text="x", by=cast.desk_officer, on=today())
    Case.objects.filter(pk=case.pk).update(organisation=cast.units.district)
    told = {"matter": "complaint", "text": "x", "channel": "window", "about": cast.units.plant.pk}
    told["submission"] = uuid4()
    way = f"{reverse('petitions:receive', args=[cast.worker.uid])}?case={case.number}"
    assert signed_in(cast.rights_officer).post(way, told).status_code == 302
    row = Petition.objects.get()
    assert (row.organisation, row.about) == (cast.units.district, cast.units.plant)


def test_the_list_asks_as_often_for_many_as_for_few(received, cast, signed_in):
    client, path = signed_in(cast.street_chair), reverse("petitions:index")
    received(on=today())
    few = queries_of(client, path)
    for _order in range(6):
        received(on=today())
    assert queries_of(client, path) == few


def queries_of(client, path: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)
