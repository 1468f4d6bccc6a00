"""The pages of Word templates: kept, tried on one member, merged for many."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from unionhall.access.scope import requires
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.paging import keyset
from unionhall.core.web import explain_refusal
from unionhall.documents.web import serve, word
from unionhall.mailings import audience
from unionhall.mailings.letters import actions, fields
from unionhall.mailings.letters.forms import MergeForm, TryForm, UploadTemplateForm
from unionhall.mailings.letters.models import LetterTemplate
from unionhall.mailings.letters.samples import TEXTS, sample
from unionhall.members import queries
from unionhall.members.models import Spell
from unionhall.members.queries import Filters
from unionhall.organisations.fields import key_of
from unionhall.organisations.models import Organisation


def template_of(request, pk: int) -> LetterTemplate:
    """One that the reader may use; else 404."""
    rows = LetterTemplate.objects.usable(request.scope)
    return get_object_or_404(rows.select_related("organisation", "by"), pk=pk)


def kept_by_me(request, pk: int) -> LetterTemplate:
    """One of the reader's own unions, which alone they may remove."""
    return get_object_or_404(LetterTemplate.objects.kept().within(request.scope), pk=pk)


@requires("mailings.print")
def templates(request):
    """The templates one may use, and one more."""
    page = keyset(
        LetterTemplate.objects.usable(request.scope).select_related("organisation", "by"),
        ("name", "pk"),
        request.GET.get("at", ""),
    )
    return render(request, "mailings/letters/index.html", {"page": page})


@requires("mailings.print")
def upload(request):
    """A Word file becomes a template, or the page says what is in the way."""
    form = UploadTemplateForm(request.scope, request.POST or None, request.FILES or None)
    refusal, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            told = form.cleaned_data
            try:
                made = actions.upload(
                    told["organisation"],
                    name=told["name"],
                    file=told["file"],
                    by=request.user,
                    on=today(),
                )
            except Refused as refused:
                refusal, status = refused, 409
            else:
                return redirect(made)
    context = {"form": form, "refusal": refusal}
    return render(request, "mailings/letters/upload.html", context, status=status)


@requires("mailings.print")
def field_list(request):
    """Which fields there are, and how they are written."""
    context = {"plain": fields.PLAIN.items(), "lists": fields.LISTS.items()}
    return render(request, "mailings/letters/fields.html", context)


@requires("mailings.print")
def sample_file(request, language):
    """A template with every field, to begin from."""
    if language not in TEXTS:
        raise Http404
    return word(sample(language), _("sample template") + f"-{language}.docx")


@never_cache
@requires("mailings.print")
def template(request, pk):
    return _shown(request, template_of(request, pk))


def _shown(request, found: LetterTemplate, *, status: int = 200, **more):
    context = {
        "template": found,
        "fields": [(code, fields.PLAIN[code][0]) for code in found.fields if code in fields.PLAIN],
        "lists": [code for code in found.fields if code in fields.LISTS],
        "try_form": TryForm(),
        "may_remove": request.scope.covers(found.organisation),
        **more,
    }
    return render(request, "mailings/letters/template.html", context, status=status)


@requires("mailings.print")
def template_file(request, pk):
    """The template itself, to change it in Word."""
    file = template_of(request, pk).file
    if file is None:
        raise Http404
    return serve(file)


@require_POST
@requires("mailings.print")
def preview(request, pk):
    """One member's letter: shown here, or as the file it will be."""
    found, form = template_of(request, pk), TryForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, try_form=form, status=422)
    filters = Filters(request.scope, today())
    spell = next(iter(queries.searched(form.cleaned_data["member"], filters, size=1)), None)
    if spell is None:
        form.add_error("member", _("Nobody in your unions is called so."))
        return _shown(request, found, try_form=form, status=422)
    try:
        letter, lines = tried_on(request, found, spell)
    except Refused as refused:
        return _shown(request, found, try_form=form, refusal=refused, status=409)
    if request.POST.get("as") == "file":
        return word(letter, f"{found.name}.docx")
    more = {"lines": lines, "on_whom": spell.person.name}
    return _shown(request, found, try_form=form, **more)


def tried_on(request, found: LetterTemplate, spell: Spell) -> tuple[bytes, list[str]]:
    """One member's letter and its paragraphs, from the reader's first union."""
    sender = Organisation.objects.get(pk=key_of(request.scope.paths[0]))
    return actions.preview(found, spell, sender, by=request.user, on=today())


@requires("mailings.print")
def merge(request, pk):
    """To whom, as which files and why; then on to the page of the export."""
    found = template_of(request, pk)
    initial = {name: request.GET.get(name, "") for name in ("unit", "saved")}
    form = MergeForm(request.scope, request.POST or None, initial={**initial, "format": "docx"})
    refusal, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            told = form.cleaned_data
            saved = told["saved"]
            query = audience.query_of(
                request.GET, unit=told["unit"], saved=saved.pk if saved else ""
            )
            try:
                made = actions.merge(
                    found,
                    request.scope,
                    query=query,
                    format=told["format"],
                    reason=told["reason"],
                    by=request.user,
                    on=today(),
                )
            except Refused as refused:
                refusal, status = refused, 409
            else:
                return redirect("exports:show", made.pk)
    context = {"template": found, "form": form, "refusal": refusal}
    return render(request, "mailings/letters/merge.html", context, status=status)


@require_POST
@requires("mailings.print")
def remove_template(request, pk):
    found = kept_by_me(request, pk)
    with explain_refusal(request):
        actions.remove_template(found, by=request.user, on=today())
        messages.success(request, _("The template has been removed."))
    return redirect("mailings:templates")
