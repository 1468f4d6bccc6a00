"""A few accounts, and messages that are sent at once and kept in a list."""

import re

import pytest
from django.core.cache import cache

from unionhall.accounts.models import User
from unionhall.accounts.sms import MemoryGateway

PHONE = "13800138000"
EMAIL = "wang@example.org"
PASSWORD = "rain on the roof 7"
LOGIN = "/accounts/login/"
CODE = "/accounts/login/code/"
CONFIRM = "/accounts/login/code/confirm/"


@pytest.fixture(autouse=True)
def sent_at_once(settings):
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": []}
    }
    settings.SMS_GATEWAY = "unionhall.accounts.sms.MemoryGateway"
    MemoryGateway.sent.clear()


@pytest.fixture(autouse=True)
def no_attempts_yet(db):
    cache.clear()


@pytest.fixture
def messages():
    return MemoryGateway.sent


@pytest.fixture
def wang(db):
    user = User.objects.create_user(
        "wang.min", email="Wang@Example.org", password=PASSWORD, name="王敏", phone=PHONE
    )
    user.refresh_from_db()
    return user


@pytest.fixture
def by_code(db):
    """Somebody appointed by phone, who has no password."""
    user = User(username="li", name="李强", phone="13900139000")
    user.set_unusable_password()
    user.save()
    return user


def code_in(text: str) -> str:
    """The six digits in a message."""
    return re.search(r"\b\d{6}\b", text).group()


def not_(code: str) -> str:
    """Another code."""
    return "000000" if code != "000000" else "000001"


def signed_in_as(client) -> str | None:
    """The key of the account the browser is signed in with."""
    return client.session.get("_auth_user_id")


def form_codes(answer, field: str | None = None) -> list[str]:
    """The codes of a form's errors: of one field, or of the whole form."""
    form = answer.context["form"]
    errors = form.errors.as_data().get(field or "__all__", [])
    return [error.code for error in errors]
