"""Columns an officer chose, remembered for the next sheet with the same headings."""

import hashlib
from collections.abc import Mapping, Sequence

from django.utils.timezone import localdate

from unionhall.accounts.models import User
from unionhall.core.clock import now
from unionhall.exchange.columns import Memory, plain
from unionhall.exchange.models import Import, RememberedColumns


def memory_of(importing: Import) -> Memory:
    """What is remembered for sheets of this kind in this place; asked once, when a sheet needs it."""
    known: dict[str, RememberedColumns] | None = None

    def look(headings: Sequence[str]) -> tuple[Mapping[str, int], str] | None:
        nonlocal known
        if known is None:
            rows = RememberedColumns.objects.filter(
                kind=importing.kind, organisation_id=importing.organisation_id
            )
            known = {row.headings: row for row in rows}
        found = known.get(_digest(headings))
        return (found.columns, localdate(found.at).isoformat()) if found else None

    return look


def remember(importing: Import, chosen: Mapping[str, Mapping[str, int]], *, by: User) -> None:
    """Remember what was chosen for the sheets of an import, by their headings."""
    for sheet in importing.sheets:
        if sheet["name"] in chosen and sheet["headings"]:
            RememberedColumns.objects.update_or_create(
                kind=importing.kind,
                organisation_id=importing.organisation_id,
                headings=_digest(sheet["headings"]),
                defaults={"columns": dict(chosen[sheet["name"]]), "by": by, "at": now()},
            )


def _digest(headings: Sequence[str]) -> str:
    # Headings are kept as they stand in the sheet, and a sheet may hold a name by mistake.
    return hashlib.sha256("\n".join(map(plain, headings)).encode()).hexdigest()
