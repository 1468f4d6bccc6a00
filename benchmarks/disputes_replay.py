"""How long 10,000 invented disputes take to replay, and whether all come to the same deadlines.

Run: .venv/bin/python benchmarks/disputes_replay.py [HOW_MANY] [SEED]
"""

import os
import random
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionhall.site.settings")


def main(number: int = 10_000, seed: int = 2026) -> None:
    django.setup()
    from unionhall.disputes.tests.simulation import differs

    dice, begun = random.Random(seed), time.perf_counter()
    different = sum(differs(dice) for _order in range(number))
    seconds = time.perf_counter() - begun
    print(f"{number} disputes replayed twice in {seconds:.1f} s; {different} came out differently")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
