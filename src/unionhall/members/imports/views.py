"""The pages of roster imports: upload, look at every row's fate, apply, undo."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from unionhall.access.scope import requires, scope
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.web import explain_refusal
from unionhall.exchange import actions
from unionhall.exchange.models import Import
from unionhall.history.actions import act
from unionhall.members.imports import jobs, pages
from unionhall.members.imports.forms import ColumnsForm, UploadForm
from unionhall.members.roster.actions import take_in
from unionhall.organisations.models import Organisation

MOST = 100


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


@requires("members.import")
def upload(request):
    form = UploadForm(request.POST or None, request.FILES or None, scope=request.scope)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("imports:show", _begun(form.cleaned_data, by=request.user).pk)
        except Refused as refused:
            refusal = refused
    context = {"form": form, "refusal": refusal}
    return render(request, "members/imports/upload.html", context, status=409 if refusal else 200)


@act
def _begun(data: dict, *, by) -> Import:
    sheet = data["sheet"]
    importing = take_in(sheet.read(), sheet.name, organisation=data["union"], by=by, on=data["on"])
    jobs.check.enqueue(importing.pk)
    return importing


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
        _check_again(importing, about["name"], form.columns())
        return redirect("imports:show", importing.pk)
    context = {"importing": importing, "sheet": about, "form": form}
    return render(request, "members/imports/columns.html", context)


@act
def _check_again(importing: Import, sheet: str, chosen: dict[str, int]) -> None:
    Import.objects.filter(pk=importing.pk, state=Import.State.READY).update(
        chosen=importing.chosen | {sheet: chosen}, state=Import.State.CHECKING
    )
    jobs.check.enqueue(importing.pk)


@require_POST
@requires("members.import")
def apply(request, pk):
    importing = _import(request, pk)
    with explain_refusal(request):
        _start_applying(importing, by=request.user)
    return redirect("imports:show", importing.pk)


@act
def _start_applying(importing: Import, *, by) -> None:
    won = Import.objects.filter(pk=importing.pk, state=Import.State.READY).update(
        state=Import.State.APPLYING, problem={}
    )
    if not won:
        raise Refused(_("Somebody has applied or dismissed this import already."))
    jobs.apply.enqueue(importing.pk, by.pk)


@require_POST
@requires("members.import")
def dismiss(request, pk):
    importing = _import(request, pk)
    with explain_refusal(request):
        actions.dismiss(importing, by=request.user, on=today())
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
