"""What a correction moves, in words."""

from django.utils.translation import ngettext

from unionhall.members.rules import Moved
from unionhall.ui.pieces.text import written


def told(row: Moved) -> str:
    """A change of past counts in words."""
    first, last = written(row.first_on), written(row.last_on)
    by = ngettext("{n} member more", "{n} members more", row.by) if row.by > 0 else ""
    by = by or ngettext("{n} member fewer", "{n} members fewer", -row.by)
    days = first if row.first_on == row.last_on else f"{first} – {last}"
    return f"{days}: {by.format(n=abs(row.by))}"
