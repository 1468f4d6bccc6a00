"""What figures may tell: small cells stay hidden however one adds and subtracts."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from unionhall.cases.rules import Cell, coarse, deducible, exact, is_safe, publishable, total_range

counts = st.integers(0, 40)
names = ["a", "b", "c", "d", "e", "f"]
tables = st.lists(st.sampled_from(names), min_size=1, max_size=6, unique=True).flatmap(
    lambda keys: st.fixed_dictionaries(dict.fromkeys(keys, counts))
)


@st.composite
def same_cases(draw):
    """Up to three tables that divide up the same number of cases in different ways."""
    first = draw(tables)
    total, found = sum(first.values()), {"first": first}
    for name in ("second", "third")[: draw(st.integers(0, 2))]:
        rest, table = total, {}
        for key in names[: draw(st.integers(1, 5))]:
            table[key] = draw(st.integers(0, rest))
            rest -= table[key]
        table["rest"] = rest
        found[name] = table
    return found


def test_a_count_below_five_is_hidden_and_a_larger_one_rounded_down():
    assert [coarse(n) for n in (0, 4, 5, 9, 10)] == [
        Cell(0, 4),
        Cell(0, 4),
        Cell(5, 9),
        Cell(5, 9),
        Cell(10, 14),
    ]
    assert coarse(0).is_hidden
    assert not coarse(5).is_hidden
    assert exact(3).is_exact
    assert not exact(3).is_hidden


def test_five_hidden_units_beside_a_total_of_twenty_are_not_published_together():
    units = dict.fromkeys("abcde", 4)
    topics = {"pay": 20}
    assert list(publishable({"topics": topics, "units": units})) == ["topics"]


@given(counts)
def test_a_coarse_cell_holds_the_true_count(count):
    cell = coarse(count)
    assert cell.low <= count <= cell.high


@given(same_cases())
def test_what_is_published_never_narrows_a_hidden_cell_down(found):
    published = publishable(found)
    total = total_range(list(published.values()))
    for table in published.values():
        for name, cell in table.items():
            if cell.is_hidden:
                assert deducible(table, name, total) == (0, 4)


@given(same_cases())
def test_the_most_important_table_is_left_out_only_if_it_betrays_itself(found):
    name, table = next(iter(found.items()))
    cells = {key: coarse(count) for key, count in table.items()}
    assert (name in publishable(found)) == is_safe([cells])


@given(
    st.dictionaries(st.sampled_from("abc"), st.integers(0, 7), min_size=1, max_size=3),
    st.integers(0, 21),
)
def test_deducible_is_what_trying_every_possibility_finds(table, other):
    """Brute force: a reader tries every count each cell could have, and keeps those that add up."""
    cells = {key: coarse(count) for key, count in table.items()}
    sums = {"one": coarse(sum(table.values()))}
    total = total_range([cells, sums])
    possible = [
        dict(zip(cells, chosen, strict=True))
        for chosen in product(*[range(cell.low, cell.high + 1) for cell in cells.values()])
        if sums["one"].low <= sum(chosen) <= sums["one"].high
    ]
    for name in cells:
        values = {row[name] for row in possible}
        assert deducible(cells, name, total) == (min(values), max(values))
