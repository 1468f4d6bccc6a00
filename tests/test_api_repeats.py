"""A POST with an Idempotency-Key is done once, whatever the network does."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from tests.access_examples import case
from tests.interface import accepted, call, call_with, secret_of, told
from unionhall.access import repeats
from unionhall.access.models import KeptAnswer
from unionhall.cases import actions, my_actions
from unionhall.cases.models import Case, Message
from unionhall.core import clock, keyring
from unionhall.core.clock import now, today
from unionhall.history.models import Entry
from unionhall.organisations.actions import end_mandate
from unionhall.organisations.bars import copy_bars

pytestmark = pytest.mark.django_db
PAY = {"topic": "pay", "text": "上月工资未发。"}


@pytest.fixture
def secret(cast) -> str:
    return secret_of(cast.worker.user)


def submit(secret, body=None, *, key="k-1"):
    return call_with(secret, "POST", "/me/requests", body or PAY, key=key)


def test_a_repeated_request_is_done_once_and_answered_as_before(cast, secret):
    first = submit(secret)
    Case.objects.update(text="meanwhile")
    second = submit(secret)
    assert first.status_code == second.status_code == 201
    assert first.content == second.content
    assert first["Content-Type"] == second["Content-Type"]
    assert Case.objects.count() == 1


def test_without_a_key_or_with_another_it_is_done_again(cast, secret):
    for key in ("", "", "k-1", "k-2"):
        submit(secret, key=key)
    assert (Case.objects.count(), KeptAnswer.objects.count()) == (4, 2)


def test_the_same_key_for_another_body_or_address_is_refused(cast, secret):
    number = submit(secret).json()["number"]
    assert told(submit(secret, {**PAY, "text": "x"}))[0] == 422
    elsewhere = call_with(secret, "POST", f"/me/requests/{number}/answer", {"text": "x"}, key="k-1")
    assert told(elsewhere)[0] == 422
    assert (Case.objects.count(), Message.objects.count()) == (1, 0)


def test_a_key_belongs_to_its_token(cast, secret):
    others = (secret_of(cast.worker.user), secret_of(cast.colleague.user))
    numbers = {submit(each).json()["number"] for each in (secret, *others)}
    assert len(numbers) == Case.objects.count() == 3


def test_in_a_browsers_session_a_key_belongs_to_the_user(cast):
    numbers = set()
    for user in (cast.worker.user, cast.worker.user, cast.colleague.user):
        client = Client()
        client.force_login(user)
        headers = {"Idempotency-Key": "k-1"}
        sent = client.post("/api/v1/me/requests", PAY, "application/json", headers=headers)
        numbers.add(sent.json()["number"])
    assert len(numbers) == 2


def test_a_day_later_the_key_is_free_again(cast, secret):
    first = submit(secret)
    with clock.standing_at(now() + timedelta(hours=23, minutes=59)):
        assert submit(secret).content == first.content
    with clock.standing_at(now() + timedelta(days=1)):
        assert submit(secret).json()["number"] != first.json()["number"]
    assert (Case.objects.count(), KeptAnswer.objects.count()) == (2, 1)


def test_answers_are_forgotten_after_a_day(cast, secret):
    submit(secret)
    assert repeats.forget_expired(now() + timedelta(hours=23)) == 0
    assert repeats.forget_expired(now() + timedelta(days=1)) == 1


def test_an_error_is_not_kept(cast):
    row, secret = case(cast), secret_of(cast.rights_officer)
    path = f"/cases/{row.number}/reply"
    assert told(call_with(secret, "POST", path, {"text": "x"}, key="k-1"))[0] == 409
    assert told(call_with(secret, "POST", path, {}, key="k-1"))[0] == 422
    assert not KeptAnswer.objects.exists()
    actions.accept(row, by=cast.rights_officer, on=today())
    assert call_with(secret, "POST", path, {"text": "x"}, key="k-1").status_code == 200


def test_a_fault_of_ours_leaves_neither_act_nor_key(cast, secret, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(repeats, "_keep", lambda *arguments: 1 / 0)
        assert told(submit(secret))[0] == 500
    entries = Entry.objects.filter(verb="cases.submitted")
    assert (Case.objects.count(), KeptAnswer.objects.count(), entries.count()) == (0, 0, 0)
    assert (submit(secret).status_code, entries.count()) == (201, 1)


def test_who_may_no_longer_act_is_told_nothing_again(cast):
    row, secret = accepted(cast), secret_of(cast.rights_officer)
    path = f"/cases/{row.number}/reply"
    assert call_with(secret, "POST", path, {"text": "x"}, key="k-1").status_code == 200
    mandate = cast.rights_officer.mandates.get()
    end_mandate(mandate, until_on=today(), by=None, on=today())
    assert told(call_with(secret, "POST", path, {"text": "x"}, key="k-1"))[0] == 404


@pytest.mark.parametrize("key", ["a b", "x" * 256, "ü"])
def test_what_is_no_key_is_refused(cast, secret, key):
    assert told(submit(secret, key=key))[0] == 422
    assert not Case.objects.exists()


def test_reading_pays_no_heed_to_a_key(cast, secret):
    assert call_with(secret, "GET", "/me/requests", key="k-1").json()["items"] == []
    submit(secret, key="k-2")
    assert len(call_with(secret, "GET", "/me/requests", key="k-1").json()["items"]) == 1


def test_nothing_of_a_request_can_be_read_in_what_is_kept(cast, secret):
    submit(secret, key="wangmin-13900000001")
    kept = KeptAnswer.objects.get()
    stored = b"".join(bytes(part) for part in (kept.digest, kept.asked, kept.sealed))
    assert PAY["text"].encode() not in stored
    assert b"13900000001" not in stored
    assert Case.objects.get().number.encode() not in stored


def test_kept_answers_outlive_a_rotation_of_the_keys(cast, secret, settings, tmp_path):
    settings.UNIONHALL_KEYS = tmp_path
    secret = secret_of(cast.worker.user)
    first = submit(secret)
    keyring.rotate()
    assert (repeats.reseal(), repeats.reseal()) == (1, 0)
    keyring.retire()
    assert submit(secret).content == first.content


def test_an_answer_without_content_is_repeated_too(cast, secret):
    said = [call_with(secret, "POST", "/me/notices/read-all", key="k-1") for _time in range(2)]
    assert [(answer.status_code, answer.content) for answer in said] == [(204, b"")] * 2


def test_who_asks_without_a_token_is_still_told_so(cast):
    assert told(call(None, "POST", "/me/requests", PAY, key="k-1"))[0] == 401


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite lets one writer in")
def test_of_two_at_the_same_moment_one_acts_and_both_are_told_the_same(
    request, monkeypatch, transactional_db
):
    copy_bars()
    cast = request.getfixturevalue("cast")
    secret, barrier, really = secret_of(cast.worker.user), Barrier(2), my_actions.submit

    def slowly(draft, **options):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.3)")
        return really(draft, **options)

    monkeypatch.setattr(my_actions, "submit", slowly)

    def send(_number):
        try:
            barrier.wait()
            return submit(secret)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(send, range(2))
    assert (first.status_code, first.content) == (201, second.content)
    assert second.status_code == 201
    assert (Case.objects.count(), KeptAnswer.objects.count()) == (1, 1)
