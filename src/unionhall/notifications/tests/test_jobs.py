from datetime import timedelta

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult
from hypothesis import given
from hypothesis import strategies as st

from unionhall.core.jobs import LONGEST_WAIT, waiting
from unionhall.notifications.tests import sample_jobs

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def test_a_job_stands_in_the_table_once_the_act_is_committed():
    with transaction.atomic():
        sample_jobs.note.enqueue(7)
    (row,) = DBTaskResult.objects.all()
    assert (row.status, row.args_kwargs, row.task_path) == (
        "READY",
        {"args": [7], "kwargs": {}},
        "unionhall.notifications.tests.sample_jobs.note",
    )


def test_a_job_goes_with_the_act_that_is_rolled_back():
    with pytest.raises(RuntimeError), transaction.atomic():  # noqa: PT012
        sample_jobs.note.enqueue(7)
        raise RuntimeError
    assert DBTaskResult.objects.count() == 0


@pytest.mark.parametrize(
    "argument",
    [
        "李小明",
        "Li Xiaoming",
        "li@example.cn",
        "13900000001",
        13900000001,
        "110101199003074578",
        "11010119900307457X",
        ["李小明"],
        {"name": "Li Xiaoming"},
        {"李小明": 1},
    ],
)
def test_a_job_refuses_arguments_that_may_be_personal(argument):
    with pytest.raises(ValueError, match="may be personal"):
        sample_jobs.note.enqueue(argument)
    assert DBTaskResult.objects.count() == 0


@pytest.mark.parametrize(
    "argument",
    [
        12,
        True,
        None,
        1.5,
        "2026-03-04",
        "cases.case:12",
        "7f2c1d3e-0a2b-4c5d-8e9f-123456789012",
        "files/a3.xlsx",
        [1, 2],
    ],
)
def test_a_job_takes_keys_dates_and_paths(argument):
    sample_jobs.note.enqueue(argument)
    assert DBTaskResult.objects.get().args_kwargs["args"] == [argument]


def test_of_jobs_with_one_key_only_one_waits():
    assert sample_jobs.keyed.enqueue(1) is not None
    assert sample_jobs.keyed.enqueue(1, more=2) is None
    assert sample_jobs.keyed.enqueue(2) is not None
    DBTaskResult.objects.update(status="RUNNING")
    assert sample_jobs.keyed.enqueue(1) is not None
    assert DBTaskResult.objects.count() == 3


@given(st.integers(1, 60), st.integers(1, 3600))
def test_waiting_doubles_with_jitter_up_to_a_limit(attempt, first):
    seconds = min(first * 2 ** (attempt - 1), LONGEST_WAIT.total_seconds())
    whole = seconds * SECOND
    assert whole / 2 <= waiting(attempt, first=first * SECOND) <= whole


def test_waiting_differs_from_job_to_job():
    assert len({waiting(3, first=SECOND) for _ in range(20)}) > 10
