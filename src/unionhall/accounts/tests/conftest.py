"""A few accounts, and messages that are sent at once and kept in a list."""

import pytest
from django.core.cache import cache

from unionhall.accounts.models import User
from unionhall.accounts.sms import MemoryGateway

PHONE = "13800138000"
PASSWORD = "rain on the roof 7"


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
