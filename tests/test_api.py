"""The interface from outside: who gets in, what each operation does, and how it says no."""

import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tests.access_examples import SENT, case, duty, notice
from tests.access_examples import employer as an_employer
from tests.test_access import endpoints
from unionhall.access import tokens
from unionhall.access.grants import ABILITIES
from unionhall.access.models import Token
from unionhall.cases import actions, my_actions
from unionhall.cases.models import Draft, Topic
from unionhall.core.clock import today
from unionhall.duties.models import Duty
from unionhall.duties.queries import receivers
from unionhall.history.models import Entry
from unionhall.organisations import actions as organisations
from unionhall.organisations.models import Employer
from unionhall.rulebook.book import book
from unionhall.site.api import api

pytestmark = pytest.mark.django_db
PROBLEM = "application/problem+json"
ENDPOINTS = list(endpoints())
CLOSED = [door for door in ENDPOINTS if door.named != "public"]
DETAIL = ["type", "title", "status", "detail", "citation", "rule", "instead"]


def secret_of(user, *abilities: str) -> str:
    """A token of the user with these abilities."""
    return tokens.make(
        user,
        name="x",
        abilities=list(abilities) or [tokens.OWN, *ABILITIES],
        until_on=today() + timedelta(days=9),
        by=user,
        on=today(),
    )[1]


@pytest.fixture
def call():
    """`call(user, "POST", "/cases", {...})` → response; with `abilities`, the token names only those."""

    def send(who, verb, path, body=None, *, abilities=(), **headers):
        client = Client(raise_request_exception=False)
        if who is not None:
            user = getattr(who, "user", who)
            headers["Authorization"] = f"Bearer {secret_of(user, *abilities)}"
        sent = json.dumps(body, default=str) if body is not None else ""
        return client.generic(verb, f"/api/v1{path}", sent, "application/json", headers=headers)

    return send


def told(response) -> tuple[int, str, str]:
    """Status, reason and rule of a problem, whose shape is asserted."""
    assert response["Content-Type"] == PROBLEM
    problem = response.json()
    assert list(problem) == DETAIL
    assert problem["status"] == response.status_code
    return response.status_code, problem["detail"], problem["rule"]


# --- who gets in ---------------------------------------------------------------------------------


@pytest.mark.parametrize("door", CLOSED, ids=lambda door: door.name)
def test_without_a_token_nobody_gets_in(cast, client, door):
    response = client.generic(door.verb, door.url(cast), "{}", "application/json")
    assert told(response)[0] == 401
    assert response["WWW-Authenticate"] == 'Bearer realm="unionhall"'


@pytest.mark.parametrize("door", CLOSED, ids=lambda door: door.name)
def test_a_token_that_does_not_name_the_ability_finds_nothing(cast, call, door):
    named = "me" if door.named == "own" else door.named
    others = [ability for ability in ABILITIES if ability != named] + ["me"] * (named != "me")
    path = door.url(cast).removeprefix("/api/v1")
    body = {**(door.body or {}), **SENT.get(door.name, lambda cast: {})(cast)}
    for who in (cast.chair, cast.rights_officer, cast.administrator, cast.worker):
        response = call(who, door.verb, path, body, abilities=others)
        assert told(response)[0] == 404


def test_a_browsers_session_needs_its_csrf_token(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.worker.user)
    assert client.get("/api/v1/me/requests").status_code == 200
    body = json.dumps({"topic": "pay", "text": "x"})
    assert told(client.post("/api/v1/me/requests", body, "application/json"))[0] == 403
    client.get("/me/")
    csrf = client.cookies["csrftoken"].value
    response = client.post(
        "/api/v1/me/requests", body, "application/json", headers={"X-CSRFToken": csrf}
    )
    assert response.status_code == 201


