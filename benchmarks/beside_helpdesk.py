"""The same four things asked of our inbox and of django-helpdesk's, over 100,000 requests each.

Run:  python3 -m venv build/helpdesk
      build/helpdesk/bin/pip install django-helpdesk==2.6.1 gunicorn "psycopg[binary]"
      bash tests/with_postgres.sh .venv/bin/python benchmarks/beside_helpdesk.py build/helpdesk/bin/python [HOW_MANY]

One PostgreSQL, two workers, four clients for both, by turns: ours, theirs, ours, theirs. Their list
is the answer with 50 rows that their page asks for by script, without the page around it.
"""

import json
import os
import subprocess
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from statistics import mean
from urllib.parse import quote, urlencode

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "src")]
THEIRS = HERE / "helpdesk"
ASKED = 60
TURNS = 2
TOKEN = "b" * 32
WHAT = ("list", "search", "detail", "create")


def build_ours(number: int) -> None:
    import run

    os.environ.update(run.environment(run.new_database("ours")))
    for words in (["migrate"], ["keys_create"], ["messages", "compile"]):
        run.unionhall(*words)
    run.unionhall("collectstatic", "--noinput")
    code = f"import django; django.setup(); from fill import fill; fill(members={number}, unions={number // 20}, requests={number})"
    where = {**os.environ, "PYTHONPATH": f"{HERE}:{HERE.parent / 'src'}"}
    subprocess.run([sys.executable, "-c", code], check=True, env=where)


def build_theirs(python: str, number: int, texts: list[str]) -> tuple[dict, dict]:
    """The environment it is served in, and what to ask it for."""
    import run

    url = run.new_database("theirs")
    where = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "settings"}
    where["PYTHONPATH"] = str(THEIRS)
    filled = subprocess.run(
        [python, "fill.py", str(number)],
        check=True,
        cwd=THEIRS,
        env=where,
        text=True,
        input="\n".join(texts),
        stdout=subprocess.PIPE,
    )
    return where, json.loads(filled.stdout.splitlines()[-1])


def our_jobs(turn: int) -> dict[str, tuple[list[dict], bytes, int]]:
    """Requests to send, what an answer must hold, its status; each turn posts drafts of its own."""
    from run import session

    from unionhall.accounts.models import User
    from unionhall.cases.models import Case, Draft
    from unionhall.members.models import Person

    officer = session(User.objects.get(username="rights-officer"))
    people = Person.objects.order_by("uid")[:ASKED]
    told = Case.objects.filter(messages__isnull=False).distinct().order_by("pk")
    drafts = Draft.objects.select_related("person__user").order_by("pk")[: ASKED // TURNS]

    def get(paths) -> list[dict]:
        return [{"path": path, "cookie": officer} for path in islice(cycle(paths), ASKED)]

    post = [
        {
            "path": "/me/requests/send/",
            "cookie": f"{session(draft.person.user)}; csrftoken={TOKEN}",
            "method": "POST",
            "token": TOKEN,
        }
        for draft in drafts
    ]
    from django.urls import reverse

    inbox, submit = reverse("cases:inbox"), reverse("cases:submit")
    for job in post:
        job["path"] = submit
    return {
        "list": (get([f"{inbox}?show=open"]), b"<tbody><tr", 200),
        "search": (get([f"{inbox}?show=open&q={quote(p.name)}" for p in people]), b"<main", 200),
        "detail": (get([c.get_absolute_url() for c in told[:ASKED]]), b'<article id="case">', 200),
        "create": (post, b"", 302),
    }


def their_jobs(told: dict) -> dict[str, tuple[list[dict], bytes, int]]:
    """The same of theirs."""
    page = urlencode(
        {
            "draw": 1,
            "start": 0,
            "length": 50,
            "order[0][column]": 0,
            "order[0][dir]": "asc",
            "search[value]": "",
        }
    )

    def get(paths) -> list[dict]:
        return [{"path": path, "cookie": told["cookie"]} for path in islice(cycle(paths), ASKED)]

    body = urlencode(
        {
            "csrfmiddlewaretoken": TOKEN,
            "queue": told["queue"],
            "title": "加班费没有发",
            "body": "加班费三个月没有发",
            "priority": 3,
            "submitter_email": "worker@example.org",
        }
    )
    post = {
        "path": "/tickets/submit/",
        "cookie": f"{told['cookie']}; csrftoken={TOKEN}",
        "method": "POST",
        "token": TOKEN,
        "body": body,
    }
    return {
        "list": (get([f"/datatables_ticket_list/{told['list']}?{page}"]), b'"recordsTotal"', 200),
        "search": (get([f"/datatables_ticket_list/{one}?{page}" for one in told["searches"]]), b'"recordsTotal"', 200),
        "detail": (get([f"/tickets/{key}/" for key in told["tickets"]]), b"<h", 200),
        "create": ([post] * (ASKED // TURNS), b"", 302),
    }  # fmt: skip


def measure(server, jobs: dict) -> dict[str, dict]:
    found = {}
    for name in WHAT:
        rows, shows, expected = jobs[name]
        row = server.measure(name, rows, shows=shows, queries=0, expected=expected)
        if row.failures:
            sys.exit(f"{name}: {row.failures} wrong answers, nothing kept")
        found[name] = asdict(row)
    return found


def main(python: str, number: int = 100_000) -> None:
    from run import free_port, postmaster

    build_ours(number)
    import django

    django.setup()
    from load import Server

    from unionhall.site.sample.people import WORDS

    texts = [text for told in WORDS["requests"].values() for text in told]
    where, told = build_theirs(python, number, texts)
    ours, theirs = [], []
    for turn in range(TURNS):
        server = Server(free_port(), postmaster())
        try:
            ours.append(measure(server, our_jobs(turn)))
        finally:
            server.stop()
        mine = dict(os.environ)
        os.environ.update(where)
        server = Server(
            free_port(),
            postmaster(),
            application="django.core.wsgi:get_wsgi_application()",
            alive="/login/",
            python=python,
            place=THEIRS,
        )
        os.environ.clear()
        os.environ.update(mine)
        try:
            theirs.append(measure(server, their_jobs(told)))
        finally:
            server.stop()
    kept = told_as_table(number, ours, theirs)
    print(kept)
    if number >= 100_000:
        (HERE / "results" / "beside_helpdesk.md").write_text(kept + "\n", encoding="utf-8")


def told_as_table(number: int, ours: list[dict], theirs: list[dict]) -> str:
    lines = [
        f"Measured on {datetime.now(UTC):%Y-%m-%d}, PostgreSQL, {number:,} requests and tickets, two workers, four clients,"
        f" {TURNS} turns each; django-helpdesk 2.6.1. Requests a second, the mean of the turns; CPU is that of web and database.",
        "",
        "| what | ours a second | theirs a second | ratio | our CPU ms | their CPU ms | our p95 ms | their p95 ms |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name in WHAT:

        def both(key, name=name):
            return [mean(turn[name][key] for turn in side) for side in (ours, theirs)]

        (mine, other), (cpu, their_cpu), (p95, their_p95) = map(
            both, ("per_second", "cpu_ms", "p95_ms")
        )
        lines.append(
            f"| {name} | {mine:.0f} | {other:.0f} | {mine / other:.1f} | {cpu:.1f} | {their_cpu:.1f} | {p95:.0f} | {their_p95:.0f} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
