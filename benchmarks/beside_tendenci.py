r"""A sheet of members taken in and members searched for, by ours and by Tendenci 16.30, by turns.

Run:  python3.11 -m venv build/tendenci
      build/tendenci/bin/pip install tendenci==16.30 psycopg2-binary gunicorn
      bash tests/with_postgres.sh .venv/bin/python benchmarks/beside_tendenci.py \
          build/tendenci/bin/python [--rows 500] [--members 20000] [--part import|search]

It needs memcached, PostGIS for the PostgreSQL that runs, and the GDAL and GEOS libraries. Under Python 3.11
one of its files does not compile, for quotes within an f-string; nothing else of it is changed:

      sed -i 's/end_dt, .SHORT_DATE_FORMAT.)/end_dt, "SHORT_DATE_FORMAT")/' \
          build/tendenci/lib/python3.11/site-packages/tendenci/apps/events/forms.py

Its first migration takes minutes: a database `theirs` that is migrated already and otherwise empty is taken
as it is. With `--part` each part can be run alone; results/ keeps the last of each.

One PostgreSQL for both, two gunicorn workers, four clients. The people are the same and so is the sheet's
size; their sheet says what their import knows (no ID number), ours what a roster says. Each turn takes in
people of its own, beside those of the turn before. Their steps are the commands that their import page
starts, and the pages of its preview; ours is the command an officer runs.
"""

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from statistics import mean
from urllib.parse import quote, urlencode

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "src")]
THEIRS = HERE / "tendenci"
ASKED = 68  # eight of them warm up
TURNS = 2
ON = "2026-11-21"
THEIR_HEAD = ("member_number", "last_name", "first_name", "email", "phone", "sex", "department")
THEIR_HEAD += ("education", "join_dt")
SEARCHES = {
    "list, nothing asked": "list, nothing asked",
    "surname": "last name",
    "two characters": "last name, first letter of the first name",
    "whole name": "last name, first name",
    "telephone": "telephone",
    "last four of the telephone": "part of the telephone",
    "ID number": "e-mail",
}


def mail_of(number: int, place: str) -> str:
    return f"member{number}@{place}.example.org"


class Theirs:
    """Tendenci in its own Python, on a database of its own."""

    def __init__(self, python: str, place: Path):
        import psycopg
        from run import free_port

        self.python = python
        server = os.environ["DATABASE_URL"].rsplit("/", 1)[0]
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
            stands = connection.execute("SELECT 1 FROM pg_database WHERE datname = 'theirs'")
            if not stands.fetchone():
                connection.execute("CREATE DATABASE theirs")
        with psycopg.connect(f"{server}/theirs", autocommit=True) as connection:
            connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")
        for name in ("themes", "media", "static", "addons"):
            (place / name).mkdir()
        port = free_port()
        self.where = {
            **os.environ,
            "DATABASE_URL": f"{server}/theirs",
            "DJANGO_SETTINGS_MODULE": "settings",
            "PYTHONPATH": str(THEIRS),
            "TENDENCI_PROJECT_ROOT": str(place),
            "TENDENCI_MEMCACHED": f"127.0.0.1:{port}",
        }
        words = ["memcached", "-u", "nobody", "-l", "127.0.0.1", "-p", str(port), "-m", "256"]
        self.memcached = subprocess.Popen(words)

    def run(self, *words: str, text: str | None = None) -> str:
        return subprocess.run(
            [self.python, "-W", "ignore", *words],
            check=True,
            cwd=THEIRS,
            env=self.where,
            text=True,
            input=text,
            stdout=subprocess.PIPE,
        ).stdout

    def fill(self, *words: str, text: str | None = None) -> dict:
        return json.loads(self.run("fill.py", *words, text=text).splitlines()[-1])


def sheets(place: Path, rows: int) -> list[tuple[Path, Path]]:
    """Ours and theirs for each turn, of the same people."""
    import roster

    people, found = list(roster.people(rows * TURNS)), []
    for turn in range(TURNS):
        some = people[turn * rows : (turn + 1) * rows]
        ours, theirs = place / f"ours-{turn}.csv", place / f"theirs-{turn}.csv"
        roster.write_csv(some, ours)
        with theirs.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(THEIR_HEAD)
            for row in some:
                number, name, sex, _id, phone, where, school, *_more, joined, _note = row
                day = joined.replace("年", "-").replace("月", "-01")
                mail = mail_of(int(number), "sheet")
                who = (f"S{number}", name[0], name[1:], mail, phone)
                writer.writerow((*who, "male" if sex == "男" else "female", where, school, day))
        found.append((ours, theirs))
    return found


