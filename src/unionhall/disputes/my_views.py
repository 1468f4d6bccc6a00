"""A worker's own disputes, on the phone first; and how a dispute goes, for everybody."""

from django.conf import settings
from django.shortcuts import get_object_or_404, render

from unionhall.access.scope import own, public
from unionhall.cases.explaining import explained, offered
from unionhall.core.clock import today
from unionhall.disputes import pages
from unionhall.disputes.models import Dispute
from unionhall.disputes.procedure import PROCEDURE

MOST = 100


@public
def how_this_goes(request):
    """Every step with who takes it, by when and on what ground; as a picture and as a table."""
    known = offered()
    chosen = known.get(request.GET.get("of", ""), PROCEDURE)
    context = {
        **explained(chosen, on=today(), jurisdiction=settings.UNIONHALL_JURISDICTION),
        "others": [one for one in known.values() if one is not chosen],
        "for_officers": False,
    }
    return render(request, "disputes/how_this_goes.html", context)


@own
def my_disputes(request):
    """The disputes the worker is in, the newest first."""
    rows = Dispute.objects.filter(claimants__person__user=request.user)
    context = {"rows": rows.order_by("-opened_on", "-pk")[:MOST], "today": today()}
    return render(request, "disputes/my/disputes.html", context)


@own
def my_dispute(request, number):
    """One's own dispute: how it stands, what comes next, until when one can apply, what was paid."""
    rows = Dispute.objects.filter(claimants__person__user=request.user)
    row = get_object_or_404(rows.select_related("organisation", "representative"), number=number)
    return render(request, "disputes/my/dispute.html", pages.of_worker(row, request.user))
