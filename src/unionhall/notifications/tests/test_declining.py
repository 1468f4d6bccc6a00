"""Kinds of notices that one may decline altogether; what concerns one's own matters is always told."""

import pytest
from django.db import IntegrityError
from django.urls import reverse

from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.notifications import actions, kinds
from unionhall.notifications.models import Message, Preference

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def known(monkeypatch):
    """One kind that may be declined and one that may not."""
    monkeypatch.setattr(kinds, "KINDS", found := {})
    monkeypatch.setattr(kinds, "OPTIONAL", optional := set())
    for module in ("api", "queries", "forms"):
        monkeypatch.setattr(f"unionhall.notifications.{module}.KINDS", found)
    for module in ("actions", "queries", "forms", "channels"):
        monkeypatch.setattr(f"unionhall.notifications.{module}.OPTIONAL", optional)
    kinds.register("tests", "Tests")
    kinds.register("tests/course", "Courses", optional=True)


def told(user, template):
    actions.notify([user], template, subject=("tests.thing", 1), url="/things/1/")
    return Message.objects.filter(receiver=user, template=template).count()


def test_whoever_declined_a_kind_gets_none_of_it_and_all_of_the_others(worker_user):
    actions.choose({("tests/course", "in_app"): False}, by=worker_user, on=today())
    assert told(worker_user, "tests/course") == 0
    assert told(worker_user, "tests/moved") > 0
    actions.choose({("tests/course", "in_app"): True}, by=worker_user, on=today())
    assert told(worker_user, "tests/course") > 0


@pytest.mark.parametrize("kind", ["tests", "tests/moved"])
def test_what_concerns_ones_own_matters_is_not_declined(worker_user, kind):
    with pytest.raises(Refused):
        actions.choose({(kind, "in_app"): False}, by=worker_user, on=today())
    assert not Preference.objects.exists()


def test_not_even_the_database_keeps_that_ones_own_matters_were_declined(worker_user):
    with pytest.raises(IntegrityError):
        Preference.objects.create(user=worker_user, kind="tests", channel="in_app", wanted=False)


def test_only_a_sub_kind_may_be_declinable():
    with pytest.raises(ValueError):
        kinds.register("matters", "Matters", optional=True)


def test_one_declines_on_the_page_even_where_no_other_channel_reaches(client, silent_user):
    client.force_login(silent_user)
    page = client.get(reverse("notifications:wanted"))
    assert list(page.context["form"].fields) == ["tests/course-in_app"]
    client.post(reverse("notifications:wanted"), {})
    assert told(silent_user, "tests/course") == 0


def test_one_declines_over_the_interface(client, silent_user):
    client.force_login(silent_user)
    address = "/api/v1/me/notices/wanted"
    before = {row["kind"]: row for row in client.get(address).json()}
    assert before["tests/course"]["may_decline"]
    assert before["tests/course"]["in_app"]
    assert before["tests"] == {
        "kind": "tests", "name": "Tests", "may_decline": False,
        "in_app": True, "email": None, "sms": None, "chat": None,
    }  # fmt: skip
    body = {"choices": [{"kind": "tests/course", "channel": "in_app", "wanted": False}]}
    answer = client.put(address, body, content_type="application/json")
    assert {row["kind"]: row["in_app"] for row in answer.json()} == {
        "tests": True,
        "tests/course": False,
    }
    body = {"choices": [{"kind": "tests", "channel": "in_app", "wanted": False}]}
    assert client.put(address, body, content_type="application/json").status_code == 409


def test_a_kind_nobody_knows_is_refused_over_the_interface(client, silent_user):
    client.force_login(silent_user)
    body = {"choices": [{"kind": "tests/unknown", "channel": "in_app", "wanted": False}]}
    address = "/api/v1/me/notices/wanted"
    assert client.put(address, body, content_type="application/json").status_code == 409
