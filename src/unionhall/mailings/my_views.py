"""A member reads what was sent to many, and declines its kind."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from unionhall.access.scope import own
from unionhall.core.clock import today
from unionhall.core.paging import keyset
from unionhall.core.web import explain_refusal
from unionhall.mailings import actions, queries
from unionhall.notifications.queries import declined


@own
def my_messages(request):
    """What the union sent to many and to me, the latest first."""
    page = keyset(queries.received(request.user), ("-pk",), request.GET.get("at", ""), size=30)
    return render(request, "mailings/my_messages.html", {"page": page})


@own
def read(request, uid):
    """One of them, with who sent it, why I got it, and how to decline the kind."""
    line = get_object_or_404(queries.received(request.user), mailing__uid=uid)
    mailing = line.mailing
    context = {
        "mailing": mailing,
        "text": mailing.text_for(line.values),
        "has_declined": request.user.pk in declined(mailing.facts.template, [request.user.pk]),
    }
    return render(request, "mailings/read.html", context)


@require_POST
@own
def decline(request, uid):
    """No more of this kind."""
    line = get_object_or_404(queries.received(request.user), mailing__uid=uid)
    with explain_refusal(request):
        actions.decline(line, by=request.user, on=today())
        messages.success(request, _("You will get no more of this kind."))
    return redirect(line.mailing.reading_url)
