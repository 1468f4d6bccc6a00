"""Files over the interface: the same checks and the same readers as on the pages."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from tests.access_examples import PNG, attachment, case
from tests.interface import accepted, call, call_with, proposed, secret_of, told
from unionhall.cases.models import Case, Message
from unionhall.documents.content import MAX_BYTES
from unionhall.documents.models import Attachment
from unionhall.history.models import Entry

pytestmark = pytest.mark.django_db


def upload(name="工资条.png", content=PNG):
    return SimpleUploadedFile(name, content)


def photo() -> bytes:
    """A photo that tells where it was taken."""
    place = Image.Exif()
    place[0x010E] = "江城市东湖区"
    out = BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "JPEG", exif=place)
    return out.getvalue()


def listed(who, path) -> list[tuple[str, str]]:
    return [(file["name"], file["media_type"]) for file in call(who, "GET", path).json()]


SAYING = {
    "ask": ("rights_officer", accepted, {"text": "x"}),
    "reply": ("rights_officer", accepted, {"text": "x"}),
    "propose-closing": ("rights_officer", accepted, {"answer": "x"}),
}


@pytest.mark.parametrize("verb", SAYING)
def test_what_is_said_to_the_worker_can_come_with_files(cast, verb):
    who, before, body = SAYING[verb]
    number = before(cast).number
    sent = call(
        getattr(cast, who),
        "POST",
        f"/cases/{number}/{verb}",
        body,
        files={"files": [upload(), upload("合同.png")]},
    )
    assert sent.status_code == 200
    expected = [("工资条.png", "image/png"), ("合同.png", "image/png")]
    assert listed(cast.rights_officer, f"/cases/{number}/files") == expected
    assert listed(cast.worker, f"/me/requests/{number}/files") == expected
    assert Message.objects.get().text == "x"


def test_the_files_of_a_note_are_for_officers_only(cast):
    number = case(cast).number
    path = f"/cases/{number}/note"
    call(cast.rights_officer, "POST", path, {"text": "x"}, files={"files": [upload()]})
    (file,) = call(cast.rights_officer, "GET", f"/cases/{number}/files").json()
    assert file["internal"] is True
    assert call(cast.worker, "GET", f"/me/requests/{number}/files").json() == []
    assert told(call(cast.worker, "GET", f"/me/requests/{number}/files/{file['uid']}"))[0] == 404


def test_a_worker_answers_with_files(cast):
    number = case(cast).number
    path = f"/me/requests/{number}/answer"
    assert (
        call(cast.worker, "POST", path, {"text": "x"}, files={"files": [upload()]}).status_code
        == 200
    )
    (file,) = call(cast.rights_officer, "GET", f"/cases/{number}/files").json()
    assert file["internal"] is False


def test_a_request_is_sent_with_files(cast):
    body = {"topic": "pay", "text": "欠薪", "restricted": "true"}
    sent = call(cast.worker, "POST", "/me/requests", body, files={"files": [upload()]})
    assert (sent.status_code, sent.json()["is_restricted"]) == (201, True)
    path = f"/me/requests/{sent.json()['number']}/files"
    assert listed(cast.worker, path) == [("工资条.png", "image/png")]
    assert told(call(cast.plant_chair, "GET", f"/cases/{sent.json()['number']}/files"))[0] == 404


def test_a_request_is_taken_down_with_files(cast):
    body = {"person": str(cast.worker.uid), "topic": "pay", "text": "欠薪"}
    sent = call(cast.desk_officer, "POST", "/cases", body, files={"files": [upload()]})
    assert sent.status_code == 201
    path = f"/cases/{sent.json()['number']}/files"
    assert listed(cast.desk_officer, path) == [("工资条.png", "image/png")]


def test_a_photo_is_kept_without_where_it_was_taken(cast):
    body = {"topic": "pay", "text": "欠薪"}
    files = {"files": [upload("photo.jpg", photo())]}
    number = call(cast.worker, "POST", "/me/requests", body, files=files).json()["number"]
    (file,) = call(cast.worker, "GET", f"/me/requests/{number}/files").json()
    answer = call(cast.worker, "GET", f"/me/requests/{number}/files/{file['uid']}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert (len(answer.content), "东湖" in answer.content.decode("utf-8", "replace")) == (
        file["size"],
        False,
    )
    assert dict(Image.open(BytesIO(answer.content)).getexif()) == {}
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"


@pytest.mark.parametrize(
    "content", [b"MZ not a picture", b"", PNG[:40], b"%PDF-1.7 without an end"]
)
def test_what_is_no_fit_file_is_refused_and_nothing_is_sent(cast, content):
    files = {"files": [upload(), upload("x.png", content)]}
    sent = call(cast.worker, "POST", "/me/requests", {"topic": "pay", "text": "x"}, files=files)
    assert told(sent)[0] == 409
    assert (Case.objects.count(), Attachment.objects.count()) == (0, 0)


def test_too_large_a_file_is_refused(cast):
    files = {"files": [upload("x.png", PNG + bytes(MAX_BYTES))]}
    sent = call(cast.worker, "POST", "/me/requests", {"topic": "pay", "text": "x"}, files=files)
    assert told(sent)[0] == 409
    assert Case.objects.count() == 0


def test_no_more_than_six_files_come_at_a_time(cast):
    files = {"files": [upload() for _file in range(7)]}
    sent = call(cast.worker, "POST", "/me/requests", {"topic": "pay", "text": "x"}, files=files)
    assert told(sent)[0] == 422
    assert Case.objects.count() == 0


def test_a_form_is_checked_like_json(cast):
    for body in (
        {"topic": "pay"},
        {"topic": "weather", "text": "x"},
        {"topic": "pay", "text": " "},
    ):
        sent = call(cast.worker, "POST", "/me/requests", body, files={"files": [upload()]})
        assert told(sent)[0] == 422
    assert told(call(cast.worker, "POST", "/me/requests", {"text": "a\0"}, files={}))[0] == 422
    assert Case.objects.count() == 0


def test_json_cannot_bring_files(cast):
    body = {"topic": "pay", "text": "x", "files": ["x.png"]}
    assert told(call(cast.worker, "POST", "/me/requests", body))[0] == 422


def test_files_are_sent_again_under_one_key_without_a_second_copy(cast):
    secret = secret_of(cast.worker.user)

    def send(content=PNG):
        files = {"files": [upload(content=content)]}
        body = {"topic": "pay", "text": "x"}
        return call_with(secret, "POST", "/me/requests", body, files=files, key="k")

    assert send().content == send().content
    assert told(send(photo()))[0] == 422
    assert (Case.objects.count(), Attachment.objects.count()) == (1, 1)


def test_files_are_those_of_the_request_named(cast):
    uid = attachment(cast).uid
    other = proposed(type(cast)(**{**vars(cast), "examples": {}}))
    assert told(call(cast.rights_officer, "GET", f"/cases/{other.number}/files/{uid}"))[0] == 404
    assert told(call(cast.worker, "GET", f"/me/requests/{other.number}/files/{uid}"))[0] == 404
    assert told(call(cast.colleague, "GET", f"/me/requests/{case(cast).number}/files"))[0] == 404
    assert told(call(cast.shop_chair, "GET", f"/cases/{case(cast).number}/files/{uid}"))[0] == 404


@pytest.mark.parametrize("part", ["files", "files/{uid}"])
def test_an_officer_who_looks_at_a_file_is_recorded_once(cast, part):
    uid = attachment(cast).uid
    path = f"/cases/{case(cast).number}/{part.format(uid=uid)}"
    for _time in range(2):
        assert call(cast.rights_officer, "GET", path).status_code == 200
    opened = Entry.objects.filter(verb="opened", by=cast.rights_officer.pk)
    assert opened.count() == 1


def test_an_officer_who_opens_a_file_on_the_page_is_recorded(cast, signed_in):
    uid = attachment(cast).uid
    address = reverse("cases:attachment", args=[case(cast).number, uid])
    assert signed_in(cast.rights_officer).get(address).status_code == 200
    assert Entry.objects.filter(verb="opened", by=cast.rights_officer.pk).count() == 1
