"""The pages of urgent matters: board, opening on the phone, one matter, report, a worker's own."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from unionhall.core.clock import now, today
from unionhall.urgent import actions, concerned
from unionhall.urgent.models import UrgentMatter
from unionhall.urgent.tests.conftest import HOUR

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


def text_of(client, address: str) -> str:
    answer = client.get(address, headers=ENGLISH)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("show", "is_there"),
    [("open", True), ("mine", False), ("untold", False), ("ended", False), ("x", True)],
)
def test_the_board_shows_them_by_how_they_stand(show, is_there, opened, cast, signed_in):
    row = opened()
    page = text_of(signed_in(cast.rights_officer), f"{reverse('urgent:board')}?show={show}")
    assert (row.number in page) == is_there


def test_the_board_counts_what_is_over_its_hour(opened, cast, signed_in):
    opened(learnt_at=now() - 5 * HOUR)
    page = text_of(signed_in(cast.rights_officer), f"{reverse('urgent:board')}?show=untold")
    assert "over their hour" in page


def test_a_stranger_finds_nothing(opened, cast, signed_in):
    row, client = opened(), signed_in(cast.stranger_rights_officer)
    assert row.number not in text_of(client, reverse("urgent:board"))
    assert client.get(row.get_absolute_url()).status_code == 404
    assert client.post(reverse("urgent:add_line", args=[row.number])).status_code == 404


def told(**more) -> dict:
    moment = timezone.localtime(now()).strftime("%Y-%m-%dT%H:%M")
    return {
        "kind": "heat",
        "union": "U-PLANT",
        "place": "铸造车间",
        "text": "三人中暑送医",
        "learnt_at": moment,
        "people": 3,
        "gravity": 2,
        "submission": uuid4(),
    } | more


def test_any_officer_opens_one_in_one_form(cast, signed_in):
    client = signed_in(cast.plant_desk_officer)
    assert 'value="U-PLANT"' in text_of(client, reverse("urgent:open"))
    answer = client.post(reverse("urgent:open"), told())
    row = UrgentMatter.objects.get()
    assert (answer.status_code, answer.url) == (302, row.get_absolute_url())
    assert "三人中暑送医" in text_of(client, row.get_absolute_url())


@pytest.mark.parametrize(
    "wrong", [{"union": "U-STRANGER"}, {"people": "many"}, {"kind": "x"}, {"learnt_at": "?"}]
)
def test_what_was_typed_wrongly_stays_in_the_form(wrong, cast, signed_in):
    answer = signed_in(cast.plant_chair).post(reverse("urgent:open"), told(**wrong))
    assert (answer.status_code, UrgentMatter.objects.count()) == (422, 0)


def test_the_page_takes_every_act(opened, cast, signed_in):
    row, client = opened(gravity=1), signed_in(cast.plant_chair)
    moment = timezone.localtime(now()).strftime("%Y-%m-%dT%H:%M")

    def post(name, *args, **sent):
        return client.post(reverse(f"urgent:{name}", args=args or [row.number]), sent).status_code

    assert post("end", summary="x", lessons="x") == 409
    assert post("end", summary="x") == 422
    assert post("add_line", text="单位到场", at=moment) == 302
    assert post("note_told", row.tellings.get().pk, at=moment, way="person", whom="沈国华") == 302
    assert post("add_told", at=moment, way="person", whom="值班员", party="区人社局") == 302
    assert post("reassess", gravity=2, people=60, reason="人数增加") == 302
    assert post("drop_telling", row.tellings.waiting().get().pk, reason="同一人已告知") == 302
    assert post("add_affected", person=cast.worker.uid, agreed="on") == 302
    assert "李小明" in text_of(client, row.get_absolute_url())
    assert post("remove_affected", row.affected.get().pk) == 302
    assert post("link", address="/nothing/") == 409
    assert post("hand_over", officer=cast.street_chair.pk) == 302
    assert post("lead") == 302
    assert post("end", summary="已复工", lessons="每月核对") == 302
    page = text_of(client, row.get_absolute_url())
    assert ("已复工" in page, "每月核对" in page) == (True, True)


def test_the_report_names_no_worker(opened, cast, signed_in):
    row = opened()
    concerned.add_affected(row, cast.worker, agreed=True, by=cast.plant_chair, on=today())
    page = text_of(signed_in(cast.plant_chair), reverse("urgent:report", args=[row.number]))
    assert ("李小明" in page, "夜班四十多人停工" in page, "data-print" in page) == (
        False,
        True,
        True,
    )


def test_whoever_may_see_no_members_reads_no_names(opened, cast, signed_in):
    row = opened()
    concerned.add_affected(row, cast.worker, agreed=True, by=cast.plant_chair, on=today())
    page = text_of(signed_in(cast.treasurer), row.get_absolute_url())
    assert ("李小明" in page, "1 worker stands on the list" in page) == (False, True)


def test_a_worker_on_the_list_reads_of_it_and_leaves(opened, cast, signed_in):
    row = opened()
    concerned.add_affected(row, cast.worker, agreed=True, by=cast.plant_chair, on=today())
    assert signed_in(cast.colleague).get(row.my_url).status_code == 404
    client = signed_in(cast.worker)
    assert "leads it" in text_of(client, row.my_url)
    assert client.post(reverse("urgent:leave", args=[row.number])).status_code == 302
    assert client.get(row.my_url).status_code == 404


def test_the_page_of_a_request_says_what_it_belongs_to(opened, cast, signed_in):
    from unionhall.cases.actions import take_down

    row = opened()
    case = take_down(cast.worker, topic="pay", text="欠薪", by=cast.rights_officer, on=today())
    address = case.get_absolute_url()
    concerned.link(row, address=address, by=cast.rights_officer, on=today())
    assert row.get_absolute_url() in text_of(signed_in(cast.rights_officer), address)


def test_board_and_page_ask_as_often_for_many_as_for_few(opened, cast, signed_in):
    client = signed_in(cast.rights_officer)
    row = opened(gravity=1)
    paths = reverse("urgent:board"), row.get_absolute_url()
    few = [queries_of(client, path) for path in paths]
    for order in range(6):
        opened(gravity=3)
        actions.add_line(row, at=now(), text=str(order), by=cast.plant_chair, on=today())
    assert [queries_of(client, path) for path in paths] == few


def queries_of(client, path: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)
