"""What the columns of an exported register hold; headed so that a roster import knows them again."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from unionhall.core import keyring
from unionhall.core.text import masked_id
from unionhall.exchange.exports.cells import Cell
from unionhall.members import columns as listed
from unionhall.members.models import Sex
from unionhall.members.roster.fields import TITLES

# From a spell to what a row needs; plain values, since a hundred thousand objects take seconds.
FIELDS = (
    "person_id", "organisation__name", "organisation__path", "from_on", "from_known", "until_on",
    "person__uid", "person__name", "person__id_number", "person__sex", "person__birth_on",
    "person__phone", "person__department", "person__education", "person__employment",
    "person__is_migrant", "person__works_since", "person__remark",
)  # fmt: skip


class Row(NamedTuple):
    """The fields of one membership, in the order of FIELDS."""

    person_id: int
    unit: str
    path: str
    from_on: Any
    from_known: bool
    until_on: Any
    uid: UUID
    name: str
    id_number: bytes | None
    sex: str
    birth_on: Any
    phone: str
    department: str
    education: str
    employment: str
    is_migrant: bool | None
    works_since: Any
    remark: str


@dataclass(frozen=True)
class Words:
    """The few words that stand in many cells, in the language of the file."""

    sexes: dict[str, str]
    yes_or_no: dict[bool | None, str]
    reveals: tuple[str, ...]  # below these paths whole ID numbers are given

    def id_number(self, row: Row) -> str:
        if row.id_number is None:
            return ""
        opened = keyring.decrypt("id_number", bytes(row.id_number), context=row.uid.bytes)
        number = opened.decode()
        whole = self.reveals and row.path.startswith(self.reveals)
        return number if whole else masked_id(number)


def words(reveals: tuple[str, ...] = ()) -> Words:
    """The words in the language of now."""
    yes_or_no = {True: str(_("yes")), False: str(_("no")), None: ""}
    return Words({"": "", **{sex.value: str(sex.label) for sex in Sex}}, yes_or_no, reveals)


@dataclass(frozen=True)
class Column:
    """One column: its code as in the list, its heading, and its cell for a row."""

    code: str
    label: Any
    cell: Callable[[Row, Words], Cell]


NAME = Column("name", TITLES["name"], lambda row, _words: row.name)
OPTIONAL = (
    # Not 单位: the import would take it for the department.
    Column("unit", _("Trade union"), lambda row, _words: row.unit),
    Column("since", TITLES["joined_on"], lambda row, _words: row.from_on if row.from_known else ""),
    Column("until", _("Until"), lambda row, _words: row.until_on),
    Column("sex", TITLES["sex"], lambda row, words: words.sexes[row.sex]),
    Column("employment", TITLES["employment"], lambda row, _words: row.employment),
    Column("department", TITLES["department"], lambda row, _words: row.department),
    Column("phone", TITLES["phone"], lambda row, _words: row.phone),
    Column("id", TITLES["id_number"], lambda row, words: words.id_number(row)),
    Column("birth", TITLES["birth_on"], lambda row, _words: row.birth_on),
    Column("education", TITLES["education"], lambda row, _words: row.education),
    Column("migrant", TITLES["is_migrant"], lambda row, words: words.yes_or_no[row.is_migrant]),
    Column("works_since", TITLES["works_since"], lambda row, _words: row.works_since),
    Column("remark", TITLES["remark"], lambda row, _words: row.remark),
)
CODES = tuple(column.code for column in OPTIONAL)


def chosen(codes: Iterable[str]) -> list[Column]:
    """The name and the chosen columns in their order, those usual in the list where none is."""
    wanted = set(codes) or set(listed.USUAL)
    return [NAME, *(column for column in OPTIONAL if column.code in wanted)]


def heading(column: Column, *, with_ids: bool) -> str:
    """Its heading; half an ID number must not be taken for one when the file is imported."""
    if column.code == "id" and not with_ids:
        return str(_("Partial ID number"))
    return str(column.label)
