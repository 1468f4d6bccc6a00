"""Word templates over the interface; how far a run of letters is, and its file, stand under /exports."""

from datetime import datetime
from typing import Literal

from django.shortcuts import get_object_or_404
from ninja import File, Form, Query, Router, Schema, Status, UploadedFile
from pydantic import Field

from unionhall.access.exports.api import ExportOut
from unionhall.access.scope import requires
from unionhall.core.clock import today
from unionhall.core.interface import PROBLEMS, After, Key, Printable, Reference
from unionhall.core.paging import keyset
from unionhall.core.problems import Problem
from unionhall.documents.api import CONTENT
from unionhall.mailings.letters import actions, fields, views
from unionhall.mailings.letters.models import LetterTemplate
from unionhall.members.api import PLAIN, Narrowed
from unionhall.members.exports.api import list_query
from unionhall.members.models import Spell
from unionhall.organisations.models import Organisation

router = Router(tags=["mailings"])


class LetterTemplateOut(Schema):
    """A Word template and the fields that stand in it."""

    id: int
    name: str
    organisation: str = Field(description="code of the union whose it is")
    fields: list[str]
    at: datetime

    @staticmethod
    def resolve_organisation(row) -> str:
        return row.organisation.code


class LetterTemplatePage(Schema):
    """One page of a list; `after` is the cursor of the next one, "" at the end."""

    items: list[LetterTemplateOut]
    after: str


class LetterFieldOut(Schema):
    """What may stand in a template: `{{ code }}`; of a list, inside a loop over it: `{{ row.code }}`."""

    code: str
    label: str
    list: str = Field(description='the list whose rows have it, "" for none')


class UploadTemplateIn(Schema):
    name: str = Field(min_length=1, max_length=60, pattern=PLAIN)
    organisation: str = Field(max_length=40, pattern=PLAIN, description="code of a union")


class PreviewIn(Schema):
    spell: Reference = Field(description="the id of a membership")


class PreviewLetterOut(Schema):
    """One member's letter as it is read."""

    paragraphs: list[str]


class MergeLettersIn(Narrowed):
    """To whom letters are written, as the register's list narrows them, as which files, and why."""

    saved: int | None = Field(None, description="the id of a saved search")
    format: Literal["docx", "zip"] = Field("docx", description="one file for all, or one each")
    reason: Printable = Field(min_length=1, description="everybody who gets a letter can read it")


class TemplateQuery(Schema):
    after: After = ""


@router.get("", response={200: LetterTemplatePage, 404: Problem}, operation_id="letters_templates")
@requires("mailings.print")
def templates(request, asked: Query[TemplateQuery]):
    """The templates that I may use: my unions' and those lent by unions above."""
    rows = LetterTemplate.objects.usable(request.scope).select_related("organisation")
    page = keyset(rows, ("name", "pk"), asked.after)
    return {"items": page.rows, "after": page.after}


@router.post("", response={201: LetterTemplateOut, **PROBLEMS}, operation_id="letters_upload")
@requires("mailings.print")
def upload(request, data: Form[UploadTemplateIn], file: File[UploadedFile]):
    """Keep a Word file (.docx) as a template, once it was taken apart and tried."""
    units = Organisation.objects.within(request.scope)
    unit = get_object_or_404(units, code=data.organisation)
    made = actions.upload(unit, name=data.name, file=file, by=request.user, on=today())
    return Status(201, made)


@router.get("/fields", response=list[LetterFieldOut], operation_id="letters_fields")
@requires("mailings.print")
def field_list(request):
    """What may stand in a template."""
    plain = [("", code, label) for code, (label, _sample) in fields.PLAIN.items()]
    of = [(name, k, label) for name, row in fields.LISTS.items() for k, (label, _s) in row.items()]
    return [{"code": code, "label": str(label), "list": name} for name, code, label in plain + of]


@router.get(
    "/sample/{language}", response={404: Problem}, operation_id="letters_sample",
    openapi_extra=CONTENT,
)  # fmt: skip
@requires("mailings.print")
def sample(request, language: Literal["zh", "en"]):
    """A template with every field, to begin from."""
    return views.sample_file(request, language)


@router.get(
    "/{key}", response={200: LetterTemplateOut, 404: Problem}, operation_id="letters_template"
)
@requires("mailings.print")
def template(request, key: Key):
    """One template."""
    return views.template_of(request, key)


@router.get(
    "/{key}/file", response={404: Problem}, operation_id="letters_template_file",
    openapi_extra=CONTENT,
)  # fmt: skip
@requires("mailings.print")
def template_file(request, key: Key):
    """The template itself."""
    return views.template_file(request, key)


@router.post(
    "/{key}/preview", response={200: PreviewLetterOut, **PROBLEMS}, operation_id="letters_preview"
)
@requires("mailings.print")
def preview(request, key: Key, data: PreviewIn):
    """One member's letter; it shows their file, so it counts as read."""
    found = views.template_of(request, key)
    spells = Spell.objects.held_by(request.scope).select_related("person", "organisation")
    _letter, lines = views.tried_on(request, found, get_object_or_404(spells, pk=data.spell))
    return {"paragraphs": lines}


@router.post("/{key}/merge", response={202: ExportOut, **PROBLEMS}, operation_id="letters_merge")
@requires("mailings.print")
def merge(request, key: Key, data: MergeLettersIn):
    """Ask for letters to many; a job writes them."""
    found = views.template_of(request, key)
    data.filters(request)  # 404 for a union outside the scope
    query = list_query(data, saved=data.saved)
    told = {"query": query, "format": data.format, "reason": data.reason}
    made = actions.merge(found, request.scope, **told, by=request.user, on=today())
    return Status(202, made)


@router.post("/{key}/remove", response={204: None, **PROBLEMS}, operation_id="letters_remove")
@requires("mailings.print")
def remove_template(request, key: Key):
    """Take a template of my unions away; letters made from it stay."""
    actions.remove_template(views.kept_by_me(request, key), by=request.user, on=today())
    return Status(204, None)
