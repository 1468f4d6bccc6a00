"""What somebody learns who only tries: nothing about who has an account, and not for long."""

import re

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from unionhall.accounts.models import Outgoing, User
from unionhall.accounts.tests.conftest import (
    CODE,
    CONFIRM,
    EMAIL,
    LOGIN,
    PASSWORD,
    PHONE,
    code_in,
    form_codes,
    signed_in_as,
)

pytestmark = pytest.mark.django_db
UNKNOWN_PHONE, UNKNOWN_EMAIL = "13700137000", "nobody@example.org"


def seen(answer, *names):
    """An answer without tokens and without what was typed."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", answer.content.decode())
    for name in names:
        text = text.replace(name, "…")
    return answer.status_code, answer.headers.get("Location"), text


@pytest.mark.parametrize(
    ("known", "unknown"),
    [(PHONE, UNKNOWN_PHONE), (EMAIL, UNKNOWN_EMAIL), ("wang.min", "nobody")],
)
def test_a_wrong_password_looks_the_same_for_no_account(wang, known, unknown):
    answers = [
        seen(Client().post(LOGIN, {"login": name, "password": "wrong"}), name)
        for name in (known, unknown)
    ]

    assert answers[0] == answers[1]


def walked(name):
    """All that is seen on the way of a code that is never typed right."""
    client = Client()
    asked = client.post(CODE, {"login": name})
    page = client.get(asked.url)
    tries = [client.post(CONFIRM, {"code": "12345"}) for _ in range(3)]
    return [seen(answer, name) for answer in (asked, page, *tries)]


@pytest.mark.parametrize(("known", "unknown"), [(PHONE, UNKNOWN_PHONE), (EMAIL, UNKNOWN_EMAIL)])
def test_asking_for_a_code_looks_the_same_for_no_account(wang, known, unknown):
    assert walked(known) == walked(unknown)


@pytest.mark.parametrize(("known", "unknown"), [(PHONE, UNKNOWN_PHONE), (EMAIL, UNKNOWN_EMAIL)])
def test_a_code_for_no_account_costs_the_same_rows(wang, settings, known, unknown):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

    def writes(name):
        client = Client()
        client.get(LOGIN)
        with CaptureQueriesContext(connection) as queries:
            client.post(CODE, {"login": name})
        found = (re.match(r'(INSERT INTO|UPDATE|DELETE FROM) "(\w+)"', q["sql"]) for q in queries)
        return [verb.groups() for verb in found if verb and verb[2] != "accounts_throttle"]

    assert writes(known) == writes(unknown)
    assert Outgoing.objects.count() == 2


def test_no_message_goes_to_who_has_no_account(client, messages):
    client.post(CODE, {"login": UNKNOWN_PHONE})
    client.post("/accounts/logout/")
    client.post(CODE, {"login": UNKNOWN_EMAIL})

    assert (messages, mail.outbox) == ([], [])


@pytest.mark.parametrize("closed", [True, False])
def test_a_closed_account_looks_like_any_other(wang, closed):
    User.objects.update(is_active=not closed)

    assert walked(PHONE) == walked(UNKNOWN_PHONE)
    assert walked(EMAIL) == walked(UNKNOWN_EMAIL)


# Attempts


def test_five_wrong_passwords_lock_the_name_for_a_while(client, wang):
    codes = [
        form_codes(client.post(LOGIN, {"login": PHONE, "password": "wrong"})) for _ in range(6)
    ]
    right = client.post(LOGIN, {"login": PHONE, "password": PASSWORD})

    assert codes == [["phone_password_mismatch"]] * 5 + [["too_many_login_attempts"]]
    assert form_codes(right) == ["too_many_login_attempts"]
    assert signed_in_as(client) is None


def test_the_lock_looks_the_same_for_no_account(client, wang):
    def sixth(name):
        for _ in range(5):
            client.post(LOGIN, {"login": name, "password": "wrong"})
        return seen(client.post(LOGIN, {"login": name, "password": "wrong"}), name)

    assert sixth(PHONE) == sixth(UNKNOWN_PHONE)


def test_other_spellings_of_a_number_are_the_same_number(client, wang):
    spellings = [
        PHONE,
        "138 0013 8000",
        "+86 13800138000",
        "１３８００１３８０００",
        "138-0013-8000",
    ]
    for spelling in spellings:
        client.post(LOGIN, {"login": spelling, "password": "wrong"})

    answer = client.post(LOGIN, {"login": "0086 138 0013 8000", "password": PASSWORD})

    assert form_codes(answer) == ["too_many_login_attempts"]


def test_a_lock_is_over_after_five_minutes(client, wang, monkeypatch):
    import time

    for _ in range(6):
        client.post(LOGIN, {"login": PHONE, "password": "wrong"})
    later = time.time() + 301
    monkeypatch.setattr("allauth.core.internal.ratelimit.time.time", lambda: later)

    client.post(LOGIN, {"login": PHONE, "password": PASSWORD})

    assert signed_in_as(client) == str(wang.pk)


def test_a_locked_password_leaves_the_code(client, wang, messages):
    for _ in range(6):
        client.post(LOGIN, {"login": PHONE, "password": "wrong"})

    client.post(CODE, {"login": PHONE})
    client.post(CONFIRM, {"code": code_in(messages[0].body)})

    assert signed_in_as(client) == str(wang.pk)


def test_signing_in_often_locks_nobody_out(client, wang):
    for _ in range(8):
        client.post(LOGIN, {"login": PHONE, "password": PASSWORD})
        assert signed_in_as(client) == str(wang.pk)
        client.post("/accounts/logout/")


def test_codes_are_counted_per_number(wang, messages):
    answers = [Client().post(CODE, {"login": name}) for name in [PHONE, "+86 13800138000"] * 2]

    assert [answer.status_code for answer in answers] == [302, 302, 302, 200]
    assert form_codes(answers[3], "login") == ["too_many_codes"]
    assert len(messages) == 3


def test_codes_asked_for_on_the_first_page_count_as_well(wang, messages):
    answers = [Client().post(LOGIN, {"login": PHONE, "password": ""}) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [302, 302, 302, 200]
    assert form_codes(answers[3], "login") == ["too_many_codes"]


def test_attempts_are_counted_per_address(wang, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "3/m/ip"}

    here = [Client().post(LOGIN, {"login": f"n{n}", "password": "x"}).status_code for n in range(4)]
    there = Client(REMOTE_ADDR="203.0.113.9").post(LOGIN, {"login": "n", "password": "x"})

    assert here == [200, 200, 200, 429]
    assert there.status_code == 200


def test_an_address_cannot_be_made_up(wang, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}

    answers = [
        Client(HTTP_X_FORWARDED_FOR=f"203.0.113.{n}")
        .post(LOGIN, {"login": "n", "password": "x"})
        .status_code
        for n in range(3)
    ]

    assert answers == [200, 200, 429]


def test_behind_a_proxy_the_address_it_reports_counts(wang, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def answer(forwarded):
        client = Client(HTTP_X_FORWARDED_FOR=forwarded)
        return client.post(LOGIN, {"login": "n", "password": "x"}).status_code

    assert [answer(f"198.51.100.{n}, 203.0.113.9") for n in range(3)] == [200, 200, 429]
    assert answer("203.0.113.10") == 200


def test_the_page_of_a_lock_explains_it(settings, client):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    client.cookies["language"] = "en"
    client.post(LOGIN, {"login": "n", "password": "x"})

    answer = client.post(LOGIN, {"login": "n", "password": "x"})

    assert (answer.status_code, "Too many attempts" in answer.content.decode()) == (429, True)


def test_all_processes_count_together(wang, settings):
    from django.core.cache import caches
    from django.core.cache.backends.db import DatabaseCache

    assert isinstance(caches["default"], DatabaseCache)
    assert caches["default"]._table == "accounts_throttle"
