"""The same happenings lead to the same stage and the same last days, in theory and in the database."""

import random
from datetime import date, timedelta

import pytest

from unionhall.disputes.models import Dispute
from unionhall.disputes.replay import replayed
from unionhall.disputes.tests.conftest import ARBITRATING
from unionhall.disputes.tests.simulation import differs
from unionhall.duties.models import Duty


def test_a_replay_is_repeatable():
    dice = random.Random(2026)
    assert [order for order in range(500) if differs(dice)] == []


def test_a_step_where_it_does_not_belong_is_no_replay(on):
    with pytest.raises(ValueError):
        replayed(on, [("accept", on)])


@pytest.mark.django_db
@pytest.mark.parametrize(
    "acts",
    [
        ("consult", "note_refusal", "ask_mediation", "accept", "agree"),
        ("consult", "note_willing", "ask_mediation", "accept", "fail_mediation"),
        (*ARBITRATING, "note_copies", "note_answer", "note_panel"),
        (*ARBITRATING, "note_award", "sue", "note_judgment"),
    ],
)
def test_the_database_comes_to_what_the_replay_says(acts, opened, go, on):
    row = opened(known_on=date(2026, 3, 2))
    happened = [(act, on - timedelta(days=len(acts) - order)) for order, act in enumerate(acts)]
    for act, day in happened:
        go(row, act, day=day)
    row = Dispute.objects.get(pk=row.pk)
    found = replayed(row.known_on, happened)
    owed = dict(Duty.objects.open().about(row).values_list("kind", "due_on"))
    assert (row.stage, owed, row.limitation_on) == (found.stage, found.owed, found.limitation_on)
