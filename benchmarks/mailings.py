"""How fast a message reaches 10,000 members, and how fast 10,000 letters are written.

    bash tests/with_postgres.sh .venv/bin/python benchmarks/mailings.py [--rows 10000]

The members come in by a roster and get accounts; then a message is prepared (whom it reaches) and
sent, with two placeholders and a notice for each, and the sample template is merged into an archive.
Queries are counted: they grow by batch, not by receiver.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import roster

GOAL = 60  # seconds for 10,000 receivers, and for as many letters


def filled(place: Path, code: str, rows: int) -> None:
    """A union with so many members, from a roster."""
    sheet = place / f"{code}.csv"
    roster.write_csv(list(roster.people(rows)), sheet)
    told = ("--kind", "enterprise_union", "--parent", "BENCH", "--code", code)
    roster.run("organisations", "add", *told, "--name", f"{code}工会", "--json")
    roster.run("import", "members", str(sheet), "--organisation", code, "--apply", "--json")


def with_accounts() -> None:
    """Everybody signs in, nobody with a password of their own."""
    from unionhall.accounts.models import User
    from unionhall.members.models import Person

    people = list(Person.objects.all())
    users = User.objects.bulk_create(
        User(username=f"m-{person.pk}", name=person.name, password="!") for person in people
    )
    for person, user in zip(people, users, strict=True):
        person.user = user
    Person.objects.bulk_update(people, ["user"], batch_size=500)


def timed(name: str, work, results: dict) -> None:
    """What the work took, and how many queries it asked."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        began = time.perf_counter()
        work()
        seconds = time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    results[name] = {"seconds": round(seconds, 2), "queries": len(asked), "memory": round(memory)}
    print(f"{name:16}{seconds:>8.2f} s {len(asked):>7,} queries {memory:>6.0f} MiB   goal {GOAL} s")


def measured(rows: int) -> dict:
    """The message and the letters, as the jobs do them."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from unionhall.access.scope import scope
    from unionhall.accounts.models import User
    from unionhall.core.clock import today
    from unionhall.exchange.exports import jobs as exporting
    from unionhall.mailings import actions, jobs
    from unionhall.mailings.letters import actions as letters
    from unionhall.mailings.letters.samples import sample
    from unionhall.organisations import actions as organisations
    from unionhall.organisations.models import Organisation

    on, results = today(), {}
    county = Organisation.objects.get(code="BENCH")
    writer, second = (User.objects.create(username=name, name=name) for name in ("a", "b"))
    for user, office in ((writer, "organisation_officer"), (second, "chair")):
        organisations.appoint(user, county, office, from_on=on, by=None, on=on)
    told = {"kind": "course", "subject_zh": "培训", "text_zh": "{name}，{member_since}入会，欢迎。"}
    held = scope(writer, "mailings.send")
    mailing = actions.write(held, query="", **told, by=writer, on=on)
    timed("prepared", lambda: jobs.prepare.func(mailing.pk), results)
    mailing.refresh_from_db()
    actions.send(mailing, by=writer, on=on)
    if mailing.state == "approval":
        actions.approve(mailing, by=second, on=on)
    timed("sent", lambda: jobs.send.func(mailing.pk), results)
    assert mailing.recipients.filter(fate="sent").count() >= rows * 0.9
    file = SimpleUploadedFile("x.docx", sample("zh"))
    template = letters.upload(county, name="x", file=file, by=writer, on=on)
    held = scope(writer, "mailings.print")
    asked = {"query": "", "format": "zip", "reason": "measured"}
    export = letters.merge(template, held, **asked, by=writer, on=on)
    timed("letters, zip", lambda: exporting.make.func(export.pk), results)
    export.refresh_from_db()
    assert export.state == "ready", export.problem
    return results | {"rows": mailing.recipients.count(), "size": export.size}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=10_000)
    rows = parser.parse_args().rows
    place = Path(tempfile.mkdtemp(prefix="unionhall-bench-"))
    os.environ.setdefault("UNIONHALL_DATA", str(place / "data"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionhall.site.settings")
    subprocess.run([sys.executable, "-m", "unionhall", "migrate", "--verbosity", "0"], check=True)
    county = ("--kind", "county", "--code", "BENCH", "--name", "区总工会", "--json")
    roster.run("organisations", "add", *county)
    filled(place, "ALL", rows)
    import django

    django.setup()
    with_accounts()
    results = measured(rows)
    database = "postgresql" if os.environ.get("DATABASE_URL") else "sqlite"
    facts = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "database": database}
    facts |= {"load": os.getloadavg()[0], "results": results}
    target = roster.HERE / "results" / f"mailings-{database}.json"
    target.write_text(json.dumps(facts, indent=1) + "\n")


if __name__ == "__main__":
    main()