def test_the_description_and_the_rules_are_open_to_all(cast, client):
    assert client.get("/api/v1/openapi.json").json()["info"]["title"] == "Unionhall"
    assert [door.name for door in ENDPOINTS if door.named == "public"] == [
        "api:rules_list",
        "api:rules_rule",
        "api:rules_due",
    ]


def test_every_operation_has_a_stable_name_and_says_what_it_does():
    operations = [
        operation
        for path in api.get_openapi_schema(path_prefix="/api/v1/")["paths"].values()
        for operation in path.values()
    ]
    names = [operation["operationId"] for operation in operations]
    assert len(names) == len(set(names)) == len(ENDPOINTS)
    assert [name for name in names if "unionhall" in name] == []
    assert [row["operationId"] for row in operations if not row.get("description")] == []


# --- what each operation does --------------------------------------------------------------------


def accepted(cast):
    row = case(cast)
    actions.accept(row, by=cast.rights_officer, on=today())
    return row


def proposed(cast):
    row = accepted(cast)
    actions.propose_closing(row, answer="已补发。", by=cast.rights_officer, on=today())
    return row


def ended(cast):
    row = case(cast)
    my_actions.withdraw(row, by=cast.worker.user, on=today())
    return row


def overdue_for_closing(cast):
    row = proposed(cast)
    type(row).objects.filter(pk=row.pk).update(due_on=today() - timedelta(days=1))
    return row


def receiver(cast) -> str:
    return receivers(Duty.objects.get(pk=duty(cast)["pk"]), on=today())[0].key


def empty_unit(cast):
    """A unit without members or units below it, which alone can be closed."""
    organisations.add("township", cast.units.district, "EMPTY", "空街道", by=None, on=today())


def appointing(cast) -> dict:
    return {
        "user": cast.plant_desk_officer.pk,
        "office": "auditor",
        "from_on": today().isoformat(),
    }


