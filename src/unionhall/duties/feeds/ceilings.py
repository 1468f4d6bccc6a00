"""How often calendars may be asked for from one place, counted in the memory of each process."""

import hmac
import secrets
from collections import Counter
from time import time

MINUTE, HOUR = 60, 3600
ASKED, WRONG = 60, 20  # a minute all, an hour those that lead nowhere


class Counted:
    """Counts of one stretch of time; addresses stand in it only as digests under a salt thrown away after."""

    def __init__(self, seconds: int):
        self.seconds, self.since, self.salt = seconds, 0, b""
        self.counts = Counter[bytes]()

    def _mark(self, address: str) -> bytes:
        now = int(time() // self.seconds)
        if now != self.since:
            self.since, self.salt, self.counts = now, secrets.token_bytes(16), Counter()
        return hmac.digest(self.salt, address.encode(), "sha256")

    def add(self, address: str) -> int:
        """Count one more, and say how many there were."""
        mark = self._mark(address)
        self.counts[mark] += 1
        return self.counts[mark]

    def so_far(self, address: str) -> int:
        """How many there were."""
        return self.counts[self._mark(address)]

    def forget(self) -> None:
        """Begin anew."""
        self.since = 0


asked, wrong = Counted(MINUTE), Counted(HOUR)


def may_ask(address: str) -> bool:
    """Whether one more may be asked for, whatever its secret; counts it."""
    return asked.add(address) <= ASKED and wrong.so_far(address) < WRONG
