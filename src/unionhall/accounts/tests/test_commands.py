"""`unionhall accounts password`."""

import io

import pytest
from allauth.usersessions.models import UserSession
from django.core.management import CommandError, call_command
from django.utils.translation import override

from unionhall.accounts.tests.conftest import EMAIL, LOGIN, PASSWORD, PHONE

pytestmark = pytest.mark.django_db
NEW = "snow on the hill 3"


def command(monkeypatch, name, typed):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{typed}\n"))
    out = io.StringIO()
    call_command("accounts_password", name, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("name", ["wang.min", "Wang.Min", PHONE, "+86 138 0013 8000", EMAIL])
def test_a_password_is_set_by_any_name(monkeypatch, wang, name):
    said = command(monkeypatch, name, NEW)

    wang.refresh_from_db()
    assert wang.check_password(NEW)
    assert said == "The password of wang.min is set; 0 sessions ended.\n"


def test_a_terminal_is_asked_without_echo(monkeypatch, wang):
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("getpass.getpass", lambda _: NEW)
    call_command("accounts_password", "wang.min", stdout=io.StringIO())

    wang.refresh_from_db()
    assert wang.check_password(NEW)


def test_setting_a_password_signs_devices_out(monkeypatch, wang, client):
    client.post(LOGIN, {"login": PHONE, "password": PASSWORD})

    command(monkeypatch, "wang.min", NEW)

    assert client.get("/me/account/").status_code == 302
    assert not UserSession.objects.exists()


@pytest.mark.parametrize("weak", ["", "short1", "wang.min1", "12345678901"])
def test_weak_passwords_are_refused(monkeypatch, wang, weak):
    with pytest.raises(CommandError):
        command(monkeypatch, "wang.min", weak)

    wang.refresh_from_db()
    assert wang.check_password(PASSWORD)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("zh-hans", "密码太短，至少要 8 个字符。"),
        ("en", "The password is too short. Use at least 8 characters."),
    ],
)
def test_a_short_password_is_refused_in_the_readers_language(monkeypatch, wang, language, sentence):
    with override(language), pytest.raises(CommandError) as error:
        command(monkeypatch, "wang.min", "x7-q")
    assert sentence in str(error.value)


def test_an_unknown_account_is_told(monkeypatch, wang):
    with pytest.raises(CommandError, match="No account is called nobody"):
        command(monkeypatch, "nobody", NEW)