# operation: (who, what must be so before, body, answer, what must be in it)
WORKS = {
    "cases_list": ("rights_officer", case, None, 200, {"after": ""}),
    "cases_take_down": (
        "desk_officer",
        None,
        lambda cast: {"person": str(cast.worker.uid), "topic": "pay", "text": " 欠薪 "},
        201,
        {"text": "欠薪", "organisation": "U-PLANT", "channel": "window"},
    ),
    "cases_case": ("rights_officer", case, None, 200, {"text": "上月工资未发。"}),
    "cases_accept": (
        "rights_officer",
        case,
        None,
        200,
        {"status": "accepted", "handler": "王敏"},
    ),
    "cases_refuse": (
        "rights_officer",
        case,
        {"reason": "x", "instead": "y"},
        200,
        {"status": "refused"},
    ),
    "cases_hand_over": (
        "rights_officer",
        case,
        {"organisation": "330101", "reason": "x"},
        200,
        {"organisation": "330101", "status": "received"},
    ),
    "cases_ask": ("rights_officer", accepted, {"text": "x"}, 200, {"status": "asked"}),
    "cases_reply": ("rights_officer", accepted, {"text": "x"}, 200, {"status": "accepted"}),
    "cases_note": ("rights_officer", case, {"text": "x"}, 200, {"status": "received"}),
    "cases_propose_closing": (
        "rights_officer",
        accepted,
        {"answer": "x"},
        200,
        {"status": "proposed"},
    ),
    "cases_close": ("rights_officer", overdue_for_closing, None, 200, {"status": "closed"}),
    "cases_reopen": ("rights_officer", ended, {"reason": "x"}, 200, {"status": "accepted"}),
    "cases_extend": (
        "rights_officer",
        accepted,
        {"reason": "x", "days": 5},
        200,
        {"status": "accepted"},
    ),
    "duties_list": ("plant_chair", case, None, 200, {"after": ""}),
    "duties_detail": ("chair", duty, None, 200, {"kind": "cases.accept"}),
    "duties_receivers": ("chair", duty, None, 200, None),
    "duties_pass_on": ("chair", duty, lambda cast: {"to": receiver(cast)}, 200, {}),
    "employers_list": ("administrator", an_employer, None, 200, {"after": ""}),
    "employers_detail": ("administrator", an_employer, None, 200, {"name": "红星机械厂"}),
    "employers_add": (
        "administrator",
        None,
        {"name": "新厂", "workers": 30, "size": "small"},
        201,
        {"name": "新厂", "workers": 30, "size": "small", "organisations": []},
    ),
    "employers_correct": (
        "administrator",
        an_employer,
        {"trade": "机械"},
        200,
        {"name": "红星机械厂", "trade": "机械"},
    ),
    "members_list": ("register_officer", None, None, 200, {"after": ""}),
    "members_search": ("register_officer", None, {"q": "李小明"}, 200, {"after": ""}),
    "members_person": ("register_officer", None, None, 200, {"name": "李小明"}),
    "members_correct": (
        "register_officer",
        None,
        {"version": 1, "reason": "x", "department": "二车间"},
        200,
        {"department": "二车间", "version": 2},
    ),
    "organisations_list": ("chair", None, None, 200, {"after": ""}),
    "organisations_add": (
        "chair",
        None,
        {"kind": "township", "parent": "330101", "code": "T2", "name": "南屏街道总工会"},
        201,
        {"code": "T2", "parent": "330101"},
    ),
    "organisations_detail": ("chair", None, None, 200, {"name": "红星机械厂工会"}),
    "organisations_rename": ("chair", None, {"name": "红星工会"}, 200, {"name": "红星工会"}),
    "organisations_move": ("chair", None, {"to": "330101"}, 200, {"parent": "330101"}),
    "organisations_close": ("chair", empty_unit, {}, 200, {"closed_on": today().isoformat()}),
    "organisations_mandates": ("chair", None, None, 200, None),
    "organisations_appoint": ("chair", None, appointing, 201, {"office": "auditor"}),
    "organisations_end_mandate": ("chair", None, {}, 200, {"until_on": today().isoformat()}),
    "rules_list": (None, None, None, 200, None),
    "rules_rule": (None, None, None, 200, {"id": "cn.pet.notify_15d"}),
    "rules_due": (None, None, None, 200, {"rule": "cn.pet.notify_15d"}),
    "my_notices": ("worker", notice, None, 200, {"after": ""}),
    "my_notice_read": ("worker", notice, None, 200, {"kind": "cases"}),
    "my_notices_read_all": ("worker", notice, None, 204, None),
    "my_cases": ("worker", case, None, 200, {"after": ""}),
    "my_submit": (
        "worker",
        None,
        {"topic": "pay", "text": "欠薪"},
        201,
        {"text": "欠薪", "status": "received", "is_restricted": False},
    ),
    "my_case": ("worker", case, None, 200, {"text": "上月工资未发。"}),
    "my_answer": ("worker", case, {"text": "x"}, 200, {"status": "received"}),
    "my_withdraw": ("worker", case, None, 200, {"status": "withdrawn"}),
    "my_confirm": ("worker", proposed, {"satisfaction": 3}, 200, {"status": "closed"}),
    "my_ask_review": ("worker", proposed, {"reason": "x"}, 200, {"status": "review"}),
}
# Where the cast's example will not do.
ELSEWHERE = {
    "organisations_close": "/organisations/EMPTY/close",
    "rules_rule": "/rules/cn.pet.notify_15d",
    "rules_due": "/rules/cn.pet.notify_15d/due?start=2026-03-02",
}


def test_the_table_names_every_operation():
    assert sorted(f"api:{name}" for name in WORKS) == sorted(door.name for door in ENDPOINTS)


def address(door, cast) -> str:
    name = door.name.removeprefix("api:")
    return ELSEWHERE.get(name) or door.url(cast).removeprefix("/api/v1")


