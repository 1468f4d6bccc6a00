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
GOALS = {
    "inbox": 14,
    "inbox of one union": 14,
    "register": 14,
    "register of one union": 14,
    "search: two characters": 18,
    "search: one surname": 18,
    "search: initials": 18,
    "search: ID number": 18,
    "case page": 12,
    "member page": 12,
    "posting a request": 11,
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
    found = {name: server.measure(name, rows) for name, rows in wanted.items()}
    token = "b" * 32
    posts = [
        {
            "path": reverse("cases:submit"),
            "cookie": f"{session(draft.person.user)}; csrftoken={token}",
            "method": "POST",
            "token": token,
        }
        for draft in drafts
    ]
    found["posting a request"] = server.measure("posting a request", posts, expected=302)
    return found


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


def serve() -> None:
    """Serve and measure the database that the environment names; prints JSON."""
    import django

    django.setup()
    from load import Server

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    start = time.perf_counter()
    server = Server(port, postmaster())
    started = time.perf_counter() - start
    try:
        found = measured(server)
        memory = server.memory()
    finally:
        server.stop()
    print(
        json.dumps(
            {
                "pages": {name: vars(row) for name, row in found.items()},
                "memory_mb": memory,
                "start_s": started,
            }
        )
    )


def printed(small: dict, large: dict) -> str:
    lines = [
        "| page | CPU ms | web | database | goal | ratio to a tenth | p50 ms | p95 ms | kB gzipped | failed |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for name, row in large["pages"].items():
        before = small["pages"][name]["cpu_ms"] or 1
        lines.append(
            f"| {name} | {row['cpu_ms']:.1f} | {row['web_ms']:.1f} | {row['database_ms']:.1f} | ≤ {GOALS[name]} | {row['cpu_ms'] / before:.2f} |"
            f" {row['p50_ms']:.0f} | {row['p95_ms']:.0f} | {row['kilobytes']:.1f} | {row['failures']} |"
        )
    lines += [
        "",
        f"worker memory {large['memory_mb']:.0f} MB (≤ 110), cold start {large['start_s']:.2f} s (≤ 1.5), first migrate {large['migrate_s']:.1f} s (≤ 20), filled in {large['fill_s']:.0f} s",
    ]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--serve", action="store_true")
    parser.add_argument(
        "--small", action="store_true", help="a tenth of everything, to try the benchmark itself"
    )
    options = parser.parse_args()
    if options.serve:
        serve()
        return
    scale = 10 if options.small else 1
    first = os.environ["DATABASE_URL"]
    small = one_size(10_000 // scale, 500 // scale, 10_000 // scale)
    os.environ["DATABASE_URL"] = first
    large = one_size(100_000 // scale, 5_000 // scale, 100_000 // scale)
    table = printed(small, large)
    print(table)
    if not options.small:
        place = HERE / "results"
        place.mkdir(exist_ok=True)
        (place / "pages.md").write_text(
            f"Measured on {datetime.now(UTC):%Y-%m-%d}, PostgreSQL, 100,000 members, 5,000 unions, 100,000 requests.\n\n{table}\n",
            encoding="utf-8",
        )
        (place / "pages.json").write_text(
            json.dumps({"small": small, "large": large}, indent=1), encoding="utf-8"
        )


if __name__ == "__main__":
    main()
