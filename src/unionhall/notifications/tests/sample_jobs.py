"""Jobs the tests queue."""

import os
import time
from datetime import timedelta
from pathlib import Path

from django_tasks import task

from unionhall.core.errors import Refused
from unionhall.core.jobs import job

CALLS: list[tuple] = []


@job(retries=2, backoff=timedelta(seconds=10))
def note(number: int, fails: int = 0) -> int:
    """Note the call; fail as long as there were no more than `fails` of them."""
    CALLS.append((number,))
    if len(CALLS) <= fails:
        raise ValueError("李小明 13900000001")
    return number


@job()
def refuse() -> None:
    CALLS.append(())
    raise Refused("No.")


@job(key=lambda number, more=0: f"number {number}")
def keyed(number: int, more: int = 0) -> None:
    CALLS.append((number, more))


@job()
def stop() -> None:
    raise SystemExit(1)


@task
def plain(number: int) -> int:
    return number + 1


@job(retries=1)
def touch(name: str, seconds: int) -> None:
    """Write a file when it begins and one when it ends; the first run takes long."""
    folder = Path(os.environ["UNIONHALL_DATA"])
    again = (folder / f"{name}.begun").exists()
    (folder / f"{name}.begun").touch()
    if not again:
        time.sleep(seconds)
    with (folder / f"{name}.done").open("a") as file:
        file.write(f"{os.getpid()}\n")
