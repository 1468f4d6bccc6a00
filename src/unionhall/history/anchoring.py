"""Anchors chains anew from their rows: after a backup was restored, or when anchors were lost."""

from collections.abc import Iterator

from unionhall.history import anchors, scan
from unionhall.history.links import GENESIS
from unionhall.history.standings import Span, Standing

_TOGETHER = 1000


def anchor_all() -> tuple[int, list[str]]:
    """Anchor each chain that is ahead of its anchor: how many, and those whose end does not verify."""
    count, left, waiting = 0, [], []
    for chain, span in _ahead():
        if span is None:
            left.append(chain)
            continue
        waiting.append(span)
        if len(waiting) == _TOGETHER:
            anchors.write(waiting)
            waiting = []
        count += 1
    if waiting:
        anchors.write(waiting)
    return count, left


def _ahead() -> Iterator[tuple[str, Span | None]]:
    """Chains longer than their anchor, each with what the anchor should say, None if it cannot."""
    with anchors.opened() as view:
        standings = view.standings()
        known = next(standings, None)
        for _low, _high, heads in scan.heads():
            for chain, (length, head) in heads.items():
                while known and known.chain < chain:
                    known = next(standings, None)
                same = known if known and known.chain == chain else Standing(chain)
                if length > same.length:
                    yield chain, _span(same, length, head)


def _span(standing: Standing, length: int, head: bytes) -> Span | None:
    last = scan.row(standing.chain, length)
    start = scan.row(standing.chain, standing.length)
    if last is None or last.hash != head or not last.is_genuine():
        return None
    if (start.hash if start else GENESIS) != standing.head:
        return None
    return Span(standing.chain, standing.length, standing.head, length, head)
