# ruff: noqa: E402
"""How fast the history is written and verified, and what it adds to an act.

    UNIONHALL_DATA=/tmp/bench .venv/bin/python benchmarks/history.py [--entries 200000]
    bash tests/with_postgres.sh .venv/bin/python benchmarks/history.py

It fills an empty database of its own (SQLite under UNIONHALL_DATA, else the one of DATABASE_URL).
CPU milliseconds are of this process, and with PostgreSQL of its server processes too.
"""

import argparse
import json
import os
import resource
import time
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionhall.site.settings")
django.setup()

from django.core.management import call_command
from django.db import connection

from unionhall.accounts.models import User
from unionhall.history import anchors
from unionhall.history.actions import act, read_opened, record
from unionhall.history.queries import trail
from unionhall.history.verify import Verification


@act
def in_one_act(count, chains):
    for number in range(count):
        record(
            f"organisation:{number % chains}",
            "cases.accepted",
            by=None,
            subject=("cases.case", number),
            facts={"due_on": "2026-03-17", "office": "rights_officer"},
        )


@act
def about_people(count):
    for number in range(count):
        record("organisation:1", "members.corrected", by=None, subject=("members.person", number),
               personal={"phone": ["13800001111", "13900002222"]}, person=f"person {number}")  # fmt: skip


@act
def step(number, user):
    record(f"organisation:{number % 50}", "cases.accepted", by=user, subject=("cases.case", number),
           facts={"due_on": "2026-03-17"})  # fmt: skip


def cpu() -> float:
    """CPU seconds spent so far by this process and, on PostgreSQL, by the server's processes."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    return own.ru_utime + own.ru_stime + sum(map(_ticks, _servers()))


def _servers():
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return [cursor.fetchone()[0]]


def _ticks(pid: int) -> float:
    stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")


def timed(name, count, function, results):
    before, began = cpu(), time.perf_counter()
    function()
    wall, spent = time.perf_counter() - began, cpu() - before
    results[name] = {
        "per second": round(count / wall), "cpu ms each": round(spent / count * 1000, 4),
    }  # fmt: skip
    print(f"{name:32}{count / wall:>12,.0f}/s{spent / count * 1000:>10.3f} CPU ms each")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--entries", type=int, default=200_000)
    entries = parser.parse_args().entries
    call_command("migrate", verbosity=0)
    user = User.objects.get_or_create(username="bench", defaults={"name": "bench"})[0]
    results, acts = {}, 2000
    print(connection.vendor)
    timed("recorded in one act", entries, lambda: in_one_act(entries, 500), results)
    timed("… about a person, new key each", 20_000, lambda: about_people(20_000), results)
    timed("… about a person, key known", 20_000, lambda: about_people(20_000), results)
    timed("acts of one entry", acts, lambda: [step(n, user) for n in range(acts)], results)
    files = [("cases.case", f"bench {n}") for n in range(acts)]
    open_all = lambda: [read_opened("organisation:1", by=user, subject=f) for f in files]  # noqa: E731
    timed("files opened", acts, open_all, results)
    timed("files opened again", acts, open_all, results)
    timed("trails read", acts, lambda: [trail(("cases.case", n)) for n in range(acts)], results)
    anchors.fold()
    walk = Verification()
    timed("rows verified", entries + 40_000 + 2 * acts, lambda: list(walk), results)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{walk.entries:,} entries in {walk.chains:,} chains; largest memory {peak} MiB")
    print(json.dumps({"database": connection.vendor, "results": results}))


if __name__ == "__main__":
    main()
