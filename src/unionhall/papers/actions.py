"""What is done with papers: issued, voided; templates brought and removed; numbers ordered."""

from collections.abc import Mapping
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db.models import Max, Model
from django.utils.translation import gettext as _
from django.utils.translation import override

from unionhall.accounts.models import User
from unionhall.core.clock import now
from unionhall.core.errors import Refused
from unionhall.documents import actions as documents
from unionhall.documents.word.checking import MAX_BYTES, checked
from unionhall.documents.word.filling import Filling
from unionhall.history.actions import act, record
from unionhall.organisations.models import Organisation
from unionhall.papers import composing, kinds, rules, typesetting
from unionhall.papers.kinds import Kind
from unionhall.papers.models import Language, Paper, PaperTemplate, Series


def preview(
    kind: Kind, subject: Model, language: str, changed: Mapping[str, str], *, on: date
) -> composing.Composed:
    """The paper as it would be now, with the number that would come next."""
    code, _number = _next(kind, subject.organisation, on.year)  # type: ignore[attr-defined]
    made, _template = composing.composed(kind, subject, language, changed, code=code, on=on)
    return made


@act
def issue(
    kind: Kind,
    subject: Model,
    *,
    language: str,
    changed: Mapping[str, str] | None = None,
    to_worker: bool = False,
    by: User,
    on: date,
) -> Paper:
    """Give the paper its number and keep it as Word file and PDF; raises Refused.

    The organisation's row is locked, so that no number is left out and none is given twice: what is
    refused or fails afterwards takes the number back with it.
    """
    organisation: Organisation = subject.organisation  # type: ignore[attr-defined]
    about = kinds.subject(kind.subject)
    if subject._meta.label_lower != kind.subject or not (kind.is_issued and kind.fits(subject)):
        raise Refused(_("This paper is not written as things stand."))
    if to_worker and about.tell is None:
        raise Refused(_("There is no worker here to whom it could be sent."))
    about.guard(subject, by)
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    code, number = _next(kind, organisation, on.year)
    if Paper.objects.filter(organisation=organisation, code=code).exists():
        raise Refused(
            _("Another paper carries the number %(code)s already.") % {"code": code},
            instead=_("Let the numbers of this kind be written in another way."),
        )
    made, template = composing.composed(kind, subject, language, changed or {}, code=code, on=on)
    paper = Paper.objects.create(
        organisation=organisation,
        kind=kind.code,
        year=on.year,
        number=number,
        code=code,
        language=language,
        subject_type=kind.subject,
        subject_id=subject.pk,
        to_worker=to_worker,
        template=template,
        issued_on=on,
        issued_by=by,
    )
    with override(composing.LOCALES["en" if language == "en" else "zh"]):
        name = f"{kind.label}-{number:03}-{on.year}"
    pdf = typesetting.pdf(made.sheet)
    for data, ending in ((made.docx, ".docx"), (pdf, ".pdf")):
        documents.attach(paper, SimpleUploadedFile(name + ending, data), by=by, is_ours=True)
    about.note(subject, "paper_issued", by=by, on=on, paper=kind.code, paper_number=code)
    if to_worker and about.tell:
        about.tell(subject)
    return paper


def _next(kind: Kind, organisation: Organisation, year: int) -> tuple[str, int]:
    """The next number of the union's series in the year, as it is written and as it is counted."""
    of_year = Paper.objects.filter(organisation=organisation, kind=kind.code, year=year)
    number = (of_year.aggregate(last=Max("number"))["last"] or 0) + 1
    pattern = composing.series_of(kind, organisation).pattern
    told = {"union": str(organisation), "mark": kind.mark, "year": year, "number": number}
    return rules.numbered(pattern, **told), number  # type: ignore[arg-type]


@act
def void(paper: Paper, subject: Model, *, reason: str, by: User, on: date) -> None:
    """Say that an issued paper does not hold; it stays with its number and the reason."""
    reason = reason.strip()
    if not reason:
        raise Refused(_("Say why the paper is voided."))
    kinds.subject(paper.subject_type).guard(subject, by)
    still = Paper.objects.filter(pk=paper.pk, voided_on=None)
    if not still.update(voided_on=on, voided_by=by, reason=reason):
        raise Refused(_("This paper has been voided already."))
    paper.refresh_from_db()
    about = kinds.subject(paper.subject_type)
    told = {"paper": paper.kind, "paper_number": paper.code}
    about.note(subject, "paper_voided", by=by, on=on, **told)
    if paper.to_worker and about.tell:
        about.tell(subject)


