"""On which days check-ins fall."""

from collections.abc import Mapping
from datetime import date, timedelta


def ahead(start: date, days: Mapping[int, int], *, on: date) -> dict[int, tuple[int, date]]:
    """Of days counted from `start`, those after `on`: place → (days, day)."""
    found = {place: (n, start + timedelta(days=n)) for place, n in days.items()}
    return {place: (n, day) for place, (n, day) in found.items() if day > on}
