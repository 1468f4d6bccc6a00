"""What the pages of coverage show: tiles of places, charts, percentages."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from unionhall.organising.coverage.board import Board, Row
from unionhall.organising.coverage.rules import Figures
from unionhall.ui.pieces.figures import small
from unionhall.ui.pieces.text import counted

SHADES = (20, 40, 60, 80)  # per cent; where the next darker shade of the map begins


def percentage(value: int | None) -> str:
    """Per cent in words, – for none."""
    return "–" if value is None else f"{value}%"


def people(value: int, figures: Figures) -> str:
    """A number of people; where so few are members that it could tell who, ＜5."""
    return small() if figures.is_small else counted(value)


def shade(figures: Figures) -> str:
    """The shade of a place on the map, 0 to 4 by density; "none" where there is no density to tell."""
    density = figures.density
    return "none" if density is None else str(sum(density >= least for least in SHADES))


def tile(row: Row, url: str) -> dict[str, Any]:
    """A place on the map."""
    facts = row.figures
    said = _("%(place)s: density %(density)s, %(covered)s of %(employers)s employers have a union")
    return {
        "name": row.name,
        "url": url,
        "shade": shade(facts),
        "value": percentage(facts.density),
        "label": said
        % {
            "place": row.name,
            "density": percentage(facts.density),
            "covered": facts.covered,
            "employers": facts.employers,
        },
    }


def line(row: Row, url: str = "") -> dict[str, Any]:
    """A group in a table."""
    facts = row.figures
    return {
        "name": row.name,
        "url": url,
        "employers": facts.employers,
        "covered": facts.covered,
        "uncovered": facts.uncovered,
        "coverage": percentage(facts.coverage),
        "workers": facts.workers,
        "members": people(facts.members, facts),
        "density": percentage(facts.density),
    }


def charts(board: Board) -> list[dict[str, Any]]:
    """Where employers without a union are, by industry, ownership and size; and density by industry."""
    return [
        _chart(
            board.by_industry,
            lambda f: f.uncovered,
            _("employers"),
            _("Most employers without a union: %(name)s, %(n)s"),
            _("Every employer listed has a union"),
        ),
        _chart(
            [row for row in board.by_industry if row.figures.density is not None],
            lambda f: f.density or 0,
            _("members among a hundred workers"),
            _("Most densely organised: %(name)s, %(n)s of a hundred workers"),
            _("No density can be told yet"),
        ),
        _chart(
            board.by_size,
            lambda f: f.uncovered,
            _("employers"),
            _("By size, most without a union have %(name)s workers: %(n)s"),
            _("Every employer listed has a union"),
            sort=False,
        ),
        _chart(
            board.by_ownership,
            lambda f: f.uncovered,
            _("employers"),
            _("By ownership, most without a union: %(name)s, %(n)s"),
            _("Every employer listed has a union"),
        ),
    ]


def _chart(
    rows: list[Row],
    value: Callable[[Figures], int],
    unit: str,
    finding: str,
    nothing: str,
    sort: bool = True,
) -> dict[str, Any]:
    shown = [(row.name, value(row.figures)) for row in rows]
    if sort:
        shown = sorted(shown, key=lambda pair: -pair[1])[:12]
    most = max(shown, key=lambda pair: pair[1], default=("", 0))
    return {
        "is_empty": not most[1],
        "finding": finding % {"name": most[0], "n": most[1]} if most[1] else nothing,
        "unit": unit,
        "data": {
            "labels": [name for name, _n in shown],
            "series": [{"name": unit, "values": [n for _name, n in shown]}],
        },
    }


def line_of_total(board: Board) -> dict[str, Any]:
    """The whole area in figures."""
    facts = board.total
    return {
        **line(Row("", str(board.unit), facts)),
        "unorganised": people(facts.unorganised, facts),
        "uncounted": facts.uncounted,
        "loose": board.snapshot.loose,
        "mixed": board.mixed,
        "twice": board.snapshot.twice,
    }
