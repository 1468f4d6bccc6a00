"""The worker's pages of check-ins: choose and stop, and the one-tap answer."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from unionhall.access.scope import own
from unionhall.cases.models import Case
from unionhall.cases.watch import actions, forms, my_actions, owed
from unionhall.cases.watch.models import UNDONE, WAITING, CheckIn, CheckInState, Watch
from unionhall.core.clock import today
from unionhall.core.errors import Refused


def my_case_of(request, number: str) -> Case:
    rows = Case.objects.filter(person__user=request.user)
    return get_object_or_404(
        rows.select_related("organisation__parent", "person__user"), number=number
    )


def check_in_of(request, uid) -> CheckIn:
    rows = CheckIn.objects.filter(watch__case__person__user=request.user)
    related = ("watch__case__organisation__parent", "watch__case__person__user", "led_to")
    return get_object_or_404(rows.select_related(*related, "watch__case__handler"), uid=uid)


@never_cache
@own
def my_watch(request, number):
    """Whether and when to be asked."""
    case = my_case_of(request, number)
    row = Watch.objects.filter(case=case).first()
    if row is None and case.status not in actions.AFTER:
        raise Http404
    return _shown(request, case, row)


def _shown(request, case: Case, row: Watch | None, *, form=None, refusal=None, status=200):
    possible = my_actions.offered(case, on=today()) if case.status in actions.AFTER else {}
    check_ins = list(row.check_ins.all()) if row else []
    chosen = [one.place for one in check_ins if one.state in UNDONE] or list(possible)
    context = {
        "case": case,
        "watch": row,
        "check_ins": check_ins,
        "form": form or forms.ChooseForm(possible=possible, initial={"places": chosen}),
        "may_choose": bool(possible),
        "move_form": forms.MoveForm(),
        "movable": [CheckInState.PLANNED, *WAITING],
        "refusal": refusal,
    }
    return render(request, "cases/watch/my_watch.html", context, status=status)


@require_POST
@own
def choose(request, number):
    """Choose the days."""
    case = my_case_of(request, number)
    row = Watch.objects.filter(case=case).first()
    form = forms.ChooseForm(request.POST, possible=my_actions.offered(case, on=today()))
    if not form.is_valid():
        return _shown(request, case, row, form=form, status=422)
    try:
        my_actions.choose(case, **form.cleaned_data, by=request.user, on=today())
    except Refused as refused:
        return _shown(request, case, row, refusal=refused, status=409)
    messages.success(request, _("The union will ask you. You can stop it at any time."))
    return redirect("watch:my_watch", number)


@require_POST
@own
def stop(request, number):
    """Be asked no more."""
    case = my_case_of(request, number)
    row = get_object_or_404(
        Watch.objects.filter(case=case).select_related("case__person"), case=case
    )
    try:
        my_actions.stop(row, by=request.user, on=today())
    except Refused as refused:
        return _shown(request, case, row, refusal=refused, status=409)
    messages.success(request, _("You will not be asked any more."))
    return redirect("watch:my_watch", number)


@never_cache
@own
def check_in(request, uid):
    """The question, and three buttons; nothing on it names an employer or a request."""
    return _asked(request, check_in_of(request, uid))


def _asked(request, row: CheckIn, *, form=None, refusal=None, status=200):
    context = {
        "check_in": row,
        "may_answer": row.state in (*WAITING, CheckInState.TO_CALL) and not row.answer,
        "may_tell": row.answer == "happened" and row.led_to is None,
        "form": form or forms.TellForm(),
        "move_form": forms.MoveForm(),
        "protection": owed.protection(),
        "refusal": refusal,
    }
    return render(request, "cases/watch/check_in.html", context, status=status)


def _perform(request, uid, form, act, done: str):
    row = check_in_of(request, uid)
    if not form.is_valid():
        told = form if isinstance(form, forms.TellForm) else None
        return _asked(request, row, form=told, status=422)
    try:
        after = act(row, **form.cleaned_data, by=request.user, on=today())
    except Refused as refused:
        return _asked(request, check_in_of(request, uid), refusal=refused, status=409)
    messages.success(request, done)
    return redirect(after.my_url if after else row.my_url)


@require_POST
@own
def answer(request, uid):
    """One tap."""
    return _perform(request, uid, forms.SayForm(request.POST), my_actions.answer, _("Thank you."))


@require_POST
@own
def move(request, uid):
    """Be asked on another day."""
    done = _("The union asks you on that day.")
    return _perform(request, uid, forms.MoveForm(request.POST), my_actions.move, done)


@require_POST
@own
def tell_more(request, uid):
    """Tell what happened: a new request."""
    done = _("The union has it as a new request. You can follow every step here.")
    return _perform(request, uid, forms.TellForm(request.POST), my_actions.tell_more, done)
