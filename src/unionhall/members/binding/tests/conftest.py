"""A register with a member who fits, and messages that are sent at once and kept in a list."""

import re
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from tests.cast import LONG_AGO

from unionhall.accounts.sms import MemoryGateway
from unionhall.members import search
from unionhall.members.models import Person, Spell
from unionhall.members.sealing import id_digest, seal_id

PHONE, NAME, ID_NUMBER = "13800138000", "马晓燕", "110101199003072973"
TAIL = ID_NUMBER[-6:]


@pytest.fixture(autouse=True)
def sent_at_once(settings, db):
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": []}
    }
    settings.SMS_GATEWAY = "unionhall.accounts.sms.MemoryGateway"
    MemoryGateway.sent.clear()
    cache.clear()


def registered(unit, *, name=NAME, phone=PHONE, id_number=ID_NUMBER, user=None) -> Person:
    """A member of the unit as an import leaves them."""
    person = Person(name=name, phone=phone, user=user)
    if id_number:
        person.id_number = seal_id(person.uid, id_number)
        person.id_index = id_digest(id_number)
    person.save()
    spell = Spell.objects.create(
        person=person, organisation=unit, name_key=person.name_key, from_on=LONG_AGO
    )
    tokens = search.tokens_of(name, phone, id_number)
    search.add([search.Findable(spell.pk, unit.pk, person.name_key, tokens)])
    return person


@pytest.fixture
def member(cast) -> Person:
    """A member of the plant's union without an account."""
    return registered(cast.units.plant)


class Applicant:
    """Somebody at a phone's browser who walks through the first sign-in."""

    def __init__(self, client):
        self.client = client

    def says(self, *, phone=PHONE, name=NAME, tail=TAIL, workplace=""):
        """Send the first page."""
        return self.client.post(
            "/accounts/first/",
            {"phone": phone, "name": name, "tail": tail, "workplace": workplace},
        )

    def types(self, code):
        """Send the second page."""
        return self.client.post("/accounts/first/code/", {"code": code})

    def code(self) -> str:
        """The code in the newest message."""
        return re.search(r"\d{6}", MemoryGateway.sent[-1].body).group()

    def applies(self, **said):
        """Walk the whole way; the last answer."""
        answer = self.says(**said)
        assert answer.status_code == 302, answer.content.decode()
        return self.types(self.code())

    @property
    def user_id(self):
        return self.client.session.get("_auth_user_id")


@pytest.fixture
def applicant(client) -> Applicant:
    return Applicant(client)


@pytest.fixture
def messages():
    return MemoryGateway.sent


@pytest.fixture
def strangers(cast):
    """Officers who must not learn of the plant's members."""
    return SimpleNamespace(register_officer=cast.stranger_register_officer)
