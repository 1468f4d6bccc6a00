"""Invented lives of disputes: random steps on random days, some of them put right afterwards."""

import random
from datetime import date, timedelta

from unionhall.disputes.replay import Standing, replayed


def life(dice: random.Random) -> tuple[Standing, date, list[tuple[str, date]]]:
    """A dispute as it stood in the end, step by step; when the worker knew; and all that happened."""
    known = date(2024, 1, 1) + timedelta(days=dice.randrange(700))
    standing, on, happened = Standing(known), known, []
    for _step in range(dice.randrange(1, 16)):
        choice = standing.may()
        if not choice:
            break
        act = dice.choice([one for one in choice if one not in ("withdraw", "end")] or choice)
        on += timedelta(days=dice.randrange(12))
        standing.take(act, on)
        happened.append((act, on))
    return standing, known, happened


def differs(dice: random.Random) -> bool:
    """Whether a replay comes to another standing than the steps did, or to another one the second time."""
    standing, known, happened = life(dice)
    again = replayed(known, happened)
    told = (standing.stage, standing.owed, standing.limitation_on)
    return told != (again.stage, again.owed, again.limitation_on)
