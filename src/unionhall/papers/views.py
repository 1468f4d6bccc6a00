"""Papers about a request, a dispute …: read, written, looked at before they are issued, voided."""

from base64 import b64encode
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from unionhall.access.scope import own, requires
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.web import explain_refusal
from unionhall.documents.models import Attachment
from unionhall.documents.web import serve
from unionhall.history.actions import read_opened
from unionhall.papers import actions, composing, kinds, typesetting
from unionhall.papers.forms import VoidForm, WriteForm
from unionhall.papers.kinds import Kind, Subject
from unionhall.papers.models import Language, Paper

MOST_PAGES = 20  # shown before a paper is issued


def subject_of(user, name: str, key: str, ability: str, *, on: date) -> tuple[Subject, Any]:
    """What a page of papers is about; 404 where the user may not."""
    about = kinds.subject_named(name)
    row = about.find(key, user, ability, on=on) if about else None
    if about is None or row is None:
        raise Http404
    return about, row


def paper_of(user, uid, ability: str, *, on: date) -> tuple[Paper, Model]:
    """An issued paper and what it is about; 404 where the user may not read that."""
    paper = get_object_or_404(
        Paper.objects.select_related("organisation", "issued_by", "voided_by", "template"), uid=uid
    )
    row = kinds.subject(paper.subject_type).by_id(paper.subject_id, user, ability, on=on)
    if row is None:
        raise Http404
    return paper, row


def opened(user, about: Subject, row: Any, subject: Model) -> None:
    """Put into the record that papers about somebody were read."""
    read_opened(row.chain, by=user, subject=subject, person=about.person(row) or None)


def kind_about(about: Subject, code: str) -> Kind:
    """The kind of that code, if papers of it are issued about such a subject; else 404."""
    found = kinds.kind(code)
    if found is None or found.subject != about.label or not found.is_issued:
        raise Http404
    return found


def possible(about: Subject, row: Model) -> list[Kind]:
    """The kinds that may be written as things stand."""
    return [one for one in kinds.kinds(about.label) if one.is_issued and one.fits(row)]


@never_cache
@requires("papers.view")
def about(request, name, key):
    """The papers about one subject, and those that may be written now."""
    subject, row = subject_of(request.user, name, key, "papers.view", on=today())
    opened(request.user, subject, row, row)
    may = request.scope.also("papers.issue").covers(row.organisation)
    context = {
        "subject": row,
        "name": name,
        "key": key,
        "papers": Paper.objects.of(row).select_related("issued_by"),
        "kinds": possible(subject, row) if may else [],
        "others": len([one for one in kinds.kinds(subject.label) if one.is_issued]) if may else 0,
        "may_keep": bool(request.scope.also("papers.set_templates")),
    }
    return render(request, "papers/about.html", context)


@never_cache
@requires("papers.issue")
def write(request, name, key, code):
    """One paper: its values, how it will look, and the button that issues it."""
    on = today()
    subject, row = subject_of(request.user, name, key, "papers.issue", on=on)
    kind = kind_about(subject, code)
    opened(request.user, subject, row, row)
    language = request.GET.get("language", Language.ZH.value)
    if language not in Language.values:
        raise Http404
    template, own_template = composing.in_use(kind, row.organisation, language)
    form = WriteForm(
        request.POST or None,
        asked=composing.asked(kind, language, template.fields),
        values=composing.values(kind, row, language, on=on),
        for_worker=kind.for_worker if subject.tell else None,
    )
    context = {
        "subject": row, "name": name, "key": key, "kind": kind, "form": form, "language": language,
        "template": own_template, "tabs": _languages(language),
    }  # fmt: skip
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                if "issue" in request.POST:
                    return _issued(request, kind, row, language, form)
                context["pages"] = _pages(kind, row, language, form)
                status = 200
            except Refused as refused:
                context["refusal"], status = refused, 409
    return render(request, "papers/write.html", context, status=status)


def _issued(request, kind: Kind, row: Model, language: str, form: WriteForm) -> HttpResponse:
    paper = actions.issue(
        kind,
        row,
        language=language,
        changed=form.changed,
        to_worker=form.cleaned_data.get("to_worker", False),
        by=request.user,
        on=today(),
    )
    messages.success(request, _("Issued as %(code)s.") % {"code": paper.code})
    return redirect(paper)


def _pages(kind: Kind, row: Model, language: str, form: WriteForm) -> list[str]:
    """How it would look now, page by page, as images that stand in the page itself."""
    made = actions.preview(kind, row, language, form.changed, on=today())
    return [
        "data:image/png;base64," + b64encode(page).decode()
        for page in typesetting.pictures(made.sheet)[:MOST_PAGES]
    ]


def _languages(chosen: str) -> list[dict]:
    return [
        {"label": label, "url": f"?language={value}", "current": value == chosen}
        for value, label in Language.choices
    ]


@never_cache
@requires("papers.view")
def paper(request, uid):
    """One issued paper with its files and their checksums."""
    row, subject = paper_of(request.user, uid, "papers.view", on=today())
    about = kinds.subject(row.subject_type)
    opened(request.user, about, subject, row)
    context = {
        "paper": row,
        "files": row.files,
        "about": (about.name, getattr(subject, about.key)),
        "may_void": not row.voided_on
        and request.scope.also("papers.void").covers(subject.organisation),  # type: ignore[attr-defined]
        "form": VoidForm(),
    }
    return render(request, "papers/paper.html", context)


@requires("papers.view")
def paper_file(request, uid, file):
    """Its Word file or its PDF."""
    row, subject = paper_of(request.user, uid, "papers.view", on=today())
    found = get_object_or_404(Attachment.objects.of(row), uid=file)
    opened(request.user, kinds.subject(row.subject_type), subject, found)
    return serve(found, inline="inline" in request.GET)


@require_POST
@requires("papers.void")
def void(request, uid):
    """Void an issued paper; it stays to be seen."""
    row, subject = paper_of(request.user, uid, "papers.void", on=today())
    form = VoidForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why the paper is voided."))
        return redirect(row)
    with explain_refusal(request):
        actions.void(row, subject, **form.cleaned_data, by=request.user, on=today())
        messages.success(request, _("The paper is voided. It stays to be seen, with the reason."))
    return redirect(row)


def own_paper(user, uid) -> Paper:
    """A paper that was sent to this worker; else 404."""
    row = get_object_or_404(
        Paper.objects.filter(to_worker=True).select_related("organisation"), uid=uid
    )
    about = kinds.subject(row.subject_type)
    if about.mine is None or not about.mine(user).filter(pk=row.subject_id).exists():
        raise Http404
    return row


@never_cache
@own
def my_paper(request, uid):
    """A paper that was sent to me, to read and to keep."""
    row = own_paper(request.user, uid)
    return render(request, "papers/my/paper.html", {"paper": row, "files": row.files})


@own
def my_paper_file(request, uid, file):
    """Its file."""
    row = own_paper(request.user, uid)
    found = get_object_or_404(Attachment.objects.of(row), uid=file)
    return serve(found, inline="inline" in request.GET)