@pytest.mark.parametrize("door", ENDPOINTS, ids=lambda door: door.name)
def test_it_works(cast, call, door):
    who, before, body, status, expected = WORKS[door.name.removeprefix("api:")]
    if before:
        before(cast)
    body = body(cast) if callable(body) else body
    response = call(who and getattr(cast, who), door.verb, address(door, cast), body)
    assert response.status_code == status, response.content.decode()
    if expected is not None:
        answer = response.json()
        assert {name: answer[name] for name in expected} == expected


def test_lists_hold_what_is_in_reach_and_nothing_else(cast, call):
    row = case(cast)

    def found(who, path, name):
        return [item[name] for item in call(who, "GET", path).json()["items"]]

    assert found(cast.rights_officer, "/cases", "number") == [row.number]
    assert found(cast.stranger_rights_officer, "/cases", "number") == []
    assert found(cast.plant_desk_officer, "/duties", "title") == [row.title]
    assert found(cast.stranger_chair, "/duties?show=unit", "title") == []
    assert found(cast.worker, "/me/requests", "number") == [row.number]
    assert found(cast.colleague, "/me/requests", "number") == []
    assert found(cast.register_officer, "/members", "name") == ["李小明", "刘芳", "张华"]
    assert found(cast.stranger_register_officer, "/members", "name") == ["欧阳雪"]


def test_a_worker_does_not_see_the_officers_notes(cast, call):
    row = accepted(cast)
    actions.note(row, text="内部", by=cast.rights_officer, on=today())
    actions.reply(row, text="您好", by=cast.rights_officer, on=today())

    def texts(who, path):
        return [message["text"] for message in call(who, "GET", path).json()["messages"]]

    assert texts(cast.rights_officer, f"/cases/{row.number}") == ["内部", "您好"]
    assert texts(cast.worker, f"/me/requests/{row.number}") == ["您好"]


def test_due_dates_are_those_of_the_rulebook(call):
    answer = call(None, "GET", "/rules/cn.pet.notify_15d/due?start=2026-03-02").json()
    assert (answer["due_on"], answer["provisional"], answer["part"]) == (
        "2026-03-17",
        False,
        "days",
    )
    assert answer["reckoning"]


def test_a_list_comes_in_pages(cast, call):
    for number in range(60):
        organisations.add(
            "township", cast.units.district, f"T{number}", f"街道{number}", by=None, on=today()
        )
    first = call(cast.chair, "GET", "/organisations").json()
    second = call(cast.chair, "GET", f"/organisations?after={first['after']}").json()
    codes = [unit["code"] for unit in first["items"] + second["items"]]
    assert (len(first["items"]), len(codes), len(set(codes))) == (50, 64, 64)
    assert second["after"] == ""
    for nonsense in ("x", "0" * 600, call(None, "GET", "/rules").json()["after"]):
        again = call(cast.chair, "GET", f"/organisations?after={nonsense}").json()
        assert again == first


def test_the_rules_come_in_pages(call):
    found, after = [], ""
    while True:
        page = call(None, "GET", f"/rules?after={after}").json()
        found += [rule["id"] for rule in page["items"]]
        after = page["after"]
        if not after:
            break
    assert len(found) == len(set(found)) == len(book().rules)


def test_a_list_costs_the_same_however_long(cast, call, django_assert_max_num_queries):
    for person in (cast.worker, cast.colleague, cast.shop_worker) * 4:
        draft = Draft(person=person, topic=Topic.PAY, text="x")
        my_actions.submit(draft, by=person.user, on=today())
    for who, path, most in (
        (cast.rights_officer, "/cases", 8),
        (cast.worker, "/me/requests", 6),
        (cast.street_chair, "/duties?show=unit", 10),
        (cast.administrator, "/employers", 8),
        (cast.register_officer, "/members", 8),
    ):
        secret = secret_of(getattr(who, "user", who))
        client = Client()
        with django_assert_max_num_queries(most):
            response = client.get(f"/api/v1{path}", headers={"Authorization": f"Bearer {secret}"})
        assert response.status_code == 200


