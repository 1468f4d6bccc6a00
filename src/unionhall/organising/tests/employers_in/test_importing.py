"""A list of employers is checked row by row, applied whole, and taken back."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.exchange import actions as exchange
from unionhall.exchange import jobs, store
from unionhall.exchange.kinds import Refusal
from unionhall.exchange.models import Import
from unionhall.history.models import Entry
from unionhall.organisations import actions as organisations
from unionhall.organisations.models import Employer
from unionhall.organising.employers_in import actions, words
from unionhall.organising.employers_in.matching import CHANGES
from unionhall.organising.tests.conftest import HEAD, credit_code, row, sheet

pytestmark = pytest.mark.django_db


def brought(place, *rows, on=None, **more):
    """A list applied at once."""
    told = {"organisation": place, "by": None, "on": on or today()}
    return actions.import_now(sheet(*rows, **more), "名单.xlsx", **told)


def reasons(place, *rows) -> list[str]:
    report = actions.preview(sheet(*rows), "名单.xlsx", organisation=place, on=today())
    return [Refusal(*each.record).reason for each in report.refused]


def test_a_list_enters_employers_with_all_it_tells(area):
    report, importing = brought(area.district, row(1, industry="C3411"))
    made = Employer.objects.get()
    assert report.counts["accepted"] == 1
    assert importing.state == Import.State.APPLIED
    assert (made.name, made.credit_code, made.division_id) == (
        "江城第1公司",
        credit_code(1),
        "330101001",
    )
    assert (made.industry, made.ownership, made.workers) == ("C", "private", 80)
    assert (made.workers_on, made.contact) == (today(), "0571-80000000")


def test_the_lowest_federation_of_the_place_keeps_the_file(area):
    brought(area.city, row(1), row(2, place="330101002000"), row(3, place="西河区"))
    kept = dict(Employer.objects.values_list("name", "kept_by__code"))
    assert kept == {
        "江城第1公司": area.street.code,
        "江城第2公司": area.district.code,
        "江城第3公司": area.elsewhere.code,
    }


def test_a_place_that_is_not_told_is_sought_in_the_address(area):
    brought(
        area.district,
        row(1, place="", address="江城市东湖区南苑街道学院路9号"),
        row(2, place="", address="某路3号"),
    )
    places = dict(Employer.objects.values_list("name", "division_id"))
    assert places == {"江城第1公司": "330101002", "江城第2公司": "330101"}


def test_each_fault_has_its_reason_and_says_what_to_do(area):
    wrong = credit_code(1)[:17] + ("A" if credit_code(1)[17] != "A" else "B")
    rows = [
        row(1, code=wrong),
        row(2, code=""),
        row(3, code=9.1330100e17),
        row(4, place="无名街道"),
        row(5, place="330102"),
        row(6, ownership="不清楚"),
        row(7, workers="很多"),
        row(8),
        row(8, name="又一个"),
        row(9, name=" "),
    ]
    assert reasons(area.district, *rows) == [
        "credit_code_wrong",
        "credit_code_missing",
        "credit_code_lost",
        "division_unknown",
        "division_outside",
        "ownership_unknown",
        "workers_unreadable",
        "repeated_in_file",
        "name_missing",
    ]


def test_every_reason_has_words(english):
    for reason in words.REFUSED:
        said = words.refused(Refusal(reason, "credit_code", "X", "表\t3"))
        assert "%(" not in said
        assert said.count(".") >= 2


def test_a_day_of_counting_to_come_is_refused(area):
    head = (*HEAD, "统计日期")
    told = {"organisation": area.district, "on": today()}
    report = actions.preview(sheet((*row(1), "2999-01-01"), head=head), "a.xlsx", **told)
    assert [Refusal(*each.record).reason for each in report.refused] == ["date_unreadable"]


def test_an_employer_is_known_again_by_its_credit_code(area):
    brought(area.district, row(1), row(2))
    report, _importing = brought(
        area.district, row(1, name="江城新名公司", workers=95, phone=""), row(2)
    )
    made = Employer.objects.get(credit_code=credit_code(1))
    assert Employer.objects.count() == 2
    assert (report.counts["same_person"], report.counts["unchanged"]) == (1, 1)
    assert (made.name, made.workers, made.contact) == ("江城新名公司", 95, "0571-80000000")


def test_an_older_count_of_workers_changes_nothing(area):
    brought(area.district, row(1, workers=100), on=date(2026, 6, 1))
    report, importing = brought(area.district, row(1, workers=60), on=date(2026, 1, 1))
    assert report.counts["unchanged"] == 1
    assert importing is None
    assert Employer.objects.get().workers == 100


def test_an_employer_kept_outside_the_area_is_left_alone(area):
    brought(area.elsewhere, row(1, place=""))
    report, importing = brought(area.district, row(1, name="改名"))
    assert report.same_person[0].told == ("elsewhere",)
    assert importing is None
    assert Employer.objects.get().name == "江城第1公司"


def test_taking_a_list_back_removes_and_restores(area):
    brought(area.district, row(1))
    _report, second = brought(area.district, row(1, name="江城新名公司"), row(2))
    done = exchange.undo(second, by=None, on=today())
    assert done == {"removed": 2, "restored": 0}
    assert [e.name for e in Employer.objects.all()] == ["江城第1公司"]


def test_what_was_changed_or_used_since_is_kept_and_named(area):
    _report, first = brought(area.district, row(1), row(2), row(3))
    corrected, used, _free = Employer.objects.order_by("name")
    corrected.address = "新址"
    organisations.correct_employer(corrected, by=None, on=today())
    told = {"employer": used, "division": None}
    organisations.correct(area.plant, by=None, on=today(), **told)
    assert exchange.undo(first, by=None, on=today()) == {
        "removed": 1,
        "restored": 0,
        "in_use": 1,
        "changed": 1,
    }
    assert set(Employer.objects.all()) == {corrected, used}


def test_an_import_is_one_entry_in_the_area_s_history(area, django_capture_on_commit_callbacks):
    brought(area.district, row(1))
    entry = Entry.objects.get(verb="employers.imported")
    assert entry.facts["added"] == 1
    assert entry.facts["rows"]["accepted"] == 1


def test_a_union_of_one_employer_takes_no_list(area):
    with pytest.raises(Refused):
        brought(area.plant, row(1))


def test_a_closed_federation_takes_no_list(area):
    organisations.add("township", area.district, "T", "旧街道总工会", by=None, on=date(2021, 1, 1))
    closed = organisations.close(area.district.children.get(code="T"), by=None, on=today())
    with pytest.raises(Refused):
        brought(closed or area.district.children.get(code="T"), row(1))


def test_a_list_of_the_future_is_refused(area):
    with pytest.raises(Refused):
        brought(area.district, row(1), on=date(2999, 1, 1))


def test_an_officer_checks_applies_and_takes_back_from_the_pages(area, cast, signed_in):
    client = signed_in(cast.register_officer)
    wrong = row(2, code="123")
    upload = SimpleUploadedFile("名单.xlsx", sheet(row(1), wrong))
    sent = {"sheet": upload, "union": area.district.code, "on": today().isoformat()}
    answer = client.post(reverse("employer_imports:upload"), sent)
    importing = Import.objects.get()
    assert answer["location"] == reverse("employer_imports:show", args=[importing.pk])
    jobs.check.func(importing.pk)
    shown = client.get(answer["location"]).content.decode()
    assert "信用代码" in shown
    assert "123" in shown
    assert not Employer.objects.exists()
    listed = client.get(answer["location"] + "?fate=accepted").content.decode()
    assert "江城第1公司" in listed
    assert "北山街道" in listed
    refused = client.get(reverse("employer_imports:refused", args=[importing.pk]))
    assert "123" in refused.content.decode()

    client.post(reverse("employer_imports:apply", args=[importing.pk]))
    jobs.apply.func(importing.pk)
    assert Employer.objects.count() == 1
    assert "江城" not in client.get(reverse("employer_imports:index")).content.decode()
    client.post(reverse("employer_imports:undo", args=[importing.pk]))
    jobs.undo.func(importing.pk, cast.register_officer.pk)
    importing.refresh_from_db()
    assert importing.state == "undone"
    assert not Employer.objects.exists()
    assert client.get(answer["location"]).status_code == 200


def test_what_is_left_over_is_downloaded_for_some_days(area, cast, signed_in):
    content = "统一社会信用代码,企业名称\n91350100M000100Y43,东湖纺织厂\n1,西山厂\n".encode()
    told = {"organisation": cast.units.district, "by": cast.register_officer, "on": today()}
    importing = actions.upload(content, "名单.csv", **told)
    exchange.stage(importing, content)
    exchange.apply(importing, by=cast.register_officer, on=today())
    client = signed_in(cast.register_officer)
    rest = reverse("employer_imports:rest", args=[importing.pk])
    assert (
        rest in client.get(reverse("employer_imports:show", args=[importing.pk])).content.decode()
    )
    assert client.get(rest).content[:2] == b"PK"
    assert signed_in(cast.stranger_register_officer).get(rest).status_code == 404
    store.remove_rest(importing.uid)
    assert client.get(rest).status_code == 404


def test_columns_can_be_put_right(area, cast, signed_in):
    client = signed_in(cast.register_officer)
    head = ("统一社会信用代码", "企业名称", "甲")
    made = actions.upload(
        sheet((credit_code(1), "江城厂", 55), head=head),
        "a.xlsx",
        organisation=area.district,
        by=cast.register_officer,
        on=today(),
    )
    jobs.check.func(made.pk)
    sent = {"credit_code": "0", "name": "1", "workers": "2"}
    client.post(reverse("employer_imports:columns", args=[made.pk, 0]), sent)
    jobs.check.func(made.pk)
    exchange.apply(Import.objects.get(), by=cast.register_officer, on=today())
    assert Employer.objects.get().workers == 55


def test_columns_without_credit_codes_are_refused(area, cast):
    made = actions.upload(
        sheet(row(1)), "a.xlsx", organisation=area.district, by=cast.chair, on=today()
    )
    with pytest.raises(Refused):
        actions.choose_columns(made, {"Sheet": {"name": 1}}, by=cast.chair, on=today())


def test_a_stranger_sees_no_list(area, cast, signed_in):
    made = actions.upload(
        sheet(row(1)), "a.xlsx", organisation=area.district, by=cast.chair, on=today()
    )
    client = signed_in(cast.stranger_register_officer)
    assert client.get(reverse("employer_imports:show", args=[made.pk])).status_code == 404


def test_the_preview_says_what_a_registered_employer_will_change(area, english):
    brought(area.district, row(1))
    told = {"organisation": area.district, "on": today()}
    content = sheet(row(1, place="南苑街道", industry="F", workers=81))
    report = actions.preview(content, "a.xlsx", **told)
    assert report.same_person[0].told[0] == CHANGES
    said = words.known(report.same_person[0].told, {"330101001": "北山", "330101002": "南苑"})
    assert "北山 → 南苑" in said
    assert "Manufacturing → Wholesale" in said
    assert "80 → 81" in said


def test_the_command_previews_applies_and_takes_back(area, tmp_path):
    path = tmp_path / "名单.xlsx"
    path.write_bytes(sheet(row(1), row(2, code="1")))

    def run(name, *more):
        out = StringIO()
        call_command(name, *map(str, more), "--json", stdout=out)
        return json.loads(out.getvalue())

    at = ("--organisation", area.district.code)
    told = run("import_employers", path, *at)
    assert (told["accepted"], told["refused"][0]["reason"]) == (1, "credit_code_wrong")
    assert not Employer.objects.exists()
    told = run("import_employers", path, *at, "--apply")
    assert told["state"] == "applied"
    assert Employer.objects.count() == 1
    assert run("import_undo", told["id"])["removed"] == 1
    assert not Employer.objects.exists()


def test_a_long_list_costs_no_more_questions(area, django_assert_max_num_queries):
    brought(area.district, row(0))
    with django_assert_max_num_queries(45):
        brought(area.district, *(row(n) for n in range(1, 400)))


@pytest.fixture
def large(area, tmp_path, monkeypatch):
    """A function that brings two employers in by command where two are many."""
    monkeypatch.setattr(actions, "second_from", lambda unit, *, on: 2)
    file = tmp_path / "名单.xlsx"
    file.write_bytes(sheet(row(1), row(2)))

    def imported(*options: str) -> int:
        place = ("--organisation", area.district.code)
        call_command("import_employers", str(file), *place, "--apply", *options, stdout=StringIO())
        return Employer.objects.count()

    return imported


def test_a_large_list_comes_in_with_a_second_officers_word(large, cast):
    assert large("--by", "chair", "--approved-by", "register-officer") == 2
    entry = Entry.objects.get(verb="employers.import_approved")
    assert entry.by == cast.register_officer


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--by", "register-officer", "--approved-by", "register-officer"),
        ("--by", "register-officer", "--approved-by", "desk-officer"),
        ("--by", "register-officer", "--approved-by", "stranger-register-officer"),
    ],
)
def test_a_large_list_without_it_is_refused_by_the_rule(options, large, cast):
    with pytest.raises(CommandError) as refused:
        large(*options)
    assert refused.value.__cause__.citation.rule == "own.import.second_officer_1000"
    assert not Employer.objects.exists()
