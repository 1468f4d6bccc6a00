"""Measure the pages against their goals; prints a table and keeps it in results/."""

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "src")]
WANTED = 240
# page: (CPU ms, queries, what an answer must hold to count)
ROWS = b"<tbody><tr"
BARE = "a bare Django page of 50 rows, for comparison"
BARE_MS = 3.4  # what such a page cost where the goals were set
GOALS = {
    BARE: (None, None, ROWS),
    "own account, for comparison": (None, None, b"<main"),
    "inbox": (14, 12, ROWS),
    "inbox of one union": (14, 12, ROWS),
    "register": (14, 12, ROWS),
    "register of one union": (14, 12, ROWS),
    "search: two characters": (18, None, ROWS),
    "search: one surname": (18, None, ROWS),
    "search: initials": (18, None, ROWS),
    "search: ID number": (18, None, ROWS),
    "case page": (12, 15, b'<article id="case">'),
    "member page": (12, 15, b'class="facts"'),
    "posting a request": (11, None, b""),
}


def environment(url: str) -> dict:
    place = tempfile.mkdtemp(prefix="unionhall-bench-")
    return {
        **os.environ,
        "DATABASE_URL": url,
        "UNIONHALL_DATA": place,
        "DJANGO_SETTINGS_MODULE": "unionhall.site.settings",
        "SECRET_KEY": "only-for-a-benchmark-" * 3,
    }


def new_database(name: str) -> str:
    import psycopg

    url = os.environ["DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return url.rsplit("/", 1)[0] + f"/{name}"


def unionhall(*words: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "unionhall", *words], check=True, stdout=subprocess.DEVNULL
    )


def postmaster() -> int:
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        place = connection.execute("SHOW data_directory").fetchone()[0]
    return int(Path(place, "postmaster.pid").read_text().splitlines()[0])


def session(user) -> str:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    store = SessionStore()
    store[SESSION_KEY], store[BACKEND_SESSION_KEY] = (
        str(user.pk),
        settings.AUTHENTICATION_BACKENDS[0],
    )
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    return f"{settings.SESSION_COOKIE_NAME}={store.session_key}"


def queries_of(job: dict) -> int:
    """How many queries the page asks, its session and what it writes included; in this process."""
    from django.db import connection
    from django.test import Client

    asked = []

    def count(execute, sql, params, many, context):
        asked.append(sql)
        return execute(sql, params, many, context)

    client = Client(headers={"host": "127.0.0.1", "accept-language": "zh-CN"})
    client.cookies.load(job["cookie"])
    with connection.execute_wrapper(count):
        answer = client.generic(job.get("method", "GET"), job["path"])
    return len(asked) if answer.status_code < 400 else -1


def jobs(path_of, cookie: str, rows) -> list[dict]:
    """One request a row, as many as are wanted."""
    return [{"path": path_of(row), "cookie": cookie} for row in islice(cycle(rows), WANTED)]


def measured(server) -> dict:
    """Every page of the table, measured one after another."""
    from urllib.parse import quote

    from django.urls import reverse

    from unionhall.accounts.models import User
    from unionhall.cases.models import Case, Draft
    from unionhall.members.models import Person
    from unionhall.members.sealing import open_id

    officer = session(User.objects.get(username="rights-officer"))
    register = session(User.objects.get(username="organisation-officer"))
    chair = session(User.objects.get(username="union-1-chair"))
    people = list(Person.objects.exclude(id_number=None).order_by("uid")[:WANTED])
    members, inbox = reverse("members:index"), reverse("cases:inbox")
    told = list(Case.objects.filter(messages__isnull=False).distinct()[:WANTED])
    drafts = list(Draft.objects.select_related("person__user")[:WANTED])
    wanted = {
        "own account, for comparison": jobs(lambda _row: "/me/account/", officer, [1]),
        "inbox": jobs(lambda show: f"{inbox}?show={show}", officer, ["open", "new", "week"]),
        "inbox of one union": jobs(lambda show: f"{inbox}?show={show}", chair, ["open", "new"]),
        "register": jobs(lambda _row: members, register, [1]),
        "register of one union": jobs(lambda _row: members, chair, [1]),
        "search: two characters": jobs(
            lambda p: f"{members}?q={quote(p.name[:2])}", register, people
        ),
        "search: one surname": jobs(lambda p: f"{members}?q={quote(p.name[0])}", register, people),
        "search: initials": jobs(
            lambda p: f"{members}?q={''.join(w[0] for w in p.name_key.split())}", register, people
        ),
        "search: ID number": jobs(lambda p: f"{members}?q={open_id(p)}", register, people),
        "case page": jobs(lambda case: case.get_absolute_url(), officer, told),
        "member page": jobs(lambda p: p.get_absolute_url(), register, people),
    }
    token = "b" * 32
    wanted["posting a request"] = [
        {
            "path": reverse("cases:submit"),
            "cookie": f"{session(draft.person.user)}; csrftoken={token}",
            "method": "POST",
            "token": token,
        }
        for draft in drafts
    ]
    return {name: one_page(server, name, rows) for name, rows in wanted.items()}


def one_page(server, name: str, rows: list[dict]):
    """The last job is for counting queries, so that it is nobody's second visit."""
    *rows, last = rows
    _cpu, _queries, shows = GOALS[name]
    expected = 302 if last.get("method") == "POST" else 200
    return server.measure(name, rows, shows=shows, queries=queries_of(last), expected=expected)


