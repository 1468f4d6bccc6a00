"""On its whole way from the sheet to the register no ID number can be read anywhere."""

import json
import logging
import re
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings as site
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from unionhall.exchange import jobs
from unionhall.exchange.models import Import
from unionhall.members.imports.views import InMemory
from unionhall.members.tests.imports.test_pages import APPLY
from unionhall.members.tests.roster.conftest import SHEETS

pytestmark = pytest.mark.django_db
CONTENT = (SHEETS / "export.csv").read_bytes()
NUMBERS = re.findall(r"110000\d{11}[\dX]", CONTENT.decode("gb18030"))
# What no mask shows: the ten characters in the middle; and whole numbers however written.
READABLE = [number[4:14].encode() for number in NUMBERS] + [number.encode() for number in NUMBERS]


def readable(stored: bytes) -> list[bytes]:
    return [part for part in READABLE if part in stored]


def database() -> bytes:
    """Everything the database stores: the very file of SQLite, every column of every row of PostgreSQL."""
    if connection.vendor == "sqlite":
        return connection.connection.serialize()
    found = []
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            for row in cursor.fetchall():
                found += [
                    bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()
                    for cell in row
                ]
    return b"\n".join(found)


def files() -> bytes:
    places = [Path(site.MEDIA_ROOT), Path(site.UNIONHALL_ANCHORS)]
    return b"\n".join(
        path.read_bytes() for place in places for path in place.rglob("*") if path.is_file()
    )


def test_the_search_itself_finds_what_it_looks_for():
    assert len(NUMBERS) == 150
    assert len(readable(CONTENT)) == 300


def test_nothing_readable_is_left_at_any_step(units, officer, client, caplog):
    caplog.set_level(logging.DEBUG)
    client.force_login(officer)
    sent = {
        "sheet": SimpleUploadedFile("export.csv", CONTENT),
        "union": "U-PLANT",
        "on": "2026-11-21",
    }
    seen = [client.post(reverse("imports:upload"), sent).content]
    importing = Import.objects.get()
    assert len(files()) > len(CONTENT)
    stored = [database(), files()]
    jobs.check.func(importing.pk)
    stored += [database(), files()]
    page = reverse("imports:show", args=[importing.pk])
    seen += [client.get(f"{page}?fate=accepted&start={start}").content for start in (0, 50, 100)]
    assert "孙思春".encode() in seen[1]
    client.post(reverse("imports:choose", args=[importing.pk]), APPLY)
    jobs.apply.func(importing.pk)
    stored += [database(), files()]
    seen += [client.get(page).content, client.get(reverse("imports:index")).content]
    importing.refresh_from_db()
    assert importing.state == "applied"
    client.post(reverse("imports:undo", args=[importing.pk]))
    jobs.undo.func(importing.pk, officer.pk)
    stored += [database(), files()]
    assert [readable(text) for text in [*stored, *seen, caplog.text.encode()]] == [[]] * (
        len(stored) + len(seen) + 1
    )


def test_the_commands_tell_no_number(units, tmp_path, caplog):
    wrong = CONTENT.decode("gb18030").replace(NUMBERS[0], NUMBERS[0][:17] + "0")
    sheet = tmp_path / "export.csv"
    sheet.write_bytes(wrong.encode("gb18030"))
    told = ""
    for arguments in (["--json"], [], ["--apply", "--json"], ["--apply", "--json"]):
        out = StringIO()
        call_command(
            "import_members",
            str(sheet),
            "--organisation",
            "U-PLANT",
            "--on",
            "2026-11-21",
            *arguments,
            stdout=out,
        )
        told += out.getvalue()
    assert readable(told.encode() + database() + caplog.text.encode()) == []
    assert (
        json.loads(told.splitlines()[0])["refused"][0]["value"]
        == f"{NUMBERS[0][:4]}{'*' * 10}{NUMBERS[0][14:17]}0"
    )


def test_a_large_upload_never_touches_a_disk(rf, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10
    request = rf.post("/", {"sheet": SimpleUploadedFile("a.csv", CONTENT)})
    request.upload_handlers = [InMemory(request)]
    assert type(request.FILES["sheet"]).__name__ == "InMemoryUploadedFile"


def test_a_sealed_sheet_opens_only_for_its_import(units):
    from unionhall.core.keyring import Unreadable
    from unionhall.exchange import store

    first, second = Import(), Import()
    store.write(first.uid, CONTENT)
    store._path(first.uid, "sealed").rename(store._path(second.uid, "sealed"))
    with pytest.raises(Unreadable):
        store.read(second.uid)
