"""The pages of employers' lists: upload, look at every row's fate, apply, undo."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from unionhall.access.scope import requires
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.web import explain_refusal
from unionhall.exchange import actions as exchange
from unionhall.exchange.models import Import
from unionhall.exchange.readers import too_large
from unionhall.members.imports.views import LARGEST, MOST, InMemory, rest_sheet
from unionhall.organisations.models import Organisation
from unionhall.organising.employers_in import actions, pages
from unionhall.organising.employers_in.forms import ColumnsForm, UploadForm


def within(scope):
    """The imports of employers' lists into the unions of a scope."""
    units = Organisation.objects.within(scope).values("pk")
    return Import.objects.filter(kind=actions.EMPLOYERS, organisation_id__in=units)


def _import(request, pk: int) -> Import:
    rows = within(request.scope).select_related("uploaded_by", "applied_by")
    return get_object_or_404(rows, pk=pk)


@requires("employers.import")
def index(request):
    imports = list(within(request.scope).select_related("uploaded_by").order_by("-pk")[:MOST])
    units = Organisation.objects.in_bulk({row.organisation_id for row in imports})
    rows = [
        {"import": row, "unit": units[row.organisation_id], "tone": pages.TONES[row.state]}
        for row in imports
    ]
    return render(request, "organising/employers_in/index.html", {"rows": rows})


@csrf_exempt
@requires("employers.import")
def upload(request):
    """Where the list goes is settled before anything of the request is read, its token too."""
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
            return redirect("employer_imports:show", made.pk)
    context = {"form": form, "refusal": refusal}
    status = 409 if refusal else 200
    return render(request, "organising/employers_in/upload.html", context, status=status)


@never_cache
@requires("employers.import")
def show(request, pk):
    start = request.GET.get("start", "")
    context = pages.context_of(
        _import(request, pk),
        fate=request.GET.get("fate", ""),
        start=int(start) if start.isdecimal() and len(start) < 9 else 0,
    )
    context["may_undo"] = request.scope.also("employers.undo_import").covers(context["unit"])
    return render(request, "organising/employers_in/show.html", context)


@requires("employers.import")
def columns(request, pk, sheet):
    """Say which column holds what, where it was recognised wrongly; the list is then checked again."""
    importing = _import(request, pk)
    if importing.state != Import.State.READY or sheet >= len(importing.sheets):
        raise Http404
    about = importing.sheets[sheet]
    form = ColumnsForm(request.POST or None, sheet=about)
    if request.method == "POST" and form.is_valid():
        chosen = importing.chosen | {about["name"]: form.columns()}
        with explain_refusal(request):
            actions.choose_columns(importing, chosen, by=request.user, on=today())
        return redirect("employer_imports:show", importing.pk)
    context = {"importing": importing, "sheet": about, "form": form}
    return render(request, "organising/employers_in/columns.html", context)


@require_POST
@requires("employers.import")
def apply(request, pk):
    importing = _import(request, pk)
    with explain_refusal(request):
        actions.apply(importing, by=request.user, on=today())
    return redirect("employer_imports:show", importing.pk)


@require_POST
@requires("employers.import")
def dismiss(request, pk):
    importing = _import(request, pk)
    with explain_refusal(request):
        exchange.dismiss(importing, by=request.user, on=today())
    return redirect("employer_imports:index")


@require_POST
@requires("employers.undo_import")
def undo(request, pk):
    importing = _import(request, pk)
    with explain_refusal(request):
        actions.undo(importing, by=request.user, on=today())
    return redirect("employer_imports:show", importing.pk)


@requires("employers.import")
def refused(request, pk):
    return pages.refused_sheet(_import(request, pk))


@requires("employers.import")
def rest(request, pk):
    """What applying left over, to mend and bring again."""
    return rest_sheet(_import(request, pk))
