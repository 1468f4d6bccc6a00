"""The officers' pages of check-ins: how one worker's stand, offering them, calls, and the figures."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from unionhall.access.scope import requires
from unionhall.cases import queries
from unionhall.cases.models import Case
from unionhall.cases.watch import actions, figures, forms, owed
from unionhall.cases.watch.models import CheckIn, CheckInState, Watch, WatchAnswer
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.duties.queries import open_about
from unionhall.history.actions import read_opened


def case_of(request, number: str) -> Case:
    """The request, if the reader may look after its worker."""
    rows = queries.readable_by(request.user, "cases.offer_watch", on=today())
    related = rows.select_related("organisation__parent", "person__user", "handler")
    return get_object_or_404(related, number=number)


def check_in_of(request, number: str, uid) -> CheckIn:
    """One of the request's check-ins."""
    rows = CheckIn.objects.filter(watch__case=case_of(request, number))
    related = rows.select_related("watch__case__organisation", "watch__case__person__user")
    return get_object_or_404(related, uid=uid)


@requires("cases.offer_watch")
def watch(request, number):
    """How the check-ins stand; that they were looked at stands in the worker's list of readings."""
    case = case_of(request, number)
    read_opened(case.chain, by=request.user, subject=case, person=str(case.person.uid))
    return _shown(request, case)


def _shown(request, case: Case, *, refusal=None, status=200):
    row = Watch.objects.filter(case=case).select_related("offered_by").first()
    check_ins = list(row.check_ins.select_related("led_to")) if row else []
    duties = open_about(check_ins)
    context = {
        "case": case,
        "watch": row,
        "check_ins": [(one, duties.get(one.pk)) for one in check_ins],
        "to_call": CheckInState.TO_CALL,
        "may_offer": row is None and case.status in actions.AFTER and case.person.user_id,
        "protection": owed.protection(),
        "refusal": refusal,
        "today": today(),
    }
    return render(request, "cases/watch/watch.html", context, status=status)


@require_POST
@requires("cases.offer_watch")
def offer(request, number):
    """Offer them to the worker."""
    case = case_of(request, number)
    try:
        actions.offer(case, by=request.user, on=today())
    except Refused as refused:
        return _shown(request, case_of(request, number), refusal=refused, status=409)
    messages.success(request, _("Offered. The worker chooses on their own page."))
    return redirect(owed.page_of(case))


@require_POST
@requires("cases.offer_watch")
def call(request, number, uid):
    """Note a call after a check-in."""
    row, form = check_in_of(request, number, uid), forms.CalledForm(request.POST)
    if not form.is_valid():
        return _shown(request, case_of(request, number), status=422)
    try:
        actions.call(row, **form.cleaned_data, by=request.user, on=today())
    except Refused as refused:
        return _shown(request, case_of(request, number), refusal=refused, status=409)
    messages.success(request, _("Noted."))
    return redirect(owed.page_of(row.watch.case))


@requires("cases.dashboard")
def board(request):
    """What was answered, counted; small numbers are hidden from everybody."""
    words = {**dict(WatchAnswer.choices), "": _("No answer yet")}
    rows = [(words[name], cell) for name, cell in figures.table(request.scope)]
    return render(request, "cases/watch/board.html", {"rows": rows})
