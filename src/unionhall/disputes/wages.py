"""The local monthly minimum wage, as a federation enters it in UNIONHALL_DATA/minimum_wages.toml.

None comes with the product. One table for each place (code of a province or city), the newest last:

    [[CN-LN]]
    from = 2026-01-01
    yuan = "…"
"""

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
    path = Path(settings.DATA) / NAME
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
