import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from unionhall.accounts.sms import MemoryGateway
from unionhall.notifications import delivery
from unionhall.notifications.actions import notify
from unionhall.notifications.models import Message
from unionhall.notifications.tests.conftest import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def texts(settings, monkeypatch):
    settings.SMS_GATEWAY = "unionhall.accounts.sms.MemoryGateway"
    settings.BASE_URL = "https://union.example"
    monkeypatch.setattr(MemoryGateway, "sent", [])
    return MemoryGateway.sent


@pytest.fixture
def broken(monkeypatch):
    """A mail server that refuses, in words that quote the address."""

    def refuse(self, letters):
        raise smtplib.SMTPResponseException(451, "no such user li.xiaoming@example.cn")

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    return monkeypatch


def told(user, number=5):
    notify(
        [user],
        "cases/accepted",
        subject=("cases.case", number),
        url=f"/cases/{number}/",
        facts={"number": "2026-000123"},
    )


def outgoing(*columns):
    return list(Message.objects.exclude(channel="in_app").order_by("pk").values_list(*columns))


def test_an_email_says_that_something_waits_and_where(hands, worker_user):
    told(worker_user)
    assert delivery.deliver() == 1
    (letter,) = mail.outbox
    notice = Message.objects.get(channel="email")
    assert letter.to == ["li.xiaoming@example.cn"]
    assert f"https://union.example{notice.get_absolute_url()}" in letter.body.splitlines()
    assert letter.extra_headers["Message-ID"] == f"<notice-{notice.pk}@union.example>"
    assert outgoing("state", "sent_at", "next_attempt_at", "attempts") == [("sent", NOON, None, 1)]


def test_several_notices_to_one_person_go_out_as_one_email(hands, worker_user):
    for number in (1, 2, 3):
        told(worker_user, number)
    assert delivery.deliver() == 3
    (letter,) = mail.outbox
    assert "3" in letter.subject
    assert outgoing("state") == [("sent",)] * 3


def test_what_is_sent_is_not_sent_again(hands, worker_user):
    told(worker_user)
    assert (delivery.deliver(), delivery.deliver()) == (1, 0)
    assert len(mail.outbox) == 1


def test_a_text_message_goes_to_the_gateway(hands, phone_user, texts):
    told(phone_user)
    assert delivery.deliver() == 1
    (text,) = texts
    notice = Message.objects.get(channel="sms")
    assert (text.phone, text.template) == ("13900000002", "notice")
    assert text.body == (
        f"Unionhall: you have a new notice. https://union.example{notice.get_absolute_url()}"
    )


def test_outgoing_text_is_in_the_receivers_language(hands, worker_user, silent_user):
    silent_user.email, silent_user.language = "liu@example.cn", "en"
    silent_user.save()
    told(worker_user)
    told(silent_user)
    delivery.deliver()
    subjects = {letter.to[0]: letter.subject for letter in mail.outbox}
    assert subjects["liu@example.cn"] == "Unionhall: you have a new notice"
    assert not subjects["li.xiaoming@example.cn"].isascii()


def test_a_failed_message_waits_longer_each_time_and_dies_at_last(hands, worker_user, broken):
    told(worker_user)
    waits = []
    for _attempt in range(delivery.MOST_ATTEMPTS - 1):
        assert delivery.deliver() == 1
        ((state, error, due),) = outgoing("state", "error", "next_attempt_at")
        assert (state, error) == ("failed", "SMTPResponseException 451")
        waits.append(due - hands.now)
        assert delivery.deliver() == 0
        hands.now = due
    for attempt, wait in enumerate(waits):
        whole = delivery.FIRST_WAIT * 2**attempt
        assert whole / 2 <= wait <= whole
    assert delivery.deliver() == 1
    assert outgoing("state", "attempts", "next_attempt_at") == [("dead", 8, None)]
    assert delivery.deliver(now=hands.on(days=365)) == 0


def test_a_message_that_failed_once_is_sent_when_the_server_is_back(hands, worker_user, broken):
    told(worker_user)
    delivery.deliver()
    broken.undo()
    assert delivery.deliver(now=NOON + timedelta(minutes=1)) == 1
    assert len(mail.outbox) == 1
    assert outgoing("state", "error") == [("sent", "")]


def test_one_failure_holds_up_nobody_else(hands, worker_user, phone_user, broken, texts):
    told(worker_user)
    told(phone_user)
    assert delivery.deliver() == 2
    assert outgoing("channel", "state") == [("email", "failed"), ("sms", "sent")]
    assert len(texts) == 1


def test_no_trace_of_the_address_is_kept_or_logged(hands, worker_user, broken, caplog):
    told(worker_user)
    delivery.deliver()
    ((error,),) = outgoing("error")
    assert "li.xiaoming" not in error
    assert "li.xiaoming" not in caplog.text


def test_a_receiver_whose_address_is_gone_is_not_tried_again(hands, worker_user):
    told(worker_user)
    worker_user.email = ""
    worker_user.save()
    delivery.deliver()
    assert outgoing("state", "error") == [("dead", "NoAddress")]


def test_what_another_worker_is_sending_is_left_alone_until_its_lease_ends(hands, worker_user):
    told(worker_user)
    assert len(delivery._claim(worker_user.pk, "email", now=NOON)) == 1
    assert delivery.deliver() == 0
    assert mail.outbox == []
    # That worker never says that it was done: it was killed.
    assert delivery.deliver(now=hands.on(minutes=5)) == 1
    assert len(mail.outbox) == 1


def test_of_two_claims_at_once_one_gets_everything(hands, worker_user):
    for number in (1, 2):
        told(worker_user, number)
    claims = [delivery._claim(worker_user.pk, "email", now=NOON) for _worker in (1, 2)]
    assert [len(claim) for claim in claims] == [2, 0]


def test_looking_for_messages_when_there_are_none_is_one_query(django_assert_num_queries, db):
    with django_assert_num_queries(1):
        assert delivery.deliver() == 0
