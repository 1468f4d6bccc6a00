"""The officer's inbox of duties, a duty's page, and passing one on."""

from datetime import date, timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from unionhall.access.scope import can, own, requires
from unionhall.core.clock import today
from unionhall.core.paging import keyset
from unionhall.core.web import explain_refusal
from unionhall.duties import actions, schedule
from unionhall.duties.forms import SHOWN, FilterForm, PassOnForm
from unionhall.duties.models import Duty
from unionhall.duties.queries import WEEK, for_list, narrowed, receivers, with_subjects
from unionhall.duties.story import story


@own
def inbox(request):
    """Open duties by date, overdue first: one's own, one's offices', or one's units'."""
    on, form = today(), FilterForm(request.GET)
    chosen = form.chosen()
    duties = narrowed(Duty.objects.open(), chosen, user=request.user, on=on)
    page = keyset(for_list(duties), ("due_on", "pk"), request.GET.get("at", ""))
    rows = with_subjects(page, user=request.user)
    context = {
        "form": form,
        "tabs": _tabs(chosen),
        "groups": _grouped(rows, on),
        "page": page,
        "today": on,
        "filtered": bool(chosen.keys() - {"show"}),
        "query": urlencode(chosen),
    }
    return render(request, "duties/inbox.html", context)


def _tabs(chosen: dict[str, str]) -> list[dict]:
    shown = chosen.get("show", "mine")
    return [
        {"label": label, "url": f"?{urlencode({**chosen, 'show': show})}", "current": show == shown}
        for show, label in SHOWN
    ]


def _grouped(rows, on: date) -> list[tuple[str, list]]:
    """The rows under headings by how near their day is; they come in the order of their days."""
    groups: dict[str, list] = {}
    for row in rows:
        groups.setdefault(_when(row.duty, on), []).append(row)
    return list(groups.items())


def _when(duty: Duty, on: date) -> str:
    if duty.paused_on:
        return _("Standing still")
    if duty.due_on < on:
        return _("Overdue")
    if duty.due_on == on:
        return _("Today")
    if duty.due_on < on + timedelta(days=WEEK):
        return _("Within seven days")
    return _("Later")


def _visible(request, pk: int) -> Duty:
    duties = Duty.objects.visible_to(request.user, on=today())
    return get_object_or_404(
        duties.select_related("organisation", "office_at", "held_at", "holder", "fulfilled_by"),
        pk=pk,
    )


@own
def detail(request, pk: int):
    """How a duty's day was reckoned, who holds it, and what has happened to it."""
    duty = _visible(request, pk)
    (row,) = with_subjects([duty], user=request.user)
    context = {
        "duty": duty,
        "row": row,
        "due": schedule.reckoning(duty, duty.events.all()),
        "story": story(duty),
        "today": today(),
        "may_pass_on": duty.is_open and can(request.user, "duties.pass_on", duty),
    }
    return render(request, "duties/detail.html", context)


@requires("duties.pass_on")
def pass_on(request, pk: int):
    """Choose whom to pass a duty on to, and do it."""
    duty = get_object_or_404(Duty.objects.within(request.scope), pk=_visible(request, pk).pk)
    form = PassOnForm(receivers(duty, on=today()), request.POST or None)
    if request.method == "POST" and form.is_valid():
        to = form.receiver()
        with explain_refusal(request):
            actions.pass_on(
                duty,
                to_user=to.user,
                to_office=to.office,
                to_organisation=to.organisation,
                by=request.user,
                on=today(),
            )
            messages.success(request, _("Passed on to %(whom)s.") % {"whom": to})
            return redirect("duties:inbox")
    (row,) = with_subjects([duty], user=request.user)
    return render(request, "duties/pass_on.html", {"duty": duty, "row": row, "form": form})
