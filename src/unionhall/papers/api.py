"""Papers over the interface: issued, read, voided; templates and numbers of a union."""

from datetime import date, datetime
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import File, Form, Router, Schema, Status, UploadedFile
from pydantic import Field

from unionhall.access.scope import own, requires
from unionhall.core.clock import today
from unionhall.core.interface import PROBLEMS, Key, Printable, Words
from unionhall.core.problems import Problem
from unionhall.documents.api import CONTENT, FileOut
from unionhall.documents.models import Attachment
from unionhall.documents.web import serve
from unionhall.organisations.models import Organisation
from unionhall.papers import actions, kinds, views
from unionhall.papers.kinds import Kind
from unionhall.papers.models import Language, Paper, PaperTemplate

router = Router(tags=["papers"])
mine = Router(tags=["papers"])
Code = Printable


class PaperFieldOut(Schema):
    """A placeholder: `{{ code }}` in a template."""

    code: str
    label: str
    sample: str


class PaperKindOut(Schema):
    """A kind of paper, and what its templates may use."""

    code: str
    label: str
    subject: str = Field(description="about what it is written, as addresses name it")
    issued: bool = Field(description="false: an act of its own issues it")
    fields: list[PaperFieldOut]


class PaperOut(Schema):
    """An issued paper; a voided one says why."""

    uid: UUID
    code: str
    kind: str
    language: Language
    organisation: str
    to_worker: bool
    issued_on: date
    voided_on: date | None
    reason: str
    files: list[FileOut]

    @staticmethod
    def resolve_organisation(row) -> str:
        return row.organisation.code


class PapersOut(Schema):
    items: list[PaperOut]


class IssuePaperIn(Schema):
    """The paper to be issued; values not sent are filled in from what is known."""

    kind: Code
    language: Language = Language.ZH
    values: dict[str, str] = Field({}, description="by the codes of its fields")
    to_worker: bool = False


class VoidPaperIn(Schema):
    reason: Words


class PaperTemplateOut(Schema):
    """A union's own template of a kind, one version of it."""

    id: int
    kind: str
    language: Language
    version: int
    organisation: str
    fields: list[str]
    at: datetime
    ended_at: datetime | None

    @staticmethod
    def resolve_organisation(row) -> str:
        return row.organisation.code


class PaperTemplatesOut(Schema):
    items: list[PaperTemplateOut]


class PaperTemplateIn(Schema):
    kind: Code
    language: Language
    organisation: Printable


class SeriesIn(Schema):
    """How numbers of a kind are written in a union."""

    organisation: Printable
    kind: Code
    pattern: Printable
    has_head: bool = True


class SeriesOut(Schema):
    kind: str
    pattern: str
    has_head: bool


def _kind(code: str) -> Kind:
    found = kinds.kind(code)
    if found is None:
        raise Http404
    return found


@router.get("/kinds", response=list[PaperKindOut], operation_id="papers_kinds")
@requires("papers.view")
def kind_list(request):
    """Every kind of paper with its placeholders."""
    return [
        {
            "code": one.code,
            "label": str(one.label),
            "subject": kinds.subject(one.subject).name,
            "issued": one.is_issued,
            "fields": [
                {"code": field.code, "label": str(field.label), "sample": field.sample}
                for field in one.all_fields
            ],
        }
        for one in kinds.kinds()
    ]


@router.get(
    "/about/{name}/{key}", response={200: PapersOut, 404: Problem}, operation_id="papers_about"
)
@requires("papers.view")
def about(request, name: str, key: str):
    """The papers about one subject; looking at them is recorded."""
    found, row = views.subject_of(request.user, name, key, "papers.view", on=today())
    views.opened(request.user, found, row, row)
    return {"items": list(Paper.objects.of(row).select_related("organisation"))}


@router.post(
    "/about/{name}/{key}", response={201: PaperOut, **PROBLEMS}, operation_id="papers_issue"
)
@requires("papers.issue")
def issue(request, name: str, key: str, data: IssuePaperIn):
    """Issue a paper: it gets its number and is never changed again."""
    found, row = views.subject_of(request.user, name, key, "papers.issue", on=today())
    made = actions.issue(
        views.kind_about(found, data.kind),
        row,
        language=data.language,
        changed=data.values,
        to_worker=data.to_worker,
        by=request.user,
        on=today(),
    )
    return Status(201, made)


