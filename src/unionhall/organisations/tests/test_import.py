"""Loading divisions and founding their federations."""

import gzip
import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import translation

from unionhall.core.errors import Refused
from unionhall.history.models import Entry
from unionhall.history.queries import trail
from unionhall.organisations import actions, divisions
from unionhall.organisations.divisions import BadFile, Row, federation_name, is_placeholder
from unionhall.organisations.models import Division, Organisation, Placement

SMALL = """code,name,level,parent
11,北京市,province,
33,浙江省,province,
46,海南省,province,
1101,市辖区,city,11
3301,杭州市,city,33
4604,儋州市,city,46
4690,省直辖县级行政区划,city,46
110101,东城区,county,1101
330106,西湖区,county,3301
460400,儋州市,county,4604
469001,五指山市,county,4690
460400100,那大镇,township,460400
469001198,县直辖村级区划,township,469001
330106001,北山街道,township,330106
"""


@pytest.fixture
def small(tmp_path):
    path = tmp_path / "small.csv"
    path.write_text(SMALL, encoding="utf-8")
    return path


def run(*args):
    out = StringIO()
    call_command("import_organisations", *args, stdout=out)
    return out.getvalue()


def tree():
    """Federation → the one above it, by name."""
    rows = Organisation.objects.select_related("parent")
    return {row.name: row.parent and row.parent.name for row in rows}


@pytest.mark.django_db
def test_placeholders_and_repeats_are_divisions_but_no_federations(small):
    assert json.loads(run(str(small), "--json")) == {
        "read": 14,
        "federations": 10,
        "placeholders": 4,
    }
    assert tree() == {
        "中华全国总工会": None,
        "北京市总工会": "中华全国总工会",
        "浙江省总工会": "中华全国总工会",
        "海南省总工会": "中华全国总工会",
        "东城区总工会": "北京市总工会",
        "杭州市总工会": "浙江省总工会",
        "儋州市总工会": "海南省总工会",
        "五指山市总工会": "海南省总工会",
        "西湖区总工会": "杭州市总工会",
        "那大镇总工会": "儋州市总工会",
        "北山街道总工会": "西湖区总工会",
    }
    assert Division.objects.count() == 14
    assert set(Division.objects.filter(is_placeholder=True).values_list("code", flat=True)) == {
        "1101",
        "4690",
        "460400",
        "469001198",
    }


@pytest.mark.django_db
def test_a_federation_is_placed_like_any_other_unit(small):
    run(str(small), "--on", "2026-03-02")
    street = Organisation.objects.get(code="330106001")
    assert (street.kind, street.division_id, street.opened_on) == (
        "township",
        "330106001",
        date(2026, 3, 2),
    )
    assert street.path == f"{street.parent.path}{street.pk}/"
    assert [(row.path, row.parent) for row in street.placements.all()] == [
        (street.path, street.parent)
    ]
    added = actions.add("enterprise_union", street, "U1", "甲厂工会", by=None, on=date(2026, 3, 2))
    assert added.pk not in (street.pk, None)


@pytest.mark.django_db
def test_a_second_import_changes_nothing(small):
    first = run(str(small), "--json")
    before = list(Organisation.objects.order_by("pk").values())
    assert run(str(small), "--json") == first
    assert list(Organisation.objects.order_by("pk").values()) == before
    assert Placement.objects.count() == 11
    assert [entry.verb for entry in Entry.objects.all()] == ["organisations.imported"]


@pytest.mark.django_db
def test_a_later_file_adds_what_is_new_and_corrects_divisions(small, tmp_path):
    run(str(small))
    later = tmp_path / "later.csv.gz"
    text = SMALL.replace("那大镇", "那大街道") + "330106002,西溪街道,township,330106\n"
    later.write_bytes(gzip.compress(text.encode()))
    assert json.loads(run(str(later), "--json"))["federations"] == 11
    assert Organisation.objects.get(code="330106002").parent.code == "330106"
    assert Division.objects.get(code="460400100").name == "那大街道"
    assert Organisation.objects.get(code="460400100").name == "那大镇总工会"
    imports = trail(Organisation.objects.get(code="CN"))
    assert [entry.facts["added"] for entry in imports] == [11, 1]


@pytest.mark.django_db
def test_an_existing_root_is_used(small):
    root = actions.add("national", None, "ACFTU", "全总", by=None, on=date(2026, 1, 1))
    run(str(small))
    assert Organisation.objects.get(code="33").parent == root
    assert not Organisation.objects.filter(code="CN").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["CN", "3301"])
def test_a_code_taken_by_another_kind_is_refused(small, code):
    actions.add("enterprise_union", None, code, "x", by=None, on=date(2026, 1, 1))
    with pytest.raises(CommandError, match=code):
        run(str(small))
    assert Division.objects.count() == 0


