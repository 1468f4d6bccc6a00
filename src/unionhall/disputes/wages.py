"""The local monthly minimum wage, as data that a federation sets."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.conf import settings

NAME = "minimum_wages.toml"


def monthly(place: str, *, on: date) -> Decimal | None:
    """Yuan a month in the nearest place that has a figure for the day; None where none has."""
    table = _table()
    where = place.partition("/")[0]
    while where:
        rows = [row for row in table.get(where, ()) if row["from"] <= on]
        if rows:
            return Decimal(rows[-1]["yuan"])
        where = where.rpartition("-")[0]
    return None


def _table() -> dict[str, list[dict]]:
    own = Path(settings.DATA) / NAME
    path = own if own.exists() else Path(__file__).parent / NAME
    return tomllib.loads(path.read_text(encoding="utf-8"))
