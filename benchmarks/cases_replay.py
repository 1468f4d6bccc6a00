"""A year of 10,000 invented requests: do all dates follow from the record, is nothing ever without holder?

Run: PYTHONPATH=. bash tests/with_postgres.sh .venv/bin/python benchmarks/cases_replay.py [HOW_MANY] [SEED]

Needs an empty database, whose address with_postgres.sh sets; see cases/tests/simulation.py for what happens in it.
"""

import os
import random
import sys
import time
from datetime import date

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionhall.site.settings")


def main(number: int = 10_000, seed: int = 2026) -> None:
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from tests.cast import build_cast

    from unionhall.cases.tests.simulation import Year, apart

    begun = time.perf_counter()
    year = Year(build_cast(), random.Random(seed), cases=number, first=date(2025, 2, 3), days=330)
    year.run()
    lived = time.perf_counter()
    different = apart()
    acts, refused = year.done.total(), year.refused.total()
    print(f"{number} requests, {acts} acts, {refused} refused, in {lived - begun:.0f} s")
    print(f"{len(year.wrong)} without holder; {len(different)} with another date ", end="")
    print(f"(reckoned anew in {time.perf_counter() - lived:.0f} s)")
    print(*year.wrong[:20], *different[:20], sep="\n")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
