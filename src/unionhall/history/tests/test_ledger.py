from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unionhall.history import anchors, scan
from unionhall.history.actions import act, record
from unionhall.history.models import Entry
from unionhall.history.queries import log
from unionhall.history.tests.acts import note
from unionhall.history.verify import verify

pytestmark = pytest.mark.django_db
ODD = "制表\t换行\n反斜\\ 引号\"' \\N 空"


def test_many_entries_in_one_act_are_written_as_single_ones(
    officer, django_capture_on_commit_callbacks
):
    @act
    def many():
        for number in range(1200):
            record(
                f"organisation:{number % 3}", "a", by=officer, subject=("cases.case", number),
                by_label=ODD, facts={"text": ODD}, person=f"p{number % 2}", personal={"text": ODD},
                on=date(2026, 3, 2),
            )  # fmt: skip

    with django_capture_on_commit_callbacks(execute=True):
        many()
    assert verify() == []
    entries = log("organisation:1", limit=1000)
    assert [entry.number for entry in entries] == list(range(400, 0, -1))
    assert {(e.by_label, e.facts["text"], e.personal["text"]) for e in entries} == {(ODD,) * 3}


plain = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
facts = st.dictionaries(
    plain,
    st.recursive(
        st.none() | st.booleans() | st.integers() | plain | st.floats(allow_nan=False, allow_infinity=False),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(plain, inner, max_size=3),
    ),
    max_size=4,
)  # fmt: skip


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(facts, facts)
def test_whatever_facts_are_written_read_the_same_and_verify(db, facts, personal):
    with transaction.atomic():
        note(facts=facts, personal=personal, person="p1")
        entry = Entry.objects.latest("id")
        assert (entry.facts, entry.personal) == (facts, personal)
        assert [row.is_genuine() for _, row in scan.rows(None, None)] == [True]
        transaction.set_rollback(True)


def standings():
    with anchors.opened() as view:
        return {standing.chain: standing.length for standing in view.standings()}


def test_nothing_is_anchored_before_the_commit(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        note()
    assert standings() == {}
    for callback in callbacks:
        callback()
    assert standings() == {"organisation:1": 1}


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_never_anchored():
    with transaction.atomic():
        note()
        transaction.set_rollback(True)
    assert (standings(), Entry.objects.count()) == ({}, 0)
    note()
    assert standings() == {"organisation:1": 1}


@pytest.mark.django_db(transaction=True)
def test_an_act_stands_even_if_its_anchor_cannot_be_written(settings, tmp_path, caplog):
    (tmp_path / "file").touch()
    settings.UNIONHALL_ANCHORS = tmp_path / "file" / "anchors"
    note()
    assert (Entry.objects.count(), len(caplog.records)) == (1, 1)
    assert caplog.records[0].levelname == "ERROR"
