"""The pages of templates: which applies where, downloaded, brought, removed; how numbers are written."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from unionhall.access.scope import requires
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.documents.web import serve, word
from unionhall.organisations.fields import key_of
from unionhall.organisations.models import Organisation
from unionhall.papers import actions, composing, kinds
from unionhall.papers.forms import SeriesForm, UploadForm
from unionhall.papers.kinds import Kind
from unionhall.papers.models import Language, PaperTemplate


def union_of(request, pk: int) -> Organisation:
    """A union whose templates the reader keeps; else 404."""
    return get_object_or_404(Organisation.objects.within(request.scope), pk=pk)


def kind_of(code: str) -> Kind:
    """The kind of that code; else 404."""
    found = kinds.kind(code)
    if found is None:
        raise Http404
    return found


@requires("papers.set_templates")
def templates(request):
    """Every kind of paper, of the reader's highest union or of the one asked for."""
    asked = request.GET.get("union", "")
    first = asked if asked.isascii() and asked.isdigit() else key_of(request.scope.paths[0])
    union = union_of(request, int(first))
    own = set(
        PaperTemplate.objects.kept().filter(organisation=union).values_list("kind", flat=True)
    )
    context = {
        "union": union,
        "unions": Organisation.objects.filter(path__in=request.scope.paths),
        "kinds": [
            (one, one.code in own, composing.series_of(one, union).pattern) for one in kinds.kinds()
        ],
    }
    return render(request, "papers/templates.html", context)


@requires("papers.set_templates")
def kind(request, organisation, code):
    """One kind of paper in one union."""
    return _shown(request, union_of(request, organisation), kind_of(code))


def _shown(request, union: Organisation, found: Kind, *, status: int = 200, **bound):
    series = composing.series_of(found, union)
    rows = PaperTemplate.objects.filter(organisation=union, kind=found.code)
    context = {
        "union": union,
        "kind": found,
        "languages": [
            (value, label, composing.template_of(found, union, value))
            for value, label in Language.choices
        ],
        "versions": rows.select_related("by").order_by("-at", "-pk")[:50],
        "upload_form": UploadForm(initial={"language": "zh"}),
        "series_form": SeriesForm(initial={"pattern": series.pattern, "has_head": series.has_head}),
        **bound,
    }
    return render(request, "papers/kind.html", context, status=status)


@requires("papers.set_templates")
def default_file(request, organisation, code, language):
    """Our own template, to begin from."""
    union, found = union_of(request, organisation), kind_of(code)
    if language not in Language.values:
        raise Http404
    return word(composing.default(found, union, language), f"{found.label}-{language}.docx")


@require_POST
@requires("papers.set_templates")
def upload_template(request, organisation, code):
    """A Word file becomes the template, or the page says what is in the way."""
    union, found = union_of(request, organisation), kind_of(code)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _shown(request, union, found, upload_form=form, status=422)
    try:
        actions.upload_template(union, found, **form.cleaned_data, by=request.user, on=today())
    except Refused as refused:
        return _shown(request, union, found, upload_form=form, refusal=refused, status=409)
    messages.success(request, _("From now on papers of this kind are made from it."))
    return redirect("papers:kind", union.pk, found.code)


@require_POST
@requires("papers.set_templates")
def set_series(request, organisation, code):
    """Order how the numbers are written."""
    union, found = union_of(request, organisation), kind_of(code)
    form = SeriesForm(request.POST)
    if not form.is_valid():
        return _shown(request, union, found, series_form=form, status=422)
    try:
        actions.set_series(union, found, **form.cleaned_data, by=request.user, on=today())
    except Refused as refused:
        return _shown(request, union, found, series_form=form, refusal=refused, status=409)
    messages.success(request, _("Papers issued from now on are numbered like this."))
    return redirect("papers:kind", union.pk, found.code)


def template_row(request, pk: int) -> PaperTemplate:
    """A template of the reader's unions; else 404."""
    return get_object_or_404(PaperTemplate.objects.within(request.scope), pk=pk)


@requires("papers.set_templates")
def template_file(request, pk) -> HttpResponse:
    """The Word file of one version."""
    file = template_row(request, pk).file
    if file is None:
        raise Http404
    return serve(file)


@require_POST
@requires("papers.set_templates")
def remove_template(request, pk):
    """Take a template out of use."""
    row = template_row(request, pk)
    try:
        actions.remove_template(row, by=request.user, on=today())
        messages.success(request, _("It is out of use; papers made from it stay."))
    except Refused as refused:
        messages.error(request, refused.reason)
    return redirect(reverse("papers:kind", args=[row.organisation_id, row.kind]))
