"""Referrals go along when a person takes their data, and lose their words when it is erased."""

import pytest

from unionhall.cases.referrals import actions, own
from unionhall.core.clock import today
from unionhall.members.erasure.own import NOBODY

pytestmark = pytest.mark.django_db


def test_they_take_along_what_they_may_know(cast, referred, partner):
    shown, hidden = referred(), referred(to=partner, ask=False)
    rows = [{fact.name: fact.value for fact in row} for row in own._told(cast.worker)]
    assert [(row["summary"], row["request"]) for row in rows] == [
        (shown.summary, shown.case.number)
    ]
    actions.record_consent(
        hidden, way="spoken", given_on=today(), how="x", by=cast.rights_officer, on=today()
    )
    assert len(list(own._told(cast.worker))) == 2
    assert list(own._told(cast.colleague)) == []


def test_erased_the_words_are_gone_and_that_it_was_referred_stays(cast, sent):
    row = sent()
    assert own._words([cast.worker]) == 1
    row.refresh_from_db()
    assert (row.why, row.summary, row.answer, row.why_ended) == (NOBODY, NOBODY, "", "")
    assert (row.state, row.sent_on) == ("sent", today())
    assert own._words([cast.colleague]) == 0
