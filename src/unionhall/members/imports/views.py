"""The pages of roster imports: upload, look at every row's fate, apply, undo."""

from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from unionhall.access.scope import requires, scope
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.web import explain_refusal
from unionhall.exchange import actions as exchange
from unionhall.exchange.models import Import
from unionhall.exchange.readers import MAX_SIZE, too_large
from unionhall.members.imports import pages
from unionhall.members.imports.forms import ColumnsForm, UploadForm
from unionhall.members.roster import actions
from unionhall.organisations.models import Organisation

MOST = 100
LARGEST = MAX_SIZE + 2**16  # of a request: the sheet, and what is typed beside it


def _within(request):
    units = Organisation.objects.filter(request.scope.q(""))
    return Import.objects.filter(kind="members", organisation_id__in=units.values("pk"))


def _import(request, pk: int) -> Import:
    return get_object_or_404(_within(request).select_related("uploaded_by", "applied_by"), pk=pk)


@requires("members.import")
def index(request):
    imports = list(_within(request).select_related("uploaded_by").order_by("-pk")[:MOST])
    units = Organisation.objects.in_bulk({row.organisation_id for row in imports})
    rows = [
        {"import": row, "unit": units[row.organisation_id], "tone": pages.TONES[row.state]}
        for row in imports
    ]
    return render(request, "members/imports/index.html", {"rows": rows})


class InMemory(MemoryFileUploadHandler):
    """Keeps an uploaded sheet in memory: no readable copy of it ever lies on a disk."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        self.activated = content_length <= LARGEST


@csrf_exempt
@requires("members.import")
def upload(request):
    """Where the sheet goes is settled before anything of the request is read, its token too."""
    request.upload_handlers = [InMemory(request)]
    return _upload(request)


@csrf_protect
def _upload(request):
    form = UploadForm(request.POST or None, request.FILES or None, scope=request.scope)
    if request.method == "POST" and int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        form.add_error("sheet", too_large())
    refusal = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        sheet, told = data["sheet"], {"organisation": data["union"], "on": data["on"]}
        try:
            made = actions.upload(sheet.read(), sheet.name, by=request.user, **told)
        except Refused as refused:
            refusal = refused
        else:
            return redirect("imports:show", made.pk)
    context = {"form": form, "refusal": refusal}
    return render(request, "members/imports/upload.html", context, status=409 if refusal else 200)


@never_cache
@requires("members.import")
def show(request, pk):
    start = request.GET.get("start", "")
    context = pages.context_of(
        _import(request, pk),
        fate=request.GET.get("fate", ""),
        start=int(start) if start.isdecimal() and len(start) < 9 else 0,
    )
    context["may_undo"] = scope(request.user, "members.undo_import").covers(context["unit"])
    return render(request, "members/imports/show.html", context)


@requires("members.import")
def columns(request, pk, sheet):
    """Say which column holds what, where it was recognised wrongly; the sheet is then checked again."""
    importing = _import(request, pk)
    if importing.state != Import.State.READY or sheet >= len(importing.sheets):
        raise Http404
    about = importing.sheets[sheet]
    form = ColumnsForm(request.POST or None, sheet=about)
    if request.method == "POST" and form.is_valid():
        chosen = importing.chosen | {about["name"]: form.columns()}
        with explain_refusal(request):
            actions.choose_columns(importing, chosen, by=request.user, on=today())
        return redirect("imports:show", importing.pk)
    context = {"importing": importing, "sheet": about, "form": form}
    return render(request, "members/imports/columns.html", context)


@require_POST
@requires("members.import")
def apply(request, pk):
    importing = _import(request, pk)
    with explain_refusal(request):
        actions.apply(importing, by=request.user, on=today())
    return redirect("imports:show", importing.pk)


@require_POST
@requires("members.import")
def dismiss(request, pk):
    importing = _import(request, pk)
    with explain_refusal(request):
        exchange.dismiss(importing, by=request.user, on=today())
    return redirect("imports:index")


@require_POST
@requires("members.undo_import")
def undo(request, pk):
    importing = _import(request, pk)
    with explain_refusal(request):
        actions.undo(importing, by=request.user, on=today())
    return redirect("imports:show", importing.pk)


@requires("members.import")
def refused(request, pk):
    return pages.refused_sheet(_import(request, pk))