def database_seconds(work) -> tuple[float, object]:
    """Seconds of CPU that the database spends on some work, and what it answered."""
    from load import cpu_of
    from run import postmaster

    server = postmaster()
    used = cpu_of(server)
    answer = work()
    return cpu_of(server) - used, answer


def spent(work) -> tuple[dict, object]:
    """Wall and CPU seconds of some processes, their database's included, and what they answered."""
    used, wall = os.times(), time.perf_counter()
    database, answer = database_seconds(work)
    wall, now = time.perf_counter() - wall, os.times()
    own = now.children_user + now.children_system - used.children_user - used.children_system
    return {"wall": wall, "cpu": own + database}, answer


def our_import(sheet: Path, rows: int) -> dict[str, dict]:
    def told(*more: str) -> dict:
        words = ["import", "members", str(sheet), "--organisation", "BENCH-1", "--on", ON, "--json"]
        return json.loads(
            subprocess.run(
                [sys.executable, "-m", "unionhall", *words, *more],
                check=True,
                text=True,
                stdout=subprocess.PIPE,
            ).stdout
        )

    preview, _told = spent(told)
    whole, answer = spent(lambda: told("--apply"))
    if answer["accepted"] < rows * 0.98:
        sys.exit(f"ours took {answer['accepted']} of {rows} rows")
    return {"preview": preview, "whole": whole}


def their_import(theirs: Theirs, sheet: Path, rows: int, administrator: int) -> dict[str, dict]:
    taken = str(theirs.fill("upload", str(sheet))["id"])
    command = ("-m", "django")
    read, _out = spent(lambda: theirs.run(*command, "membership_import_preprocess", taken))
    database, told = database_seconds(lambda: theirs.fill("preview", taken))
    assert told["rows"] == rows, told
    # Its workers run already when somebody looks: the start of this process does not count.
    seen = {"wall": told["wall"], "cpu": told["cpu"] + database}
    words = (*command, "import_membership_defaults", taken, str(administrator))
    written, _out = spent(lambda: theirs.run(*words))
    told = theirs.fill("told", taken)
    if f"insert:{rows}," not in told["summary"]:
        sys.exit(f"theirs: {told}")
    return {
        "preview": {key: read[key] + seen[key] for key in read},
        "whole": {key: read[key] + written[key] for key in read},
    }


def prepare_ours(name: str) -> None:
    import run

    for words in (["migrate"], ["keys_create"], ["messages", "compile"]):
        run.unionhall(*words)
    run.unionhall("collectstatic", "--noinput")
    if name == "ours_import":
        county = ("--kind", "county", "--code", "BENCH", "--name", "区总工会")
        run.unionhall("organisations", "add", *county)
        unit = ("--kind", "enterprise_union", "--parent", "BENCH", "--code", "BENCH-1")
        run.unionhall("organisations", "add", *unit, "--name", "机械厂工会")


def imports(theirs: Theirs, place: Path, rows: int, administrator: int) -> dict:
    import run

    kept = dict(os.environ)
    os.environ.update(run.environment(run.new_database("ours_import")))
    prepare_ours("ours_import")
    found: dict = {"ours": [], "theirs": [], "rows": rows}
    for ours, other in sheets(place, rows):
        found["ours"].append(our_import(ours, rows))
        found["theirs"].append(their_import(theirs, other, rows, administrator))
    os.environ.clear()
    os.environ.update(kept)
    return found


def our_searches() -> tuple[dict[str, list[dict]], list]:
    """Requests to send by kind, and the people who are asked for."""
    from django.urls import reverse
    from run import session

    from unionhall.accounts.models import User
    from unionhall.members.models import Person
    from unionhall.members.sealing import open_id

    held = Person.objects.exclude(id_number=None).exclude(phone="")
    people = list(held.order_by("uid")[:ASKED])
    cookie = session(User.objects.get(username="organisation-officer"))
    asked = {
        "list, nothing asked": lambda person: "",
        "surname": lambda person: person.name[0],
        "two characters": lambda person: person.name[:2],
        "whole name": lambda person: person.name,
        "telephone": lambda person: person.phone,
        "last four of the telephone": lambda person: person.phone[-4:],
        "ID number": open_id,
    }
    index = reverse("members:index")
    return {
        name: [
            {"path": f"{index}?q={quote(word(person))}", "cookie": cookie}
            for person in islice(cycle(people), ASKED)
        ]
        for name, word in asked.items()
    }, people


