"""The kinds of paper that apps above register, and about what each of them is written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from unionhall.accounts.models import User
from unionhall.documents.models import Attachment
from unionhall.papers.rules import DEFAULT
from unionhall.papers.texts import texts_in


@dataclass(frozen=True)
class Field:
    """A placeholder: its code as a template writes it, what it means, and an invented example."""

    code: str
    label: Any
    sample: str
    is_long: bool = False  # several paragraphs


COMMON = (
    Field("number", _("the number of the paper"), "江工权〔2026〕12号"),
    Field("union", _("the union that issues it"), "江城市总工会"),
    Field("date", _("the day of issue"), "2026年11月27日"),
)


@dataclass(frozen=True)
class Subject:
    """What papers are written about: how it is found, who may read it, and who is told."""

    label: str  # "cases.case"
    name: str  # in addresses: "request"
    # Those over which the user holds the ability: readable(user, ability, on)
    readable: Callable[[User, str, date], QuerySet]
    key: str  # the field that addresses it
    person: Callable[[Any], str] = lambda row: ""  # whose file it is, as the history names them
    # Write the step into the history of the subject: note(subject, "paper_issued", by=…, on=…, **facts)
    note: Callable[..., None] = lambda *args, **kwargs: None
    # Refuses whoever may not act on this subject, such as an officer on a matter of their own.
    guard: Callable[[Any, User], None] = lambda row, by: None
    tell: Callable[[Any], None] | None = (
        None  # tells the worker; None where there is nobody to tell
    )
    mine: Callable[[User], QuerySet] | None = None  # the subjects that are a worker's own
    # Its attached files, from which evidence is listed; None where no list is kept.
    files: Callable[[Any], list[Attachment]] | None = None

    def find(self, key: str, user: User, ability: str, *, on: date) -> Model | None:
        """One by its key, or None where the user may not."""
        if not self._fits(key):
            return None
        rows = self.readable(user, ability, on).filter(**{self.key: key})
        return rows.select_related("organisation").first()

    def by_id(self, pk: int, user: User, ability: str, *, on: date) -> Model | None:
        """One by its id, or None where the user may not."""
        rows = self.readable(user, ability, on).filter(pk=pk)
        return rows.select_related("organisation").first()

    def _fits(self, key: str) -> bool:
        return self.key != "pk" or (key.isascii() and key.isdigit() and len(key) < 19)


@dataclass(frozen=True)
class Kind:
    """A kind of paper: its placeholders, where their values come from, and the texts of ours."""

    code: str  # "cases.acceptance"
    subject: str
    label: Any
    mark: str  # what stands for it in a number
    file: Path  # of its texts
    fields: tuple[Field, ...]
    # What stands for each field, in words of the language of now: values(subject, on)
    values: Callable[[Any, date], Mapping[str, str]]
    pattern: str = DEFAULT  # of its numbers, where a union set none
    for_worker: bool = False
    is_issued: bool = True  # by `papers.issue`; else an act of its own app issues it
    # Lists a template may repeat over, with the fields of their rows, and where the rows come from.
    lists: Mapping[str, tuple[Field, ...]] = field(default_factory=dict)
    rows: Callable[[Any], Mapping[str, list[dict[str, str]]]] = lambda subject: {}
    fits: Callable[[Any], bool] = field(default=lambda subject: True)

    @property
    def texts(self) -> dict[str, dict]:
        """Its default texts by language."""
        return texts_in(self.file)[self.code.partition(".")[2]]

    @property
    def all_fields(self) -> tuple[Field, ...]:
        """Its own placeholders and those of every paper."""
        return (*COMMON, *self.fields)


_kinds: dict[str, Kind] = {}
_subjects: dict[str, Subject] = {}


def register(subject: Subject, *kinds: Kind) -> None:
    """Let papers of these kinds be written about the subject."""
    _subjects[subject.label] = subject
    for kind in kinds:
        _kinds[kind.code] = kind


def kind(code: str) -> Kind | None:
    """The kind with this code."""
    return _kinds.get(code)


def label_of(code: str) -> str:
    """What a kind is called, be it gone by now."""
    found = _kinds.get(code)
    return str(found.label) if found else code


def told(facts: Mapping[str, Any]) -> str:
    """The paper or the evidence of which an entry of the history tells, "" for any other entry."""
    if "item" in facts:
        return _ITEM % {"number": facts["item"]}
    return f"{label_of(facts.get('paper', ''))} {facts.get('paper_number', '')}".strip()


_ITEM = _("No. %(number)s")
SENTENCES = {
    "paper_issued": _("issued a paper"),
    "paper_voided": _("voided a paper"),
    "evidence_added": _("put evidence on the list"),
    "evidence_corrected": _("put right what is said of evidence"),
    "evidence_moved": _("changed the order of the list of evidence"),
    "evidence_returned": _("gave evidence back"),
    "evidence_struck": _("struck evidence off the list"),
}


def kinds(subject: str | None = None) -> list[Kind]:
    """All kinds, or those about one sort of subject, in the order in which they were registered."""
    return [one for one in _kinds.values() if subject in (None, one.subject)]


def subject(label: str) -> Subject:
    """What "cases.case" stands for."""
    return _subjects[label]


def subject_named(name: str) -> Subject | None:
    """What "request" stands for in addresses."""
    return next((one for one in _subjects.values() if one.name == name), None)


def subjects() -> list[Subject]:
    """All sorts of subjects."""
    return list(_subjects.values())
