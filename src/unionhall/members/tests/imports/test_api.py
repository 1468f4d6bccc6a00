"""A program imports a roster over the interface, as an officer does on the pages."""

import json
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from tests.interface import call, call_with, secret_of, told

from unionhall.exchange import jobs, store
from unionhall.exchange.models import Import
from unionhall.members.imports import api
from unionhall.members.models import Person
from unionhall.members.tests.imports.test_pages import BAD, GOOD, sheet

pytestmark = pytest.mark.django_db
UNION = {"organisation": "U-PLANT", "on": "2026-11-21"}


def upload(who, *rows, **more):
    return call(who, "POST", "/imports", UNION | more, files={"sheet": sheet(*rows)})


def ready(cast, *rows) -> int:
    """The key of an import that a job has checked."""
    key = upload(cast.register_officer, *rows).json()["id"]
    jobs.check.func(key)
    return key


def state(cast, key: int) -> dict:
    return call(cast.register_officer, "GET", f"/imports/{key}").json()


def test_a_sheet_is_checked_shown_applied_and_taken_back(cast):
    officer, before = cast.register_officer, Person.objects.count()
    uploaded = upload(officer, GOOD, BAD)
    assert (uploaded.status_code, uploaded.json()["state"]) == (202, "checking")
    key = uploaded.json()["id"]
    assert told(call(officer, "GET", f"/imports/{key}/preview"))[0] == 409
    jobs.check.func(key)
    assert (state(cast, key)["state"], state(cast, key)["counts"]["accepted"]) == ("ready", 1)
    assert Person.objects.count() == before

    assert call(officer, "POST", f"/imports/{key}/apply").json()["state"] == "applying"
    jobs.apply.func(key)
    assert (state(cast, key)["state"], Person.objects.count()) == ("applied", before + 1)
    assert call(officer, "POST", f"/imports/{key}/undo").json()["state"] == "undoing"
    jobs.undo.func(key, officer.pk)
    assert (state(cast, key)["state"], Person.objects.count()) == ("undone", before)
    listed = call(officer, "GET", "/imports").json()["items"]
    assert [(row["id"], row["state"]) for row in listed] == [(key, "undone")]


def test_the_preview_is_what_the_command_prints(cast, tmp_path):
    key = ready(cast, GOOD, BAD, GOOD)
    file = tmp_path / "名册.xlsx"
    file.write_bytes(sheet(GOOD, BAD, GOOD).read())
    out, day = StringIO(), UNION["on"]
    call_command(
        *("import_members", str(file), "--organisation", "U-PLANT", "--on", day, "--json"),
        stdout=out,
    )
    printed = json.loads(out.getvalue())
    shown = call(cast.register_officer, "GET", f"/imports/{key}/preview").json()
    assert {name: shown[name] for name in printed if name not in ("id", "state")} == {
        name: value for name, value in printed.items() if name not in ("id", "state")
    }
    assert [(row["row"], row["reason"]) for row in shown["refused"]] == [
        (3, "id_check_digit"),
        (4, "repeated_in_file"),
    ]
    assert BAD[1] not in json.dumps(shown)


def test_progress_is_told(cast):
    key = ready(cast, GOOD)
    store.tell(Import.objects.get(pk=key).uid, 300, 900)
    assert [state(cast, key)[name] for name in ("done", "total")] == [300, 900]


def test_what_cannot_be_read_says_why(cast):
    files = {"sheet": SimpleUploadedFile("x.csv", b"")}
    key = call(cast.register_officer, "POST", "/imports", UNION, files=files).json()["id"]
    jobs.check.func(key)
    assert state(cast, key)["state"] == "failed"
    assert state(cast, key)["problem"]
    assert told(call(cast.register_officer, "POST", f"/imports/{key}/apply"))[0] == 409


def test_an_import_is_applied_undone_and_dismissed_once(cast):
    key, officer = ready(cast, GOOD), cast.register_officer
    assert told(call(officer, "POST", f"/imports/{key}/undo"))[0] == 409
    call(officer, "POST", f"/imports/{key}/apply")
    assert told(call(officer, "POST", f"/imports/{key}/apply"))[0] == 409
    jobs.apply.func(key)
    assert told(call(officer, "POST", f"/imports/{key}/dismiss"))[0] == 409
    other = ready(cast, GOOD)
    assert call(officer, "POST", f"/imports/{other}/dismiss").json()["state"] == "dismissed"
    assert told(call(officer, "GET", f"/imports/{other}/preview"))[0] == 409