def their_searches(cookie: str, people: list, mails: dict) -> dict[str, list[dict]]:
    def by(criterion: str, text: str) -> dict:
        return {"search_criteria": criterion, "search_text": text}

    asked = {
        "list, nothing asked": lambda person: {},
        "surname": lambda person: {"last_name": person.name[0]},
        "two characters": lambda person: {
            "last_name": person.name[0],
            "first_name": person.name[1],
        },
        "whole name": lambda person: {"last_name": person.name[0], "first_name": person.name[1:]},
        "telephone": lambda person: by("phone", person.phone),
        "last four of the telephone": lambda person: by("phone", person.phone[-4:]),
        "ID number": lambda person: {"email": mails[person.pk]},
    }
    return {
        name: [
            {"path": f"/memberships/search/?{urlencode(words(person))}", "cookie": cookie}
            for person in islice(cycle(people), ASKED)
        ]
        for name, words in asked.items()
    }


def same_people() -> tuple[str, dict]:
    """Our members as lines for theirs, and the e-mail address each is given there."""
    from unionhall.members.models import Person

    lines, mails = [], {}
    for number, person in enumerate(Person.objects.order_by("pk"), 1):
        mails[person.pk] = mail_of(number, "bulk")
        name = person.name
        who = (f"B{number}", name[0], name[1:], mails[person.pk], person.phone)
        lines.append("\t".join(who))
    return "\n".join(lines), mails


def measure(server, jobs: dict[str, list[dict]], shows: bytes) -> dict[str, dict]:
    found = {}
    for name in SEARCHES:
        row = server.measure(name, jobs[name], shows=shows, queries=0)
        if row.failures:
            sys.exit(f"{name}: {row.failures} wrong answers, nothing kept")
        found[name] = asdict(row)
    return found


def searches(theirs: Theirs, members: int, cookie: str, before: float) -> None:
    """Kept after each turn: one of theirs takes a quarter of an hour where the machine is busy."""
    import run

    os.environ.update(run.environment(run.new_database("ours_search")))
    prepare_ours("ours_search")
    code = f"import django; django.setup(); import search; search.build({members}, {members // 20})"
    paths = {**os.environ, "PYTHONPATH": f"{HERE}:{HERE.parent / 'src'}"}
    subprocess.run([sys.executable, "-c", code], check=True, env=paths)
    import django

    django.setup()
    from load import Server

    lines, mails = same_people()
    held = theirs.fill("members", text=lines)["memberships"]
    jobs, people = our_searches()
    others = their_searches(cookie, people, mails)
    found: dict = {"ours": [], "theirs": [], "members": members, "held": held}
    for _turn in range(TURNS):
        server = Server(run.free_port(), run.postmaster())
        try:
            found["ours"].append(measure(server, jobs, b"<tbody><tr"))
        finally:
            server.stop()
        mine = dict(os.environ)
        os.environ.update(theirs.where)
        server = Server(
            run.free_port(),
            run.postmaster(),
            application="served",
            alive="/accounts/login/",
            python=theirs.python,
            place=THEIRS,
        )
        os.environ.clear()
        os.environ.update(mine)
        try:
            found["theirs"].append(measure(server, others, b'class="wrap-search-item"'))
        finally:
            server.stop()
        keep("search", found, before)


def both(found: dict, name: str, key: str) -> list[float]:
    return [mean(turn[name][key] for turn in found[side]) for side in ("ours", "theirs")]


def told_of(found: dict) -> str:
    return (
        f"Measured on {found['on']}, {len(found['theirs'])} turn(s) each, load average {found['load'][0]:.1f} before and {found['load'][1]:.1f}"
        " after, over a quarter of an hour."
    )


