"""Changes members propose to their files, for the officers who decide: the list, and old beside new."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from unionhall.access.scope import requires
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.paging import keyset
from unionhall.core.web import explain_refusal
from unionhall.documents.models import Attachment
from unionhall.documents.web import serve
from unionhall.duties.models import Duty
from unionhall.duties.queries import open_about
from unionhall.history.actions import read_opened
from unionhall.members.changes import actions, owed, queries
from unionhall.members.changes.forms import ApproveForm, RefuseForm
from unionhall.members.changes.models import ChangeProposal
from unionhall.members.forms import ReasonForm

SEEN = ("person__user", "organisation", "proposed_by", "decided_by")


@never_cache
@requires("members.approve_changes")
def index(request):
    """What waits in my unions with old and new, the oldest first; or what was decided."""
    rows = ChangeProposal.objects.within(request.scope).select_related(*SEEN)
    decided = "decided" in request.GET
    order = ("-decided_on", "-pk") if decided else ("proposed_on", "pk")
    page = keyset(rows.decided() if decided else rows.waiting(), order, request.GET.get("page", ""))
    waiting = open_about(page)
    context = {
        "page": page,
        "rows": [(row, queries.lines(row), waiting.get(row.pk)) for row in page],
        "decided": decided,
        "waiting": rows.waiting().count(),
        "today": today(),
    }
    return render(request, "members/changes/index.html", context)


@never_cache
@requires("members.approve_changes")
def show(request, pk):
    """One proposal, old beside new; it counts as opening the file."""
    row = row_of(request, pk)
    read(request, row)
    return _shown(request, row)


@require_POST
@requires("members.approve_changes")
def approve_changes(request, pk):
    """Write what is ticked into the file."""
    row, form = row_of(request, pk), ApproveForm(request.POST)
    form.fields["fields_chosen"].choices = [(field, field) for field in row.fields]
    if not form.is_valid():
        return _shown(request, row, approve=form, status=422)
    chosen, reason = form.cleaned_data["fields_chosen"], form.cleaned_data["reason"]
    with explain_refusal(request):
        actions.approve_changes(row, fields=chosen, reason=reason, by=request.user, on=today())
        messages.success(request, _("Written into the file. The member has been told."))
    return redirect(row)


@require_POST
@requires("members.refuse_changes")
def refuse_changes(request, pk):
    """Approve nothing of it, and say why."""
    row, form = row_of(request, pk), RefuseForm(request.POST)
    if not form.is_valid():
        return _shown(request, row, refuse=form, status=422)
    with explain_refusal(request):
        actions.refuse_changes(row, **form.cleaned_data, by=request.user, on=today())
        messages.success(request, _("Refused. The member has been told why."))
    return redirect(row)


@never_cache
@require_POST
@requires("members.reveal_id")
def reveal_id(request, pk):
    """Shown in the answer itself: a redirect would have to carry the numbers."""
    row, form = row_of(request, pk), ReasonForm(request.POST)
    if not form.is_valid():
        return _shown(request, row, reveal=form, status=422)
    try:
        numbers = actions.reveal_id(row, **form.cleaned_data, by=request.user, on=today())
    except Refused as refusal:
        return _shown(request, row, reveal=form, refusal=refusal, status=409)
    return _shown(request, row, numbers=numbers)


@require_POST
@requires("members.approve_changes")
def approve_together(request):
    """Approve the ticked ones whole; those left out are named with the reason."""
    keys = [key for key in request.POST.getlist("proposal") if key.isdigit()][:200]
    rows = ChangeProposal.objects.within(request.scope).waiting().filter(pk__in=keys)
    chosen = list(rows.select_related(*SEEN))
    if not chosen:
        messages.info(request, _("Tick the proposals you approve."))
        return redirect("changes:index")
    done, left = actions.approve_together(chosen, by=request.user, on=today())
    if done:
        said = ngettext("{} proposal approved.", "{} proposals approved.", len(done))
        messages.success(request, said.format(len(done)))
    for one in left:
        messages.warning(request, f"{one.proposal.person.name}: {one.why}")
    return redirect("changes:index")


@requires("members.approve_changes")
def attachment(request, pk, uid):
    """A paper that came with a proposal."""
    row = row_of(request, pk)
    read(request, row)
    return serve(get_object_or_404(Attachment.objects.of(row), uid=uid))


def row_of(request, pk: int) -> ChangeProposal:
    rows = ChangeProposal.objects.within(request.scope).select_related(*SEEN)
    return get_object_or_404(rows, pk=pk)


def read(request, row: ChangeProposal) -> None:
    read_opened(
        row.organisation.chain,
        by=request.user,
        subject=row.person,
        person=str(row.person.uid),
    )


def _shown(
    request, row: ChangeProposal, *, approve=None, refuse=None, reveal=None, numbers=None,
    refusal=None, status=200,
):  # fmt: skip
    """The page of a proposal; `numbers` are the old and the new ID number just opened."""
    waits, place = row.is_waiting, row.organisation
    lines = queries.lines(row)
    if numbers:
        old, new = numbers
        lines = [
            line._replace(old=old or "–", new=new) if line.field == "id_number" else line
            for line in lines
        ]
    context = {
        "proposal": row,
        "lines": lines,
        "changed_meanwhile": any(line.now for line in lines),
        "files": Attachment.objects.of(row),
        "duty": Duty.objects.open().about(row).first(),
        "rule": owed.RULE,
        "today": today(),
        "opens_file": row.person.is_within(request.scope.also("members.view")),
        "approve": approve or ApproveForm(),
        "refuse": refuse or RefuseForm(),
        "reveal": reveal or ReasonForm(),
        "refusal": refusal,
        "may_reveal": waits
        and "id_number" in row.fields
        and not numbers
        and request.scope.also("members.reveal_id").covers(place),
        "may_approve": waits and request.scope.also("members.approve_changes").covers(place),
        "may_refuse": waits and request.scope.also("members.refuse_changes").covers(place),
        "is_own": request.user in (row.person.user, row.proposed_by),
    }
    return render(request, "members/changes/show.html", context, status=status)
