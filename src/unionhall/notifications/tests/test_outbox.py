from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from unionhall.core.errors import Refused
from unionhall.history.queries import trail
from unionhall.notifications.actions import choose, notify, requeue
from unionhall.notifications.models import Message, Preference
from unionhall.notifications.rules import next_delivery
from unionhall.notifications.tests.conftest import NOON

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 4)


def told(user, **more):
    notify([user], "tests/moved", subject=("tests.thing", 5), url="/things/5/", **more)


def rows(*columns):
    return list(Message.objects.order_by("pk").values_list(*columns))


def test_a_notice_is_written_for_the_app_and_for_each_channel_that_reaches(hands, worker_user):
    told(worker_user, facts={"number": "2026-1", "due_on": date(2026, 3, 9)})
    assert rows("channel", "state", "next_attempt_at", "created_at") == [
        ("in_app", "sent", None, NOON),
        ("email", "queued", NOON, NOON),
    ]
    first = Message.objects.earliest("pk")
    assert (first.subject_type, first.subject_id, first.url) == ("tests.thing", 5, "/things/5/")
    assert first.facts == {"number": "2026-1", "due_on": "2026-03-09"}


def test_a_notice_goes_with_the_act_that_is_rolled_back(worker_user):
    with pytest.raises(RuntimeError), transaction.atomic():  # noqa: PT012
        told(worker_user)
        raise RuntimeError
    assert rows("pk") == []


def test_one_who_is_told_twice_at_once_gets_one_notice(silent_user):
    notify([silent_user, silent_user], "tests/moved", subject=("tests.thing", 5), url="/things/5/")
    assert rows("receiver__username", "channel") == [("m-3", "in_app")]


def test_text_messages_go_only_to_confirmed_numbers_without_an_address(phone_user, worker_user):
    told(phone_user)
    assert rows("channel") == [("in_app",), ("sms",)]
    worker_user.phone_verified = True
    told(worker_user)
    assert rows("channel")[2:] == [("in_app",), ("email",)]


def test_without_a_gateway_no_text_message_waits_for_ever(phone_user, settings):
    settings.SMS_GATEWAY = "unionhall.accounts.sms.NoGateway"
    told(phone_user)
    assert rows("channel") == [("in_app",)]


def test_closed_accounts_are_told_nothing(worker_user):
    worker_user.is_active = False
    told(worker_user)
    assert rows("pk") == []


@pytest.mark.parametrize("url", ["https://elsewhere.example/", "//elsewhere.example/", ""])
def test_a_notice_leads_to_a_page_of_this_site(worker_user, url):
    with pytest.raises(ValueError, match="path on this site"):
        notify([worker_user], "tests/moved", subject=("tests.thing", 5), url=url)


def test_writing_notices_takes_two_queries_however_many_are_told(
    django_assert_num_queries, worker_user, phone_user, silent_user
):
    with django_assert_num_queries(2):
        notify(
            [worker_user, phone_user, silent_user],
            "tests/moved",
            subject=("tests.thing", 5),
            url="/things/5/",
        )


def test_an_opted_out_channel_stays_silent_for_that_kind_alone(worker_user):
    choose({("tests", "email"): False}, by=worker_user, on=ON)
    told(worker_user)
    notify([worker_user], "others/moved", subject=("tests.thing", 5), url="/things/5/")
    assert rows("template", "channel") == [
        ("tests/moved", "in_app"),
        ("others/moved", "in_app"),
        ("others/moved", "email"),
    ]


def test_a_choice_can_be_changed_and_is_recorded(worker_user):
    choose({("tests", "email"): False}, by=worker_user, on=ON)
    choose({("tests", "email"): True}, by=worker_user, on=ON)
    assert list(Preference.objects.values_list("kind", "channel", "wanted")) == [
        ("tests", "email", True)
    ]
    assert [(entry.verb, entry.facts) for entry in trail(worker_user)] == [
        ("notifications.choose", {"tests email": False}),
        ("notifications.choose", {"tests email": True}),
    ]


def test_nobody_can_opt_out_of_the_app_itself(worker_user):
    with pytest.raises(IntegrityError), transaction.atomic():
        Preference.objects.create(user=worker_user, kind="tests", channel="in_app", wanted=False)


@pytest.mark.parametrize(
    ("hour", "minute", "goes_out"),
    [
        (4, 0, datetime(2026, 3, 4, 4, 0, tzinfo=UTC)),  # noon in Shanghai
        (13, 59, datetime(2026, 3, 4, 13, 59, tzinfo=UTC)),  # 21:59
        (14, 0, datetime(2026, 3, 5, 0, 0, tzinfo=UTC)),  # 22:00, so 08:00 the next day
        (20, 0, datetime(2026, 3, 5, 0, 0, tzinfo=UTC)),  # 04:00, so 08:00 the same day
        (0, 0, datetime(2026, 3, 4, 0, 0, tzinfo=UTC)),  # 08:00
    ],
)
def test_text_messages_wake_nobody(hour, minute, goes_out):
    now = datetime(2026, 3, 4, hour, minute, tzinfo=UTC)
    assert next_delivery("sms", now) == goes_out
    assert next_delivery("email", now) == now


def test_a_waiting_message_cannot_be_without_its_next_attempt(worker_user):
    told(worker_user)
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(channel="email").update(next_attempt_at=None)


def test_requeue_sends_a_dead_letter_again_and_is_recorded(hands, worker_user, silent_user):
    told(worker_user)
    letter = Message.objects.get(channel="email")
    Message.objects.filter(pk=letter.pk).update(
        state="dead", attempts=8, next_attempt_at=None, error="SMTPServerDisconnected"
    )
    requeue(letter, by=silent_user, on=ON)
    assert rows("state", "attempts", "next_attempt_at", "error")[1] == ("queued", 0, NOON, "")
    (entry,) = trail(letter)
    assert (entry.verb, entry.by, entry.on) == ("notifications.requeue", silent_user, ON)


def test_requeue_is_refused_when_the_letter_is_not_dead(worker_user, silent_user):
    told(worker_user)
    letter = Message.objects.get(channel="email")
    with pytest.raises(Refused):
        requeue(letter, by=silent_user, on=ON)
    assert trail(letter) == []
