"""Where each chain stood, in files outside the database."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from django.conf import settings


class Span(NamedTuple):
    """A chain that grew from one length and head to another."""

    chain: str
    from_length: int
    from_head: bytes
    length: int
    head: bytes


def write(spans: Iterable[Span]) -> None:
    """Append a line for each chain that grew; called once its transaction has committed."""
    place = Path(settings.UNIONHALL_ANCHORS)
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
