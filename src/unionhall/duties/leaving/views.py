"""The pages of a desk handed over: whose, what lies on it, the preview, and the list that both sign."""

from itertools import groupby

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from unionhall.access.scope import own, requires, scope
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.duties.leaving import actions, queries
from unionhall.duties.leaving.forms import HandOverDeskForm
from unionhall.duties.leaving.holdings import Desk, holdings
from unionhall.duties.leaving.models import DeskHandover

ABILITY = "duties.hand_over_desk"


@requires(ABILITY)
def index(request):
    """Officers of the unions the reader leads, and the lists there are."""
    done = queries.readable(request.user, request.scope)
    context = {
        "leavers": queries.officers(request.scope, on=today()),
        "handovers": done.select_related("leaver", "organisation").order_by("-pk")[:50],
        "today": today(),
    }
    return render(request, "duties/leaving/index.html", context)


@never_cache
@requires(ABILITY)
def hand_over_desk(request, organisation, user):
    """All that lies on a desk in one page; to whom each kind goes, the preview, and the act."""
    on = today()
    leaving = queries.leaver(request.scope, organisation, user, on=on)
    if leaving is None:
        raise Http404
    desk = Desk(leaving.user, leaving.organisation, request.user, on)
    kinds = [(holding, holding.rows(desk)) for holding in holdings()]
    kinds = [(holding, rows) for holding, rows in kinds if rows]
    users = queries.colleagues(leaving, on=on)
    form = HandOverDeskForm(
        request.POST or None, holdings=[holding for holding, _rows in kinds], users=users
    )
    preview, refusal, status = None, None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                if request.POST.get("do") == "hand_over_desk":
                    return redirect(_done(request, leaving, form, on))
                preview, status = _preview(request, leaving, form, on), 200
            except Refused as refused:
                refusal, status = refused, 409
    context = {
        "leaving": leaving,
        "kinds": kinds,
        "form": form,
        "preview": preview,
        "refusal": refusal,
        "today": on,
    }
    return render(request, "duties/leaving/hand_over_desk.html", context, status=status)


def _done(request, leaving, form, on) -> DeskHandover:
    return actions.hand_over_desk(
        leaving.user,
        leaving.organisation,
        form.receivers(),
        reason=form.cleaned_data["reason"],
        by=request.user,
        on=on,
    )


def _preview(request, leaving, form, on) -> list[actions.Given]:
    return actions.rehearse(
        leaving.user, leaving.organisation, form.receivers(), by=request.user, on=on
    )


def _handover(request, uid) -> DeskHandover:
    rows = queries.readable(request.user, scope(request.user, ABILITY))
    found = rows.select_related("organisation", "leaver", "by")
    return get_object_or_404(found, uid=uid)


def _lines(row: DeskHandover, user) -> dict:
    """The lines by who took them over, and those nobody took; as far as the reader may know of them."""
    labels = {holding.name: str(holding.label) for holding in holdings()}
    rows = queries.shown(row, user)
    lines = list(rows.select_related("to").order_by("to__name", "to", "kind", "due_on", "pk"))
    told = [(line, labels.get(line.kind, line.kind)) for line in lines]
    taken = [pair for pair in told if pair[0].to_id]
    return {
        "handover": row,
        "taken": [(to, list(pairs)) for to, pairs in groupby(taken, key=lambda pair: pair[0].to)],
        "left": [pair for pair in told if not pair[0].to_id],
    }


@own
def handover(request, uid):
    """What was handed over to whom, and what nobody took; for those who took part and who lead there."""
    row = _handover(request, uid)
    return render(request, "duties/leaving/handover.html", _lines(row, request.user))


@own
def paper(request, uid):
    """The same as a paper that both sign."""
    row = _handover(request, uid)
    context = _lines(row, request.user) | {"back_url": row.get_absolute_url()}
    return render(request, "duties/leaving/paper.html", context)
