"""What a paper says before it has a number: which template, which values, and what comes of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import override

from unionhall.core.errors import Refused
from unionhall.documents.word.checking import Checked, Known, checked
from unionhall.documents.word.filling import Filling
from unionhall.organisations.models import Organisation
from unionhall.papers import texts, word
from unionhall.papers.kinds import Field, Kind
from unionhall.papers.models import Language, PaperTemplate, Series
from unionhall.papers.typesetting import Sheet
from unionhall.ui.pieces.text import written

LOCALES = {"zh": "zh-hans", "en": "en"}
MOST = 8000  # characters of one value


@dataclass(frozen=True)
class Composed:
    """A paper ready to be looked at or issued."""

    docx: bytes
    sheet: Sheet


def known(kind: Kind, language: str) -> Known:
    """The fields a template of this kind may use; in two languages each has one with `_en` besides."""
    endings = _endings(language)
    return Known(
        [f"{field.code}{ending}" for ending in endings for field in kind.all_fields],
        {
            f"{name}{ending}": [field.code for field in fields]
            for ending in endings
            for name, fields in kind.lists.items()
        },
    )


def _endings(language: str) -> tuple[str, ...]:
    return ("", "_en")[: len(texts.languages(language))]


def template_of(kind: Kind, organisation: Organisation, language: str) -> PaperTemplate | None:
    """The template of the nearest union from this one up, None where ours applies."""
    paths = [organisation.path, *organisation.ancestor_paths]
    rows = PaperTemplate.objects.kept().filter(
        kind=kind.code, language=language, organisation__path__in=paths
    )
    found = rows.select_related("organisation")
    return max(found, key=lambda row: len(row.organisation.path), default=None)


def series_of(kind: Kind, organisation: Organisation) -> Series:
    """How this union numbers papers of the kind; the common way where it set none."""
    found = Series.objects.filter(organisation=organisation, kind=kind.code).first()
    return found or Series(organisation=organisation, kind=kind.code, pattern=kind.pattern)


def default(kind: Kind, organisation: Organisation, language: str) -> bytes:
    """Our own template as a Word file, to begin from."""
    head = series_of(kind, organisation).has_head
    return texts.default(kind.texts, language, with_head=head)


def in_use(
    kind: Kind, organisation: Organisation, language: str
) -> tuple[Checked, PaperTemplate | None]:
    """The template that applies, taken apart."""
    if language not in Language.values:
        raise Refused(_("There is no paper in that language."))
    own = template_of(kind, organisation, language)
    data = own.content() if own else default(kind, organisation, language)
    return checked(data, known(kind, language)), own


def asked(kind: Kind, language: str, used: frozenset[str]) -> list[tuple[str, Field]]:
    """The fields an officer may change before issuing: those the template uses, in their order."""
    found = []
    for ending in _endings(language):
        found += [
            (f"{field.code}{ending}", field)
            for field in kind.fields
            if f"{field.code}{ending}" in used
        ]
    return found


def values(kind: Kind, subject: Model, language: str, *, on: date) -> dict[str, Any]:
    """What stands for the fields unless the officer writes something else, and the rows of the lists."""
    organisation: Organisation = subject.organisation  # type: ignore[attr-defined]
    told: dict[str, Any] = {}
    for at, name in enumerate(texts.languages(language)):
        ending = "_en" if at else ""
        with override(LOCALES[name]):
            own = {**kind.values(subject, on), "union": organisation.name, "date": written(on)}
            lists = kind.rows(subject)
        told |= {f"{code}{ending}": str(value) for code, value in own.items()}
        told |= {f"{name}{ending}": rows for name, rows in lists.items()}
    return told


def composed(
    kind: Kind, subject: Model, language: str, changed: Mapping[str, str], *, code: str, on: date
) -> tuple[Composed, PaperTemplate | None]:
    """The paper with this number; `changed` are the values an officer wrote themselves."""
    template, own = in_use(kind, subject.organisation, language)  # type: ignore[attr-defined]
    may = {name for name, _field in asked(kind, language, template.fields)}
    told: dict[str, Any] = dict.fromkeys(known(kind, language).plain, "")
    told |= values(kind, subject, language, on=on)
    told |= {name: value for name, value in changed.items() if name in may}
    told |= {"number": code, "number_en": code}
    if any(len(value) > MOST for value in told.values() if isinstance(value, str)):
        raise Refused(_("One of the texts is longer than %(most)s characters.") % {"most": MOST})
    return filled(Filling(template), told, title=f"{kind.label} {code}", language=language), own


def filled(filling: Filling, told: Mapping[str, Any], *, title: str, language: str) -> Composed:
    """The template with these values in it, as Word file and as pages."""
    ready = {
        name: _paragraphs(value) if isinstance(value, str) else value
        for name, value in told.items()
    }
    docx = word.parted(filling.letter(ready))
    spoken = "en" if language == "en" else "zh"
    return Composed(docx, word.read(docx, title=title, language=spoken))


def sample(kind: Kind, *, times: int = 1) -> dict[str, Any]:
    """Invented values for every field, and so many rows for every list."""
    codes: dict[str, Any] = {field.code: field.sample for field in kind.all_fields}
    for name, fields in kind.lists.items():
        codes[name] = [{field.code: field.sample for field in fields}] * times
    return {**codes, **{f"{code}_en": value for code, value in codes.items()}}


def _paragraphs(value: str) -> str:
    return word.BREAK.join(line.strip() for line in value.splitlines() if line.strip())