@router.get("/templates", response=PaperTemplatesOut, operation_id="papers_templates")
@requires("papers.set_templates")
def templates(request):
    """The templates of my unions that are in use."""
    rows = PaperTemplate.objects.kept().within(request.scope).select_related("organisation")
    return {"items": list(rows.order_by("organisation__code", "kind", "language")[:500])}


@router.post(
    "/templates",
    response={201: PaperTemplateOut, **PROBLEMS},
    operation_id="papers_upload_template",
)
@requires("papers.set_templates")
def upload_template(request, data: Form[PaperTemplateIn], template: File[UploadedFile]):
    """Bring a Word file (.docx) as the union's template of a kind."""
    units = Organisation.objects.within(request.scope)
    unit = get_object_or_404(units, code=data.organisation)
    told = {"file": template, "by": request.user, "on": today()}
    return Status(201, actions.upload_template(unit, _kind(data.kind), data.language, **told))


def _template(request, key: int) -> PaperTemplate:
    rows = PaperTemplate.objects.within(request.scope).select_related("organisation")
    return get_object_or_404(rows, pk=key)


@router.get(
    "/templates/{key}/file", response={404: Problem}, operation_id="papers_template_file",
    openapi_extra=CONTENT,
)  # fmt: skip
@requires("papers.set_templates")
def template_file(request, key: Key):
    """The Word file of a template."""
    file = _template(request, key).file
    if file is None:
        raise Http404
    return serve(file)


@router.post(
    "/templates/{key}/remove",
    response={204: None, **PROBLEMS},
    operation_id="papers_remove_template",
)
@requires("papers.set_templates")
def remove_template(request, key: Key):
    """Take a template out of use; papers made from it stay."""
    actions.remove_template(_template(request, key), by=request.user, on=today())
    return Status(204, None)


@router.post("/series", response={200: SeriesOut, **PROBLEMS}, operation_id="papers_set_series")
@requires("papers.set_templates")
def set_series(request, data: SeriesIn):
    """Order how numbers are written from now on."""
    units = Organisation.objects.within(request.scope)
    unit = get_object_or_404(units, code=data.organisation)
    return actions.set_series(
        unit,
        _kind(data.kind),
        pattern=data.pattern,
        has_head=data.has_head,
        by=request.user,
        on=today(),
    )


@router.get("/{uid}", response={200: PaperOut, 404: Problem}, operation_id="papers_paper")
@requires("papers.view")
def paper(request, uid: UUID):
    """One issued paper; looking at it is recorded."""
    row, subject = views.paper_of(request.user, uid, "papers.view", on=today())
    views.opened(request.user, kinds.subject(row.subject_type), subject, row)
    return row


@router.get(
    "/{uid}/files/{file}", response={404: Problem}, operation_id="papers_file",
    openapi_extra=CONTENT,
)  # fmt: skip
@requires("papers.view")
def paper_file(request, uid: UUID, file: UUID):
    """Its Word file or its PDF."""
    return views.paper_file(request, uid, file)


@router.post("/{uid}/void", response={200: PaperOut, **PROBLEMS}, operation_id="papers_void")
@requires("papers.void")
def void(request, uid: UUID, data: VoidPaperIn):
    """Say that a paper does not hold; it stays with its number and the reason."""
    row, subject = views.paper_of(request.user, uid, "papers.void", on=today())
    actions.void(row, subject, reason=data.reason[:300], by=request.user, on=today())
    return row


@mine.get("/{uid}", response={200: PaperOut, 404: Problem}, operation_id="my_paper")
@own
def my_paper(request, uid: UUID):
    """A paper that was sent to the caller."""
    return views.own_paper(request.user, uid)


@mine.get(
    "/{uid}/files/{file}", response={404: Problem}, operation_id="my_paper_file",
    openapi_extra=CONTENT,
)  # fmt: skip
@own
def my_paper_file(request, uid: UUID, file: UUID):
    """Its Word file or its PDF."""
    row = views.own_paper(request.user, uid)
    return serve(get_object_or_404(Attachment.objects.of(row), uid=file))
