from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from unionhall.history.links import GENESIS
from unionhall.history.standings import Span, Standing


def head(length, branch=""):
    return f"{length}{branch}".encode().rjust(32, b"\0") if length else GENESIS


def span(start, end, branch=""):
    return Span("c", start, head(start), end, head(end, branch))


def standing(spans):
    found = Standing("c")
    for one in spans:
        found = found.grown(one)
    return found


def test_a_chain_grows_anchor_by_anchor():
    assert standing([span(0, 1), span(1, 4)]) == Standing("c", 4, head(4))


def test_a_lost_anchor_leaves_a_gap():
    found = standing([span(0, 1), span(3, 4)])
    assert found == Standing("c", 4, head(4), gaps=(span(1, 3),))
    assert found.heads == {1: head(1), 3: head(3), 4: head(4)}


def test_a_late_anchor_fills_its_gap():
    assert standing([span(0, 1), span(3, 4), span(1, 3)]) == Standing("c", 4, head(4))


def test_a_late_anchor_may_fill_the_middle_of_a_gap():
    found = standing([span(0, 1), span(5, 6), span(2, 3)])
    assert (found.gaps, found.forks) == ((span(1, 2), span(3, 5)), ())


def test_growing_again_from_where_it_had_grown_is_a_fork():
    found = standing([span(0, 1), span(1, 4), span(2, 3, "x")])
    assert (found.length, found.forks) == (4, (span(2, 3, "x"),))


def test_the_same_anchor_twice_is_a_fork():
    assert standing([span(0, 1), span(0, 1)]).forks == (span(0, 1),)


def test_an_anchor_from_the_same_length_but_another_head_is_a_fork():
    other = Span("c", 1, head(1, "x"), 2, head(2))
    assert standing([span(0, 1), other]).forks == (other,)


def test_a_late_anchor_that_contradicts_the_ends_of_its_gap_is_a_fork():
    other = Span("c", 1, head(1, "x"), 2, head(2))
    found = standing([span(0, 1), span(3, 4), other])
    assert (found.gaps, found.forks) == ((span(1, 3),), (other,))


def test_only_the_first_forks_are_kept():
    found = standing([span(0, 100)] + [span(n, n + 1, "x") for n in range(50)])
    assert len(found.forks) == 20


lengths = st.lists(st.integers(1, 5), min_size=1, max_size=8)


@given(lengths, st.randoms(use_true_random=False))
def test_anchors_in_any_order_add_up_to_the_same_chain(steps, random):
    ends = [sum(steps[:n]) for n in range(len(steps) + 1)]
    spans = [span(a, b) for a, b in pairwise(ends)]
    random.shuffle(spans)
    assert standing(spans) == Standing("c", ends[-1], head(ends[-1]))


@given(lengths, st.randoms(use_true_random=False), st.data())
def test_lost_anchors_leave_gaps_and_never_forks(steps, random, data):
    ends = [sum(steps[:n]) for n in range(len(steps) + 1)]
    spans = [span(a, b) for a, b in pairwise(ends)]
    random.shuffle(spans)
    kept = spans[: data.draw(st.integers(1, len(spans)))]
    found = standing(kept)
    missing = sum(b.length - b.from_length for b in found.gaps)
    covered = sum(s.length - s.from_length for s in kept)
    assert (found.forks, missing + covered) == ((), found.length)
