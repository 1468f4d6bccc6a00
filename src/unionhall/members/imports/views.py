"""The pages of roster imports: upload, look at every row's fate, apply, undo."""

from django.contrib import messages
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from unionhall.access.scope import requires, scope
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.web import explain_refusal
from unionhall.exchange import store
from unionhall.exchange.choices import Choices
from unionhall.exchange.exports.sheets import MEDIA_TYPES
from unionhall.exchange.models import Import
from unionhall.exchange.readers import MAX_SIZE, too_large
from unionhall.exchange.rest import rest_of
from unionhall.members.imports import pages
from unionhall.members.imports.forms import (
    ChoicesForm,
    ColumnsForm,
    RowForm,
    SendBackForm,
    UploadForm,
)
from unionhall.members.imports.template import template_sheet
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
    return _shown(request, _import(request, pk), reverse("imports:show", args=[pk]))


def _shown(request, importing: Import, here: str, **more):
    start = request.GET.get("start", "")
    context = pages.context_of(
        importing,
        fate=request.GET.get("fate", ""),
        start=int(start) if start.isdecimal() and len(start) < 9 else 0,
        by=request.user,
        here=here,
    )
    context["may_undo"] = scope(request.user, "members.undo_import").covers(context["unit"])
    context["may_take_back"] = importing.asked_by_id == request.user.pk
    return render(request, "members/imports/show.html", context | more)


@require_POST
@requires("members.import")
def choose(request, pk):
    """What of the sheet is taken, all of it or one row left out; and, where it says so, bring it in."""
    importing = _import(request, pk)
    form = (RowForm if "row" in request.POST else ChoicesForm)(request.POST)
    if form.is_valid():
        with explain_refusal(request):
            choices = form.choices(Choices.of(importing))
            actions.choose(importing, choices, by=request.user, on=today())
            if request.POST.get("then") == "apply":
                actions.apply(importing, by=request.user, on=today())
    asked = {name: request.POST[name] for name in ("fate", "start") if request.POST.get(name)}
    return redirect(f"{reverse('imports:show', args=[pk])}?{urlencode(asked)}")


@never_cache
@requires("members.approve_import")
def second(request, pk):
    """A large import as the second officer sees it."""
    importing = _asked(request, pk)
    here = reverse("imports:second", args=[pk])
    return _shown(request, importing, here, is_second=True, form=SendBackForm())


def _asked(request, pk: int) -> Import:
    row = _import(request, pk)
    if row.state not in (Import.State.ASKED, Import.State.APPLYING) or not row.asked_by_id:
        raise Http404
    return row


@require_POST
@requires("members.approve_import")
def approve(request, pk):
    importing = _asked(request, pk)
    with explain_refusal(request):
        actions.approve(importing, by=request.user, on=today())
        messages.success(request, _("Approved; the rows are being brought in."))
        return redirect("start")
    return redirect("imports:second", pk)


@require_POST
@requires("members.approve_import")
def send_back(request, pk):
    importing, form = _asked(request, pk), SendBackForm(request.POST)
    if not form.is_valid():
        here = reverse("imports:second", args=[pk])
        return _shown(request, importing, here, is_second=True, form=form)
    with explain_refusal(request):
        reason = form.cleaned_data["reason"]
        actions.send_back(importing, reason=reason, by=request.user, on=today())
        messages.success(request, _("Sent back."))
        return redirect("start")
    return redirect("imports:second", pk)


@require_POST
@requires("members.import")
def take_back(request, pk):
    """Take an import back that waits for a second officer, to change it."""
    importing = _import(request, pk)
    if importing.asked_by_id != request.user.pk:
        raise Http404
    with explain_refusal(request):
        actions.send_back(importing, reason="", by=request.user, on=today())
    return redirect("imports:show", pk)


@requires("members.import")
def rest(request, pk):
    """What applying left over, to mend and bring again."""
    return rest_sheet(_import(request, pk))


def rest_sheet(importing: Import) -> HttpResponse:
    """The sheet of what was or would be left over; 404 when there is none, or its days are gone."""
    try:
        content = (
            rest_of(importing)
            if importing.state in Import.SHOWN
            else store.read_rest(importing.uid)
        )
    except FileNotFoundError:
        content = b""
    if not content:
        raise Http404
    answer = HttpResponse(content, content_type=MEDIA_TYPES["xlsx"])
    name = f"{importing.file_name.rsplit('.', 1)[0]} - {_('left over')}.xlsx"
    answer["Content-Disposition"] = content_disposition_header(True, name)
    answer["Cache-Control"] = "no-store"
    return answer


@requires("members.import")
def template(request):
    """An empty sheet with the headings and drop-downs."""
    answer = HttpResponse(template_sheet(), content_type=MEDIA_TYPES["xlsx"])
    answer["Content-Disposition"] = content_disposition_header(
        True, f"{_('Membership sheet')}.xlsx"
    )
    return answer


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
