"""Real worker processes on the test's own database."""

import signal
import time

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from unionhall.accounts.models import User
from unionhall.notifications.actions import notify
from unionhall.notifications.models import Tick, Worker
from unionhall.notifications.tests import sample_jobs
from unionhall.notifications.worker import Work

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


JOBS = DBTaskResult._meta.db_table


def wait_for(found, seconds: float = 30.0):
    """What `found` answers once it is something."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if answer := found():
            return answer
        time.sleep(0.05)
    raise AssertionError("it did not come about")


def test_two_workers_send_each_letter_once(elsewhere):
    people = [
        User.objects.create(username=f"m{n}", name="李", email=f"m{n}@example.cn")
        for n in range(30)
    ]
    with transaction.atomic():
        notify(people, "cases/accepted", subject=("cases.case", 1), url="/cases/1/")
    outside = elsewhere()
    workers = [outside.work("--burst") for _worker in range(2)]
    assert [worker.wait(60) for worker in workers] == [0, 0]
    receivers = [letter.splitlines()[0] for letter in outside.letters()]
    assert sorted(receivers) == sorted(person.email for person in people)
    assert outside.rows(
        "SELECT state, count(*) FROM notifications_message WHERE channel = 'email' GROUP BY state"
    ) == [("sent", 30)]


def test_the_job_of_a_killed_worker_is_finished_by_another(elsewhere):
    sample_jobs.touch.enqueue("a", 60)
    outside = elsewhere()
    first = outside.work()
    wait_for((outside.folder / "a.begun").exists)
    first.kill()
    first.wait()
    second = outside.work("--burst")
    assert second.wait(60) == 0
    assert (outside.folder / "a.done").read_text() == f"{second.pid}\n"
    assert outside.rows(f"SELECT status FROM {JOBS}") == [("SUCCESSFUL",)]
    assert outside.rows("SELECT count(*) FROM notifications_worker") == [(0,)]


def test_a_worker_told_to_end_finishes_its_job_first(elsewhere):
    sample_jobs.touch.enqueue("a", 2)
    sample_jobs.touch.enqueue("b", 0)
    outside = elsewhere()
    worker = outside.work()
    wait_for((outside.folder / "a.begun").exists)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(30) == 0
    assert (outside.folder / "a.done").exists()
    assert not (outside.folder / "b.begun").exists()
    assert outside.rows(f"SELECT status FROM {JOBS} ORDER BY enqueued_at") == [
        ("SUCCESSFUL",),
        ("READY",),
    ]


def test_a_worker_told_twice_puts_its_job_back(elsewhere):
    sample_jobs.touch.enqueue("a", 60)
    outside = elsewhere()
    worker = outside.work()
    wait_for((outside.folder / "a.begun").exists)
    worker.send_signal(signal.SIGTERM)
    worker.send_signal(signal.SIGINT)
    assert worker.wait(30) != 0
    assert outside.rows(f"SELECT status FROM {JOBS}") == [("READY",)]


def test_an_idle_worker_ends_at_once_when_told(elsewhere):
    outside = elsewhere()
    worker = outside.work()
    wait_for(lambda: outside.rows("SELECT count(*) FROM notifications_worker") == [(1,)])
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(30) == 0


def test_once_is_one_round_of_everything(worker_user):
    notify([worker_user], "cases/accepted", subject=("cases.case", 1), url="/cases/1/")
    for number in (1, 2):
        sample_jobs.note.enqueue(number)
    Work().run(once=True)
    assert worker_user.notices.filter(state="sent").count() == 2
    assert Tick.objects.filter(error="").count() == Tick.objects.count() > 0
    assert Worker.objects.count() == 0
    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == ["READY", "SUCCESSFUL"]