def test_a_search_for_requests_is_recorded(cast, call):
    call(cast.rights_officer, "GET", "/cases?q=李小明")
    assert [entry.verb for entry in Entry.objects.all()][-1] == "searched"


# --- how it says no ------------------------------------------------------------------------------


def test_what_a_rule_forbids_is_refused_with_its_article(cast, call):
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
def test_an_ended_request_takes_no_more_acts(cast, call, verb):
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
def test_a_worker_cannot_act_on_what_has_ended(cast, call, verb, body):
    path = f"/me/requests/{ended(cast).number}/{verb}"
    assert told(call(cast.worker, "POST", path, body))[0] == 409
    assert told(call(cast.colleague, "POST", path, body))[0] == 404


def test_a_request_goes_only_to_whom_the_page_would_offer(cast, call):
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


def test_a_duty_goes_only_to_whom_the_page_would_offer(cast, call):
    path = f"/duties/{duty(cast)['pk']}"
    offered = [row["key"] for row in call(cast.chair, "GET", f"{path}/receivers").json()]
    assert offered
    for key in ("", "x", f"user-{cast.units.plant.pk}-{cast.stranger_chair.pk}"):
        assert told(call(cast.chair, "POST", f"{path}/pass-on", {"to": key}))[0] == 404
    moved = call(cast.chair, "POST", f"{path}/pass-on", {"to": offered[0]})
    assert moved.status_code == 200
    assert told(call(cast.chair, "POST", f"{path}/pass-on", {"to": offered[0]}))[0] in (404, 409)


def test_employers_are_refused_like_on_their_page(cast, call):
    key = an_employer(cast)["pk"]
    wrong = {"name": "x", "credit_code": "911"}
    assert told(call(cast.administrator, "POST", "/employers", wrong))[0] == 409
    assert (
        told(call(cast.administrator, "PATCH", f"/employers/{key}", {"credit_code": "1"}))[0] == 409
    )
    nowhere = {"name": "x", "division": "999999"}
    assert told(call(cast.administrator, "POST", "/employers", nowhere))[0] == 404
    assert Employer.objects.get().credit_code is None


def test_notices_are_ones_own(cast, call):
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


def test_a_fault_of_ours_is_a_problem_too_and_tells_nothing(cast, call, monkeypatch):
    monkeypatch.setattr(my_actions, "submit", lambda *args, **options: 1 / 0)
    response = call(cast.worker, "POST", "/me/requests", {"topic": "pay", "text": "x"})
    assert told(response) == (500, "", "")


def test_a_form_in_the_place_of_json_is_told_so(cast):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(cast.worker.user)
    client.get("/me/")
    csrf = client.cookies["csrftoken"].value
    response = client.post("/api/v1/me/requests", {"csrfmiddlewaretoken": csrf, "text": "x"})
    assert told(response)[0] == 415


def test_who_asks_too_often_is_told_to_wait(cast, call, settings):
    settings.UNIONHALL_API_PER_MINUTE = 2
    throttle = api.throttle[0]
    throttle.counts.clear()
    answers = [call(cast.worker, "GET", "/me/requests") for _time in range(3)]
    assert [answer.status_code for answer in answers[:2]] == [200, 200]
    assert told(answers[2])[0] == 429
    assert 0 < int(answers[2]["Retry-After"]) <= 60
    assert call(cast.colleague, "GET", "/me/requests").status_code == 200
    throttle.counts.clear()


# --- a request kept from the worker's own union --------------------------------------------------

MAY_READ = {"rights_officer", "second_rights_officer", "city_rights_officer"}
OFFICERS = [
    "chair", "vice_chair", "rights_officer", "second_rights_officer", "desk_officer",
    "register_officer", "treasurer", "auditor", "women_officer", "administrator",
    "city_rights_officer", "street_chair", "plant_chair", "plant_desk_officer", "shop_chair",
    "stranger_chair", "stranger_rights_officer", "stranger_register_officer",
]  # fmt: skip


