"""Today and now, in the place where the federation counts its days."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """The current moment, aware of its zone."""
    return timezone.now()


def today() -> date:
    """The current day in TIME_ZONE."""
    return timezone.localdate()
