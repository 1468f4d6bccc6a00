import json

import pytest
from tests.cast import joined

from unionhall.history.models import Entry
from unionhall.members.models import Person

pytestmark = pytest.mark.django_db
BASE = "/api/v1/members"


@pytest.fixture
def api(signed_in):
    """Calls the interface as somebody: api(cast.chair).post("search", {…})."""

    class Caller:
        def __init__(self, who):
            self.client = signed_in(who)

        def get(self, path="", **query):
            return self.client.get(f"{BASE}/{path}".rstrip("/"), query)

        def send(self, method, path, body):
            call = getattr(self.client, method)
            return call(
                f"{BASE}/{path}".rstrip("/"), json.dumps(body), content_type="application/json"
            )

    return Caller


def names(answer):
    return [item["name"] for item in answer.json()["items"]]


def test_the_list_is_that_of_the_scope(cast, api):
    assert names(api(cast.register_officer).get()) == ["李小明", "刘芳", "张华"]
    assert names(api(cast.plant_chair).get()) == ["李小明", "张华"]
    assert api(cast.administrator).get().status_code == 404


def test_the_list_can_be_narrowed(cast, api):
    assert names(api(cast.register_officer).get(unit="U-SHOP")) == ["刘芳"]
    assert api(cast.register_officer).get(unit="U-STRANGER").status_code == 404
    assert api(cast.register_officer).get(status="dead").status_code == 422


def test_a_line_says_who_and_where(cast, api):
    item = api(cast.plant_chair).get().json()["items"][0]
    assert item == {
        "person": cast.worker.pk, "name": "李小明", "organisation": "U-PLANT",
        "from_on": "2020-01-01", "from_known": True, "until_on": None,
        "status": "in_force",
    }  # fmt: skip


def test_pages_follow_one_another(cast, api):
    for number in range(60):
        joined(f"孙{chr(0x4E00 + number)}", cast.units.plant, account=False)
    call, seen, after = api(cast.plant_chair), [], ""
    while True:
        answer = call.get(after=after)
        seen += names(answer)
        after = answer.json()["after"]
        if not after:
            break
    assert (len(seen), len(set(seen))) == (62, 62)


def test_a_search_is_recorded_once(cast, api):
    call = api(cast.plant_chair)
    assert names(call.send("post", "search", {"q": "lxm"})) == ["李小明"]
    assert names(call.send("post", "search", {"q": "刘芳"})) == []
    assert Entry.objects.filter(verb="searched", by=cast.plant_chair).count() == 2
    assert call.send("post", "search", {"q": ""}).status_code == 422


def test_a_file_is_given_within_the_scope_and_its_reading_recorded(cast, api):
    answer = api(cast.plant_chair).get(cast.worker.pk)
    told = answer.json()
    assert (told["name"], told["version"], told["phone"]) == ("李小明", 1, "13900000001")
    assert [spell["organisation"] for spell in told["spells"]] == ["U-PLANT"]
    assert Entry.objects.filter(verb="opened").count() == 1
    assert api(cast.shop_chair).get(cast.worker.pk).status_code == 404


@pytest.mark.parametrize("q", ["\x00", "w\x00ang", "王\ud800", "%", "'", "w" * 60, "1" * 18])
def test_any_text_can_be_searched_for(q, cast, api):
    answer = api(cast.plant_chair).send("post", "search", {"q": q})
    assert answer.status_code in (200, 422)
    assert (answer.status_code == 422) is bool({"\x00", "\ud800"} & set(q))


def test_a_correction_runs_the_same_act(cast, api):
    call = api(cast.plant_chair)
    body = {"version": 1, "reason": "Card shown", "department": "二车间", "phone": "138 0013 8000"}
    answer = call.send("patch", cast.worker.pk, body)
    assert (answer.status_code, answer.json()["version"]) == (200, 2)
    person = Person.objects.get(pk=cast.worker.pk)
    assert (person.department, person.phone) == ("二车间", "13800138000")
    answer = call.send("patch", cast.worker.pk, {**body, "department": "三车间"})
    assert (answer.status_code, answer["Content-Type"]) == (409, "application/problem+json")


@pytest.mark.parametrize(
    "body",
    [
        {"phone": "12345"},
        {"id_number": "12345"},
        {"birth_on": "2020-01-01"},
        {"department": ""},
        {},
    ],
)
def test_a_correction_that_cannot_be_is_refused(body, cast, api):
    answer = api(cast.plant_chair).send(
        "patch", cast.worker.pk, {"version": 1, "reason": "x", **body}
    )
    assert answer.status_code == 409


@pytest.mark.parametrize(
    "body",
    [
        {"name": None},
        {"name": ""},
        {"name": "王\x00"},
        {"name": "王\ud800"},
        {"phone": None},
        {"sex": "x"},
        {"works_since": "x"},
    ],
)
def test_a_correction_that_cannot_be_read_is_an_error_of_the_caller(body, cast, api):
    answer = api(cast.plant_chair).send(
        "patch", cast.worker.pk, {"version": 1, "reason": "x", **body}
    )
    assert answer.status_code == 422


@pytest.mark.parametrize("who", ["shop_chair", "stranger_chair", "administrator", "treasurer"])
def test_nobody_else_corrects(who, cast, api):
    answer = api(getattr(cast, who)).send("patch", cast.worker.pk, {"version": 1, "reason": "x"})
    assert answer.status_code == 404
