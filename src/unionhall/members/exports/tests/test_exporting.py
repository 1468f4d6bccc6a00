"""The register leaves the house as a file: for a reason, sealed, for whoever asked, and told to all in it."""

import csv
import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from openpyxl import load_workbook
from tests.interface import call, told

from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.keyring import Unreadable
from unionhall.exchange.exports import actions, jobs, making, store
from unionhall.exchange.exports.models import Export, Exported
from unionhall.history.queries import trail
from unionhall.members.exports import columns
from unionhall.members.models import Person, Spell
from unionhall.members.roster.actions import import_now
from unionhall.members.sealing import id_digest, seal_id
from unionhall.organisations.actions import end_mandate

pytestmark = pytest.mark.django_db
ASK = reverse("members:export")
NUMBER = "110000200401142619"
STATE = Export.State


def ask(client, query="", **more) -> Export:
    """Ask on the page, let the job make it."""
    told = {"reason": "换届核对", "format": "csv", "columns": ["unit", "phone"]} | more
    answer = client.post(f"{ASK}?{query}", told)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    export = Export.objects.latest("pk")
    jobs.make.func(export.pk)
    export.refresh_from_db()
    return export


def content(export: Export) -> bytes:
    return b"".join(store.pieces(export.uid))


def rows(export: Export) -> list[list[str]]:
    """The rows below note and headings."""
    text = content(export).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))[2:]


def with_number(person: Person) -> None:
    sealed = {"id_number": seal_id(person.uid, NUMBER), "id_index": id_digest(NUMBER)}
    Person.objects.filter(pk=person.pk).update(**sealed)


def test_what_the_list_shows_is_what_is_exported(cast, signed_in):
    client = signed_in(cast.register_officer)
    assert [row[0] for row in rows(ask(client))] == ["李小明", "刘芳", "张华"]
    assert rows(ask(client, "unit=U-SHOP")) == [["刘芳", "惠民超市工会", "13900000003"]]
    found = client.post(reverse("members:index"), {"q": "刘芳"})
    assert [row[0] for row in rows(ask(client, found["HX-Push-Url"].partition("?")[2]))] == ["刘芳"]


def test_the_plants_officer_exports_the_plant_alone(cast, signed_in):
    export = ask(signed_in(cast.plant_chair), "unit=U-SHOP")
    assert [row[0] for row in rows(export)] == ["李小明", "张华"]


@pytest.mark.parametrize("who", ["desk_officer", "rights_officer", "administrator", "worker"])
def test_whoever_may_not_export_finds_no_such_page(who, cast, signed_in):
    assert signed_in(getattr(cast, who)).get(ASK).status_code == 404


def test_an_export_needs_its_reason(cast, signed_in, english):
    answer = signed_in(cast.chair).post(ASK, {"format": "csv", "columns": ["unit"], "reason": " "})
    assert (answer.status_code, Export.objects.count()) == (422, 0)


def test_the_file_says_who_took_it_when_and_why(cast, signed_in):
    export = ask(signed_in(cast.register_officer), format="xlsx")
    sheet = load_workbook(io.BytesIO(content(export))).active
    for part in ("陈志强", "换届核对", f"{today():%Y-%m-%d}"):
        assert part in sheet["A1"].value
    assert export.file_name.endswith("-换届核对.xlsx")
    assert "陈志强" in export.file_name
    assert [cell.value for cell in sheet[2]] == ["姓名", "工会名称", "手机号"]


def test_id_numbers_are_masked_unless_asked_for_by_whoever_may(cast, signed_in):
    with_number(cast.worker)
    client = signed_in(cast.register_officer)
    assert rows(ask(client, columns=["id"]))[0][1] == "1100**********2619"
    export = ask(client, columns=["id"], with_ids="on")
    assert rows(export)[0][1] == f"{NUMBER}\t"
    masked = ask(signed_in(cast.chair), columns=["id"], with_ids="on")
    assert (rows(masked)[0][1], masked.with_ids) == ("1100**********2619", False)


