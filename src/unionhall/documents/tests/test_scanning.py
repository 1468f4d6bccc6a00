"""Files wait for the scanner: a false clamd speaks its protocol, finds, falls silent and talks nonsense."""

import socketserver
import struct
import threading
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import cast as stage

from unionhall.core.clock import now
from unionhall.documents import scanning
from unionhall.documents.actions import attach
from unionhall.documents.models import Attachment, Scan
from unionhall.documents.tests.made import picture, upload
from unionhall.documents.web import serve
from unionhall.notifications.models import Message

english = stage.english
pytestmark = pytest.mark.django_db
BAD = b"this is the bad part"


class Scanner(socketserver.BaseRequestHandler):
    """Answers as clamd does to INSTREAM."""

    def handle(self):
        asked = self._take(len(b"zINSTREAM\0"))
        data = b""
        while size := struct.unpack("!I", self._take(4))[0]:
            data += self._take(size)
        self.server.seen.append((asked, len(data)))
        said = self.server.says or ("stream: Test.Bad FOUND" if BAD in data else "stream: OK")
        self.request.sendall(said.encode() + b"\0")

    def _take(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            data += self.request.recv(size - len(data))
        return data


@pytest.fixture
def clamd(settings):
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Scanner)
    server.seen, server.says, server.daemon_threads = [], "", True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.UNIONHALL_CLAMD = f"127.0.0.1:{server.server_address[1]}"
    yield server
    server.shutdown()
    server.server_close()


def pdf(text: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile("合同.pdf", b"%PDF-1.4\n" + text + b"\n%%EOF\n")


def test_without_a_scanner_files_are_given_out_at_once(by):
    kept = attach(by, pdf(), by=by)
    assert (kept.scan, serve(kept).status_code) == (Scan.NONE, 200)


def test_a_file_waits_is_looked_at_and_given_out(by, clamd):
    kept = attach(by, pdf(b"x" * 200_000), by=by)
    assert (kept.scan, serve(kept).status_code) == (Scan.WAITING, 423)
    assert scanning.scan_waiting() == 1
    kept.refresh_from_db()
    assert (kept.scan, serve(kept).status_code) == (Scan.CLEAN, 200)
    assert clamd.seen == [(b"zINSTREAM\0", kept.size)]
    assert scanning.scan_waiting() == 0


def test_an_infected_file_is_kept_from_everyone_and_whoever_attached_it_is_told(by, clamd, english):
    kept = attach(by, pdf(BAD), by=by)
    scanning.scan_waiting()
    kept.refresh_from_db()
    assert (kept.scan, kept.finding) == (Scan.INFECTED, "Test.Bad")
    answer = serve(kept, inline=True)
    assert answer.status_code == 423
    assert answer.content.decode().startswith("A virus was found in this file")
    assert Message.objects.get(channel="in_app").receiver == by


@pytest.mark.parametrize("says", ["stream: INSTREAM size limit exceeded. ERROR", "hello", " "])
def test_an_answer_that_is_none_keeps_the_file_waiting(by, clamd, says):
    clamd.says = says
    attach(by, pdf(), by=by)
    assert scanning.scan_waiting() == 0
    assert Attachment.objects.get().scan == Scan.WAITING


@pytest.mark.parametrize("where", ["127.0.0.1:1", "unix:/nowhere/clamd.ctl"])
def test_a_scanner_that_does_not_answer_holds_files_back_and_is_told_of(
    by, settings, where, client
):
    settings.UNIONHALL_CLAMD = where
    attach(by, pdf(), by=by)
    assert scanning.scan_waiting() == 0
    assert scanning.trouble() == ""
    late = now() + timedelta(minutes=11)
    assert scanning.trouble(late).startswith("1 files wait for a virus scan: clamd does not answer")
    Attachment.objects.update(at=now() - timedelta(hours=1))
    assert "scanner" in client.get("/readyz").json()["warnings"]


def test_a_picture_s_small_one_is_held_back_with_it(by, clamd):
    kept = attach(by, upload(picture()), by=by)
    assert serve(kept, thumbnail=True).status_code == 423


def test_a_pdf_may_be_framed_by_ourselves_alone_and_loads_nothing(by):
    answer = serve(attach(by, pdf(), by=by), inline=True)
    assert answer["Content-Disposition"].startswith("inline;")
    policy = answer["Content-Security-Policy"]
    assert ("default-src 'none'" in policy, "frame-ancestors 'self'" in policy) == (True, True)
    assert "script-src" not in policy
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert serve(Attachment.objects.get())["Content-Disposition"].startswith("attachment;")
