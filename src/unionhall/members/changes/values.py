"""Values of a file as a proposal keeps and shows them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from unionhall.core.text import masked_id
from unionhall.members import rules
from unionhall.members.forms import FactsForm
from unionhall.members.models import Person, Sex
from unionhall.members.sealing import open_id
from unionhall.ui.pieces.text import written

DAYS = ("birth_on", "works_since")


def current(person: Person, field: str) -> Any:
    """What stands in the file; the ID number in the clear."""
    return open_id(person) if field == "id_number" else getattr(person, field)


def cleaned(changes: Mapping[str, Any]) -> dict[str, Any]:
    """The values as the register keeps them; Refused where the ID number is none."""
    found = dict(changes)
    if "id_number" in found:
        found["id_number"] = rules.id_number(found["id_number"])
    return found


def to_keep(value: Any) -> Any:
    """A value as JSON holds it."""
    return value.isoformat() if isinstance(value, date) else value


def kept(field: str, value: Any) -> Any:
    """The value again that `to_keep` made of it."""
    return date.fromisoformat(value) if field in DAYS and value else value


def label(field: str) -> str:
    """What a field is called in the reader's language."""
    fields: Any = FactsForm.base_fields
    return str(fields[field].label)


def shown(field: str, value: Any) -> str:
    """A value in words; an ID number masked, nothing as a dash."""
    if value in (None, ""):
        return "–"
    if field == "id_number":
        return masked_id(value)
    if field == "sex":
        return str(Sex(value).label)
    if field == "is_migrant":
        return _("yes") if value else _("no")
    return written(value) if field in DAYS else str(value)
