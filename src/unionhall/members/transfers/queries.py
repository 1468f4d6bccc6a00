"""Unions that take members, as anybody may know them."""

from django.db.models import Q

from unionhall.organisations.kinds import HOLDING
from unionhall.organisations.models import Organisation


def taking(text: str) -> list[Organisation]:
    """Open unions that hold members, of this code or name; else those whose name holds the text."""
    text = text.strip()
    rows = Organisation.objects.open().filter(kind__in=HOLDING).order_by("code")
    exact = list(rows.filter(Q(code=text) | Q(name=text) | Q(short_name=text))[:6])
    return exact or list(rows.called(text)[:6])
