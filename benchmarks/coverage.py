"""What coverage costs for a city of 20,000 employers and a million members.

On an empty, migrated database (PostgreSQL for real figures):

    bash tests/with_postgres.sh sh -c '.venv/bin/unionhall migrate && .venv/bin/python benchmarks/coverage.py'
"""

import argparse
import os
import random
import time
import uuid
from datetime import date
from statistics import median

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionhall.site.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from unionhall.core.clock import today  # noqa: E402
from unionhall.exchange.bulk import copy_in, new_keys  # noqa: E402
from unionhall.members.models import Person, Spell  # noqa: E402
from unionhall.organisations import actions, divisions  # noqa: E402
from unionhall.organisations.classes import INDUSTRIES, OWNERSHIPS  # noqa: E402
from unionhall.organisations.keys import next_keys  # noqa: E402
from unionhall.organisations.models import Employer, Organisation, Placement  # noqa: E402
from unionhall.organising.coverage import queries  # noqa: E402
from unionhall.organising.coverage.board import board  # noqa: E402
from unionhall.organising.coverage.queries import Narrowing  # noqa: E402

CITY, SINCE = "3301", date(2015, 5, 1)
WITH_UNION = 3 / 4


def fill(employers: int, members: int) -> Organisation:
    """A real city's divisions, invented employers, unions in three quarters of them, members in those."""
    dice = random.Random(2026)
    rows = [
        row
        for row in divisions.read(divisions.PACKAGED)
        if row.code == "33" or row.code.startswith(CITY)
    ]
    actions.import_divisions(rows, by=None, on=SINCE)
    city = Organisation.objects.get(code=CITY)
    townships = list(Organisation.objects.below(city).filter(kind="township"))
    made = _employers(employers, townships, dice)
    unions = _unions(made[: round(employers * WITH_UNION)])
    for start in range(0, members, 50_000):
        _members(min(50_000, members - start), unions, dice)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    return city


def _employers(number: int, townships: list, dice: random.Random) -> list[Employer]:
    made = []
    for order in range(number):
        place = dice.choice(townships)
        made.append(
            Employer(
                name=f"第{order}公司",
                division_id=place.division_id,
                kept_by=place,
                industry=dice.choice(list(INDUSTRIES)),
                ownership=dice.choice(list(OWNERSHIPS)),
                workers=dice.choice([8, 30, 90, 200, 700, None]),
            )
        )
    return Employer.objects.bulk_create(made, batch_size=2000)


def _unions(employers: list[Employer]) -> list[int]:
    keys = next_keys(Organisation, len(employers))
    units = [
        Organisation(
            pk=key,
            code=f"B{key}",
            name=f"{employer.name}工会",
            kind="enterprise_union",
            parent=employer.kept_by,
            path=f"{employer.kept_by.path}{key}/",
            employer=employer,
            division_id=employer.division_id,
            opened_on=SINCE,
        )
        for key, employer in zip(keys, employers, strict=True)
    ]
    Organisation.objects.bulk_create(units, batch_size=2000)
    Placement.objects.bulk_create(
        [
            Placement(organisation=unit, parent=unit.parent, path=unit.path, from_on=SINCE)
            for unit in units
        ],
        batch_size=2000,
    )
    return list(keys)


def _members(number: int, unions: list[int], dice: random.Random) -> None:
    """One in a thousand is in two unions."""
    with transaction.atomic():
        people, twice = new_keys(Person, number), number // 1000
        spells = new_keys(Spell, number + twice)
        where = [dice.choice(unions) for _key in people]
        rows = list(zip(spells, people, where, strict=False))
        rows += [
            (key, person, next(u for u in unions if u != union))
            for key, person, union in zip(spells[number:], people, where, strict=False)
        ]
        _copy(
            Person,
            ("id", "uid", "name", "name_key"),
            [(key, uuid.uuid4().hex, "某某", "mm") for key in people],
        )
        _copy(
            Spell,
            ("id", "person_id", "organisation_id", "name_key", "from_on"),
            [(key, person, union, "mm", "2020-01-01") for key, person, union in rows],
        )


def _copy(model, columns, rows) -> None:
    fields = [f for f in model._meta.concrete_fields if f.attname not in columns]
    rest = tuple(field.get_default() for field in fields)
    copy_in(model, (*columns, *(f.attname for f in fields)), (row + rest for row in rows))


def timed(what: str, run, times: int = 5) -> None:
    """Print the median wall time and the number of queries."""
    with CaptureQueriesContext(connection) as captured:
        run()
    took = []
    for _time in range(times):
        started = time.perf_counter()
        run()
        took.append(1000 * (time.perf_counter() - started))
    print(f"{what}: {median(took):.0f} ms, {len(captured)} queries")


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--employers", type=int, default=20_000)
    asked.add_argument("--members", type=int, default=1_000_000)
    told = asked.parse_args()
    started = time.perf_counter()
    city = Organisation.objects.filter(code=CITY).first() or fill(told.employers, told.members)
    print(f"{connection.vendor}, filled in {time.perf_counter() - started:.0f} s")
    on, county = today(), Organisation.objects.get(code="330105")
    timed("figures of the city", lambda: board(city, Narrowing(), on=on))
    timed("figures of a county", lambda: board(county, Narrowing(), on=on))
    area = queries.employers_of(city)
    timed(
        "first page of employers without a union",
        lambda: list(queries.without_union(area, on=on).order_by("name", "pk")[:51]),
    )
    timed("how many they are", lambda: queries.without_union(area, on=on).count())


if __name__ == "__main__":
    main()
