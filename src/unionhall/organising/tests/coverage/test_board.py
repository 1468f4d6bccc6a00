"""An area's coverage from the register: who counts, where, and that nobody counts twice."""

from datetime import date

import pytest
from django.urls import reverse
from tests.cast import joined

from unionhall.access.grants import GRANTS
from unionhall.core.clock import today
from unionhall.exchange.exports.kinds import KINDS
from unionhall.exchange.exports.models import Export
from unionhall.members.models import Spell
from unionhall.members.standing import rests
from unionhall.organisations import actions as organisations
from unionhall.organisations.models import Employer
from unionhall.organising.coverage import queries
from unionhall.organising.coverage.board import board
from unionhall.organising.coverage.queries import Narrowing
from unionhall.organising.tests.conftest import credit_code

pytestmark = pytest.mark.django_db


def employer(number, unit, place="330101001", **facts):
    told = {"workers": 100, "industry": "C", "ownership": "private"} | facts
    made = Employer(
        name=f"第{number}厂",
        credit_code=credit_code(number),
        division_id=place,
        kept_by=unit,
        **told,
    )
    return organisations.add_employer(made, by=None, on=today())


def tie(unit, made):
    organisations.correct(unit, division=unit.division, employer=made, by=None, on=today())


def people(count, unit, start=0):
    return [
        joined(f"赵{n}", unit, f"1370000{n:04}", account=False) for n in range(start, start + count)
    ]


@pytest.fixture
def plant(area):
    """An employer of 100 workers in 北山街道 whose union has ten members."""
    made = employer(1, area.district)
    tie(area.plant, made)
    people(10, area.plant)
    return made


def reckoned(unit, **by):
    return board(unit, Narrowing(**by), on=today())


def test_an_area_is_told_by_place(area, plant):
    employer(2, area.district, "330101002", workers=40)
    found = reckoned(area.district)
    assert (found.total.employers, found.total.covered, found.total.workers) == (2, 1, 140)
    assert (found.total.members, found.total.density, found.total.unorganised) == (10, 7, 130)
    assert [(r.name, r.figures.employers, r.figures.covered) for r in found.by_place] == [
        ("北山街道", 1, 1),
        ("南苑街道", 1, 0),
    ]


def test_going_down_leaves_the_place_alone(area, plant):
    employer(2, area.district, "330101002")
    found = reckoned(area.district, division="330101001")
    assert (found.total.employers, found.total.members) == (1, 10)


def test_a_place_without_a_list_stands_there_with_nothing(area, plant):
    rows = {row.name: row.figures.employers for row in reckoned(area.district).by_place}
    assert rows == {"北山街道": 1, "南苑街道": 0}


def test_employers_outside_or_nowhere_are_named_as_such(area, plant, english):
    employer(2, area.district, None)
    employer(3, area.district, "330102")
    employer(4, area.district, "330101")
    rows = {row.name: row.figures.employers for row in reckoned(area.district).by_place}
    assert rows["no place told"] == rows["outside the area"] == 1
    assert rows["no more exact place told"] == 1


def test_whoever_is_in_two_unions_counts_once_where_the_latest_is(area, plant):
    shop = employer(2, area.district, "330101002")
    tie(area.shop, shop)
    both = people(1, area.plant, 50)[0]
    Spell.objects.create(person=both, organisation=area.shop, from_on=date(2024, 1, 1))
    found = reckoned(area.district)
    assert found.total.members == 11
    assert found.snapshot.twice == 1
    assert {row.name: row.figures.members for row in found.by_place} == {
        "北山街道": 10,
        "南苑街道": 1,
    }


def test_whose_membership_rests_or_has_ended_does_not_count(area, plant, cast):
    rested, ended = Spell.objects.filter(organisation=area.plant).order_by("-pk")[:2]
    rests.retire(rested, from_on=today(), keeps=True, by=cast.plant_chair, on=today())
    Spell.objects.filter(pk=ended.pk).update(until_on=today())
    assert reckoned(area.district).total.members == 10  # two more are of the cast


def test_an_employer_of_a_joint_union_has_a_union(area, cast):
    made = employer(1, area.district)
    joint = organisations.add(
        "joint_union", area.street, "J", "商圈联合工会", by=None, on=date(2021, 1, 1)
    )
    organisations.begin_coverage(joint, made, by=None, on=today())
    people(6, joint)
    assert (reckoned(area.district).total.covered, reckoned(area.district).total.members) == (1, 6)


def test_an_employer_under_two_unions_counts_once(area, plant):
    joint = organisations.add(
        "joint_union", area.street, "J", "商圈联合工会", by=None, on=date(2021, 1, 1)
    )
    organisations.begin_coverage(joint, plant, by=None, on=today())
    total = reckoned(area.district).total
    assert (total.employers, total.covered, total.workers) == (1, 1, 100)


def test_a_closed_union_covers_nobody(area):
    made = employer(1, area.district)
    union = organisations.add(
        "enterprise_union",
        area.street,
        "E",
        "旧厂工会",
        by=None,
        on=date(2021, 1, 1),
        employer=made,
    )
    organisations.close(union, by=None, on=today())
    assert reckoned(area.district).total.covered == 0
    rows = queries.without_union(queries.employers_of(area.district), on=today())
    assert list(rows) == [made]