SEARCHES = [
    *(f"/cases?show={show}" for show in ("open", "new", "mine", "overdue", "week", "ended")),
    *("/cases?q=李小明", "/cases?q=李", "/cases?unit=330101", "/cases?unit=U-PLANT"),
    *(f"/duties?show={show}" for show in ("mine", "office", "unit")),
    *("/duties?show=unit&kind=cases.accept", "/me/notices", "/me/requests", "/members/{person}"),
]
# Reading comes first, so that no act has moved the request or its duty away.
ABOUT_ONE = sorted(
    (
        door
        for door in ENDPOINTS
        if door.route.startswith("/api/v1/cases/{number}")
        or door.route.startswith("/api/v1/duties/{key}")
    ),
    key=lambda door: door.verb,
)


@pytest.fixture
def kept(cast):
    draft = Draft(person=cast.worker, topic=Topic.PAY, text="主席克扣补贴", is_restricted=True)
    return my_actions.submit(draft, by=cast.worker.user, on=today())


@pytest.mark.parametrize("officer", OFFICERS)
def test_a_restricted_request_is_in_no_answer_to_others(cast, call, kept, officer):
    user = getattr(cast, officer)
    about = Duty.objects.about(kept).get().pk
    showing = [
        path
        for path in SEARCHES
        if kept.number
        in (text := call(user, "GET", path.format(person=cast.worker.pk)).content.decode())
        or kept.text in text
        or (path.startswith("/duties") and f'"id": {about},' in text)
    ]
    there = [
        door.name
        for door in ABOUT_ONE
        if call(
            user,
            door.verb,
            door.route.removeprefix("/api/v1").format(number=kept.number, key=about),
            door.body or {},
        ).status_code
        != 404
    ]
    if officer in MAY_READ:
        assert {"/cases?show=open", "/cases?q=李小明"} <= set(showing)
        assert {"api:cases_case", "api:cases_accept", "api:duties_detail"} <= set(there)
    else:
        assert (showing, there) == ([], [])


def test_a_restricted_request_is_not_handed_to_the_union(cast, call, kept):
    for unit in ("U-PLANT", "330101001"):
        body = {"organisation": unit, "reason": "x"}
        response = call(cast.rights_officer, "POST", f"/cases/{kept.number}/hand-over", body)
        assert told(response)[0] == 404


# --- tokens on the command line ------------------------------------------------------------------


def made(*arguments: str) -> dict:
    out = StringIO()
    call_command("tokens_make", *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_a_token_is_made_on_the_command_line(cast, client):
    until = today() + timedelta(days=30)
    told = made(
        *("--user", "rights-officer", "--ability", "cases.view", "--ability", "cases.accept"),
        *("--until", until.isoformat(), "--name", "统计", "--by", "administrator"),
    )
    assert told["abilities"] == ["cases.accept", "cases.view"]
    token = Token.objects.get()
    assert (token.user, token.name, token.until_on) == (cast.rights_officer, "统计", until)
    headers = {"Authorization": f"Bearer {told['token']}"}
    assert client.get("/api/v1/cases", headers=headers).status_code == 200
    assert client.get("/api/v1/me/requests", headers=headers).status_code == 404


def test_without_a_day_a_token_holds_ninety_days(cast):
    made("--user", "w13900000001", "--ability", "me")
    assert Token.objects.get().until_on == today() + timedelta(days=90)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--user", "nobody", "--ability", "me"],
        ["--user", "chair", "--ability", "cases.fly"],
        ["--user", "chair"],
        ["--user", "chair", "--ability", "me", "--until", "2000-01-01"],
        ["--user", "chair", "--ability", "me", "--until", date.max.isoformat()],
    ],
)
def test_no_token_is_made_of_nonsense(cast, arguments):
    with pytest.raises(CommandError):
        made(*arguments)
    assert not Token.objects.exists()
