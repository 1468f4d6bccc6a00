"""Messages on their way out."""

import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.error import HTTPError

import pytest
from django.core import mail
from django.utils.translation import override

from unionhall.accounts import sending
from unionhall.accounts.models import Outgoing
from unionhall.accounts.sms import ConsoleGateway, HttpGateway, MemoryGateway, NoGateway, Text
from unionhall.core.clock import now

pytestmark = pytest.mark.django_db
PHONE = "13800138000"


class BrokenGateway:
    """A gateway that is down."""

    def send(self, text):
        raise ConnectionError


@pytest.fixture
def later(settings):
    """Jobs wait in the database."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}


def test_a_message_waits_sealed_and_names_no_number(later):
    from django_tasks_db.models import DBTaskResult

    sending.send_code(PHONE, "482913")

    row, job = Outgoing.objects.get(), DBTaskResult.objects.get()
    assert (PHONE.encode() in bytes(row.sealed), b"482913" in bytes(row.sealed)) == (False, False)
    assert job.args_kwargs == {"args": [row.pk], "kwargs": {}}


def test_a_message_is_sent_once_however_often_its_job_runs(later, messages):
    sending.send_code(PHONE, "482913")
    key = Outgoing.objects.get().pk

    sending.hand_over.func(key)
    sending.hand_over.func(key)

    assert [(m.phone, m.template, m.values) for m in messages] == [
        (PHONE, "code", {"code": "482913"})
    ]
    assert not Outgoing.objects.exists()


def test_a_gateway_that_is_down_leaves_the_message(later, settings):
    settings.SMS_GATEWAY = f"{__name__}.BrokenGateway"
    sending.send_code(PHONE, "482913")

    with pytest.raises(ConnectionError):
        sending.hand_over.func(Outgoing.objects.get().pk)

    assert Outgoing.objects.count() == 1


def test_a_code_that_is_too_old_is_not_sent(later, messages):
    sending.send_code(PHONE, "482913")
    Outgoing.objects.update(expires_at=now() - timedelta(seconds=1))

    sending.hand_over.func(Outgoing.objects.get().pk)

    assert (messages, Outgoing.objects.count()) == ([], 0)


def test_mail(later):
    sending.send_mail("wang@example.org", "Subject", "Body")

    sending.hand_over.func(Outgoing.objects.get().pk)

    assert [(m.to, m.subject, m.body) for m in mail.outbox] == [
        (["wang@example.org"], "Subject", "Body")
    ]


def test_nothing_is_sent_to_nobody(later, messages):
    sending.send_nothing()

    sending.hand_over.func(Outgoing.objects.get().pk)

    assert (messages, mail.outbox, Outgoing.objects.count()) == ([], [], 0)


@pytest.mark.parametrize(("language", "word"), [("en", "code"), ("zh-hans", "验证码")])
def test_codes_speak_the_language_of_the_page(messages, language, word):
    with override(language):
        sending.send_code(PHONE, "482913")

    assert ("482913" in messages[0].body, word in messages[0].body) == (True, True)


def test_the_console_shows_messages(capsys):
    ConsoleGateway().send(Text(PHONE, "Hello"))

    assert capsys.readouterr().out.strip() == f"[SMS → {PHONE}] Hello"


def test_without_gateway_nothing_is_sent_or_logged_about_anybody(caplog):
    NoGateway().send(Text(PHONE, "482913"))

    assert [record.getMessage() for record in caplog.records] == [
        "A text message was not sent: SMS_GATEWAY is not set."
    ]


class Service(BaseHTTPRequestHandler):
    """A text message service on this machine."""

    taken: list = []

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.taken.append((self.path, self.headers["Authorization"], json.loads(body)))
        self.send_response(202 if self.path == "/sms" else 503)
        self.end_headers()

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def service(settings):
    Service.taken.clear()
    server = HTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.SMS_URL = f"http://127.0.0.1:{server.server_port}/sms"
    settings.SMS_TOKEN = "t0ken"
    yield Service
    server.shutdown()
    server.server_close()


def test_a_service_gets_messages_as_json(service):
    HttpGateway().send(Text(PHONE, "验证码 482913", "code", {"code": "482913"}))

    sent = {
        "phone": PHONE,
        "body": "验证码 482913",
        "template": "code",
        "values": {"code": "482913"},
    }
    assert service.taken == [("/sms", "Bearer t0ken", sent)]


def test_a_service_that_refuses_makes_the_job_try_again(service, settings):
    settings.SMS_URL = settings.SMS_URL.replace("/sms", "/down")

    with pytest.raises(HTTPError):
        HttpGateway().send(Text(PHONE, "Hello"))


def test_tests_keep_messages():
    MemoryGateway().send(Text(PHONE, "Hello"))

    assert MemoryGateway.sent == [Text(PHONE, "Hello")]
