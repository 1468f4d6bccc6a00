"""The pages of what keeps coming up, and of what is decided about it."""

from datetime import date, timedelta

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from unionhall.access.organisations.pages import turned
from unionhall.access.scope import can, requires, scope
from unionhall.cases.models import Case
from unionhall.cases.patterns import actions, doors, forms, queries
from unionhall.cases.patterns.models import Proposal
from unionhall.cases.queries import readable_by, subtree
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.paging import keyset
from unionhall.core.web import explain_refusal
from unionhall.duties.queries import open_about
from unionhall.organisations.models import Organisation


@requires("cases.patterns")
def patterns(request):
    """Counts by employer and topic, season and rule: exact where one may open the requests behind them."""
    on = today()
    units = Organisation.objects.filter(request.scope.q("")).open().order_by("path")
    top = units.first() or get_object_or_404(units)
    exactly = scope(request.user, "cases.view").covers(top)
    if exactly and (code := request.GET.get("unit")):
        top = get_object_or_404(units, code=code)
    if exactly:
        cases = readable_by(request.user, on=on)
    else:
        # It stands still until the month is over: two looks would tell who came in between.
        on = _last_month_end(on)
        cases = Case.objects.filter(is_restricted=False)
    cases = cases.filter(subtree(top).q("organisation"))
    told = {"on": on, "exactly": exactly}
    context = {
        "top": top,
        "exactly": exactly,
        "spans": queries.spans(on),
        "rows": queries.repeated(cases, **told),
        "seasons": queries.seasons(cases, **told),
        "clauses": queries.clauses(cases, **told),
        "open": queries.proposals(request.user, on=today()).open().order_by("opened_on")[:20],
        "today": today(),
    }
    return render(request, "cases/patterns/patterns.html", context)


def _last_month_end(on: date) -> date:
    return on.replace(day=1) - timedelta(days=1)


SHOWN = ("open", "points", "decided")


@requires("cases.patterns")
def proposals(request):
    """Repeated problems to be decided, points for bargaining, and what was decided."""
    shown = request.GET.get("show")
    shown = shown if shown in SHOWN else "open"
    rows = queries.proposals(request.user, on=today())
    rows = {
        "open": rows.open,
        "points": lambda: rows.points().filter(carried_on=None),
        "decided": lambda: rows.exclude(state=Proposal.State.OPEN),
    }[shown]()
    page = keyset(rows, ("-opened_on", "-pk"), request.GET.get("at", ""))
    waiting = open_about(page)
    labels = (_("To be decided"), _("Points for bargaining"), _("Decided"))
    context = {
        "rows": [(row, waiting.get(row.pk)) for row in page],
        "shown": shown,
        "before": turned(request, page.before),
        "after": turned(request, page.after),
        "tabs": [
            {"label": label, "url": f"?show={name}", "current": name == shown}
            for name, label in zip(SHOWN, labels, strict=True)
        ],
        "today": today(),
    }
    return render(request, "cases/patterns/proposals.html", context)


def _proposal_of(request, pk: int) -> Proposal:
    rows = Proposal.objects.within(request.scope)
    related = rows.select_related("organisation", "employer", "decided_by")
    return get_object_or_404(related, pk=pk)


@requires("cases.patterns")
def proposal(request, pk):
    return _page(request, _proposal_of(request, pk))


def _page(request, row: Proposal, *, form=None, refusal=None, status=200):
    decides = can(request.user, actions.DECIDE, row.organisation, on=today())
    context = {
        "proposal": row,
        "duty": open_about([row]).get(row.pk),
        "may_decide": decides and row.is_open,
        "may_carry": decides and row.road == "bargaining" and row.carried_on is None,
        "doors": [
            {"label": door.label, "url": door.open(row)}
            for door in doors.doors()
            if row.is_open and can(request.user, door.ability, row.organisation, on=today())
        ],
        "made": doors.made_of(row),
        "take_form": forms.TakeForm(auto_id="take_%s"),
        "decline_form": form or forms.DeclineForm(auto_id="decline_%s"),
        "refusal": refusal,
        "today": today(),
    }
    return render(request, "cases/patterns/proposal.html", context, status=status)


@require_POST
@requires("cases.decide_pattern")
def take_to_bargaining(request, pk):
    row, form = _proposal_of(request, pk), forms.TakeForm(request.POST)
    with explain_refusal(request):
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        actions.take_to_bargaining(row, reason=reason, by=request.user, on=today())
        messages.success(request, _("It stands on the list of points for bargaining."))
    return redirect(row)


@require_POST
@requires("cases.decide_pattern")
def decline(request, pk):
    row = _proposal_of(request, pk)
    form = forms.DeclineForm(request.POST, auto_id="decline_%s")
    if not form.is_valid():
        return _page(request, row, form=form, status=422)
    try:
        actions.decline(row, **form.cleaned_data, by=request.user, on=today())
    except Refused as refusal:
        return _page(request, row, form=form, refusal=refusal, status=409)
    messages.success(request, _("Declined; the reason stays beside it."))
    return redirect(row)


@require_POST
@requires("cases.decide_pattern")
def carry(request, pk):
    row = _proposal_of(request, pk)
    with explain_refusal(request):
        actions.carry(row, by=request.user, on=today())
        messages.success(request, _("Noted that it was brought to bargaining."))
    return redirect(row)
