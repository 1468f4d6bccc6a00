"""Adding, renaming, moving and closing organisations."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.history.queries import trail
from unionhall.organisations import actions, closing, signals
from unionhall.organisations.actions.tree import lock_tree
from unionhall.organisations.models import Division, Employer, Organisation, Placement
from unionhall.organisations.queries import below_as_of, tree_as_of

pytestmark = pytest.mark.django_db


def paths():
    return dict(Organisation.objects.values_list("code", "path"))


def placements(organisation):
    rows = organisation.placements.order_by("from_on")
    return [(row.parent and row.parent.code, row.path, row.from_on, row.until_on) for row in rows]


def test_a_root_of_any_kind_can_be_founded_in_an_empty_database(found):
    root = found("enterprise_union", None, "W-1", "机械厂工会")
    assert (root.parent, root.path, root.code) == (None, f"{root.pk}/", "W-1")
    assert placements(root) == [(None, root.path, date(2026, 1, 5), None)]


def test_a_unit_hangs_below_its_parent_and_its_founding_is_recorded(found, city, secretary, on):
    unit = actions.add(
        "county", city, " D ", " 西湖区总工会 ", by=secretary, on=on, short_name="西湖总工会"
    )
    unit.refresh_from_db()
    assert (unit.code, unit.name, unit.path) == ("D", "西湖区总工会", f"{city.path}{unit.pk}/")
    assert (str(unit), unit.opened_on, unit.is_open) == ("西湖总工会", on, True)
    assert [(entry.verb, entry.chain, entry.by, entry.on) for entry in trail(unit)] == [
        ("organisations.added", unit.chain, secretary, on)
    ]


@pytest.mark.parametrize(
    ("kind", "code", "name", "named"),
    [
        ("province", "X", "x", "杭州市总工会"),
        ("castle", "X", "x", "castle"),
        ("county", "C", "x", "C"),
        ("county", "a b", "x", ""),
        ("county", "", "x", ""),
        ("county", "X", "  ", ""),
        ("county", "X", "x" * 201, "200"),
    ],
)
def test_add_is_refused_and_says_what_is_wrong(city, on, kind, code, name, named):
    with pytest.raises(Refused) as refusal:
        actions.add(kind, city, code, name, by=None, on=on)
    assert named in refusal.value.reason
    assert Organisation.objects.count() == 1


def test_a_kind_that_may_not_hang_there_is_refused_with_the_article(city, on):
    with pytest.raises(Refused) as refusal:
        actions.add("group", city, "X", "x", by=None, on=on)
    assert refusal.value.citation.rule == "cn.org.upper_approval"


def test_nothing_can_be_added_below_a_closed_unit_nor_in_the_future(found, city, district, on):
    with pytest.raises(Refused):
        found("county", city, "F", on=today() + timedelta(days=1))
    actions.close(district, by=None, on=on)
    with pytest.raises(Refused):
        found("township", district, "S", on=on)
    assert Organisation.objects.count() == 2


def test_a_unit_cannot_be_older_than_its_parents_place(found, city):
    with pytest.raises(Refused):
        found("county", city, "F", on=city.opened_on - timedelta(days=1))


def test_rename_keeps_the_old_name_in_the_history(district, secretary, on):
    actions.rename(district, "西湖区工会联合会", by=secretary, on=on)
    district.refresh_from_db()
    assert district.name == "西湖区工会联合会"
    facts = trail(district)[-1].facts
    assert facts == {"from": {"name": "西湖区总工会"}, "to": {"name": "西湖区工会联合会"}}


def test_rename_is_refused(district, secretary, on):
    with pytest.raises(Refused):
        actions.rename(district, district.name, by=secretary, on=on)
    with pytest.raises(Refused):
        actions.rename(district, " ", by=secretary, on=on)
    with pytest.raises(Refused):
        actions.rename(district, "新", by=secretary, on=today() + timedelta(days=1))


def test_of_two_who_rename_at_once_the_second_is_told(district, secretary, on):
    stale = Organisation.objects.get(pk=district.pk)
    actions.rename(district, "甲", by=secretary, on=on)
    with pytest.raises(Refused):
        actions.rename(stale, "乙", by=secretary, on=on)
    district.refresh_from_db()
    assert district.name == "甲"


def test_move_takes_the_whole_subtree_along(district, other_district, street, works, secretary, on):
    actions.move(street, other_district, by=secretary, on=on)
    assert paths() == {
        "C": (city := district.path[: -len(f"{district.pk}/")]),
        "D": f"{city}{district.pk}/",
        "E": f"{city}{other_district.pk}/",
        "S": f"{city}{other_district.pk}/{street.pk}/",
        "W": f"{city}{other_district.pk}/{street.pk}/{works.pk}/",
    }
    street.refresh_from_db()
    assert street.parent == other_district
    assert placements(street) == [
        ("D", f"{district.path}{street.pk}/", date(2026, 1, 5), on),
        ("E", f"{other_district.path}{street.pk}/", on, None),
    ]
    assert placements(works) == [
        ("S", f"{district.path}{street.pk}/{works.pk}/", date(2026, 1, 5), on),
        ("S", f"{other_district.path}{street.pk}/{works.pk}/", on, None),
    ]
    assert trail(street)[-1].facts == {"from": "D", "to": "E"}


def test_the_tree_of_an_earlier_day_is_still_there(district, other_district, street, works, on):
    actions.move(street, other_district, by=None, on=on)
    before = on - timedelta(days=1)
    assert set(below_as_of(district, before)) == {district, street, works}
    assert set(below_as_of(district, on)) == {district}
    assert set(below_as_of(other_district, on)) == {other_district, street, works}
    assert set(below_as_of(works, date(2025, 12, 31))) == set()
    assert tree_as_of(on).count() == 5


def test_what_began_after_the_day_of_a_move_never_hung_at_the_old_place(
    found, district, other_district, street, on
):
    late = found("enterprise_union", street, "W", on=on + timedelta(days=3))
    actions.move(street, other_district, by=None, on=on)
    late.refresh_from_db()
    assert late.path == f"{other_district.path}{street.pk}/{late.pk}/"
    assert placements(late) == [("S", late.path, on + timedelta(days=3), None)]


def test_a_unit_can_move_twice_on_one_day(district, other_district, street, on):
    actions.move(street, other_district, by=None, on=on)
    actions.move(street, district, by=None, on=on)
    assert placements(street) == [
        ("D", street.path, date(2026, 1, 5), on),
        ("D", street.path, on, None),
    ]


def test_move_is_refused(city, district, other_district, street, works, group, on):
    for unit, to, day in (
        (district, street, on),  # below itself
        (district, district, on),
        (street, district, on),  # already there
        (works, city, today() + timedelta(days=1)),  # in the future
        (group, district, on),  # a kind that may not hang there
        (street, other_district, date(2026, 1, 1)),  # before it existed
    ):
        with pytest.raises(Refused):
            actions.move(unit, to, by=None, on=day)
    actions.close(other_district, by=None, on=on)
    with pytest.raises(Refused):
        actions.move(street, other_district, by=None, on=on)
    assert Placement.objects.count() == 6


def test_move_may_not_reach_behind_a_later_change(district, other_district, street, works, on):
    actions.move(works, other_district, by=None, on=on)
    earlier = on - timedelta(days=10)
    with pytest.raises(Refused):
        actions.move(works, district, by=None, on=earlier)
    actions.move(works, street, by=None, on=on)
    with pytest.raises(Refused):
        actions.move(street, other_district, by=None, on=earlier)


def test_a_tree_too_deep_for_its_column_is_refused(found, city, works):
    Organisation.objects.filter(pk=works.pk).update(path="9" * 198 + "/")
    works.refresh_from_db()
    with pytest.raises(Refused):
        found("group", works, "G")


def test_news_of_a_move_and_a_closing_is_sent(district, other_district, street, on):
    heard = []
    receiver = lambda **news: heard.append((news["organisation"].code, news["on"]))  # noqa: E731
    signals.organisation_moved.connect(receiver)
    signals.organisation_closed.connect(receiver)
    try:
        actions.move(street, other_district, by=None, on=on)
        actions.close(street, by=None, on=on)
    finally:
        signals.organisation_moved.disconnect(receiver)
        signals.organisation_closed.disconnect(receiver)
    assert heard == [("S", on), ("S", on)]


def test_close_ends_the_placement_and_the_coverage(works, group, secretary, on):
    actions.close(group, by=secretary, on=on)
    actions.close(works, by=secretary, on=on)
    works.refresh_from_db()
    assert (works.closed_on, works.is_open) == (on, False)
    assert [row[2:] for row in placements(works)] == [(date(2026, 1, 5), on)]
    assert set(below_as_of(works, on)) == set()
    assert [entry.verb for entry in trail(works)] == [
        "organisations.added",
        "organisations.closed",
    ]


def test_close_is_refused_while_units_or_mandates_are_left(works, group, person, on):
    with pytest.raises(Refused) as refusal:
        actions.close(works, by=None, on=on)
    assert "一车间工会小组" in refusal.value.reason
    assert refusal.value.citation.rule == "cn.org.dissolution_report"
    actions.close(group, by=None, on=on)
    mandate = actions.appoint(
        person("zhao", name="赵主席"), works, "chair", from_on=on, by=None, on=on
    )
    with pytest.raises(Refused) as refusal:
        actions.close(works, by=None, on=on)
    assert "赵主席" in refusal.value.reason
    actions.end_mandate(mandate, by=None, on=on)
    actions.close(works, by=None, on=on)
    with pytest.raises(Refused):
        actions.close(works, by=None, on=on)


def test_apps_above_may_stand_in_the_way_of_closing(street, on, monkeypatch):
    monkeypatch.setattr(closing, "_asks", [])

    @closing.ask
    def members_left(organisation, day):
        return f"{organisation.code}: 3 members on {day}" if organisation == street else ""

    closing.ask(members_left)
    with pytest.raises(Refused) as refusal:
        actions.close(street, by=None, on=on)
    assert refusal.value.reason.count(f"S: 3 members on {on}") == 1


def test_closing_before_the_unit_was_founded_is_refused(street):
    with pytest.raises(Refused):
        actions.close(street, by=None, on=date(2026, 1, 1))


@pytest.mark.parametrize(
    "change",
    [
        {"closed_on": date(2020, 1, 1)},
        {"code": "C"},
    ],
)
def test_the_database_refuses_a_false_organisation(district, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(pk=district.pk).update(**change)


def test_the_database_refuses_two_places_at_once(district):
    with pytest.raises(IntegrityError), transaction.atomic():
        Placement.objects.create(organisation=district, path="9/", from_on=date(2026, 2, 1))


def test_only_one_tree_is_locked_at_a_time(city, district, django_assert_num_queries):
    with transaction.atomic(), django_assert_num_queries(1):
        lock_tree(city, district)


def test_correct_ties_an_enterprise_union_to_its_employer(works, street, secretary, on):
    division = Division.objects.create(code="330106", name="西湖区", level="county")
    employer = Employer.objects.create(name="西湖机械厂")
    actions.correct(works, division=division, employer=employer, by=secretary, on=on)
    works.refresh_from_db()
    assert (works.division, works.employer) == (division, employer)
    assert trail(works)[-1].verb == "organisations.corrected"
    with pytest.raises(Refused):
        actions.correct(street, division=None, employer=employer, by=secretary, on=on)
