"""What production refuses, and how it answers."""

import json
import os
import subprocess
import sys

import pytest

from unionhall.site.hardening import cautions, refusals

SECRET = "kq7W2m9ZtYx4Rb8sLd3FhJp6VnCg1QaEuTiOw5XyMzKvBrNcDe"


@pytest.fixture
def environ(tmp_path):
    """Variables with which a server may start."""
    keys = tmp_path / "keys"
    keys.mkdir(mode=0o700)
    return {
        "SECRET_KEY": SECRET,
        "ALLOWED_HOSTS": "union.example.org",
        "BASE_URL": "https://union.example.org",
        "UNIONHALL_DATA": str(tmp_path / "data"),
        "UNIONHALL_KEYS": str(keys),
        "UNIONHALL_ANCHORS": str(tmp_path / "anchors"),
        "DATABASE_URL": "postgresql://union@db/union",
        "SMS_GATEWAY": "unionhall.accounts.sms.HttpGateway",
    }


def test_a_server_that_is_fit_may_start(environ):
    assert (refusals(environ), cautions(environ)) == ([], [])


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": "a" * 60}, "SECRET_KEY"),
        ({"SECRET_KEY": "django-insecure-" + SECRET}, "SECRET_KEY"),
        ({"SECRET_KEY": "tests-only-secret-that-production-refuses" + SECRET}, "SECRET_KEY"),
        ({"DEBUG": "1"}, "DEBUG"),
        ({"DEBUG": "true"}, "DEBUG"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "union.example.org, *"}, "ALLOWED_HOSTS"),
        ({"BASE_URL": ""}, "BASE_URL"),
        ({"BASE_URL": "http://union.example.org"}, "BASE_URL"),
        ({"UNIONHALL_KEYS": "/nowhere/keys"}, "UNIONHALL_KEYS"),
        ({"SMS_GATEWAY": "unionhall.accounts.sms.ConsoleGateway"}, "SMS_GATEWAY"),
        ({"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}, "EMAIL_BACKEND"),
    ],
)
def test_a_server_that_is_not_fit_may_not_start(environ, change, word):
    found = refusals({**environ, **change})

    assert [refusal.split()[0].rstrip(":") for refusal in found] == [word]


def test_keys_that_others_may_read_are_refused(environ):
    os.chmod(environ["UNIONHALL_KEYS"], 0o755)

    assert [refusal.split(":")[0] for refusal in refusals(environ)] == ["UNIONHALL_KEYS"]


def test_all_refusals_are_told_at_once(tmp_path):
    assert len(refusals({"UNIONHALL_DATA": str(tmp_path), "DEBUG": "1"})) == 5


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"DATABASE_URL": ""}, "SQLite"),
        ({"DATABASE_URL": "sqlite:////srv/unionhall.sqlite3"}, "SQLite"),
        ({"SMS_GATEWAY": ""}, "SMS_GATEWAY"),
    ],
)
def test_what_an_operator_should_know(environ, change, word):
    (found,) = cautions({**environ, **change})

    assert word in found


def test_keys_and_anchors_beside_the_data_are_told(environ):
    data = environ["UNIONHALL_DATA"]
    found = cautions(
        {**environ, "UNIONHALL_KEYS": f"{data}/keys", "UNIONHALL_ANCHORS": f"{data}/anchors"}
    )

    assert [caution.split()[0] for caution in found] == ["UNIONHALL_KEYS", "UNIONHALL_ANCHORS"]


# The settings themselves, in a process of their own

ASK = """
import django, json, warnings
django.setup()
from django.conf import settings
from django.test import Client
def answer(path, **headers):
    return Client(**headers).get(path, HTTP_HOST="union.example.org")
plain = answer("/accounts/login/")
page = answer("/accounts/login/", HTTP_X_FORWARDED_PROTO="https")
print(json.dumps({
    "plain": [plain.status_code, plain.url],
    "page": page.status_code,
    "hsts": page.headers.get("Strict-Transport-Security"),
    "policy": page.headers.get("Content-Security-Policy", ""),
    "frame": page.headers.get("X-Frame-Options"),
    "cookies": {name: [bool(c["secure"]), c["path"], c["domain"]] for name, c in page.cookies.items()},
    "elsewhere": Client().get("/accounts/login/", HTTP_HOST="evil.example").status_code,
    "debug": settings.DEBUG,
    "production": settings.UNIONHALL_PRODUCTION,
    "origins": settings.CSRF_TRUSTED_ORIGINS,
    "sms": settings.SMS_GATEWAY,
    "mail": settings.EMAIL_BACKEND,
    "log": settings.LOGGING["handlers"]["stderr"]["formatter"],
}))
"""


def started(environ, code=ASK):
    """Run code under the production settings, with these variables only."""
    return subprocess.run(
        [sys.executable, "-W", "ignore::UserWarning", "-c", code],
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.pathsep.join(sys.path),
            "DJANGO_SETTINGS_MODULE": "unionhall.site.production",
            **environ,
        },
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def on_sqlite(environ):
    """A server that needs no other one: the sign-in page asks the database nothing."""
    return {**environ, "DATABASE_URL": "", "SMS_GATEWAY": ""}


def test_a_process_that_is_not_fit_stops_and_leaves_nothing(environ, tmp_path):
    done = started({**environ, "SECRET_KEY": ""}, "import django; django.setup()")

    assert done.returncode == 1
    assert "ImproperlyConfigured: Not fit for real use:\n- SECRET_KEY is not set." in done.stderr
    assert not (tmp_path / "data").exists()


@pytest.mark.slow
def test_answers_are_hardened(on_sqlite):
    static = "from django.core.management import call_command; import django; django.setup(); "
    assert (
        started(
            on_sqlite, static + "call_command('collectstatic', '--noinput', verbosity=0)"
        ).returncode
        == 0
    )

    done = started(on_sqlite)

    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said.pop("policy").count("unsafe-inline") == 0
    assert said == {
        "plain": [301, "https://union.example.org/accounts/login/"],
        "page": 200,
        "hsts": "max-age=31536000",
        "frame": "DENY",
        "cookies": {"__Host-csrf": [True, "/", ""]},
        "elsewhere": 400,
        "debug": False,
        "production": True,
        "origins": ["https://union.example.org"],
        "sms": "unionhall.accounts.sms.NoGateway",
        "mail": "django.core.mail.backends.smtp.EmailBackend",
        "log": "json",
    }
    assert "RuntimeWarning: The database is SQLite" in done.stderr
