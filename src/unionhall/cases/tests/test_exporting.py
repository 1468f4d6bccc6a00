"""The inbox and the lists of unions and employers leave as files, with no more than their pages show."""

import csv
import io

import pytest
from django.urls import reverse
from tests.access_examples import case as a_case
from tests.interface import call, told

from unionhall.cases.models import Case
from unionhall.exchange.exports import jobs, store
from unionhall.exchange.exports.models import Export
from unionhall.organisations.models import Employer

pytestmark = pytest.mark.django_db


def rows(client, name: str, query: str = "", columns=("number",)) -> list[list[str]]:
    asked = {"reason": "季度汇总", "format": "csv", "columns": columns}
    answer = client.post(f"{reverse(name)}?{query}", asked)
    assert answer.status_code == 302
    export = Export.objects.latest("pk")
    jobs.make.func(export.pk)
    text = b"".join(store.pieces(export.uid)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))[2:]


def test_the_inbox_is_exported_as_it_shows_and_the_worker_reads_of_it(cast, signed_in):
    case = a_case(cast)
    client = signed_in(cast.rights_officer)
    assert rows(client, "cases:export") == [[case.number]]
    assert rows(client, "cases:export", "show=ended") == []
    assert rows(client, "cases:export", "q=张华") == []
    assert "张华" not in str(Export.objects.latest("pk").asked)
    page = signed_in(cast.worker).get(reverse("members:me")).content.decode()
    assert "季度汇总" in page
    log = signed_in(cast.rights_officer).get(reverse("members:log", args=[cast.worker.pk]))
    assert "季度汇总" not in log.content.decode()


def test_restricted_requests_leave_only_with_whoever_may_see_them(cast, signed_in):
    case = a_case(cast)
    Case.objects.filter(pk=case.pk).update(is_restricted=True, organisation=cast.units.district)
    assert rows(signed_in(cast.rights_officer), "cases:export") == [[case.number]]
    assert rows(signed_in(cast.chair), "cases:export") == []


def test_the_desk_exports_no_requests(cast, signed_in):
    address = reverse("cases:export")
    assert signed_in(cast.desk_officer).get(address).status_code == 404
    assert (
        'href="/cases/export/' not in signed_in(cast.desk_officer).get("/cases/").content.decode()
    )


def test_unions_and_employers_are_exported_within_reach(cast, signed_in):
    Employer.objects.create(name="红星机械厂", kept_by=cast.units.plant)
    Employer.objects.create(name="江滨电子厂", kept_by=cast.units.stranger)
    client = signed_in(cast.register_officer)
    codes = [row[0] for row in rows(client, "organisations:export", columns=("code",))]
    assert codes == ["330101", "330101001", "U-PLANT", "U-SHOP"]
    assert rows(client, "organisations:export_employers", columns=("name",)) == [["红星机械厂"]]


@pytest.mark.parametrize(
    ("who", "path", "column"),
    [
        ("rights_officer", "/exports/cases", "number"),
        ("register_officer", "/exports/organisations", "code"),
        ("register_officer", "/exports/employers", "name"),
    ],
)
def test_a_program_asks_for_them_too(who, path, column, cast):
    officer, asked = getattr(cast, who), {"reason": "季度汇总", "columns": [column]}
    made = call(officer, "POST", path, asked)
    assert made.status_code == 202
    jobs.make.func(made.json()["id"])
    state = call(officer, "GET", f"/exports/{made.json()['id']}").json()["state"]
    assert state == "ready"
    assert told(call(officer, "POST", path, asked | {"columns": ["salary"]}))[0] == 409