def one_size(members: int, unions: int, requests: int) -> dict:
    """Build a federation of this size, serve it, measure it."""
    os.environ.update(environment(new_database(f"bench_{members}")))
    start = time.perf_counter()
    unionhall("migrate")
    migrated = time.perf_counter() - start
    unionhall("keys_create")
    unionhall("messages", "compile")
    unionhall("collectstatic", "--noinput")
    code = f"import django; django.setup(); from fill import fill; fill(members={members}, unions={unions}, requests={requests})"
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        env={**os.environ, "PYTHONPATH": f"{HERE}:{HERE.parent / 'src'}"},
    )
    filled = time.perf_counter() - start
    return served(members) | {"migrate_s": migrated, "fill_s": filled}


def served(members: int) -> dict:
    """Run the measuring part in a process of its own, so that each size has its own settings."""
    answer = subprocess.run(
        [sys.executable, __file__, "--serve"],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ,
    )
    return json.loads(answer.stdout.splitlines()[-1])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def serve() -> None:
    """Serve and measure the database that the environment names; prints JSON."""
    import django

    django.setup()
    from load import Server

    start = time.perf_counter()
    server = Server(free_port(), postmaster())
    started, started_cpu = time.perf_counter() - start, server.cpu()
    try:
        found = measured(server)
        memory = server.memory()
    finally:
        server.stop()
    bare = Server(free_port(), postmaster(), application="benchmarks.bare:application", alive="/")
    try:
        asked = [{"path": "/"}] * WANTED
        found = {BARE: bare.measure(BARE, asked, shows=ROWS, queries=1)} | found
    finally:
        bare.stop()
    print(
        json.dumps(
            {
                "pages": {name: vars(row) for name, row in found.items()},
                "memory_mb": memory,
                "start_s": started,
                "start_cpu_s": started_cpu,
            }
        )
    )


def printed(small: dict, large: dict) -> str:
    """The table, and a line of what is not a page."""
    lines = [
        "| page | CPU ms | goal | times the bare page | goal | web | database | queries | goal | ratio to a tenth | p50 ms | p95 ms | kB gzipped | failed |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    bare = large["pages"][BARE]["cpu_ms"]
    for name, row in large["pages"].items():
        before = small["pages"][name]["cpu_ms"] or 1
        cpu, queries, _shows = GOALS[name]
        cells = (
            name,
            f"{row['cpu_ms']:.1f}",
            f"≤ {cpu}" if cpu else "",
            f"{row['cpu_ms'] / bare:.1f}",
            f"≤ {cpu / BARE_MS:.1f}" if cpu else "",
            f"{row['web_ms']:.1f}",
            f"{row['database_ms']:.1f}",
            row["queries"],
            f"≤ {queries}" if queries else "",
            f"{row['cpu_ms'] / before:.2f}",
            f"{row['p50_ms']:.0f}",
            f"{row['p95_ms']:.0f}",
            f"{row['kilobytes']:.1f}",
            row["failures"],
        )
        lines.append(f"| {' | '.join(map(str, cells))} |")
    told = (
        "worker memory {memory_mb:.0f} MB (≤ 110), cold start {start_s:.2f} s (≤ 1.5; {start_cpu_s:.2f} s of CPU),"
        " first migrate {migrate_s:.1f} s (≤ 20), filled in {fill_s:.0f} s"
    )
    return "\n".join([*lines, "", told.format(**large)])


def failed(size: dict) -> list[str]:
    """Pages that answered wrongly even once: their figures mean nothing."""
    return [name for name, row in size["pages"].items() if row["failures"] or row["queries"] < 0]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--serve", action="store_true")
    parser.add_argument(
        "--small", action="store_true", help="a tenth of everything, to try the benchmark itself"
    )
    parser.add_argument(
        "--million", action="store_true", help="a million members in 20,000 unions, beside 100,000"
    )
    options = parser.parse_args()
    if options.serve:
        serve()
        return
    busy, first = os.getloadavg()[2], os.environ["DATABASE_URL"]
    sizes = [(10_000, 500, 10_000), (100_000, 5_000, 100_000)]
    if options.small:
        sizes = [(1_000, 50, 1_000), (10_000, 500, 10_000)]
    if options.million:
        sizes = [(100_000, 5_000, 100_000), (1_000_000, 20_000, 100_000)]
    small = one_size(*sizes[0])
    os.environ["DATABASE_URL"] = first
    large = one_size(*sizes[1])
    table = printed(small, large)
    print(table)
    if wrong := {*failed(small), *failed(large)}:
        sys.exit(f"Wrong answers, nothing kept: {', '.join(sorted(wrong))}")
    if not options.small:
        place = HERE / "results"
        place.mkdir(exist_ok=True)
        name = "million" if options.million else "pages"
        members, unions, requests = sizes[1]
        (place / f"{name}.md").write_text(
            f"Measured on {datetime.now(UTC):%Y-%m-%d}, PostgreSQL, {members:,} members, {unions:,} unions, {requests:,} requests,"
            f" {os.cpu_count()} cores. Load average (15 minutes) before it {busy:.1f}, after it {os.getloadavg()[2]:.1f};"
            f" see the note in ../README.md on what that does to the figures.\n\n{table}\n",
            encoding="utf-8",
        )
        (place / f"{name}.json").write_text(
            json.dumps({"small": small, "large": large}, indent=1), encoding="utf-8"
        )


if __name__ == "__main__":
    main()
