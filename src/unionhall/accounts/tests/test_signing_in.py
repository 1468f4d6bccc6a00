"""Signing in and out, by password and by code."""

import pytest
from django.core import mail
from django.urls import reverse

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
    not_,
    signed_in_as,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "typed",
    [
        "wang.min",
        "WANG.MIN",
        "wang@example.org",
        "Wang@Example.org ",
        PHONE,
        "138 0013 8000",
        "+86 138-0013-8000",
        "１３８００１３８０００",
    ],
)
def test_a_password_signs_in_with_any_name_of_the_account(client, wang, typed):
    answer = client.post(LOGIN, {"login": typed, "password": PASSWORD})

    assert (answer.status_code, answer.url) == (302, "/")
    assert signed_in_as(client) == str(wang.pk)


def test_a_wrong_password_signs_nobody_in(client, wang):
    answer = client.post(LOGIN, {"login": PHONE, "password": "wrong"})

    assert answer.status_code == 200
    assert form_codes(answer) == ["phone_password_mismatch"]
    assert signed_in_as(client) is None


def test_an_account_without_password_accepts_none(client, by_code):
    for password in ("!", by_code.password, " "):
        client.post(LOGIN, {"login": by_code.phone, "password": password})

    assert signed_in_as(client) is None


@pytest.mark.parametrize(
    "typed", [PHONE, "138 0013 8000", "+86 13800138000", "１３８００１３８０００"]
)
def test_a_code_by_text_message_signs_in(client, wang, messages, typed):
    asked = client.post(CODE, {"login": typed})
    answer = client.post(asked.url, {"code": code_in(messages[0].body)})

    wang.refresh_from_db()
    assert (asked.url, messages[0].phone, messages[0].template) == (CONFIRM, PHONE, "code")
    assert signed_in_as(client) == str(wang.pk)
    assert answer.url == "/"
    assert wang.phone_verified is True


def test_a_code_by_mail_signs_in(client, wang, messages):
    asked = client.post(CODE, {"login": "Wang@example.org"})
    client.post(asked.url, {"code": code_in(mail.outbox[0].body)})

    assert (mail.outbox[0].to, messages) == ([EMAIL], [])
    assert signed_in_as(client) == str(wang.pk)


def test_without_password_the_first_page_sends_a_code(client, by_code, messages):
    asked = client.post(LOGIN, {"login": by_code.phone, "password": ""})
    client.post(asked.url, {"code": code_in(messages[0].body)})

    assert signed_in_as(client) == str(by_code.pk)


def test_a_user_name_alone_gets_no_code(client, wang, messages):
    answer = client.post(LOGIN, {"login": "wang.min", "password": ""})

    assert form_codes(answer) == ["code_needs_number"]
    assert messages == []


def test_a_code_may_be_typed_with_spaces_and_full_width(client, wang, messages):
    client.post(CODE, {"login": PHONE})
    code = code_in(messages[0].body)
    client.post(CONFIRM, {"code": f"{code[:3]} {code[3:]}"})

    assert signed_in_as(client) == str(wang.pk)


def test_a_wrong_code_signs_nobody_in_and_three_end_it(client, wang, messages):
    client.post(CODE, {"login": PHONE})
    code = code_in(messages[0].body)
    answers = [client.post(CONFIRM, {"code": not_(code)}) for _ in range(3)]
    late = client.post(CONFIRM, {"code": code})

    assert [answer.status_code for answer in answers] == [200, 200, 302]
    assert late.url == CODE
    assert signed_in_as(client) is None


def test_a_code_is_over_after_five_minutes(client, wang, messages, monkeypatch):
    import time

    client.post(CODE, {"login": PHONE})
    later = time.time() + 301
    monkeypatch.setattr("allauth.account.internal.flows.code_verification.time.time", lambda: later)
    client.post(CONFIRM, {"code": code_in(messages[0].body)})

    assert signed_in_as(client) is None


def test_a_code_counts_once(client, wang, messages):
    client.post(CODE, {"login": PHONE})
    code = code_in(messages[0].body)
    client.post(CONFIRM, {"code": code})
    client.post("/accounts/logout/")

    client.post(CONFIRM, {"code": code})

    assert signed_in_as(client) is None


def test_a_new_code_ends_the_old_one(client, wang, messages):
    client.post(CODE, {"login": PHONE})
    client.post("/accounts/logout/")
    client.post(CODE, {"login": PHONE})
    old, new = (code_in(message.body) for message in messages)
    if old != new:
        client.post(CONFIRM, {"code": old})

    assert signed_in_as(client) is None


