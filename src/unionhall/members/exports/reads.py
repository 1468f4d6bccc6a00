"""That a person's row left in an exported list, among who has looked at their file."""

from typing import Any

from django.utils.translation import gettext as _

from unionhall.exchange.exports.kinds import KINDS
from unionhall.exchange.exports.models import Export
from unionhall.members.models import Person
from unionhall.members.sentences import signed_on


def exported(person: Person, *, limit: int = 100) -> list[Export]:
    """The exports in which the person's rows stand, the latest first."""
    made = Export.objects.showing(person.pk).select_related("by")
    return list(made.order_by("-made_at")[:limit])


def lines(exports: list[Export]) -> list[dict[str, Any]]:
    """They as lines of the trail, with the reason that was given."""
    named = signed_on({(export.by_id, export.on): export.by for export in exports if export.by})
    return [
        {
            "at": export.made_at,
            "kind": "read",
            "by_label": export.by_label or named.get((export.by_id, export.on)) or str(export.by),
            "sentence": _sentence(export),
            "body": export.reason,
        }
        for export in exports
    ]


def is_of_file(export: Export) -> bool:
    """Whether it shows the person's file, and not a request that may be kept from their union."""
    kind = KINDS.get(export.kind)
    return export.kind == "members" or getattr(kind, "is_of_file", False)


def _sentence(export: Export) -> str:
    if own := getattr(KINDS.get(export.kind), "sentence", ""):
        return str(own)
    if export.kind != "members":
        return _("exported a list in which a request of theirs stands")
    if export.with_ids:
        return _("exported a list with the file's data and the ID number")
    return _("exported a list with the file's data")
