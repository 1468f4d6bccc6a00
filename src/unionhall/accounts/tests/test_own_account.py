"""A person's own account: language, number, address, password, devices."""

import re

import pytest
from allauth.usersessions.models import UserSession
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from unionhall.accounts import my_urls
from unionhall.accounts.models import User
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
NEW = "13700137000"
OTHER_PASSWORD = "snow on the hill 3"
OWN = [pattern.name for pattern in my_urls.urlpatterns]
OPEN = [
    "account_home",
    "account_change_password",
    "usersessions_list",
    "mfa_index",
]


def entered(user_or_name=PHONE, password=PASSWORD):
    """A browser that signed in with a password."""
    client = Client()
    client.post(LOGIN, {"login": user_or_name, "password": password})
    return client


def entered_by_code(user, messages):
    """A browser that signed in with a code."""
    client = Client()
    client.post(CODE, {"login": user.phone})
    client.post(CONFIRM, {"code": code_in(messages[-1].body)})
    return client


def confirmed(client, password=PASSWORD):
    """The same browser after typing the password once more."""
    client.post("/me/account/confirm/", {"password": password})
    return client


@pytest.mark.parametrize("name", OWN)
def test_own_pages_are_for_who_is_signed_in(client, name):
    answer = client.get(reverse(name))

    assert answer.status_code == 302
    assert answer.url.startswith(LOGIN)


@pytest.mark.parametrize("name", OWN)
def test_own_pages_are_marked_as_such(name):
    view = next(pattern.callback for pattern in my_urls.urlpatterns if pattern.name == name)

    assert (view.own, hasattr(view, "ability")) == (True, False)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("name", OPEN)
def test_own_pages_open(client, wang, name, language):
    client.force_login(wang)
    client.cookies["language"] = language

    answer = client.get(reverse(name))

    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.content.decode()


# Cost


def test_being_signed_in_costs_two_queries_and_no_write(wang):
    client = entered()
    with CaptureQueriesContext(connection) as queries:
        client.get(LOGIN)  # answers with a redirect, so that only who one is gets looked up

    tables = [re.search(r'FROM "(\w+)"', q["sql"]).group(1) for q in queries]
    assert tables == ["django_session", "accounts_user"]
    assert all(q["sql"].startswith("SELECT") for q in queries)


# Language


def test_a_chosen_language_stays_with_browser_and_account(client, wang):
    client.force_login(wang)

    answer = client.post("/i18n/set-language/", {"language": "en", "next": "/me/account/"})

    wang.refresh_from_db()
    assert (answer.url, answer.cookies["language"].value) == ("/me/account/", "en")
    assert wang.language == "en"


def test_a_visitor_chooses_for_the_browser_only(client, wang):
    answer = client.post("/i18n/set-language/", {"language": "en", "next": LOGIN})

    wang.refresh_from_db()
    assert answer.cookies["language"].value == "en"
    assert wang.language == ""


@pytest.mark.parametrize("language", ["xx", "", "../etc"])
def test_an_unknown_language_changes_nothing(client, wang, language):
    client.force_login(wang)

    answer = client.post("/i18n/set-language/", {"language": language})

    wang.refresh_from_db()
    assert (answer.status_code, wang.language) == (302, "")
    assert "language" not in answer.cookies


def test_language_is_not_changed_by_a_link(client):
    assert client.get("/i18n/set-language/?language=en").status_code == 405


def test_a_new_browser_speaks_the_accounts_language_after_signing_in(client, wang):
    User.objects.update(language="en")

    answer = client.post(LOGIN, {"login": PHONE, "password": PASSWORD})

    assert answer.cookies["language"].value == "en"


def test_without_any_choice_the_pages_are_chinese(client):
    assert '<html lang="zh-hans"' in client.get(LOGIN).content.decode()
    assert '<html lang="en"' in Client(HTTP_ACCEPT_LANGUAGE="en").get(LOGIN).content.decode()


# Number and address


def asks(client, kind, contact):
    """Ask for a new number or address."""
    return client.post(f"/me/account/{kind}/", {"contact": contact})


