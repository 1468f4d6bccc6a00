"""How often a page for reports may be asked, without keeping by whom.

Counted in the memory of each process. A caller is two bytes of a digest of the address under a salt
that is thrown away each hour: enough to slow one down, too little to say who it was.
"""

import hmac
import secrets
from collections import Counter
from time import time

HOUR = 3600
SENT_BY_ONE, WRONG_BY_ONE = 10, 20  # an hour
SENT_TO_ONE, WRONG_IN_ALL = 60, 2000  # an hour: of all callers together


class Hourly:
    """Counts of this hour, and the salt of its callers."""

    def __init__(self) -> None:
        self.hour, self.salt, self.counts = 0, b"", Counter[str]()

    def _turn(self) -> None:
        hour = int(time() // HOUR)
        if hour != self.hour:
            self.hour, self.salt, self.counts = hour, secrets.token_bytes(16), Counter()

    def mark(self, address: str) -> str:
        """What stands for an address within this hour."""
        self._turn()
        return hmac.digest(self.salt, address.encode(), "sha256")[:2].hex()

    def count(self, *what: str) -> int:
        """Count one more of it, and say how many there were this hour."""
        self._turn()
        key = " ".join(what)
        self.counts[key] += 1
        return self.counts[key]

    def reached(self, most: int, *what: str) -> bool:
        """Whether there have been so many this hour."""
        self._turn()
        return self.counts[" ".join(what)] >= most


hourly = Hourly()


def may_send(mark: str, union: str) -> bool:
    """Whether one more report may be sent by this caller, and to this union; counts it."""
    by_one, to_one = hourly.count("sent by", mark), hourly.count("sent to", union)
    return by_one <= SENT_BY_ONE and to_one <= SENT_TO_ONE


def may_try(mark: str) -> bool:
    """Whether this caller may try a receipt: only wrong ones are counted."""
    return not (
        hourly.reached(WRONG_BY_ONE, "wrong by", mark) or hourly.reached(WRONG_IN_ALL, "wrong")
    )


def was_wrong(mark: str) -> None:
    """Count a wrong receipt."""
    hourly.count("wrong by", mark)
    hourly.count("wrong")
