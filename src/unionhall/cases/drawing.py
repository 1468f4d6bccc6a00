"""A procedure as a picture: its stages one below the other, its moves as arrows beside them.

Stages stand in one column, so that a phone shows it whole; a move to the next stage is a straight
arrow, any other one bows out to the right (onwards) or to the left (back). Colours come from the
page's styles, so that it reads in the dark as well.
"""

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from unionhall.cases.procedure import Procedure
from unionhall.ui.pieces.html import joined

WIDTH, LEFT, BOX, HEIGHT, GAP = 360, 80, 200, 34, 26
NEAR, BOW, MOST = (
    10,
    9,
    68,
)  # how far the first bow and each further one reach out, and the farthest


@dataclass(frozen=True)
class Arrow:
    """A line from one stage to another, as the path of an SVG."""

    path: str
    back: bool


def drawn(procedure: Procedure, *, here: str = "") -> SafeString:
    """The picture as SVG; the stage `here` is marked. A table beside it says the same in words."""
    names = list(procedure.stages)
    tops = {name: 4 + place * (HEIGHT + GAP) for place, name in enumerate(names)}
    boxes = [
        (
            "procedure-stage is-here" if name == here else "procedure-stage",
            LEFT,
            tops[name],
            BOX,
            HEIGHT,
            LEFT + BOX // 2,
            tops[name] + HEIGHT // 2 + 5,
            str(procedure.stages[name]),
        )
        for name in names
    ]
    lines = [
        ("procedure-arrow is-back" if arrow.back else "procedure-arrow", arrow.path)
        for arrow in arrows(procedure, tops)
    ]
    height = 8 + len(names) * (HEIGHT + GAP) - GAP
    return format_html(
        '<svg class="procedure" viewBox="0 0 {} {}" role="img" aria-label="{}">'
        '<defs><marker id="procedure-{}" class="procedure-tip" viewBox="0 0 8 8" refX="7" refY="4" '
        'markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z"/></marker></defs>{}{}</svg>',
        WIDTH,
        height,
        str(procedure.title),
        procedure.name,
        joined(
            '<path class="{}" d="{}" marker-end="url(#procedure-' + procedure.name + ')"/>', lines
        ),
        joined(
            '<g class="{}"><rect x="{}" y="{}" width="{}" height="{}" rx="6"/>'
            '<text x="{}" y="{}" text-anchor="middle">{}</text></g>',
            boxes,
        ),
    )


def arrows(procedure: Procedure, tops: dict[str, int]) -> list[Arrow]:
    """One arrow for each move; each that bows out has a lane of its own, the shortest the nearest."""
    order = list(procedure.stages)
    straight: list[Arrow] = []
    bows: dict[bool, list[tuple[int, int, str, str]]] = {False: [], True: []}
    for one, other in procedure.moves():
        far = order.index(other) - order.index(one)
        if far == 1:
            x, y = LEFT + BOX // 2, tops[one] + HEIGHT
            straight.append(Arrow(f"M{x} {y}V{tops[other] - 1}", False))
        else:
            bows[far < 0].append((abs(far), order.index(one), one, other))
    return straight + [
        _bow(tops[one], tops[other], out, back=back)
        for back, found in bows.items()
        for out, (_far, _place, one, other) in zip(lanes(len(found)), sorted(found), strict=True)
    ]


def lanes(count: int) -> list[float]:
    """How far out so many lanes lie, each apart from the others."""
    apart = min(BOW, (MOST - NEAR) / max(count - 1, 1))
    return [round(NEAR + place * apart, 1) for place in range(count)]


def _bow(start: int, end: int, out: float, *, back: bool) -> Arrow:
    edge, reach = (LEFT, LEFT - out) if back else (LEFT + BOX, LEFT + BOX + out)
    left, into = start + HEIGHT * 2 // 3, end + HEIGHT // 3
    return Arrow(f"M{edge} {left}H{reach}V{into}H{edge + (-1 if back else 1)}", back)
