"""Notices through chat programs: to whom they may go, that they tell nothing, and what if they fail."""

import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import requests
from django.urls import reverse

from unionhall.accounts.models import User
from unionhall.core import keyring
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.history.queries import trail
from unionhall.notifications import addresses, channels, chat, delivery, groups, queries
from unionhall.notifications.actions import notify
from unionhall.notifications.models import ChatAddress, GroupAlert, Message

pytestmark = pytest.mark.django_db
WECOM = "wecombot://693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"
DESK = "330101"


@pytest.fixture(autouse=True)
def set_up(settings):
    settings.BASE_URL = "https://union.example"
    settings.UNIONHALL_CHAT_SCHEMES = ("wecombot", "dingtalk", "feishu", "json")
    settings.UNIONHALL_CHAT_HOSTS = frozenset({"127.0.0.1"})
    settings.UNIONHALL_CHAT_GROUPS = {DESK: WECOM}


@pytest.fixture
def sent(monkeypatch):
    """What would have been posted; the answer is `sent.answer`. Nothing leaves the machine."""

    class Posts(list):
        answer = 200

    posts = Posts()

    def post(url, data=None, **options):
        posts.append((url, json.loads(data), options["allow_redirects"]))
        answer = requests.Response()
        answer.status_code = posts.answer
        answer._content = b'{"errcode": 0, "errmsg": "ok", "code": 0}'
        return answer

    monkeypatch.setattr(requests, "post", post)
    return posts


@pytest.fixture
def chatting(worker_user):
    """Somebody who gave a chat address."""
    addresses.give_chat_address(WECOM, by=worker_user, on=today())
    return worker_user


def told(user, number=5):
    facts = {"number": "2026-000123"}
    notify([user], "cases/accepted", subject=("cases.case", number), url="/x/", facts=facts)


def chats(*columns):
    return list(Message.objects.filter(channel="chat").order_by("pk").values_list(*columns))


@pytest.mark.parametrize(
    "address",
    [
        WECOM,
        "feishu://abc123",
        "dingtalk://0123456789abcdef",
        "dingtalk://secret123@0123456789abcdef",
        "json://127.0.0.1:9999/hook",
    ],
)
def test_addresses_of_the_allowed_services_are_taken(address):
    assert chat.check(f" {address} ") == address


@pytest.mark.parametrize(
    "address",
    [
        "http://169.254.169.254/latest/",
        "json://localhost/",
        "json://10.0.0.1/",
        "json://127.0.0.1@10.0.0.1/",
        "json://10.0.0.1:80@127.0.0.1@x/",
        "json://127.0.0.1\\@10.0.0.1/",
        "json://127.0.0.1/?method=GET",
        "json://127.0.0.1/#x",
        "json://127.0.0.1 json://10.0.0.1",
        "jsons://127.0.0.1/",
        "mailto://u:p@example.org",
        "syslog://",
        "wecombot://",
        f"{WECOM}?format=markdown",
        f"{WECOM}/more",
        "dingtalk://0123456789abcdef/13900000001",
        "file:///etc/passwd",
        "x" * 400,
        "",
        "wecombot://a\nb",
    ],
)
def test_anything_else_is_not(address):
    with pytest.raises(chat.Unfit):
        chat.check(address)


def test_it_says_that_something_waits_and_where_and_nothing_else(hands, chatting, sent):
    told(chatting)
    delivery.deliver()
    [(url, content, redirects)] = sent
    assert url.startswith("https://qyapi.weixin.qq.com/")
    assert redirects is False
    said = json.dumps(content, ensure_ascii=False)
    notice = Message.objects.get(channel="chat")
    assert f"https://union.example{notice.get_absolute_url()}" in said
    for word in ("2026-000123", "李小明", "诉求", "cases"):
        assert word not in said
    assert chats("state") == [("sent",)]


def test_what_fails_is_tried_again_and_shown(hands, chatting, sent):
    sent.answer = 500
    told(chatting)
    delivery.deliver()
    assert chats("state", "error", "attempts") == [("failed", "NotTaken", 1)]
    assert ChatAddress.objects.get().error == "NotTaken"
    sent.answer = 200
    hands.on(minutes=2)
    delivery.deliver()
    assert chats("state", "error") == [("sent", "")]
    assert ChatAddress.objects.get().error == ""


def test_what_is_withdrawn_or_no_longer_allowed_is_given_up(hands, chatting, sent, settings):
    told(chatting)
    settings.UNIONHALL_CHAT_SCHEMES = ("feishu",)
    delivery.deliver()
    assert chats("state", "error") == [("dead", "NoAddress")]
    assert sent == []


def test_at_night_nobody_is_woken(hands, chatting, sent):
    hands.on(hours=11)
    told(chatting)
    assert delivery.deliver() == 1  # the e-mail
    assert chats("state") == [("queued",)]
    hands.on(hours=10)
    delivery.deliver()
    assert chats("state") == [("sent",)]