def test_the_number_can_be_typed_again(client, wang):
    client.post(CODE, {"login": "13700137000"})
    assert client.get(LOGIN).url == CONFIRM

    back = client.post("/accounts/logout/", {"next": CODE})

    assert back.url == CODE
    assert client.get(CODE).status_code == 200


def test_messages_are_deleted_when_they_are_sent(client, wang):
    client.post(CODE, {"login": PHONE})

    assert Outgoing.objects.count() == 0


@pytest.mark.parametrize("way", ["password", "code"])
def test_a_closed_account_is_told_so_only_to_who_proved_to_own_it(client, wang, messages, way):
    User.objects.update(is_active=False)
    if way == "password":
        answer = client.post(LOGIN, {"login": PHONE, "password": PASSWORD})
        wrong = client.post(LOGIN, {"login": PHONE, "password": "wrong"})
        assert form_codes(wrong) == ["phone_password_mismatch"]
    else:
        client.post(CODE, {"login": PHONE})
        answer = client.post(CONFIRM, {"code": code_in(messages[0].body)})

    assert answer.url == "/accounts/inactive/"
    assert signed_in_as(client) is None


def test_a_closed_account_is_out_at_its_next_click(client, wang):
    client.force_login(wang)
    assert client.get("/me/account/").status_code == 200

    User.objects.update(is_active=False)

    assert client.get("/me/account/").status_code == 302


def test_signing_out(client, wang):
    client.force_login(wang)
    assert client.get("/accounts/logout/").status_code == 200

    answer = client.post("/accounts/logout/")

    assert answer.url == LOGIN
    assert signed_in_as(client) is None


def test_signing_out_needs_a_post(client, wang):
    client.force_login(wang)
    client.get("/accounts/logout/")

    assert signed_in_as(client) == str(wang.pk)


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example",
        "javascript:alert(1)",
        "https:elsewhere.example",
        "http://testserver.elsewhere.example/",
    ],
)
def test_nobody_is_sent_to_another_site(client, wang, settings, address):
    settings.ALLOWED_HOSTS = ["testserver", "elsewhere.example"]

    entered = client.post(LOGIN, {"login": PHONE, "password": PASSWORD, "next": address})
    left = client.post("/accounts/logout/", {"next": address})

    assert (entered.url, left.url) == ("/", LOGIN)


def test_the_way_goes_on_to_where_one_wanted(client, wang, messages):
    asked = client.post(f"{CODE}?next=/me/account/", {"login": PHONE})
    answer = client.post(asked.url, {"code": code_in(messages[0].body)})

    assert asked.url == f"{CONFIRM}?next=%2Fme%2Faccount%2F"
    assert answer.url == "/me/account/"


def test_remembered_for_14_days_only_where_asked(client, wang):
    client.post(LOGIN, {"login": PHONE, "password": PASSWORD})
    assert client.session.get_expire_at_browser_close() is True
    client.post("/accounts/logout/")

    client.post(LOGIN, {"login": PHONE, "password": PASSWORD, "remember": "on"})

    assert client.session.get_expire_at_browser_close() is False
    assert client.session.get_expiry_age() == 14 * 24 * 60 * 60


@pytest.mark.parametrize("page", [LOGIN, CODE])
@pytest.mark.parametrize("remember", ["", "on"])
def test_a_code_is_remembered_only_where_asked(client, wang, messages, page, remember):
    client.post(page, {"login": PHONE, "remember": remember})
    client.post(CONFIRM, {"code": code_in(messages[0].body)})

    assert signed_in_as(client) == str(wang.pk)
    assert client.session.get_expire_at_browser_close() is not bool(remember)


def test_nobody_signs_up(client):
    assert client.get("/accounts/signup/").status_code == 404


def test_a_new_session_begins_at_the_sign_in(client, wang):
    client.post(CODE, {"login": PHONE})
    before = client.session.session_key
    client.post("/accounts/logout/")
    client.post(LOGIN, {"login": PHONE, "password": PASSWORD})

    assert client.session.session_key != before


PUBLIC = [
    "account_login",
    "account_request_login_code",
    "account_inactive",
]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("name", PUBLIC)
def test_pages_for_everybody(client, name, language):
    client.cookies["language"] = language

    answer = client.get(reverse(name))

    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.content.decode()
