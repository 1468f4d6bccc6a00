import os
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django_tasks_db.models import DBTaskResult

from unionhall.notifications import running
from unionhall.notifications.clock import LEASE
from unionhall.notifications.models import Tick, Worker
from unionhall.notifications.tests import sample_jobs
from unionhall.notifications.tests.conftest import NOON

NOBODY = 2**22 + 1  # beyond the largest process number of Linux


@pytest.fixture(autouse=True)
def calls(monkeypatch):
    monkeypatch.setattr(sample_jobs, "CALLS", made := [])
    return made


def alive(name: str, **facts) -> Worker:
    told = {"host": running.host(), "pid": os.getpid(), "started_at": NOON, "beat_at": NOON} | facts
    return Worker.objects.create(id=name, **told)


def run_next(worker="a"):
    row = running.claim(worker)
    if row is not None:
        running.run(row)
    return row


def only() -> DBTaskResult:
    return DBTaskResult.objects.get()


@pytest.mark.django_db
def test_a_job_runs_once_and_its_result_is_kept(hands, calls):
    sample_jobs.note.enqueue(7)
    run_next()
    assert run_next() is None
    assert calls == [(7,)]
    assert (only().status, only().return_value, only().worker_ids) == ("SUCCESSFUL", 7, ["a"])
    assert sample_jobs.note.get_result(str(only().pk)).return_value == 7


@pytest.mark.django_db
def test_a_plain_task_of_django_tasks_runs_as_well(hands):
    sample_jobs.plain.enqueue(7)
    run_next()
    assert only().return_value == 8


@pytest.mark.django_db
def test_jobs_run_in_the_order_they_came_those_with_priority_first(hands, calls):
    sample_jobs.note.enqueue(1)
    sample_jobs.note.enqueue(2)
    sample_jobs.note.using(priority=10).enqueue(3)
    while run_next():
        pass
    assert calls == [(3,), (1,), (2,)]


@pytest.mark.django_db
def test_a_job_that_fails_is_tried_again_later_and_later(hands, calls):
    sample_jobs.note.enqueue(7, fails=2)
    run_next()
    first = only()
    assert first.status == "READY"
    assert timedelta(seconds=5) <= first.run_after - NOON <= timedelta(seconds=10)
    DBTaskResult.objects.update(run_after=NOON)
    run_next()
    assert timedelta(seconds=10) <= only().run_after - NOON <= timedelta(seconds=20)
    DBTaskResult.objects.update(run_after=NOON)
    run_next()
    assert (only().status, len(calls)) == ("SUCCESSFUL", 3)


@pytest.mark.django_db
def test_a_job_waits_until_its_time_has_come(calls):
    sample_jobs.note.enqueue(7, fails=1)
    run_next()
    assert run_next() is None
    assert len(calls) == 1


@pytest.mark.django_db
def test_a_job_without_attempts_left_has_failed(hands, calls):
    sample_jobs.note.enqueue(7, fails=9)
    for _attempt in range(3):
        DBTaskResult.objects.update(run_after=NOON)
        run_next()
    assert (only().status, len(calls)) == ("FAILED", 3)
    assert only().exception_class_path == "builtins.ValueError"


@pytest.mark.django_db
def test_what_an_exception_says_is_not_kept_for_it_may_name_a_person(hands):
    sample_jobs.note.enqueue(7, fails=9)
    run_next()
    assert "in note" in only().traceback
    assert "13900000001" not in only().traceback.replace('13900000001")', "")


@pytest.mark.django_db
def test_a_refused_job_is_not_tried_again(hands, calls):
    sample_jobs.refuse.enqueue()
    run_next()
    assert (only().status, len(calls)) == ("FAILED", 1)


@pytest.mark.django_db
def test_a_job_whose_code_is_gone_has_failed(hands):
    sample_jobs.note.enqueue(7)
    DBTaskResult.objects.update(task_path="unionhall.notifications.tests.sample_jobs.gone")
    run_next()
    assert (only().status, only().exception_class_path) == ("FAILED", "builtins.ImportError")


@pytest.mark.django_db
def test_a_job_broken_off_by_a_second_signal_is_put_back_at_once(hands):
    sample_jobs.stop.enqueue()
    with pytest.raises(SystemExit):
        run_next()
    assert (only().status, only().run_after) == ("READY", NOON)


@pytest.mark.django_db
def test_jobs_of_a_dead_worker_are_taken_up_again(hands, calls):
    alive("dead", pid=NOBODY)
    alive("b")
    sample_jobs.note.enqueue(7)
    running.claim("dead")
    assert running.reap() == 1
    assert list(Worker.objects.values_list("pk", flat=True)) == ["b"]
    run_next("b")
    assert (only().status, only().worker_ids, calls) == ("SUCCESSFUL", ["dead", "b"], [(7,)])


@pytest.mark.django_db
def test_jobs_of_a_living_worker_are_left_alone(hands):
    alive("a")
    sample_jobs.note.enqueue(7)
    running.claim("a")
    assert running.reap() == 0
    assert only().status == "RUNNING"


@pytest.mark.django_db
def test_a_worker_elsewhere_is_dead_after_a_silence(hands):
    alive("far", host="another", pid=NOBODY)
    sample_jobs.note.enqueue(7)
    running.claim("far")
    assert running.reap(now=NOON + running.LOST_AFTER) == 0
    assert running.reap(now=NOON + running.LOST_AFTER + timedelta(seconds=1)) == 1


@pytest.mark.django_db
def test_a_job_that_kills_its_workers_is_given_up(hands):
    sample_jobs.note.enqueue(7)
    for number in range(3):
        running.claim(f"w{number}")
        assert running.reap() == 1
    assert only().status == "FAILED"
    assert only().exception_class_path.endswith("WorkerLost")


@pytest.mark.django_db
def test_a_plain_task_of_a_dead_worker_is_not_run_twice(hands):
    sample_jobs.plain.enqueue(7)
    running.claim("dead")
    running.reap()
    assert only().status == "FAILED"


@pytest.mark.django_db
def test_leases_of_a_dead_worker_are_taken_away(hands):
    alive("a")
    for worker in ("a", "dead"):
        Tick.objects.create(name=worker, last_run_at=NOON, lease=worker, leased_until=NOON + LEASE)
    running.reap()
    assert dict(Tick.objects.values_list("name", "lease")) == {"a": "a", "dead": ""}


@pytest.mark.django_db
def test_a_worker_that_comes_too_late_does_not_overwrite_the_end(hands, calls):
    sample_jobs.note.enqueue(7)
    late = running.claim("late")
    running.reap()
    run_next("b")
    hands.on(seconds=1)
    running.run(late)
    assert (only().status, only().worker_ids) == ("SUCCESSFUL", ["late", "b"])
    assert only().finished_at == NOON
    assert len(calls) == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="threads share no database in memory")
def test_two_workers_never_run_a_job_twice(calls):
    for number in range(40):
        sample_jobs.note.enqueue(number)
    start = Barrier(4)

    def work(name: str) -> None:
        try:
            start.wait()
            while run_next(name):
                pass
        finally:
            connection.close()

    workers = [Thread(target=work, args=(f"w{number}",)) for number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(calls) == [(number,) for number in range(40)]
    assert {row.attempts for row in (r.task_result for r in DBTaskResult.objects.all())} == {1}
