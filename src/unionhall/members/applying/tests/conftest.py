import re
from datetime import date

import pytest
from django.core.cache import cache
from tests import cast as stage

from unionhall.accounts.sms import MemoryGateway
from unionhall.members.applying import actions

cast, signed_in, units = stage.cast, stage.signed_in, stage.units
NUMBER, PHONE = "110101199003072316", "13700137001"


@pytest.fixture(autouse=True)
def sent_at_once(settings, db):
    """Messages are sent at once and kept in a list."""
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": []}
    }
    settings.SMS_GATEWAY = "unionhall.accounts.sms.MemoryGateway"
    MemoryGateway.sent.clear()
    cache.clear()


@pytest.fixture
def on():
    """The day of the tests' acts."""
    return date(2026, 6, 1)


@pytest.fixture
def bring(cast, on):
    """A function that brings an application to the plant's union."""

    def brought(name="马晓燕", phone=PHONE, id_number=NUMBER, **told):
        told = {"organisation": cast.units.plant, "by": None, "on": on} | told
        return actions.apply(name=name, phone=phone, id_number=id_number, **told)

    return brought


@pytest.fixture
def code():
    """The code in the newest message."""
    return lambda: re.search(r"\d{6}", MemoryGateway.sent[-1].body).group()