def answers(client, code):
    """Type the code."""
    return client.post("/me/account/code/", {"code": code})


def test_a_new_number_is_confirmed_by_a_code(wang, messages):
    client = confirmed(entered())
    asked = asks(client, "phone", "137 0013 7000")
    page = client.get(asked.url)
    answer = answers(client, code_in(messages[0].body))

    wang.refresh_from_db()
    assert (messages[0].phone, page.status_code, answer.url) == (NEW, 200, "/me/account/")
    assert (wang.phone, wang.phone_verified) == (NEW, True)


def test_the_old_number_is_told(wang, messages):
    client = confirmed(entered())
    asks(client, "phone", NEW)
    answers(client, code_in(messages[0].body))

    assert [(text.phone, text.template) for text in messages] == [
        (NEW, "code"),
        (PHONE, "contact_changed"),
    ]


def test_a_new_address_is_confirmed_by_a_code(wang):
    client = confirmed(entered())
    asks(client, "email", "New@Example.org")
    answers(client, code_in(mail.outbox[0].body))

    wang.refresh_from_db()
    assert [message.to for message in mail.outbox] == [["new@example.org"], [EMAIL]]
    assert (wang.email, wang.phone_verified) == ("new@example.org", False)


@pytest.mark.parametrize(("kind", "contact"), [("phone", NEW), ("email", "new@example.org")])
def test_a_new_contact_needs_the_password_once_more(wang, messages, kind, contact):
    answer = asks(entered(), kind, contact)

    assert answer.url.startswith("/me/account/confirm/")
    assert (messages, mail.outbox) == ([], [])


def test_after_the_password_the_page_opens(wang):
    client = entered()
    asked = client.get("/me/account/phone/")
    page = client.get(asked.url)
    answer = client.post(asked.url, {"password": PASSWORD})

    assert (page.status_code, answer.url) == (200, "/me/account/phone/")
    assert client.get(answer.url).status_code == 200


def test_a_wrong_password_opens_nothing(wang):
    answer = entered().post("/me/account/confirm/", {"password": "wrong"})

    assert form_codes(answer, "password") == ["incorrect_password"]


def test_a_wrong_code_changes_nothing_and_three_end_it(wang, messages):
    client = confirmed(entered())
    asks(client, "phone", NEW)
    code = code_in(messages[0].body)
    tries = [answers(client, not_(code)).status_code for _ in range(3)]
    answers(client, code)

    wang.refresh_from_db()
    assert tries == [200, 200, 302]
    assert wang.phone == PHONE


def test_a_number_of_another_account_is_told_only_after_its_code(wang, by_code, messages):
    client = confirmed(entered())
    asked = asks(client, "phone", by_code.phone)
    answers(client, code_in(messages[0].body))

    wang.refresh_from_db()
    assert asked.url == "/me/account/code/"
    assert wang.phone == PHONE


def test_the_own_number_is_told_at_once(wang, messages):
    answer = asks(confirmed(entered()), "phone", "138 0013 8000")

    assert (answer.status_code, list(answer.context["form"].errors)) == (200, ["contact"])
    assert messages == []


def test_codes_for_new_numbers_are_counted(wang, messages):
    client = confirmed(entered())
    for _ in range(3):
        asks(client, "phone", NEW)

    answer = asks(client, "phone", NEW)

    assert form_codes(answer, "contact") == ["too_many_codes"]
    assert len(messages) == 3


@pytest.mark.parametrize(
    ("kind", "typed"), [("phone", "12345"), ("phone", ""), ("email", "wang"), ("email", "")]
)
def test_what_cannot_be_right_is_told(wang, kind, typed):
    answer = asks(confirmed(entered()), kind, typed)

    assert list(answer.context["form"].errors) == ["contact"]


def test_a_code_page_without_code_leads_back(wang):
    assert entered().get("/me/account/code/").url == "/me/account/"


def test_an_address_can_be_given_up_by_who_has_a_number(wang):
    confirmed(entered()).post("/me/account/email/", {"remove": "1"})

    wang.refresh_from_db()
    assert wang.email == ""


