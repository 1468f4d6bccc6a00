"""Which letter may follow which."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionhall.supervision.rules import FORBIDDEN, LADDER, Sent, objection

SENT = st.lists(st.builds(Sent, st.sampled_from(LADDER), st.booleans()), max_size=5)


@pytest.mark.parametrize(
    ("rung", "sent", "found"),
    [
        ("reminder", [], ""),
        ("opinion", [], "skips"),
        ("opinion", [Sent("reminder", False)], "early"),
        ("opinion", [Sent("reminder", True)], ""),
        ("recommendation", [Sent("reminder", True)], "skips"),
        ("recommendation", [Sent("opinion", True)], ""),
        ("reminder", [Sent("opinion", True)], "down"),
        ("opinion", [Sent("opinion", False)], "running"),
        ("opinion", [Sent("reminder", True), Sent("opinion", True)], ""),
    ],
)
def test_letters_come_in_their_order(rung, sent, found):
    assert objection(rung, sent) == found


@given(SENT.filter(bool))
def test_once_all_is_settled_the_next_letter_may_be_sent(sent):
    settled = [Sent(one.rung, True) for one in sent]
    highest = max(LADDER.index(one.rung) for one in sent)
    assert objection(LADDER[min(highest + 1, 2)], settled) in ("", "skips")
    if highest < 2:
        assert objection(LADDER[highest + 1], settled) == ""


@given(SENT, st.sampled_from(LADDER))
def test_nothing_is_sent_twice_at_once_nor_downwards(sent, rung):
    found = objection(rung, sent)
    twice = any(one.rung == rung and not one.settled for one in sent)
    down = any(LADDER.index(one.rung) > LADDER.index(rung) for one in sent)
    assert (found in FORBIDDEN) == (twice or down)
