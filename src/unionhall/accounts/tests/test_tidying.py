"""What has run out goes; what has not stays."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client

from unionhall.accounts.models import Outgoing, Throttle
from unionhall.accounts.tests.conftest import LOGIN, PASSWORD, PHONE
from unionhall.accounts.tidying import forget_expired
from unionhall.core.clock import now

pytestmark = pytest.mark.django_db


def left():
    """How many rows of each kind there are."""
    return [model.objects.count() for model in (Session, UserSession, Throttle, Outgoing)]


@pytest.fixture
def used(wang):
    """Somebody signed in, and a message waits."""
    Client().post(LOGIN, {"login": PHONE, "password": PASSWORD})
    Outgoing.objects.create(sealed=b"x", expires_at=now() + timedelta(minutes=5))
    assert all(left())


def test_nothing_goes_that_still_counts(used):
    before = left()

    assert forget_expired(now()) == 0
    assert left() == before


def test_all_goes_that_has_run_out(used):
    forget_expired(now() + timedelta(days=15))

    assert left() == [0, 0, 0, 0]


def test_a_device_is_forgotten_with_its_session(used):
    Session.objects.all().delete()

    assert forget_expired(now()) == 1
    assert not UserSession.objects.exists()