@act
def upload_template(
    organisation: Organisation,
    kind: Kind,
    language: str,
    *,
    file: UploadedFile,
    by: User,
    on: date,
) -> PaperTemplate:
    """Keep a Word file as the union's template, once it was taken apart and tried; raises Refused."""
    if language not in Language.values:
        raise Refused(_("There is no paper in that language."))
    if (file.size or 0) > MAX_BYTES:
        raise Refused(_("A template is at most %(limit)s MB.") % {"limit": MAX_BYTES // 2**20})
    found = checked(file.read(), composing.known(kind, language))
    _try(found, kind, language)
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    same = PaperTemplate.objects.filter(
        organisation=organisation, kind=kind.code, language=language
    )
    version = (same.aggregate(last=Max("version"))["last"] or 0) + 1
    same.filter(ended_at=None).update(ended_at=now())
    template = PaperTemplate.objects.create(
        organisation=organisation,
        kind=kind.code,
        language=language,
        version=version,
        fields=sorted(found.fields),
        by=by,
        at=now(),
    )
    file.seek(0)
    kept = documents.attach(template, file, by=by)
    _note(template, "template_uploaded", by=by, on=on, sha256=kept.sha256)
    return template


def _try(found, kind: Kind, language: str) -> None:
    """A paper with all fields and one with none must come out whole and be set on pages."""
    filling = Filling(found)
    full = composing.sample(kind)
    none = {name: "" if isinstance(value, str) else [] for name, value in full.items()}
    for told in (full, none, composing.sample(kind, times=3)):
        made = composing.filled(filling, told, title=kind.code, language=language)
        typesetting.pdf(made.sheet)


@act
def remove_template(template: PaperTemplate, *, by: User, on: date) -> None:
    """From now on the template of the union above applies, or ours; papers made from it stay."""
    if not PaperTemplate.objects.kept().filter(pk=template.pk).update(ended_at=now()):
        raise Refused(_("This template is not in use any more."))
    _note(template, "template_removed", by=by, on=on)


def _note(template: PaperTemplate, what: str, *, by: User, on: date, **facts) -> None:
    told = {"kind": template.kind, "language": template.language, "version": template.version}
    record(
        template.organisation.chain,
        f"papers.{what}",
        by=by,
        subject=template,
        facts={**told, **facts},
        on=on,
    )


@act
def set_series(
    organisation: Organisation, kind: Kind, *, pattern: str, has_head: bool, by: User, on: date
) -> Series:
    """Order how numbers of a kind are written from now on; given ones stay. Raises Refused."""
    pattern = " ".join(pattern.split())
    why = {
        "unknown": _("The number may use {union}, {mark}, {year} and {number}, and no other mark."),
        "braces": _("A brace in the number is not closed."),
        "number": _("The number needs {number}, once."),
        "year": _("The number needs {year}: it begins anew each year."),
    }
    if found := rules.trouble(pattern):
        raise Refused(why[found], instead=kind.pattern)
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    _refuse_shared(organisation, kind, pattern)
    series, _made = Series.objects.update_or_create(
        organisation=organisation,
        kind=kind.code,
        defaults={"pattern": pattern, "has_head": has_head},
    )
    record(
        organisation.chain,
        "papers.series_set",
        by=by,
        subject=organisation,
        facts={"kind": kind.code, "pattern": pattern, "has_head": has_head},
        on=on,
    )
    return series


def _refuse_shared(organisation: Organisation, kind: Kind, pattern: str) -> None:
    """Two kinds written alike would come to the same number."""
    own = {row.kind: row.pattern for row in Series.objects.filter(organisation=organisation)}
    mine = pattern.replace("{mark}", kind.mark)
    for other in kinds.kinds():
        theirs = own.get(other.code, other.pattern).replace("{mark}", other.mark)
        if other.is_issued and other.code != kind.code and theirs == mine:
            raise Refused(
                _("“%(kind)s” is numbered in the same way.") % {"kind": other.label},
                instead=_("Use {mark}, or another word for this kind."),
            )
