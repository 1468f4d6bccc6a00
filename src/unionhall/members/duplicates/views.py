"""The officer's pages about files that may be one person's."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from unionhall.access.scope import requires
from unionhall.core.clock import today
from unionhall.core.paging import keyset
from unionhall.core.web import explain_refusal
from unionhall.history.actions import read_opened
from unionhall.members import pages
from unionhall.members.duplicates import actions, jobs, queries
from unionhall.members.duplicates.models import Duplicate
from unionhall.members.duplicates.words import told
from unionhall.members.queries import chain_of
from unionhall.organisations.fields import key_of


class DismissForm(forms.Form):
    """Why these are two people."""

    reason = forms.CharField(label=gettext_lazy("Why these are two people"), max_length=300)


def _rows(request):
    return Duplicate.objects.within(request.scope).select_related("first", "second")


@requires("members.merge")
def index(request):
    """Pairs of my unions, the surest first; or those said to be two people."""
    dismissed, at = "dismissed" in request.GET, request.GET.get("page", "")
    if dismissed:
        page = keyset(_rows(request).dismissed(), ("-dismissed_at", "-pk"), at)
    else:
        page = keyset(_rows(request).waiting(), ("-score", "pk"), at)
    rows = [(pair, *told(pair.reasons)) for pair in page]
    context = {"page": page, "rows": rows, "dismissed": dismissed}
    return render(request, "members/duplicates/index.html", context)


@require_POST
@requires("members.merge")
def find(request):
    """Let a worker look through my unions."""
    for path in request.scope.paths:
        jobs.find.enqueue(key_of(path))
    messages.success(request, _("The search has begun; what it finds will stand here."))
    return redirect("duplicates:index")


@requires("members.merge")
def pair(request, pk):
    """Two files side by side; both count as read."""
    return _shown(request, get_object_or_404(_rows(request), pk=pk))


def _shown(request, found: Duplicate, form=None, status=200):
    people = [found.first, found.second]
    for person in people:
        read_opened(chain_of(person), by=request.user, subject=person, person=str(person.uid))
    on = today()
    speaks_for, against = told(found.reasons)
    context = {
        "pair": found,
        "people": people,
        "lines": queries.compared(*people),
        "memberships": [[pages.stretch(spell, on) for spell in p.memberships] for p in people],
        "speaks_for": speaks_for,
        "against": against,
        "form": form or DismissForm(),
    }
    return render(request, "members/duplicates/pair.html", context, status=status)


@require_POST
@requires("members.merge")
def dismiss(request, pk):
    found, form = get_object_or_404(_rows(request), pk=pk), DismissForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, form, status=422)
    with explain_refusal(request):
        actions.dismiss(found, **form.cleaned_data, by=request.user, on=today())
        messages.success(request, _("Noted: these are two people."))
        return redirect("duplicates:index")
    return redirect(found)


@require_POST
@requires("members.merge")
def reconsider(request, pk):
    found = get_object_or_404(_rows(request), pk=pk)
    with explain_refusal(request):
        actions.reconsider(found, by=request.user, on=today())
        messages.success(request, _("Taken back: the pair waits for a decision again."))
    return redirect(found)