def test_whoever_stands_in_it_reads_who_took_it_and_why(cast, signed_in):
    export = ask(signed_in(cast.register_officer), "unit=U-PLANT")
    page = signed_in(cast.worker).get(reverse("members:me")).content.decode()
    assert "换届核对" in page
    assert "换届核对" not in signed_in(cast.shop_worker).get(reverse("members:me")).content.decode()
    log = signed_in(cast.register_officer).get(reverse("members:log", args=[cast.worker.pk]))
    assert "换届核对" in log.content.decode()
    assert making.is_whole(export)
    Exported.objects.filter(subject_id=cast.worker.pk).delete()
    assert not making.is_whole(export)


def test_it_is_recorded_in_the_scopes_first_unit(cast, signed_in):
    export = ask(signed_in(cast.register_officer))
    [entry] = trail(export)
    assert (entry.verb, entry.chain) == ("members.exported", cast.units.district.chain)
    assert (entry.facts["people"], entry.facts["file"]) == (3, export.sha256)
    assert entry.personal == {"reason": "换届核对"}


def test_only_whoever_asked_downloads_it_and_each_time_is_recorded(cast, signed_in):
    export = ask(signed_in(cast.register_officer))
    address = reverse("exports:download", args=[export.pk])
    assert signed_in(cast.chair).post(address).status_code == 404
    client = signed_in(cast.register_officer)
    assert client.get(address).status_code == 405
    answer = client.post(address)
    assert answer["Cache-Control"] == "private, no-store"
    assert b"".join(answer.streaming_content) == content(export)
    verbs = [entry.verb for entry in trail(export)]
    assert verbs == ["members.exported", "members.export_downloaded"]


def test_whose_office_has_ended_gets_the_file_no_more(cast, signed_in):
    export = ask(signed_in(cast.register_officer))
    mandate = cast.register_officer.mandates.get()
    end_mandate(mandate, by=None, on=today())
    address = reverse("exports:download", args=[export.pk])
    assert signed_in(cast.register_officer).post(address).status_code == 404


def test_an_export_asked_before_the_office_ended_is_not_made(cast, signed_in):
    signed_in(cast.chair).post(ASK, {"reason": "x", "format": "csv", "columns": ["unit"]})
    export = Export.objects.get()
    end_mandate(cast.chair.mandates.get(), by=None, on=today())
    jobs.make.func(export.pk)
    export.refresh_from_db()
    assert (export.state, Exported.objects.count()) == (STATE.FAILED, 0)


def test_the_file_lies_sealed_and_is_deleted_after_its_days(cast, signed_in, settings):
    export = ask(signed_in(cast.register_officer))
    [file] = Path(settings.MEDIA_ROOT, "exports").glob(f"{export.uid.hex}*")
    assert "李小明".encode() not in file.read_bytes()
    assert actions.remove_expired(at=export.until - timedelta(seconds=1)) == 0
    assert actions.remove_expired(at=export.until) == 1
    export.refresh_from_db()
    assert export.state == STATE.REMOVED
    with pytest.raises(Refused):
        actions.download(export, by=cast.register_officer, on=today())


def test_a_file_cut_off_is_not_taken_for_whole(cast, signed_in, settings, monkeypatch):
    monkeypatch.setattr(store, "PIECE", 40)
    export = ask(signed_in(cast.register_officer))
    [file] = Path(settings.MEDIA_ROOT, "exports").glob(f"{export.uid.hex}*")
    sealed = file.read_bytes()
    length = int.from_bytes(sealed[:4], "big") + 4
    file.write_bytes(sealed[:length])
    with pytest.raises(Unreadable):
        content(export)


