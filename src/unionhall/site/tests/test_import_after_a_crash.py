"""A worker killed in the middle of an import loses nothing and does nothing twice."""

import os
import signal
import subprocess
import sys
import time

import pytest

pytestmark = pytest.mark.skipif(
    "DATABASE_URL" in os.environ, reason="it has a place and a database of its own; once is enough"
)
ROWS = 12_000
PREPARE = f"""
from datetime import date
from unionhall.exchange import jobs
from unionhall.exchange import actions as exchange, store
from unionhall.members.roster import actions
from unionhall.organisations import actions as organisations
from unionhall.accounts.models import User
on = date(2026, 11, 21)
by = User.objects.create_user(username="officer", name="x")
above = organisations.add("national", None, "330106", "区总工会", by=None, on=on)
plant = organisations.add("enterprise_union", above, "PLANT", "红星厂工会", by=None, on=on)
rows = "姓名,手机号\\n" + "".join(f"王敏,139{{n:08}}\\n" for n in range({ROWS}))
made = actions.upload(rows.encode(), "a.csv", organisation=plant, by=by, on=on)
exchange.stage(made, store.read(made.uid))
exchange.ask_to_apply(made, by=by, on=on)
jobs.apply.enqueue(made.pk)
print(made.uid.hex)
"""
LOOK = """
from unionhall.exchange.models import Import
from unionhall.members.models import Person, Spell
print(Import.objects.get().state, Person.objects.count(), Spell.objects.count())
"""


@pytest.fixture
def run(tmp_path):
    """Run the program in a place of its own: run("migrate") → what it printed."""
    here = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")
    }
    here |= {"UNIONHALL_DATA": str(tmp_path), "DEBUG": "1"}

    def running(*words, wait=True):
        command = [sys.executable, "-m", "unionhall", *words]
        if not wait:
            return subprocess.Popen(command, env=here, stdout=subprocess.DEVNULL)
        done = subprocess.run(command, env=here, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout.strip().rpartition("\n")[2]

    return running


def test_killed_while_it_applies_another_worker_finishes_it(run, tmp_path):
    run("migrate", "--verbosity", "1")
    uid = run("shell", "--no-imports", "-c", PREPARE)
    [waiting] = tmp_path.rglob(f"{uid}.sealed")
    progress = waiting.with_suffix(".progress")
    progress.unlink(missing_ok=True)
    worker = run("work", wait=False)
    try:
        until = time.monotonic() + 60
        # The first rows have been written, in a transaction that is not over.
        while not progress.exists() and time.monotonic() < until:
            time.sleep(0.005)
        assert progress.exists(), "the worker never began"
        assert waiting.exists(), "the worker was done before it could be killed"
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    assert run("shell", "--no-imports", "-c", LOOK) == "applying 0 0"
    deadline = time.monotonic() + 90
    while (found := run("shell", "--no-imports", "-c", LOOK)) == "applying 0 0":
        assert time.monotonic() < deadline, found
        run("work", "--burst")
        time.sleep(1)
    assert found == f"applied {ROWS} {ROWS}"
