"""Signing in with an authenticator app besides."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from unionhall.accounts.adapter import AuthenticatorAdapter
from unionhall.accounts.tests.conftest import (
    CODE,
    CONFIRM,
    LOGIN,
    PASSWORD,
    PHONE,
    code_in,
    form_codes,
    signed_in_as,
)

pytestmark = pytest.mark.django_db
ADD = "/me/account/authenticator/add/"
AUTHENTICATE = "/accounts/login/authenticator/"


def shown(secret):
    """What the app shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.fixture
def with_app(wang):
    """A browser of Wang's in which the app was just set up, and the app's secret."""
    client = Client()
    client.post(LOGIN, {"login": PHONE, "password": PASSWORD})
    client.post("/me/account/confirm/", {"password": PASSWORD})
    secret = client.get(ADD).context["form"].secret
    answer = client.post(ADD, {"code": shown(secret)})
    assert answer.url == "/me/account/authenticator/codes/"
    return client, secret


@pytest.fixture(autouse=True)
def codes_unused(monkeypatch):
    """Half a minute passes between two codes, which no test waits for."""
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.TOTP._mark_code_used", lambda *_: True)


def test_setting_up_needs_the_password_once_more(wang):
    client = Client()
    client.post(LOGIN, {"login": PHONE, "password": PASSWORD})

    assert client.get(ADD).url.startswith("/me/account/confirm/")


def test_setting_up_needs_the_code_of_the_app(wang):
    client = Client()
    client.post(LOGIN, {"login": PHONE, "password": PASSWORD})
    client.post("/me/account/confirm/", {"password": PASSWORD})
    page = client.get(ADD)

    answer = client.post(ADD, {"code": "12345"})

    assert 'src="data:image/svg+xml;base64,' in page.content.decode()
    assert form_codes(answer, "code") == ["incorrect_code"]
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("way", ["password", "code"])
def test_the_app_is_asked_after_password_or_code(with_app, wang, messages, way):
    client = Client()
    if way == "password":
        answer = client.post(LOGIN, {"login": PHONE, "password": PASSWORD})
    else:
        client.post(CODE, {"login": PHONE})
        answer = client.post(CONFIRM, {"code": code_in(messages[-1].body)})

    assert answer.url == AUTHENTICATE
    assert signed_in_as(client) is None
    assert client.get(AUTHENTICATE).status_code == 200
    client.post(AUTHENTICATE, {"code": shown(with_app[1])})
    assert signed_in_as(client) == str(wang.pk)


def test_wrong_codes_are_counted(with_app, wang):
    client = Client()
    client.post(LOGIN, {"login": PHONE, "password": PASSWORD})

    codes = [form_codes(client.post(AUTHENTICATE, {"code": "12345"}), "code") for _ in range(6)]

    assert codes == [["incorrect_code"]] * 5 + [["too_many_login_attempts"]]
    assert signed_in_as(client) is None


def test_a_recovery_code_lets_in_once(with_app, wang):
    codes = with_app[0].get("/me/account/authenticator/codes/").context["unused_codes"]
    entered = []
    for _ in range(2):
        client = Client()
        client.post(LOGIN, {"login": PHONE, "password": PASSWORD})
        client.post(AUTHENTICATE, {"code": codes[0]})
        entered.append(signed_in_as(client))

    assert entered == [str(wang.pk), None]


def test_recovery_codes_can_be_saved_and_made_anew(with_app):
    client = with_app[0]
    first = client.get("/me/account/authenticator/codes/").context["unused_codes"]
    saved = client.get("/me/account/authenticator/codes/file/")
    page = client.get("/me/account/authenticator/codes/new/")
    client.post("/me/account/authenticator/codes/new/")
    second = client.get("/me/account/authenticator/codes/").context["unused_codes"]

    assert saved.content.decode().split() == first
    assert (len(first), len(second), page.status_code) == (10, 10, 200)
    assert set(first).isdisjoint(second)


def test_the_app_can_be_given_up(with_app, wang):
    client = with_app[0]
    page = client.get("/me/account/authenticator/remove/")

    client.post("/me/account/authenticator/remove/")

    assert page.status_code == 200
    assert not Authenticator.objects.exists()
    again = Client()
    again.post(LOGIN, {"login": PHONE, "password": PASSWORD})
    assert signed_in_as(again) == str(wang.pk)


def test_the_app_can_confirm_instead_of_the_password(with_app, by_code):
    client = with_app[0]
    page = client.get("/me/account/confirm/authenticator/?next=/me/account/")

    answer = client.post(
        "/me/account/confirm/authenticator/",
        {"code": shown(with_app[1]), "next": "/me/account/"},
    )

    assert (page.status_code, answer.url) == (200, "/me/account/")


def test_secrets_of_apps_are_sealed(with_app):
    for authenticator in Authenticator.objects.all():
        assert with_app[1] not in str(authenticator.data)
    sealed = Authenticator.objects.get(type="totp").data["secret"]
    assert AuthenticatorAdapter().decrypt(sealed) == with_app[1]


def test_the_pages_of_the_app(with_app):
    client = with_app[0]

    assert client.get("/me/account/authenticator/").status_code == 200
    assert client.get("/me/account/").context["authenticator"] is True