def test_of_two_workers_one_makes_it(cast, signed_in):
    export = ask(signed_in(cast.register_officer))
    with pytest.raises(Refused):
        making.make(export, by=cast.register_officer, on=today())
    assert Exported.objects.filter(export=export).count() == 3


def test_nobody_queues_more_than_a_few(cast, signed_in):
    client = signed_in(cast.chair)
    told = {"reason": "x", "format": "csv", "columns": ["unit"]}
    said = [client.post(ASK, told).status_code for _number in range(4)]
    assert said == [302, 302, 302, 409]


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_an_export_is_taken_by_the_import_again(cast, signed_in, format):
    with_number(cast.worker)
    facts = {"remark": "=1+1", "department": "一车间", "is_migrant": True, "sex": "male"}
    Person.objects.filter(pk=cast.worker.pk).update(birth_on="2004-01-14", **facts)
    codes = [column.code for column in columns.OPTIONAL]
    export = ask(signed_in(cast.register_officer), columns=codes, with_ids="on", format=format)
    whole = content(export)
    Spell.objects.filter(person=cast.worker).update(until_on=today())
    told = {"organisation": cast.units.shop, "by": cast.register_officer, "on": today()}
    report, _importing = import_now(whole, export.file_name, **told)
    assert report.counts["refused"] == 0
    [sheet] = report.sheets
    assert set(sheet.columns) == {
        "name", "joined_on", "sex", "employment", "department", "phone", "id_number", "birth_on",
        "education", "is_migrant", "works_since", "remark",
    }  # fmt: skip
    assert {sheet.headings[at] for at in range(len(sheet.headings))} - {
        sheet.headings[at] for at in sheet.columns.values()
    } <= {"工会名称", "至", ""}
    person = Person.objects.get(id_index=id_digest(NUMBER))
    assert person.spells.filter(organisation=cast.units.shop).exists()
    report, _again = import_now(whole, export.file_name, **told)
    assert (report.counts["accepted"], report.counts["refused"]) == (0, 0)


def test_half_an_id_number_is_not_imported_for_one(cast, signed_in):
    with_number(cast.worker)
    export = ask(signed_in(cast.register_officer), columns=["id", "phone"])
    told = {"organisation": cast.units.plant, "by": cast.register_officer, "on": today()}
    report, _importing = import_now(content(export), "名册.csv", **told)
    assert (report.counts["refused"], "id_number" in report.sheets[0].columns) == (0, False)


def test_the_command_writes_the_file_and_keeps_nothing(cast, tmp_path, settings):
    target = tmp_path / "名册.csv"
    words = ("--organisation", "U-PLANT", "--reason", "换届核对", "--columns", "phone")
    call_command("export_members", str(target), *words)
    lines = target.read_text("utf-8-sig").splitlines()
    assert lines[2:] == ["李小明,13900000001", "张华,13900000002"]
    export = Export.objects.get()
    assert (export.state, export.rows, export.by) == (STATE.REMOVED, 2, None)
    with pytest.raises(CommandError):
        call_command("export_members", str(tmp_path / "x.pdf"), *words)


def test_a_program_asks_looks_and_downloads(cast, english):
    officer = cast.register_officer
    asked = call(officer, "POST", "/members/exports", {"reason": "换届", "unit": "U-PLANT"})
    assert (asked.status_code, asked.json()["state"]) == (202, "waiting")
    key = asked.json()["id"]
    jobs.make.func(key)
    assert call(officer, "GET", f"/exports/{key}").json()["rows"] == 2
    file = call(officer, "GET", f"/exports/{key}/file")
    assert (file.status_code, file["Content-Type"]) == (200, making.sheets.MEDIA_TYPES["xlsx"])
    wrong = {"reason": "换届", "columns": ["salary"]}
    assert told(call(officer, "POST", "/members/exports", wrong))[0] == 409
    outside = {"reason": "换届", "unit": "U-STRANGER"}
    assert call(officer, "POST", "/members/exports", outside).status_code == 404
