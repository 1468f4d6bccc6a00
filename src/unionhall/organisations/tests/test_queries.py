"""Subtrees are ranges of an index on both databases."""

from datetime import date

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from unionhall.organisations.fields import below
from unionhall.organisations.keys import next_keys
from unionhall.organisations.models import Organisation, Placement
from unionhall.organisations.queries import below_as_of

START = date(2026, 1, 1)
PATHS = st.lists(st.integers(1, 30), min_size=1, max_size=5).map(
    lambda steps: "".join(f"{step}/" for step in steps)
)


@given(PATHS, PATHS)
def test_the_range_below_a_path_holds_what_begins_with_it(path, other):
    low, high = below(path)
    assert (low <= other < high) == other.startswith(path)


@pytest.fixture
def forest(db):
    """Three hundred units in ten trees, so that a planner has something to choose."""
    keys = next_keys(Organisation, 300)
    units, roots = [], keys[:10]
    for place, key in enumerate(keys):
        root = roots[place % 10]
        path = f"{key}/" if key == root else f"{root}/{key}/"
        units.append(
            Organisation(
                pk=key,
                code=str(key),
                name="x",
                kind="county",
                path=path,
                opened_on=START,
                parent_id=None if key == root else root,
            )
        )
    Organisation.objects.bulk_create(units)
    Placement.objects.bulk_create(
        Placement(organisation=unit, parent_id=unit.parent_id, path=unit.path, from_on=START)
        for unit in units
    )
    return Organisation.objects.get(pk=roots[3])


def plan(rows):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE organisations_organisation; ANALYZE organisations_placement")
            cursor.execute("SET LOCAL enable_seqscan = off")
    return rows.explain()


def test_the_subtree_uses_the_index_of_paths(forest):
    rows = Organisation.objects.below(forest).order_by()
    assert rows.count() == 30
    told = plan(rows)
    if connection.vendor == "postgresql":
        assert "Index Cond: " in told
        assert "path" in told.split("Index Cond: ")[1].split("\n")[0]
    else:
        assert "SEARCH organisations_organisation USING INDEX" in told
        assert "(path>? AND path<?)" in told


def test_the_subtree_of_another_day_uses_the_index_of_paths(forest):
    rows = Placement.objects.filter(path__gte=forest.path, path__lt=below(forest.path)[1])
    told = plan(rows)
    assert "placement_path" in told
    assert below_as_of(forest, START).count() == 30


def test_paths_compare_byte_by_byte(forest):
    """A collation that skips punctuation would put "1/10/" before "1/2/" or worse."""
    paths = list(Organisation.objects.order_by("path").values_list("path", flat=True))
    assert paths == sorted(paths)


def test_keys_taken_beforehand_are_never_taken_twice(forest):
    first = next_keys(Organisation, 3)
    unit = Organisation.objects.create(
        pk=first[0], code="a", name="a", kind="city", path=f"{first[0]}/", opened_on=START
    )
    other = Organisation.objects.create(code="b", name="b", kind="city", path="b/", opened_on=START)
    assert unit.pk not in (other.pk, *next_keys(Organisation, 2))
    assert other.pk > max(Organisation.objects.exclude(pk=other.pk).values_list("pk", flat=True))


@pytest.mark.parametrize(
    ("words", "codes"),
    [("西湖", ["D", "W"]), ("330", ["330106"]), ("WORKS", ["330106"]), ("东湖", [])],
)
def test_search_by_name_and_code(db, words, codes):
    for code, name in (("D", "西湖区总工会"), ("W", "西湖机械厂工会"), ("330106", "Works union")):
        Organisation.objects.create(
            code=code, name=name, kind="city", path=f"{code}/", opened_on=START
        )
    found = Organisation.objects.called(words).order_by("code")
    assert [unit.code for unit in found] == codes


def test_ancestors_are_read_off_the_path(forest):
    child = Organisation.objects.below(forest).exclude(pk=forest.pk).first()
    assert child.ancestor_paths == [forest.path]
    assert list(Organisation.objects.above(child)) == [forest]
    assert (child.lies_below(forest), forest.lies_below(child)) == (True, False)
