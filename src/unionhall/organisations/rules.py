"""Reckoning with neither database nor clock."""

from datetime import date


def years_later(start: date, years: int) -> date:
    """The corresponding day so many years on; 29 February becomes 1 March, for the period is half-open."""
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return date(start.year + years, 3, 1)