def test_columns_are_chosen_anew(cast):
    key, officer = ready(cast, GOOD), cast.register_officer
    path, name = f"/imports/{key}/columns", Import.objects.get(pk=key).sheets[0]["name"]
    for wrong in ({"name": 99}, {"nonsense": 0}, {"phone": 2}):
        sent = call(officer, "POST", path, {"sheet": name, "columns": wrong})
        assert told(sent)[0] == 409
    sent = call(officer, "POST", path, {"sheet": name, "columns": {"name": 0, "remark": 2}})
    assert (sent.status_code, sent.json()["state"]) == (202, "checking")
    jobs.check.func(key)
    columns = call(officer, "GET", f"/imports/{key}/preview").json()["sheets"][0]["columns"]
    assert columns == {"name": "姓名", "remark": "手机号"}


@pytest.mark.parametrize(
    ("who", "union", "status"),
    [
        ("register_officer", "U-STRANGER", 404),
        ("register_officer", "NONE", 404),
        ("register_officer", "330101", 409),  # a federation has no members of its own
        ("stranger_register_officer", "U-PLANT", 404),
        ("chair", "U-PLANT", 404),
        ("worker", "U-PLANT", 404),
    ],
)
def test_a_sheet_goes_only_where_ones_office_reaches(cast, who, union, status):
    assert told(upload(getattr(cast, who), GOOD, organisation=union))[0] == status
    assert Import.objects.count() == 0


def test_imports_of_others_are_not_there(cast):
    key, stranger = ready(cast, GOOD), cast.stranger_register_officer
    assert call(stranger, "GET", "/imports").json()["items"] == []
    for verb, part in [("GET", ""), ("GET", "/preview"), ("POST", "/apply"), ("POST", "/undo")]:
        assert told(call(stranger, verb, f"/imports/{key}{part}"))[0] == 404


@pytest.mark.parametrize("on", ["0001-01-01", "9999-12-31"])
def test_a_sheet_is_not_judged_as_of_a_day_without_sense(cast, on):
    assert told(upload(cast.register_officer, GOOD, on=on))[0] == 409
    assert told(upload(cast.register_officer, GOOD, on="yesterday"))[0] == 422
    assert Import.objects.count() == 0


def test_a_form_without_a_sheet_or_a_union_is_refused(cast):
    assert told(call(cast.register_officer, "POST", "/imports", UNION, files={}))[0] == 422
    assert told(call(cast.register_officer, "POST", "/imports", UNION))[0] == 422
    files = {"sheet": sheet(GOOD)}
    assert told(call(cast.register_officer, "POST", "/imports", files=files))[0] == 422


def test_a_sheet_sent_again_under_one_key_is_taken_in_once(cast):
    secret = secret_of(cast.register_officer)
    said = [
        call_with(secret, "POST", "/imports", UNION, files={"sheet": book}, key="k").content
        for book in (SimpleUploadedFile("x.csv", b"a"), SimpleUploadedFile("x.csv", b"a"))
    ]
    assert said[0] == said[1]
    assert Import.objects.count() == 1


def test_too_large_a_sheet_is_refused_before_it_is_read(cast, monkeypatch):
    monkeypatch.setattr(api, "LARGEST", 100)
    assert told(upload(cast.register_officer, GOOD))[0] == 413


@pytest.mark.parametrize("by_session", [True, False])
def test_a_sheet_never_lies_readable_on_a_disk(cast, monkeypatch, by_session):
    """However large: neither its reading nor that of a session's CSRF token may spool it."""

    def spooled(*arguments, **options):
        raise AssertionError("a temporary file was made")

    monkeypatch.setattr("django.core.files.uploadedfile.TemporaryUploadedFile.__init__", spooled)
    large = SimpleUploadedFile("x.csv", "姓名\n".encode() + b"x" * 3_000_000)
    if not by_session:
        sent = call(cast.register_officer, "POST", "/imports", UNION, files={"sheet": large})
        assert sent.status_code == 202
        return
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.register_officer)
    client.get("/imports/upload/")
    csrf = client.cookies["csrftoken"].value
    form = UNION | {"sheet": large}
    sent = client.post("/api/v1/imports", form, headers={"X-CSRFToken": csrf})
    assert sent.status_code == 202