def test_without_an_address_or_where_chats_are_off_nothing_is_asked(
    worker_user, phone_user, settings, django_assert_num_queries
):
    addresses.give_chat_address(WECOM, by=worker_user, on=today())
    assert channels.reaching(worker_user) == ["email", "chat"]
    assert channels.reaching(User.objects.get(pk=phone_user.pk), set())[-1:] != ["chat"]
    settings.UNIONHALL_CHAT_SCHEMES = ()
    with django_assert_num_queries(0):
        assert channels.reaching(worker_user) == ["email"]
    with pytest.raises(Refused):
        addresses.give_chat_address(WECOM, by=worker_user, on=today())


def test_it_is_wanted_by_whoever_gave_it_until_declined(chatting):
    assert {row["chat"] for row in queries.wanted_by(chatting)} == {True}
    assert channels.by_default(chatting, "chat") is True


def test_the_address_is_sealed_and_sealed_anew_under_a_new_key(chatting):
    row = ChatAddress.objects.get()
    assert WECOM.encode() not in bytes(row.sealed)
    assert row.shown == "wecombot://…5aaa"
    assert addresses.address_of(row) == WECOM
    keyring.rotate()
    assert addresses.reseal() == 1
    assert addresses.reseal() == 0
    assert addresses.address_of(ChatAddress.objects.get()) == WECOM


def test_given_shown_and_removed_on_ones_own_page(worker_user, client):
    client.force_login(worker_user)
    page = reverse("notifications:give_chat_address")
    assert client.get(page).status_code == 200
    assert client.post(page, {"address": "json://10.0.0.1/"}).status_code == 409
    assert client.post(page, {"address": ""}).status_code == 422
    assert client.post(page, {"address": WECOM}).status_code == 302
    answer = client.get(page).content.decode()
    assert ("wecombot://…5aaa" in answer, WECOM in answer) == (True, False)
    assert page in client.get(reverse("notifications:wanted")).content.decode()
    client.post(reverse("notifications:remove_chat_address"))
    assert not ChatAddress.objects.exists()
    assert [entry.verb for entry in trail(worker_user)] == [
        "notifications.gave_chat_address",
        "notifications.removed_chat_address",
    ]


def test_a_server_the_operator_named_really_receives_it(hands, worker_user):
    """Over the loopback: from the outbox through apprise to a server."""
    received = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            received.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *told):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        address = f"json://127.0.0.1:{server.server_port}/hook"
        addresses.give_chat_address(address, by=worker_user, on=today())
        told(worker_user)
        delivery.deliver()
    finally:
        server.shutdown()
        server.server_close()
    assert b"https://union.example" in received[0]
    assert chats("state") == [("sent",)]


def alert(count=1, place=DESK):
    groups.alert(place, "cases/at_the_desk", url="/cases/?show=new", count=count)


def test_what_comes_within_minutes_is_told_to_a_desk_in_one_message(hands, sent):
    alert()
    alert(2)
    assert groups.deliver() == 0
    hands.on(minutes=6)
    assert groups.deliver() == 1
    said = json.dumps(sent[0][1], ensure_ascii=False)
    assert ("3" in said, "https://union.example/cases/?show=new" in said) == (True, True)
    alert()
    assert list(GroupAlert.objects.order_by("pk").values_list("count", "state")) == [
        (3, "sent"),
        (1, "queued"),
    ]


def test_a_desk_without_a_group_is_told_nothing(hands, sent):
    alert(place="U-PLANT")
    assert not GroupAlert.objects.exists()


def test_an_alert_that_fails_is_tried_again_given_up_and_sent_once_more(hands, sent, worker_user):
    sent.answer = 500
    alert()
    for _order in range(groups.MOST_ATTEMPTS):
        hands.on(hours=7)
        groups.deliver()
    row = GroupAlert.objects.get()
    assert (row.state, row.attempts, row.error) == ("dead", 8, "NotTaken")
    sent.answer = 200
    groups.requeue_alert(row, by=worker_user, on=today())
    with pytest.raises(Refused):
        groups.requeue_alert(row, by=worker_user, on=today())
    groups.deliver()
    assert GroupAlert.objects.get().state == "sent"


def test_of_two_workers_one_sends_an_alert(hands, sent, monkeypatch):
    alert()
    now = hands.on(minutes=6)

    def meanwhile(*told):
        assert groups._deliver(GroupAlert.objects.get().pk, now=now) == 0

    monkeypatch.setattr(chat, "send", meanwhile)
    assert groups.deliver() == 1


def test_the_day_an_alert_was_sent_passes_and_it_is_forgotten(hands, sent):
    from unionhall.notifications.retention import forget

    alert()
    hands.on(minutes=6)
    groups.deliver()
    late = hands.on(days=31)
    forget(late, since=late - timedelta(days=1))
    assert not GroupAlert.objects.exists()
