"""How the interface says no."""

import pytest
from django.test import Client

from tests.access_examples import case, duty, notice
from tests.access_examples import employer as an_employer
from tests.interface import call, ended, secret_of, told
from unionhall.cases import my_actions
from unionhall.organisations.models import Employer
from unionhall.site.api import api

pytestmark = pytest.mark.django_db


def test_what_a_rule_forbids_is_refused_with_its_article(cast):
    row = case(cast)
    path = f"/cases/{row.number}"
    call(cast.rights_officer, "POST", f"{path}/accept")
    status, reason, rule = told(call(cast.rights_officer, "POST", f"{path}/accept"))
    assert (status, rule, bool(reason)) == (409, "", True)
    response = call(cast.rights_officer, "POST", f"{path}/extend", {"reason": "x", "days": 365})
    assert told(response)[0::2] == (409, "cn.pet.decide_60_30")
    assert response.json()["citation"].startswith("信访工作条例")
    response = call(cast.chair, "POST", "/organisations/U-PLANT/close", {})
    assert told(response)[0::2] == (409, "cn.org.dissolution_report")
    response = call(None, "GET", "/rules/cn.pet.notify_15d/due?start=1900-01-01")
    assert told(response)[0::2] == (409, "cn.pet.notify_15d")


REFUSED = {
    "refuse": {"reason": "x", "instead": "y"},
    "hand-over": {"reason": "x"},
    "ask": {"text": "x"},
    "reply": {"text": "x"},
    "propose-closing": {"answer": "x"},
    "close": None,
    "extend": {"reason": "x", "days": 1},
}


@pytest.mark.parametrize("verb", REFUSED)
def test_an_ended_request_takes_no_more_acts(cast, verb):
    path = f"/cases/{ended(cast).number}/{verb}"
    assert told(call(cast.rights_officer, "POST", path, REFUSED[verb]))[0] == 409


@pytest.mark.parametrize(
    ("verb", "body"),
    [
        ("answer", {"text": "x"}),
        ("withdraw", None),
        ("confirm", {"satisfaction": 1}),
        ("ask-review", {"reason": "x"}),
    ],
)
def test_a_worker_cannot_act_on_what_has_ended(cast, verb, body):
    path = f"/me/requests/{ended(cast).number}/{verb}"
    assert told(call(cast.worker, "POST", path, body))[0] == 409
    assert told(call(cast.colleague, "POST", path, body))[0] == 404


def test_a_request_goes_only_to_whom_the_page_would_offer(cast):
    path = f"/cases/{case(cast).number}/hand-over"
    for to in (
        {"user": cast.stranger_chair.pk},
        {"user": cast.worker.user.pk},
        {"user": 10**9},
        {"organisation": "U-STRANGER"},
        {"organisation": "NONE"},
    ):
        assert told(call(cast.rights_officer, "POST", path, {"reason": "x", **to}))[0] == 404
    both = {"reason": "x", "organisation": "330101", "user": cast.chair.pk}
    assert told(call(cast.rights_officer, "POST", path, both))[0] in (404, 409)


def test_a_duty_goes_only_to_whom_the_page_would_offer(cast):
    path = f"/duties/{duty(cast)['pk']}"
    offered = [row["key"] for row in call(cast.chair, "GET", f"{path}/receivers").json()]
    assert offered
    for key in ("", "x", f"user-{cast.units.plant.pk}-{cast.stranger_chair.pk}"):
        assert told(call(cast.chair, "POST", f"{path}/pass-on", {"to": key}))[0] == 404
    moved = call(cast.chair, "POST", f"{path}/pass-on", {"to": offered[0]})
    assert moved.status_code == 200
    assert told(call(cast.chair, "POST", f"{path}/pass-on", {"to": offered[0]}))[0] in (404, 409)


def test_employers_are_refused_like_on_their_page(cast):
    key = an_employer(cast)["pk"]
    wrong = {"name": "x", "credit_code": "911"}
    assert told(call(cast.administrator, "POST", "/employers", wrong))[0] == 409
    assert (
        told(call(cast.administrator, "PATCH", f"/employers/{key}", {"credit_code": "1"}))[0] == 409
    )
    nowhere = {"name": "x", "division": "999999"}
    assert told(call(cast.administrator, "POST", "/employers", nowhere))[0] == 404
    assert Employer.objects.get().credit_code is None


def test_notices_are_ones_own(cast):
    key = notice(cast)["pk"]
    assert told(call(cast.colleague, "POST", f"/me/notices/{key}/read"))[0] == 404
    assert call(cast.worker, "GET", "/me/notices?unread=true").json()["items"] != []
    assert call(cast.worker, "POST", f"/me/notices/{key}/read").json()["read_at"]
    assert call(cast.worker, "GET", "/me/notices?unread=true").json()["items"] == []
    assert [item["id"] for item in call(cast.worker, "GET", "/me/notices").json()["items"]] == [key]


@pytest.mark.parametrize(
    ("verb", "path", "body", "status"),
    [
        ("GET", "/nothing", "", 404),
        ("GET", "/", "", 404),
        ("DELETE", "/cases", "", 405),
        ("POST", "/openapi.json", "", 405),
        ("POST", "/me/requests", "{", 400),
        ("POST", "/me/requests", '{"text": NaN}', 400),
        ("POST", "/me/requests", "[" * 100_000, 400),
        ("POST", "/me/requests", "{}", 422),
        ("POST", "/me/requests", '{"topic": "pay", "text": "a\\u0000"}', 422),
        ("POST", "/me/requests", '{"topic": "pay", "text": "\\ud800"}', 422),
        ("POST", "/me/requests", '{"topic": "pay", "text": "  "}', 422),
        ("POST", "/me/requests", '"' + "x" * 3_000_000 + '"', 413),
        ("GET", "/me/requests/%00", "", 404),
        ("GET", "/me/requests?after=%00", "", 422),
        ("GET", "/me/notices?" + "a=&" * 2000, "", 400),
    ],
    ids=lambda value: str(value)[:30],
)
def test_every_error_is_a_problem(cast, verb, path, body, status):
    client = Client(raise_request_exception=False)
    headers = {"Authorization": f"Bearer {secret_of(cast.worker.user)}"}
    response = client.generic(verb, f"/api/v1{path}", body, "application/json", headers=headers)
    assert told(response)[0] == status
    assert ("Allow" in response) is (status == 405)


def test_a_fault_of_ours_is_a_problem_too_and_tells_nothing(cast, monkeypatch):
    monkeypatch.setattr(my_actions, "submit", lambda *args, **options: 1 / 0)
    response = call(cast.worker, "POST", "/me/requests", {"topic": "pay", "text": "x"})
    assert told(response) == (500, "", "")


def test_a_form_in_the_place_of_json_is_told_so(cast):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(cast.worker.user)
    client.get("/me/")
    csrf = client.cookies["csrftoken"].value
    path = f"/api/v1/me/requests/{case(cast).number}/ask-review"
    response = client.post(path, {"csrfmiddlewaretoken": csrf, "reason": "x"})
    assert told(response)[0] == 415


def test_who_asks_too_often_is_told_to_wait(cast, settings):
    settings.UNIONHALL_API_PER_MINUTE = 2
    throttle = api.throttle[0]
    throttle.counts.clear()
    answers = [call(cast.worker, "GET", "/me/requests") for _time in range(3)]
    assert [answer.status_code for answer in answers[:2]] == [200, 200]
    assert told(answers[2])[0] == 429
    assert 0 < int(answers[2]["Retry-After"]) <= 60
    assert call(cast.colleague, "GET", "/me/requests").status_code == 200
    throttle.counts.clear()
