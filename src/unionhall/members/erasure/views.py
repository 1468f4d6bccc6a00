"""Pages of erasure: what waits, one request with what would go and what forbids it, holds, and a person's own."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from unionhall.access.scope import own, requires
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.paging import keyset
from unionhall.core.web import explain_refusal
from unionhall.duties.models import Duty
from unionhall.duties.queries import open_about
from unionhall.history.actions import read_opened
from unionhall.members.erasure import actions
from unionhall.members.erasure.forms import AskErasureForm, EraseForm, HoldForm, WhyNotForm
from unionhall.members.erasure.models import Erasure, Hold
from unionhall.members.erasure.own import waiting_for
from unionhall.members.erasure.parts import obstacles, parts
from unionhall.members.models import Person
from unionhall.members.queries import chain_of, files_of

SEEN = ("person", "organisation", "asked_by", "decided_by")


@requires("members.erase")
def index(request):
    """Requests that wait in my unions, the oldest first; or what was decided."""
    rows = Erasure.objects.within(request.scope).select_related(*SEEN)
    done = "done" in request.GET
    order = ("-decided_on", "-pk") if done else ("asked_on", "pk")
    page = keyset(rows.decided() if done else rows.waiting(), order, request.GET.get("page", ""))
    waiting = open_about(page)
    context = {
        "page": page,
        "rows": [(row, waiting.get(row.pk)) for row in page],
        "done": done,
        "waiting": rows.waiting().count(),
        "today": today(),
    }
    return render(request, "members/erasure/index.html", context)


@requires("members.erase")
def show(request, pk):
    """One request; it names a person, so it counts as read."""
    return _shown(request, row_of(request, pk))


def row_of(request, pk: int) -> Erasure:
    rows = Erasure.objects.within(request.scope).select_related(*SEEN)
    return get_object_or_404(rows, pk=pk)


def _shown(request, row: Erasure, *, sure=None, why_not=None, status: int = 200):
    person = row.person
    read_opened(chain_of(person), by=request.user, subject=person, person=str(person.uid))
    context = {
        "erasure": row,
        "duty": Duty.objects.open().about(row).first(),
        "today": today(),
        "parts": parts(),
        "obstacles": obstacles(files_of(person), today()) if row.is_waiting else [],
        "sure": sure or EraseForm(),
        "why_not": why_not or WhyNotForm(),
    }
    return render(request, "members/erasure/show.html", context, status=status)


@require_POST
@requires("members.erase")
def erase(request, pk):
    """Erase; the form wants it said that it is meant."""
    row, form = row_of(request, pk), EraseForm(request.POST)
    if not form.is_valid():
        return _shown(request, row, sure=form, status=422)
    with explain_refusal(request):
        actions.erase(row, by=request.user, on=today())
        messages.success(request, _("Erased. What is left names nobody."))
    return redirect(row)


@require_POST
@requires("members.erase")
def refuse_erasure(request, pk):
    row, form = row_of(request, pk), WhyNotForm(request.POST)
    if not form.is_valid():
        return _shown(request, row, why_not=form, status=422)
    with explain_refusal(request):
        actions.refuse_erasure(row, **form.cleaned_data, by=request.user, on=today())
        messages.success(request, _("Refused. The person has been told why."))
    return redirect(row)


def _person(request, pk: int) -> Person:
    return get_object_or_404(Person.objects.within(request.scope), pk=pk)


@requires("members.erase")
def ask(request, pk):
    """An officer takes down that somebody asked, on paper or at the counter."""
    person, form, refusal = _person(request, pk), AskErasureForm(request.POST or None), None
    read_opened(chain_of(person), by=request.user, subject=person, person=str(person.uid))
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(actions.ask(person, **form.cleaned_data, by=request.user, on=today()))
        except Refused as error:
            refusal = error
    context = {"person": person, "form": form, "refusal": refusal}
    status = 409 if refusal else 200
    return render(request, "members/erasure/ask.html", context, status=status)


@requires("members.hold")
def holds(request, pk):
    """What keeps a person's data, and a new hold."""
    person, form, refusal = _person(request, pk), HoldForm(request.POST or None), None
    read_opened(chain_of(person), by=request.user, subject=person, person=str(person.uid))
    if request.method == "POST" and form.is_valid():
        try:
            actions.hold(person, **form.cleaned_data, by=request.user, on=today())
            messages.success(request, _("Held. Nothing of this person can be erased meanwhile."))
            return redirect("erasure:holds", person.pk)
        except Refused as error:
            refusal = error
    on = today()
    context = {
        "person": person,
        "form": form,
        "refusal": refusal,
        "standing": person.holds.in_force(on=on).select_related("set_by").order_by("pk"),
        "past": person.holds.past(on=on).select_related("set_by").order_by("-pk"),
    }
    return render(request, "members/erasure/holds.html", context, status=409 if refusal else 200)


@require_POST
@requires("members.hold")
def release_hold(request, pk):
    people = Person.objects.within(request.scope)
    row = get_object_or_404(Hold.objects.select_related("person"), pk=pk, person__in=people)
    with explain_refusal(request):
        actions.release_hold(row, by=request.user, on=today())
        messages.success(request, _("Released."))
    return redirect("erasure:holds", row.person_id)


@require_POST
@own
def my_ask(request):
    """A person asks on the phone that their data be erased."""
    person, form = get_object_or_404(Person, user=request.user), AskErasureForm(request.POST)
    if form.is_valid():
        with explain_refusal(request):
            actions.ask(person, **form.cleaned_data, by=request.user, on=today())
            messages.success(request, _("Asked. The union decides on it, and you read here how."))
    return redirect("members:take_out")


@require_POST
@own
def my_withdraw(request):
    person = get_object_or_404(Person, user=request.user)
    row = waiting_for(person)
    if row:
        with explain_refusal(request):
            actions.withdraw_erasure(row, by=request.user, on=today())
            messages.success(request, _("Taken back. Your data stays."))
    return redirect("members:take_out")
