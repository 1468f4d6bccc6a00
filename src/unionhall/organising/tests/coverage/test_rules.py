"""The arithmetic of coverage and density."""

from hypothesis import given
from hypothesis import strategies as st

from unionhall.organising.coverage.rules import Figures, Site, Union, percent, size_of, tally


def site(place="A", workers=100, has_union=True) -> Site:
    return Site(place, "C", "private", workers, has_union)


def by_place(one: Site) -> str:
    return one.division


def test_an_employer_with_a_union_counts_with_its_workers_and_members():
    found, mixed = tally({1: site()}, [Union(frozenset([1]), 60)], by_place)
    assert found == {"A": Figures(1, 1, 100, 0, 60, 60)}
    assert mixed == 0
    assert (found["A"].coverage, found["A"].density, found["A"].unorganised) == (100, 60, 40)


def test_an_employer_under_two_unions_counts_once_and_both_unions_members_count():
    unions = [Union(frozenset([1]), 10), Union(frozenset([1]), 20)]
    found, _mixed = tally({1: site()}, unions, by_place)
    assert (found["A"].employers, found["A"].covered, found["A"].members) == (1, 1, 30)


def test_members_of_a_joint_union_of_one_place_count_there():
    sites = {1: site(), 2: site()}
    found, mixed = tally(sites, [Union(frozenset([1, 2]), 50)], by_place)
    assert (found["A"].members, mixed) == (50, 0)


def test_members_of_a_joint_union_of_two_places_count_in_neither():
    sites = {1: site("A"), 2: site("B")}
    found, mixed = tally(sites, [Union(frozenset([1, 2]), 50)], by_place)
    assert (found["A"].members, found["B"].members, mixed) == (0, 0, 50)


def test_members_of_a_union_partly_outside_are_nobody_s_here():
    found, mixed = tally({1: site()}, [Union(frozenset([1, 9]), 7)], by_place)
    assert (found["A"].members, mixed) == (0, 7)


def test_density_leaves_out_employers_whose_workers_nobody_counted():
    sites = {1: site(workers=None), 2: site(workers=50)}
    unions = [Union(frozenset([1]), 30), Union(frozenset([2]), 25)]
    figures = tally(sites, unions, by_place)[0]["A"]
    assert (figures.uncounted, figures.members, figures.density) == (1, 55, 50)


def test_under_five_members_tell_no_density():
    figures = tally({1: site()}, [Union(frozenset([1]), 4)], by_place)[0]["A"]
    assert figures.is_small
    assert figures.density is None


def test_no_employer_has_no_coverage():
    assert Figures().coverage is None
    assert Figures().density is None


def test_sizes_are_by_the_least_number():
    assert [size_of(n) for n in (None, 0, 24, 25, 99, 100, 300, 5000)] == [
        *("", "0", "0", "25", "25", "100", "300", "1000")
    ]


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_percentages_are_rounded(part, whole):
    assert abs(percent(part, whole) - 100 * part / whole) <= 0.5


sites_of = st.dictionaries(
    st.integers(1, 30),
    st.builds(site, st.sampled_from("ABC"), st.none() | st.integers(0, 500), st.booleans()),
    max_size=20,
)
unions_of = st.lists(
    st.builds(Union, st.frozensets(st.integers(1, 40), min_size=1, max_size=4), st.integers(0, 99)),
    max_size=20,
)


@given(sites_of, unions_of)
def test_groups_add_up_to_the_whole(sites, unions):
    found, mixed = tally(sites, unions, by_place)
    whole, outside = tally(sites, unions, lambda one: "")
    total = whole.get("", Figures())
    assert sum(f.employers for f in found.values()) == total.employers == len(sites)
    assert sum(f.workers for f in found.values()) == total.workers
    assert sum(f.members for f in found.values()) + mixed == total.members + outside