def import_table(found: dict) -> list[str]:
    rows = found["rows"]
    lines = [
        f"## A sheet of {rows:,} members",
        "",
        told_of(found),
        "",
        "| step | ours, rows a second | theirs, rows a second | ratio | our CPU ms a row | their CPU ms a row |",
        "|---|---|---|---|---|---|",
    ]
    steps = {
        "read and previewed, every row": "preview",
        "from the sheet to members": "whole",
    }
    for label, name in steps.items():
        mine, other = (rows / wall for wall in both(found, name, "wall"))
        cpu, their_cpu = (1000 * used / rows for used in both(found, name, "cpu"))
        lines.append(
            f"| {label} | {mine:,.0f} | {other:,.1f} | {mine / other:.1f} | {cpu:.1f} | {their_cpu:.1f} |"
        )
    return [
        *lines,
        "",
        "Ours: `unionhall import members`, with `--apply` for the second row, its preview included. Theirs:"
        " `membership_import_preprocess`, then all pages of its preview, ten rows each; for the second row that command and"
        " `import_membership_defaults`, without a preview. The start of each command is included, of ours one, of theirs"
        " one and two: at this size it is a good part of both.",
        "",
        "Our sheet has an ID number in every row, a wrong one in one row of a hundred, which is refused; theirs has an e-mail"
        " address by which it knows people again, and nothing is refused. Theirs makes each member an account and puts it"
        " in a group; ours records each entry in the history and can be undone as a whole.",
        "",
    ]


def search_table(found: dict) -> list[str]:
    lines = [
        f"## Searching {found['members']:,} members",
        "",
        told_of(found),
        "",
        f"Theirs holds {found['held']:,} memberships. Four clients, two gunicorn workers each, the same people asked for,"
        f" {ASKED - 8} searches of each kind a turn. Ours: the register's page, 50 rows, for an officer of the district."
        " Theirs: its members search, 10 rows a page, for a member of staff who may see profiles. Both record a search."
        " Where the words differ, the second names theirs: its tables hold no ID number, our register no e-mail"
        " address.",
        "",
        "| what | ours a second | theirs a second | ratio | our CPU ms | their CPU ms | our p95 ms | their p95 ms |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, theirs in SEARCHES.items():
        (mine, other), (cpu, their_cpu), (p95, their_p95) = (
            both(found, name, key) for key in ("per_second", "cpu_ms", "p95_ms")
        )
        label = name if name == theirs else f"{name} / {theirs}"
        lines.append(
            f"| {label} | {mine:.1f} | {other:.1f} | {mine / other:.1f} | {cpu:.1f} | {their_cpu:.1f} | {p95:.0f} | {their_p95:.0f} |"
        )
    return lines


def as_text(kept: dict) -> str:
    lines = [
        f"Beside Tendenci 16.30, by turns, on a machine of {os.cpu_count()} cores shared with others: the ratio within a row"
        " means more than the figures. One PostgreSQL for both in each part; CPU is that of the processes and of the database"
        " together.",
        "",
    ]
    if "import" in kept:
        lines += import_table(kept["import"])
    if "search" in kept:
        lines += search_table(kept["search"])
    return "\n".join(lines).rstrip() + "\n"


def keep(part: str, found: dict, before: float) -> None:
    """The figures beside those of the other part."""
    found["load"] = [before, os.getloadavg()[2]]
    found["on"] = f"{datetime.now(UTC):%Y-%m-%d}"
    place = HERE / "results" / "beside_tendenci.json"
    kept = json.loads(place.read_text()) if place.exists() else {}
    kept[part] = found
    print(as_text({part: found}), flush=True)
    if found.get("members", 20_000) >= 20_000 and found.get("rows", 500) >= 500:
        place.write_text(json.dumps(kept, indent=1) + "\n")
        place.with_suffix(".md").write_text(as_text(kept), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("python", help="the Python that has Tendenci")
    parser.add_argument("--rows", type=int, default=500)
    parser.add_argument("--members", type=int, default=20_000)
    parser.add_argument("--part", choices=("import", "search"))
    options = parser.parse_args()
    busy = os.getloadavg()[2]
    with tempfile.TemporaryDirectory(prefix="unionhall-beside-") as scratch:
        place = Path(scratch)
        (place / "project").mkdir()
        theirs = Theirs(options.python, place / "project")
        try:
            told = theirs.fill("build")
            if options.part != "search":
                keep("import", imports(theirs, place, options.rows, told["administrator"]), busy)
            if options.part != "import":
                searches(theirs, options.members, told["cookie"], busy)
        finally:
            theirs.memcached.terminate()
            theirs.memcached.wait()


if __name__ == "__main__":
    main()
