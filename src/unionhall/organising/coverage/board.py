"""Coverage as the page and the interface tell it: totals, by place, by industry, ownership and size."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from unionhall.organisations.classes import INDUSTRIES, OWNERSHIPS, SIZES, size_title
from unionhall.organisations.models import Organisation
from unionhall.organising.coverage.places import ELSEWHERE, UNTOLD, Places, places
from unionhall.organising.coverage.queries import Narrowing, Snapshot, snapshot
from unionhall.organising.coverage.rules import Figures, size_of, tally


@dataclass(frozen=True)
class Row:
    """One group: its code, its name, what is counted, and for a place whether one can go down to it."""

    code: str
    name: str
    figures: Figures
    goes_down: bool = False


@dataclass(frozen=True)
class Board:
    """An area's coverage on a day."""

    unit: Organisation
    by: Narrowing
    on: date
    places: Places
    total: Figures
    snapshot: Snapshot
    mixed: int  # members who can be told to none of the places
    by_place: list[Row]
    by_industry: list[Row]
    by_ownership: list[Row]
    by_size: list[Row]


def board(unit: Organisation, by: Narrowing, *, on: date) -> Board:
    """Reckon an area's coverage: about a dozen queries, whatever the area holds."""
    found = snapshot(unit, by, on=on)
    top = by.division or unit.division_id or ""
    told = {site.division for site in found.sites.values()}
    around = places(top, told)
    under = {code: around.under(code) for code in told}
    total, _outside = tally(found.sites, found.unions, lambda site: "")
    by_place, mixed = tally(found.sites, found.unions, lambda site: under[site.division])
    return Board(
        unit,
        by,
        on,
        around,
        total.get("", Figures()),
        found,
        mixed,
        _place_rows(around, by_place),
        _rows(found, lambda site: site.industry, _industries()),
        _rows(found, lambda site: site.ownership, _ownerships()),
        _rows(found, lambda site: size_of(site.workers), _sizes()),
    )


def _place_rows(around: Places, counted: dict[str, Figures]) -> list[Row]:
    rows = [
        Row(code, around.names[code], counted.get(code, Figures()), goes_down=True)
        for code in around.children
    ]
    others = {
        around.top: _("no more exact place told"),
        UNTOLD: _("no place told"),
        ELSEWHERE: _("outside the area"),
    }
    rows += [Row(code, name, counted[code]) for code, name in others.items() if code in counted]
    return rows


def _rows(found: Snapshot, key, names: dict[str, str]) -> list[Row]:
    counted, _mixed = tally(found.sites, found.unions, key)
    return [Row(code, name, counted[code]) for code, name in names.items() if code in counted]


def _industries() -> dict[str, str]:
    return {code: each.title for code, each in INDUSTRIES.items()} | {"": _("not known")}


def _ownerships() -> dict[str, str]:
    return {code: each.title for code, each in OWNERSHIPS.items()} | {"": _("not known")}


def _sizes() -> dict[str, str]:
    return {str(least): size_title(least) for least in SIZES} | {"": _("not known")}
