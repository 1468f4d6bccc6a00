"""What may be sent next, from the letters sent so far; no database, no clock."""

from collections.abc import Iterable
from dataclasses import dataclass

LADDER = ("reminder", "opinion", "recommendation")


@dataclass(frozen=True)
class Sent:
    """A letter that was sent: its rung, and whether its answer came or its day went by."""

    rung: str
    settled: bool


def objection(rung: str, sent: Iterable[Sent]) -> str:
    """What stands against sending a letter of that rung now; "" where nothing does.

    `running`: one of this rung still waits for its answer. `down`: a weightier one was sent. Both
    forbid it. `skips`: the rung below was left out. `early`: the one below still waits. These two are
    overcome by a ground.
    """
    before = list(sent)
    at = LADDER.index(rung)
    if any(one.rung == rung and not one.settled for one in before):
        return "running"
    if any(LADDER.index(one.rung) > at for one in before):
        return "down"
    if at == 0:
        return ""
    below = [one for one in before if one.rung == LADDER[at - 1]]
    if not below:
        return "skips"
    return "" if all(one.settled for one in below) else "early"


FORBIDDEN = ("running", "down")
