"""Running queued jobs: claimed once, retried with back-off, taken back from workers that died."""

import logging
import os
import socket
import traceback
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

from django.core.exceptions import SuspiciousOperation
from django_tasks.base import TaskContext, TaskResult, TaskResultStatus
from django_tasks.signals import task_finished, task_started
from django_tasks.utils import normalize_json
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.models import DBTaskResult

from unionhall.core import clock
from unionhall.core.errors import Refused
from unionhall.core.jobs import Job
from unionhall.notifications.models import Tick, Worker

LOST_AFTER = timedelta(seconds=90)
log = logging.getLogger(__name__)


class WorkerLost(Exception):
    """The worker was killed, and the job has no attempts left."""


def host() -> str:
    """This machine as process numbers see it: two containers of one name are two hosts."""
    try:
        space = Path("/proc/self/ns/pid").readlink().name
    except OSError:
        space = ""
    return f"{socket.gethostname()[:70]} {space}"


def claim(worker: str) -> DBTaskResult | None:
    """The next job that is due, now this worker's; None when there is none."""
    while True:
        job = DBTaskResult.objects.ready().filter(backend_name="default").first()
        if job is None:
            return None
        changes = {
            "status": TaskResultStatus.RUNNING,
            "started_at": clock.now(),
            "worker_ids": [*job.worker_ids, worker],
        }
        # Of two workers that saw the same row one wins; the other looks for the next.
        if DBTaskResult.objects.filter(pk=job.pk, status=TaskResultStatus.READY).update(**changes):
            for name, value in changes.items():
                setattr(job, name, value)
            return job


def run(row: DBTaskResult) -> None:
    """Run a claimed job and write down how it went."""
    try:
        result = row.task_result
    except (ImportError, SuspiciousOperation) as error:
        log.exception("job %s cannot be found", row.pk)
        _fail(row, error)
        return
    task_started.send(sender=DatabaseBackend, task_result=result)
    context: list[Any] = []
    if result.task.takes_context:
        context = [TaskContext(task_result=cast(TaskResult, result))]
    try:
        value = normalize_json(result.task.call(*context, *result.args, **result.kwargs))
    except Exception as error:
        _retry_or_fail(row, error)
    except BaseException as error:
        # The worker is told to stop at once: somebody else starts the job anew.
        _put_back(row, error, clock.now())
        raise
    else:
        _finish(
            row,
            status=TaskResultStatus.SUCCESSFUL,
            return_value=value,
            exception_class_path="",
            traceback="",
        )


def _retry_or_fail(row: DBTaskResult, error: Exception) -> None:
    job = row.task
    # A rule that refuses will refuse again.
    if isinstance(error, Refused) or not isinstance(job, Job) or _is_last(row, job):
        _fail(row, error)
    else:
        wait = job.wait(len(row.worker_ids))
        log.warning("job %s failed, again in %d s", row.task_path, wait.total_seconds())
        _put_back(row, error, clock.now() + wait)


def _is_last(row: DBTaskResult, job: Job) -> bool:
    return len(row.worker_ids) > job.retries


def _fail(row: DBTaskResult, error: BaseException) -> None:
    _finish(row, status=TaskResultStatus.FAILED, return_value=None, **_told(error))


def _put_back(row: DBTaskResult, error: BaseException, run_after: datetime) -> None:
    _mine(row).update(status=TaskResultStatus.READY, run_after=run_after, **_told(error))


def _finish(row: DBTaskResult, **changes) -> None:
    """Write the end down, unless the job was taken back meanwhile."""
    changes["finished_at"] = clock.now()
    if not _mine(row).update(**changes):
        return
    for name, value in changes.items():
        setattr(row, name, value)
    try:
        result = row.task_result
    except (ImportError, SuspiciousOperation):
        return
    task_finished.send(sender=DatabaseBackend, task_result=result)


def _mine(row: DBTaskResult):
    return DBTaskResult.objects.filter(
        pk=row.pk, status=TaskResultStatus.RUNNING, started_at=row.started_at
    )


def _told(error: BaseException) -> dict[str, str]:
    """Where it failed, without the exception's own words, which may quote what a person typed."""
    return {
        "exception_class_path": f"{type(error).__module__}.{type(error).__qualname__}",
        "traceback": "".join(traceback.format_tb(error.__traceback__)),
    }


def reap(*, now: datetime | None = None) -> int:
    """Take jobs and leases back from workers that died; how many jobs."""
    now = now or clock.now()
    workers = list(Worker.objects.all())
    dead = [worker.pk for worker in workers if _is_dead(worker, now)]
    if dead:
        log.warning("%d worker(s) died", len(dead))
        Worker.objects.filter(pk__in=dead).delete()
    alive = {worker.pk for worker in workers} - set(dead)
    Tick.objects.exclude(lease="").exclude(lease__in=alive).update(lease="", leased_until=None)
    running = DBTaskResult.objects.running().defer("return_value", "traceback")
    orphans = [row for row in running if not alive.intersection(row.worker_ids[-1:])]
    for row in orphans:
        _take_back(row, now)
    return len(orphans)


def _take_back(row: DBTaskResult, now: datetime) -> None:
    try:
        job = row.task
    except (ImportError, SuspiciousOperation) as error:
        return _fail(row, error)
    # A killed attempt counts, or a job that kills its worker would do so for ever.
    if not isinstance(job, Job) or _is_last(row, job):
        return _fail(row, WorkerLost())
    return _put_back(row, WorkerLost(), now)


def _is_dead(worker: Worker, now: datetime) -> bool:
    """No sign of life for long; or at once, where this machine can see that the process is gone."""
    if worker.beat_at < now - LOST_AFTER:
        return True
    if worker.host != host():
        return False
    try:
        os.kill(worker.pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