def test_members_of_unions_whose_employer_is_not_registered_are_told_apart(area, plant):
    people(5, area.shop, 80)
    found = reckoned(area.district)
    assert (found.total.members, found.snapshot.loose) == (10, 5)


def test_groups_below_a_union_count_with_its_employer(area, plant):
    group = organisations.add("group", area.plant, "G1", "一组", by=None, on=date(2021, 1, 1))
    people(5, group, 70)
    assert reckoned(area.district).total.members == 15


def test_narrowing_by_industry_ownership_and_size(area, plant):
    employer(2, area.district, industry="F", ownership="foreign", workers=20)
    employer(3, area.district, industry="", ownership="", workers=None)
    assert reckoned(area.district, industry="F").total.employers == 1
    assert reckoned(area.district, ownership="foreign").total.workers == 20
    assert reckoned(area.district, size="100").total.members == 10
    assert reckoned(area.district, size="0").total.employers == 1
    found = reckoned(area.district)
    assert [row.code for row in found.by_size] == ["0", "100", ""]
    assert found.total.uncounted == 1


def test_a_union_elsewhere_covers_the_employer_and_its_members_are_counted(area):
    made = employer(1, area.district)
    tie(area.stranger, made)
    people(8, area.stranger)
    total = reckoned(area.district).total
    assert (total.covered, total.members) == (1, 8)


def test_the_page_asks_as_many_questions_for_many_as_for_few(
    area, cast, signed_in, django_assert_max_num_queries
):
    client = signed_in(cast.chair)
    for n in range(1, 12):
        employer(n, area.district, "330101001" if n % 2 else "330101002", industry="C")
    with django_assert_max_num_queries(32):
        assert client.get(reverse("coverage:index")).status_code == 200
    with django_assert_max_num_queries(16):
        assert client.get(reverse("coverage:without")).status_code == 200


def test_the_page_shows_squares_that_are_links_and_a_table(area, plant, cast, signed_in):
    client = signed_in(cast.chair)
    shown = client.get(
        reverse("coverage:index"), headers={"accept-language": "en"}
    ).content.decode()
    assert "北山街道: density 1" in shown
    assert 'class="tile" data-shade="0" href="?division=330101001"' in shown


def test_few_members_are_not_told(area, cast, signed_in):
    tie(area.shop, employer(1, area.district))
    people(1, area.shop, 90)
    client = signed_in(cast.chair)
    shown = client.get(
        reverse("coverage:index"), headers={"accept-language": "en"}
    ).content.decode()
    assert "&lt;5" in shown
    assert 'data-shade="none"' in shown


def test_the_list_finds_by_name_and_place(area, plant, cast, signed_in):
    employer(22, area.district, "330101002")
    employer(33, area.district)
    client = signed_in(cast.chair)
    url = reverse("coverage:without")
    assert "第1厂" not in client.get(url).content.decode()
    found = client.get(f"{url}?division=330101002").content.decode()
    assert "第22厂" in found
    assert "第33厂" not in found
    found = client.get(f"{url}?q=第33").content.decode()
    assert "第33厂" in found
    assert "第22厂" not in found


def test_a_stranger_sees_only_their_own_area(area, plant, cast, signed_in):
    client = signed_in(cast.stranger_register_officer)
    assert client.get(f"{reverse('coverage:index')}?unit=330101").status_code == 404
    assert "第1厂" not in client.get(reverse("coverage:without")).content.decode()


def test_whoever_reads_coverage_may_read_the_members_too():
    for office, abilities in GRANTS.items():
        if "coverage.view" in abilities:
            assert "members.view" in abilities, office


def test_the_interface_tells_the_same_as_the_page(area, plant, cast, signed_in):
    employer(2, area.district, "330101002", workers=40)
    client = signed_in(cast.chair)
    told = client.get("/api/v1/coverage/figures").json()
    assert (told["total"]["employers"], told["total"]["with_union"]) == (2, 1)
    assert [row["name"] for row in told["by_division"]] == ["北山街道", "南苑街道"]
    told = client.get("/api/v1/coverage/figures?division=330101002&size=25").json()
    assert (told["total"]["employers"], told["total"]["members"]) == (1, 0)
    found = client.get("/api/v1/coverage/without-union").json()
    assert [row["name"] for row in found["items"]] == ["第2厂"]


def test_the_list_goes_out_as_a_file(area, plant, cast, signed_in):
    employer(2, area.district, "330101002")
    client = signed_in(cast.chair)
    url = f"{reverse('coverage:export')}?unit=330101&division=330101002"
    assert "1" in client.get(url).content.decode()
    sent = {"reason": "走访", "format": "csv", "columns": ["name", "workers"]}
    assert client.post(url, sent).status_code == 302
    made = Export.objects.get()
    table = KINDS["without_union"].table(made)
    assert [cells for _person, cells in table.rows] == [["第2厂", 100]]


def test_nonsense_in_the_address_narrows_nothing(area, plant, cast, signed_in):
    client = signed_in(cast.chair)
    url = f"{reverse('coverage:index')}?division=999&industry=Z&size=7&ownership=x"
    assert client.get(url).status_code == 200
    assert client.get(f"{reverse('coverage:without')}?q=%00&size=x").status_code == 200
