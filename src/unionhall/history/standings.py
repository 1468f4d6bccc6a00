"""What anchors say of a chain, added up line by line; neither files nor database."""

from collections.abc import Iterator
from typing import NamedTuple

from unionhall.history.links import GENESIS

_FORKS_KEPT = 20


class Span(NamedTuple):
    """A chain that grew from one length and head to another."""

    chain: str
    from_length: int
    from_head: bytes
    length: int
    head: bytes

    @property
    def ends(self) -> tuple[tuple[int, bytes], tuple[int, bytes]]:
        """Its beginning and its end, each a length with its head."""
        return (self.from_length, self.from_head), (self.length, self.head)

    def lies_in(self, gap: "Span") -> bool:
        """Whether it fills all or part of the gap, agreeing with the heads at the gap's ends."""
        if not gap.from_length <= self.from_length < self.length <= gap.length:
            return False
        known = dict(gap.ends)
        return all(known.get(length, head) == head for length, head in self.ends)

    def without(self, part: "Span") -> Iterator["Span"]:
        """What is left of this gap when a part is filled."""
        for start, end in ((self.ends[0], part.ends[0]), (part.ends[1], self.ends[1])):
            if start[0] < end[0]:
                yield Span(self.chain, *start, *end)


class Standing(NamedTuple):
    """How far a chain is known to have come.

    Anchors are written after the commit, so they may come late, in another order, or never: what
    lies between is a gap. A span that starts where the chain already had gone on is a fork: the
    chain was cut back and continued.
    """

    chain: str
    length: int = 0
    head: bytes = GENESIS
    gaps: tuple[Span, ...] = ()
    forks: tuple[Span, ...] = ()

    def grown(self, span: Span) -> "Standing":
        """The standing after one more anchor."""
        here = self.length, self.head
        if span.ends[0] == here:
            return self._replace(length=span.length, head=span.head)
        if span.from_length > self.length:
            gap = Span(self.chain, *here, *span.ends[0])
            return self._replace(length=span.length, head=span.head, gaps=(*self.gaps, gap))
        for gap in self.gaps:
            if span.lies_in(gap):
                others = (other for other in self.gaps if other != gap)
                return self._replace(gaps=(*others, *gap.without(span)))
        return self._replace(forks=(*self.forks, span)[:_FORKS_KEPT])

    @property
    def heads(self) -> dict[int, bytes]:
        """The heads the chain must have had, by its length then."""
        known = {self.length: self.head}
        for gap in self.gaps:
            known |= dict(gap.ends)
        known.pop(0, None)
        return known
