"""Work for later: django-tasks' tasks, with retries, back-off and arguments that name no person.

A job may run more than once (its worker may be killed after the work and before it could say so),
so it must be idempotent: look first whether the work is done, or change rows conditionally.
"""

import random
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django_tasks.base import Task, TaskResult

_PLAIN = re.compile(r"[\w.:/-]{0,120}", re.ASCII)
_LONG_NUMBER = re.compile(r"(?<![0-9a-fA-F-])\d{11,}|\d{15,}[\dXx]")
_LARGEST_KEY = 10**10  # an eleven-digit integer would be a mobile number
LONGEST_WAIT = timedelta(hours=6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job(Task):
    """A task that is tried again when it fails, and its keyed duplicates are not queued twice."""

    retries: int = 5
    backoff: timedelta = timedelta(seconds=10)
    key: Callable[..., str] | None = None

    def enqueue(self, *args: Any, **kwargs: Any) -> TaskResult | None:  # type: ignore[override]
        """Queue it in the current transaction; None when one with the same key is waiting already."""
        _refuse_personal([*args, *kwargs.values()])
        if self.key is not None and self._waits(self.key, self.key(*args, **kwargs)):
            return None
        # Zero-argument super() does not survive slots=True, which remakes the class.
        return Task.enqueue(self, *args, **kwargs)

    def _waits(self, key: Callable[..., str], wanted: str) -> bool:
        from django_tasks_db.models import DBTaskResult

        waiting = DBTaskResult.objects.filter(status="READY", task_path=self.module_path)
        return any(
            key(*given["args"], **given["kwargs"]) == wanted
            for given in waiting.values_list("args_kwargs", flat=True)
        )

    def wait(self, attempt: int) -> timedelta:
        """How long to wait after the given failed attempt (the first is 1)."""
        return waiting(attempt, first=self.backoff)


def job(
    *,
    retries: int = 5,
    key: Callable[..., str] | None = None,
    backoff: timedelta = timedelta(seconds=10),
) -> Callable[[Callable], Job]:
    """Make a module-level function a job; `key(*args)` names what need not wait twice.

    Arguments are keys of rows, never personal data: they stand in a table for weeks.
    """

    def decorate(function: Callable) -> Job:
        return Job(func=function, retries=retries, key=key, backoff=backoff)

    return decorate


def waiting(attempt: int, *, first: timedelta, longest: timedelta = LONGEST_WAIT) -> timedelta:
    """Exponential back-off with jitter: between half and the whole of `first` × 2^(attempt − 1), capped."""
    whole = min(first * 2 ** min(attempt - 1, 30), longest)
    return whole * random.uniform(0.5, 1.0)  # noqa: S311 – spreads load, guards nothing


def _refuse_personal(values: Iterable[Any]) -> None:
    for value in values:
        if isinstance(value, list | tuple):
            _refuse_personal(value)
        elif isinstance(value, dict):
            _refuse_personal([*value, *value.values()])
        elif isinstance(value, str):
            if not _PLAIN.fullmatch(value) or _LONG_NUMBER.search(value):
                raise ValueError("A job's arguments name rows by key; this text may be personal.")
        elif isinstance(value, int) and abs(value) >= _LARGEST_KEY:
            raise ValueError("A job's arguments name rows by key; this number may be personal.")
