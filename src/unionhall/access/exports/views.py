"""One's own exports: how far they are, downloaded by whoever asked, deleted."""

from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from unionhall.access.scope import own
from unionhall.core.clock import today
from unionhall.core.web import explain_refusal
from unionhall.exchange import store as telling
from unionhall.exchange.exports import actions
from unionhall.exchange.exports.kinds import KINDS
from unionhall.exchange.exports.models import Export
from unionhall.exchange.exports.sheets import MEDIA_TYPES

MOST = 100
State = Export.State
TONES = {
    State.WAITING: "active",
    State.READY: "good",
    State.FAILED: "bad",
    State.REMOVED: "quiet",
}


def mine(request):
    """The exports that the reader asked for."""
    return Export.objects.filter(by=request.user.pk).select_related("by")


def allowed(request, pk: int) -> Export:
    """One of them, if the reader's offices still reach all it shows; else 404."""
    export = get_object_or_404(mine(request), pk=pk)
    if not KINDS[export.kind].may_still(export, request.user):
        raise Http404
    return export


def _row(export: Export) -> dict:
    return {"export": export, "kind": KINDS[export.kind], "tone": TONES[State(export.state)]}


@own
def index(request):
    rows = [_row(export) for export in mine(request).order_by("-pk")[:MOST]]
    return render(request, "exports/index.html", {"rows": rows})


@never_cache
@own
def show(request, pk):
    export = allowed(request, pk)
    done, total = telling.progress(export.uid)
    context = {**_row(export), "done": min(done, total), "total": total or 1}
    return render(request, "exports/show.html", context)


@require_POST
@own
def download(request, pk):
    """By POST: nobody's browser fetches it ahead, and each time is recorded."""
    export = allowed(request, pk)
    with explain_refusal(request):
        return handed_out(export, by=request.user)
    return redirect("exports:show", export.pk)


def handed_out(export: Export, *, by) -> StreamingHttpResponse:
    """The file as an answer that no browser opens by itself or keeps; raises Refused."""
    content = actions.download(export, by=by, on=today())
    answer = StreamingHttpResponse(content, content_type=MEDIA_TYPES[export.format])
    name = quote(export.file_name, safe="")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    answer["Content-Length"] = str(export.size)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
@own
def remove(request, pk):
    export = allowed(request, pk)
    with explain_refusal(request):
        actions.remove(export, by=request.user, on=today())
        messages.success(request, _("The file has been deleted."))
    return redirect("exports:index")
