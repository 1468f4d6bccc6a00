"""Checks every row of the history against its hash, its neighbours, its head and its anchor.

It walks anchors, heads and rows side by side in the order of the chains' names, a page at a time,
so memory does not grow with the history, and it holds no lock: heads are read before their rows
and anchors before both, so whatever is written meanwhile only makes a chain longer.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from django.utils.translation import gettext as _

from unionhall.history import anchors, scan, triggers
from unionhall.history.links import GENESIS
from unionhall.history.scan import Row
from unionhall.history.standings import Standing


@dataclass(frozen=True)
class Finding:
    """Something that is not as it was written: `number` to `until` in the chain, both included."""

    kind: str  # altered, missing, inserted, cut_off, misplaced, rolled_back, head, trigger, anchors
    chain: str = ""
    number: int | None = None
    until: int | None = None
    detail: str = ""

    def __str__(self) -> str:
        which = "" if self.number is None else f" {self.number}"
        if self.until not in (None, self.number):
            which += f"–{self.until}"
        return f"{self.chain}{which}: {self.detail}" if self.chain else self.detail


def verify(anchored: Path | None = None) -> list[Finding]:
    """Everything that is not as it was written; empty when all is well."""
    return list(Verification(anchored))


class Verification:
    """One walk through the whole history: iterate for findings, then ask how much was checked.

    `anchored` is a copy of the anchors kept elsewhere, to check against instead of our own.
    """

    def __init__(self, anchored: Path | None = None):
        self.entries = self.chains = 0
        self._anchored = anchored

    def __iter__(self) -> Iterator[Finding]:
        for name in triggers.missing():
            yield Finding("trigger", detail=_("The trigger %s is missing or weakened.") % name)
        with anchors.opened(self._anchored) as view:
            for name in view.damaged:
                yield Finding("anchors", detail=_("The anchors were altered: %s.") % name)
            yield from self._walk(_Ahead(view.standings()))
            if view.is_empty and not view.damaged and self.entries:
                yield Finding("anchors", detail=_("There are entries, but no anchors at all."))

    def _walk(self, standings: "_Ahead") -> Iterator[Finding]:
        for low, high, heads in scan.heads():
            for chain, rows in groupby(scan.rows(low, high), key=itemgetter(0)):
                for standing in standings.below(chain):
                    heads.pop(standing.chain, None)
                    yield _gone(standing.chain, standing.length)
                self.chains += 1
                check = _Chain(chain, standings.take(chain), heads.pop(chain, None))
                yield from check.findings(row for _, row in rows)
                self.entries += check.rows
            for chain, (length, _head) in heads.items():
                # Its rows are gone, or it is new and nothing was written to it yet.
                for standing in standings.below(chain):
                    yield _gone(standing.chain, standing.length)
                if end := max(length, standings.take(chain).length):
                    yield _gone(chain, end)
        for standing in standings.below(None):
            yield _gone(standing.chain, standing.length)


class _Chain:
    """The check of one chain, row by row."""

    def __init__(self, chain: str, standing: Standing, head: tuple[int, bytes] | None):
        self.chain, self.standing, self.head = chain, standing, head
        self.anchored = standing.heads
        self.rows = 0
        self.last, self.hash, self.sound = 0, GENESIS, True  # of the row before
        self.genuine = 0, GENESIS  # the last row that is what was recorded
        self.failed: list[list[int]] = []  # stretches that a later genuine row may explain

    def findings(self, rows: Iterable[Row]) -> Iterator[Finding]:
        for row in rows:
            self.rows += 1
            yield from self._next(row)
        yield from self._failed(self.standing.length)
        yield from self._end()
        for fork in self.standing.forks:
            yield self._found("rolled_back", fork.from_length + 1, fork.length,
                              _("The chain was cut back to here and went on differently."))  # fmt: skip

    def _next(self, row: Row) -> Iterator[Finding]:
        number = row.number
        if number is None or number <= self.last:
            yield self._found("inserted", number, number, _("This row was never recorded."))
            return
        follows = number == self.last + 1
        if not follows:
            yield self._found("missing", self.last + 1, number - 1, _("This row is missing."))
        if row.is_genuine():
            # What a genuine row follows was there, so what failed before it was altered.
            yield from self._failed(number)
            if follows and self.sound and row.previous != self.hash:
                yield self._found("misplaced", number, number,
                                  _("This row does not continue the one before."))  # fmt: skip
            if self.anchored.get(number, row.hash) != row.hash:
                yield self._found("rolled_back", number, number,
                                  _("This is not the row that was anchored."))  # fmt: skip
            self.genuine, self.sound = (number, row.hash), True
        else:
            self._fail(number)
            self.sound = False
        self.last, self.hash = number, row.hash

    def _fail(self, number: int) -> None:
        if self.failed and self.failed[-1][1] == number - 1:
            self.failed[-1][1] = number
        else:
            self.failed.append([number, number])

    def _failed(self, attested: int) -> Iterator[Finding]:
        for start, end in self.failed:
            for number in range(start, end + 1):
                if number <= attested:
                    yield self._found("altered", number, number, _("This row was altered."))
                else:
                    yield self._found("inserted", number, number, _("This row was never recorded."))
        self.failed.clear()

    def _end(self) -> Iterator[Finding]:
        length, head = self.head or (0, GENESIS)
        if length < self.genuine[0]:
            # It may have grown since the heads were read.
            length, head = scan.head(self.chain) or (0, GENESIS)
        end = max(length, self.standing.length)
        if end > self.last and scan.row(self.chain, self.last + 1) is None:
            yield self._found("cut_off", self.last + 1, end, _("The end of the chain is missing."))
        if length < self.genuine[0] or (length == self.genuine[0] and head != self.genuine[1]):
            yield self._found("head", length, length, _("The chain's head was altered."))

    def _found(self, kind: str, number: int | None, until: int | None, detail: str) -> Finding:
        return Finding(kind, self.chain, number, until, detail)


class _Ahead:
    """Standings in order, with the next one in view."""

    def __init__(self, standings: Iterator[Standing]):
        self._rest = standings
        self._next = next(standings, None)

    def below(self, chain: str | None) -> Iterator[Standing]:
        """Those before a chain (all that are left, if None): they have no rows."""
        while self._next and (chain is None or self._next.chain < chain):
            yield self._next
            self._next = next(self._rest, None)

    def take(self, chain: str) -> Standing:
        """The chain's own standing, if it is the next one; else one that knows nothing."""
        if self._next is None or self._next.chain != chain:
            return Standing(chain)
        found, self._next = self._next, next(self._rest, None)
        return found


def _gone(chain: str, length: int) -> Finding:
    return Finding("cut_off", chain, 1, length, _("The whole chain is missing."))