def test_the_last_contact_cannot_be_given_up(wang):
    client = confirmed(entered())
    User.objects.update(phone=None)
    client.post("/me/account/email/", {"remove": "1"})

    wang.refresh_from_db()
    assert wang.email == EMAIL


# Password


def test_changing_the_password_needs_the_old_one(wang):
    client = entered()
    new = {"password1": OTHER_PASSWORD, "password2": OTHER_PASSWORD}

    refused = client.post("/me/account/password/", {"oldpassword": "wrong", **new})
    accepted = client.post("/me/account/password/", {"oldpassword": PASSWORD, **new})

    assert form_codes(refused, "oldpassword") == ["enter_current_password"]
    assert accepted.status_code == 302
    assert signed_in_as(entered(password=OTHER_PASSWORD)) == str(wang.pk)


def test_after_a_code_the_old_password_is_not_asked(wang, messages):
    client = entered_by_code(wang, messages)

    client.post("/me/account/password/", {"password1": OTHER_PASSWORD, "password2": OTHER_PASSWORD})

    assert signed_in_as(entered(password=OTHER_PASSWORD)) == str(wang.pk)


def test_ten_minutes_after_a_code_the_old_password_is_asked_again(wang, messages, monkeypatch):
    import time

    client = entered_by_code(wang, messages)
    later = time.time() + 601
    monkeypatch.setattr("unionhall.accounts.forms.time.time", lambda: later)

    answer = client.post(
        "/me/account/password/", {"password1": OTHER_PASSWORD, "password2": OTHER_PASSWORD}
    )

    assert list(answer.context["form"].errors) == ["oldpassword"]


def test_changing_the_password_signs_other_devices_out_and_stays_here(wang):
    here, there = entered(), entered()

    here.post(
        "/me/account/password/",
        {"oldpassword": PASSWORD, "password1": OTHER_PASSWORD, "password2": OTHER_PASSWORD},
    )

    assert here.get("/me/account/").status_code == 200
    assert there.get("/me/account/").status_code == 302


@pytest.mark.parametrize("weak", ["short1", "12345678901", "password1", "13800138000a"])
def test_weak_passwords_are_refused(wang, weak):
    answer = entered().post(
        "/me/account/password/", {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
    )

    assert list(answer.context["form"].errors) == ["password1"]


def test_who_has_no_password_may_choose_one(by_code, messages):
    client = entered_by_code(by_code, messages)
    assert client.get("/me/account/password/").url == "/me/account/password/set/"

    client.post(
        "/me/account/password/set/", {"password1": OTHER_PASSWORD, "password2": OTHER_PASSWORD}
    )

    assert signed_in_as(entered(by_code.phone, OTHER_PASSWORD)) == str(by_code.pk)


def test_passwords_are_not_shown_again_after_an_error(wang):
    answer = entered().post(
        "/me/account/password/",
        {"oldpassword": "wrong", "password1": OTHER_PASSWORD, "password2": "another"},
    )

    assert OTHER_PASSWORD not in answer.content.decode()


# Devices


def test_all_devices_are_listed_and_this_one_is_marked(wang):
    here, _ = entered(), entered()

    answer = here.get("/me/account/devices/")

    assert answer.context["session_count"] == 2
    assert answer.content.decode().count("state-good") == 1


def test_other_devices_can_be_signed_out(wang, by_code):
    here, there = entered(), entered()
    stranger = Client()
    stranger.force_login(by_code)

    here.post("/me/account/devices/")

    assert here.get("/me/account/").status_code == 200
    assert there.get("/me/account/").status_code == 302
    assert stranger.get("/me/account/").status_code == 200
    assert UserSession.objects.filter(user=wang).count() == 1


def test_reading_pages_writes_nothing_about_devices(wang):
    client = entered()
    seen = UserSession.objects.values_list("last_seen_at", "ip").get()

    client.get("/me/account/", REMOTE_ADDR="203.0.113.7")

    assert UserSession.objects.values_list("last_seen_at", "ip").get() == seen
