"""What the columns of the register's list show of a membership; numbers stay masked."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from unionhall.core.text import masked_id, masked_phone
from unionhall.members.models import Sex, Spell
from unionhall.members.sealing import open_id
from unionhall.ui.pieces.text import written


@dataclass(frozen=True)
class Column:
    """One column: its code in the address, its heading, and its text for a spell."""

    code: str
    label: Any
    text: Callable[[Spell], Any]


def _day(value: date | None) -> str:
    return _written(value, get_language()) if value else ""


@lru_cache(maxsize=4096)
def _written(value: date, language: str | None) -> str:
    # A page of the list holds a hundred days.
    return written(value)


def _since(spell: Spell) -> Any:
    return _day(spell.from_on) if spell.from_known else _("not known")


OPTIONAL = (
    Column("unit", _("Union"), lambda spell: str(spell.organisation)),
    Column("since", _("Member since"), _since),
    Column("until", _("Until"), lambda spell: _day(spell.until_on)),
    Column("sex", _("Sex"), lambda spell: Sex(spell.person.sex).label if spell.person.sex else ""),
    Column("employment", _("Form of employment"), lambda spell: spell.person.employment),
    Column("department", _("Department"), lambda spell: spell.person.department),
    Column("phone", _("Mobile number"), lambda spell: masked_phone(spell.person.phone)),
    Column("id", _("ID number"), lambda spell: masked_id(open_id(spell.person))),
    Column("birth", _("Date of birth"), lambda spell: _day(spell.person.birth_on)),
    Column("education", _("Education"), lambda spell: spell.person.education),
)
USUAL = ("unit", "since", "employment", "department")


def chosen(codes: Iterable[str]) -> list[Column]:
    """The chosen columns in their order, the usual ones where none is."""
    wanted = set(codes) or set(USUAL)
    return [column for column in OPTIONAL if column.code in wanted]
