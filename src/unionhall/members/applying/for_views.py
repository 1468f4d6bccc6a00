"""A delegate brings an application for the member they act for, and follows it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from unionhall.access.scope import own
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.web import explain_refusal
from unionhall.members.applying import actions, owed
from unionhall.members.applying.forms import ForForm
from unionhall.members.applying.models import Application
from unionhall.members.delegates.acting import acting_under, looked_at
from unionhall.members.delegates.models import Delegation


@never_cache
@own
@sensitive_post_parameters("id_number")
def apply_for(request, uid):
    """Which union; what the register has of them nobody types, and the delegate does not see."""
    acting = acting_under(request, uid, actions.APPLICATIONS)
    form, refusal, status = ForForm(request.POST or None, person=acting.person), None, 200
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        del told["free_will"]
        try:
            made = actions.apply_for(acting, told.pop("union"), **told, by=request.user, on=today())
        except Refused as error:
            refusal, status = error, 409
        else:
            said = _("Sent. %(name)s has been told.") % {"name": acting.person.name}
            messages.success(request, said)
            return redirect("applying:application_for", acting.uid, made.uid)
    elif request.method == "POST":
        status = 422
    context = {
        "acting": acting,
        "form": form,
        "refusal": refusal,
        "brought": followed(acting).order_by("-pk")[:50],
    }
    return render(request, "members/applying/apply_for.html", context, status=status)


@never_cache
@own
def application_for(request, uid, application):
    """How one of them stands, as the member reads it; they read that it was looked at."""
    acting = acting_under(request, uid, actions.APPLICATIONS)
    row = get_object_or_404(followed(acting), uid=application)
    looked_at(request, acting)
    context = {
        "acting": acting,
        "application": row,
        "due": owed.promised(row) if row.is_waiting else None,
        "rule": owed.RULE,
        "today": today(),
    }
    return render(request, "members/applying/application_for.html", context)


@require_POST
@own
def withdraw_application_for(request, uid, application):
    """Take it back for them."""
    acting = acting_under(request, uid, actions.APPLICATIONS)
    row = get_object_or_404(followed(acting), uid=application)
    with explain_refusal(request):
        actions.withdraw_application(row, by=request.user, on=today())
        messages.success(request, _("Withdrawn. Nothing changes."))
    return redirect("applying:application_for", acting.uid, row.uid)


def followed(acting: Delegation):
    """What was brought under this delegation, and nothing else of the member's."""
    return Application.objects.filter(delegation=acting).select_related(
        "organisation__parent", "person", "transfer__spell__organisation"
    )