@pytest.mark.django_db
def test_a_place_that_fits_nowhere_is_refused():
    rows = [Row("33", "浙江省", "province", ""), Row("330106001", "北山街道", "township", "33")]
    with pytest.raises(Refused, match="330106001"):
        actions.import_divisions(rows, by=None, on=date(2026, 1, 1))


HEAD = "code,name,level,parent\n"


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"\xff\xfe\x00", "UTF-8"),
        (gzip.compress(SMALL.encode(), mtime=0)[:-20], "gzip"),
        (gzip.compress(b"", mtime=0)[:10] + b"\xff" * 40, "gzip"),
        (b"\x1f\x8b\x08zzz", "gzip"),
        (HEAD.encode(), "No division"),
        ((HEAD + f'33,"{"x" * 140_000}",province,\n').encode(), "commas"),
        ((HEAD + "33,x\0y,province,\n").encode(), "2"),
        (b"", "code,name,level,parent"),
        (b"name,code\n", "name,code"),
        ((HEAD + "33,Zhejiang\n").encode(), "2"),
        ((HEAD + "33,,province,\n").encode(), "2"),
        ((HEAD + "33,x,castle,\n").encode(), "castle"),
        ((HEAD + "3301,x,city,33\n").encode(), "33"),
        ((HEAD + "33,x,province,\n33,y,province,\n").encode(), "33"),
        ((HEAD + "33,x,province,\n34,y,province,33\n").encode(), "34"),
    ],
)
def test_a_bad_file_is_refused_with_what_is_wrong(tmp_path, content, named):
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    with translation.override("en"), pytest.raises(BadFile) as error:
        divisions.read(path)
    assert named in str(error.value)


@pytest.mark.parametrize(
    ("name", "told"),
    [("nowhere.csv", r"no file .*nowhere\.csv\. Check"), (".", "is a folder. Name the file in it")],
)
def test_a_file_that_is_not_there_is_named(tmp_path, name, told):
    with translation.override("en"), pytest.raises(CommandError, match=told):
        run(str(tmp_path / name))


def test_every_odd_pattern_of_the_real_file_is_known():
    rows = divisions.read(divisions.PACKAGED)
    by_code = {row.code: row for row in rows}
    placeholders = {row.code: row.name for row in rows if is_placeholder(row, by_code)}
    levels = {code: name for code, name in placeholders.items() if len(code) == 4}
    assert levels == {
        "1101": "市辖区",
        "1201": "市辖区",
        "3101": "市辖区",
        "5001": "市辖区",
        "5002": "县",
        "4190": "省直辖县级行政区划",
        "4290": "省直辖县级行政区划",
        "4690": "省直辖县级行政区划",
        "6590": "自治区直辖县级行政区划",
    }
    assert {code: name for code, name in placeholders.items() if len(code) == 6} == {
        "441900": "东莞市",
        "442000": "中山市",
        "460400": "儋州市",
        "620201": "嘉峪关市",
    }
    townships = {code: name for code, name in placeholders.items() if len(code) == 9}
    assert {name for name in townships.values() if not name.endswith("直辖村级区划")} == {
        "金门县",
        "西藏文化旅游创意园区",
    }
    assert (len(rows), len(placeholders), len(townships)) == (44703, 26, 13)


@pytest.mark.parametrize(
    ("name", "federation"),
    [
        ("浙江省", "浙江省总工会"),
        ("北山街道", "北山街道总工会"),
        ("红光类似乡级单位", "红光总工会"),
        ("经济技术开发区乡级单位", "经济技术开发区总工会"),
        ("乡级单位", "乡级单位总工会"),
    ],
)
def test_a_federation_is_named_sensibly(name, federation):
    assert federation_name(Row("1", name, "township", "")) == federation


@pytest.mark.slow
@pytest.mark.django_db
def test_the_whole_country_loads():
    counts = json.loads(run("--json"))
    assert counts == {"read": 44703, "federations": 44677, "placeholders": 26}
    assert Organisation.objects.count() == Placement.objects.count() == 44678
    parents = {
        "110101": "11",
        "500229": "50",
        "419001": "41",
        "659001": "65",
        "441900003": "4419",
        "620201001": "6202",
        "330106": "3301",
    }
    rows = Organisation.objects.filter(code__in=parents).select_related("parent")
    assert {row.code: row.parent.code for row in rows} == parents
    zhejiang = Organisation.objects.get(code="33")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE organisations_organisation")
    plan = Organisation.objects.below(zhejiang).order_by().explain()
    assert ("Index Cond: " in plan) or ("(path>? AND path<?)" in plan)
