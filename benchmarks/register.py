"""What the whole register costs at a million members: the sample, rolls as of a day, the search for duplicates.

`bash tests/with_postgres.sh .venv/bin/python benchmarks/register.py [--members 1000000]` builds the
sample with the product's own command and prints seconds.
"""

import argparse
import os
import time
from datetime import timedelta

from run import environment, new_database, unionhall

BIG = 10_000  # members of the union whose roll is called


def timed(what: str, work) -> float:
    """Seconds that some work takes, printed."""
    start = time.perf_counter()
    found = work()
    took = time.perf_counter() - start
    print(f"| {what} | {took:.2f} s | {found if found is not None else ''} |", flush=True)
    return took


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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=1_000_000)
    members = parser.parse_args().members
    os.environ.update(environment(new_database("register")))
    unionhall("migrate")
    unionhall("keys_create")
    unionhall("messages", "compile")
    unions = str(max(60, members // 50))
    print("| what | took | found |\n|---|---|---|")
    timed(
        f"sample of {members:,} members in {unions} unions",
        lambda: unionhall("sample", "--members", str(members), "--organisations", unions),
    )
    import django

    django.setup()
    from django.db import connection

    from unionhall.core.clock import today
    from unionhall.members.duplicates import finding
    from unionhall.members.roster.queries import members_on
    from unionhall.organisations.models import Organisation

    unit, on = big_union(BIG), today()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    for days in (0, 400, 2000):
        day = on - timedelta(days=days)
        timed(f"roll of {BIG:,} as of {days} days ago", lambda day=day: roll_of(unit, day))
    district = Organisation.objects.get(code="330105")
    timed("count of the whole district today", lambda: members_on(district, on=on))
    timed("search of the whole register for duplicates", finding.find)


if __name__ == "__main__":
    main()
