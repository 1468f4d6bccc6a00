"""What the whole register costs at a million members: the sample, rolls as of a day, search, duplicates.

`bash tests/with_postgres.sh .venv/bin/python benchmarks/register.py [--members 1000000]` builds the
sample with the product's own command, prints seconds beside their goals and keeps them in results/.
With `--built` it measures the sample that DATABASE_URL and UNIONHALL_DATA name already.
"""

import argparse
import os
import resource
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from run import environment, free_port, jobs, new_database, postmaster, session, unionhall

BIG = 10_000  # members of the union whose roll is called
P95 = 100  # milliseconds, of a search by one of four clients
lines: list[str] = []


def show(line: str) -> None:
    print(line, flush=True)
    lines.append(line)


def timed(what: str, goal: str, work) -> None:
    """Print the seconds that some work takes."""
    start = time.perf_counter()
    found = work()
    took = time.perf_counter() - start
    show(f"| {what} | {took:.2f} s | {goal} | {found if found is not None else ''} |")


def searches() -> None:
    """Searches of the whole register by four clients at once; the slowest twentieth counts."""
    from urllib.parse import quote

    from django.urls import reverse
    from load import Server

    from unionhall.accounts.models import User
    from unionhall.members.models import Person
    from unionhall.members.sealing import open_id

    cookie = session(User.objects.get(username="organisation-officer"))
    held = Person.objects.exclude(id_number=None).exclude(phone="")
    # From everywhere in the register, not its beginning, which would lie in memory.
    people = list(held.order_by("uid")[:240])
    asked = {
        "name": lambda person: person.name,
        "surname": lambda person: person.name[0],
        "pinyin": lambda person: person.name_key,
        "initials": lambda person: "".join(word[0] for word in person.name_key.split()),
        "telephone": lambda person: person.phone,
        "ID number": open_id,
    }
    index = reverse("members:index")
    server = Server(free_port(), postmaster())
    try:
        for name, words in asked.items():
            rows = jobs(lambda row, words=words: f"{index}?q={quote(words(row))}", cookie, people)
            found = server.measure(name, rows, shows=b"<tbody><tr", queries=0)
            show(
                f"| search by {name}, p95 of 4 clients | {found.p95_ms:.0f} ms | {P95} ms |"
                f" p50 {found.p50_ms:.0f} ms, CPU {found.cpu_ms:.1f} ms, {found.failures} wrong |"
            )
    finally:
        server.stop()


def big_union(members: int):
    """One union of its own with so many members, taken from the sample's smallest."""
    from unionhall.members.models import Spell
    from unionhall.organisations import actions
    from unionhall.organisations.models import Organisation

    street = Organisation.objects.filter(kind="township").earliest("pk")
    unit = actions.add(
        "enterprise_union", street, "BIG", "万人厂工会", by=None, on=street.opened_on
    )
    keys = Spell.objects.exclude(organisation__code__startswith="GH").order_by("pk")[:members]
    Spell.objects.filter(pk__in=list(keys.values_list("pk", flat=True))).update(organisation=unit)
    return unit


def roll_of(unit, on) -> int:
    """The names and first days of everybody with all rights on the day, by name."""
    from unionhall.members.roster.queries import roll

    rows = roll(unit, on=on).in_force(on=on).order_by("name_key", "pk")
    return len(list(rows.values_list("person__name", "person__uid", "from_on")))


def build(members: int) -> None:
    """The sample, by the product's own command."""
    os.environ.update(environment(new_database("register")))
    unionhall("migrate")
    unionhall("keys_create")
    unionhall("messages", "compile")
    unionhall("collectstatic", "--noinput")
    unions = str(max(60, members // 50))
    timed(
        f"sample of {members:,} members in {int(unions):,} unions",
        "minutes",
        lambda: unionhall("sample", "--members", str(members), "--organisations", unions),
    )
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    show(f"| memory of building it, at most | {peak:.0f} MB | | |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=1_000_000)
    parser.add_argument("--built", action="store_true", help="the sample stands already")
    options = parser.parse_args()
    show("| what | took | goal | found |\n|---|---|---|---|")
    if not options.built:
        build(options.members)
    import django

    django.setup()
    from django.db import connection

    from unionhall.core.clock import today
    from unionhall.members.duplicates import finding
    from unionhall.members.roster.queries import members_on
    from unionhall.organisations.models import Organisation

    on = today()
    unit = Organisation.objects.filter(code="BIG").first() or big_union(BIG)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    for days in (0, 400, 2000):
        day = on - timedelta(days=days)
        timed(f"roll of {BIG:,} as of {days} days ago", "1 s", lambda day=day: roll_of(unit, day))
    district = Organisation.objects.get(code="330105")
    timed("count of the whole district today", "", lambda: members_on(district, on=on))
    searches()
    timed("search of the whole register for duplicates", "600 s", finding.find)
    keep(options.members)


def keep(members: int) -> None:
    """Write the table into results/, with what else was going on."""
    load = " / ".join(f"{each:.1f}" for each in os.getloadavg())
    head = (
        f"Measured on {datetime.now(UTC):%Y-%m-%d}, PostgreSQL, {members:,} members,"
        f" {os.cpu_count()} cores, load average {load} (1, 5, 15 minutes) at its end."
    )
    place = Path(__file__).parent / "results" / "register.md"
    place.write_text(f"{head}\n\n" + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
