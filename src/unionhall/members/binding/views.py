"""The officer's side of first sign-ins: what waits, and one request beside those it may speak of."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from unionhall.access.grants import offices_with
from unionhall.access.scope import requires
from unionhall.core.clock import today
from unionhall.core.paging import keyset
from unionhall.core.web import explain_refusal
from unionhall.history.actions import read_opened, searched
from unionhall.members import search
from unionhall.members.binding import actions, owed, queries
from unionhall.members.binding.forms import AcceptanceForm, RefusalForm
from unionhall.members.binding.models import BindingRequest
from unionhall.members.models import Person
from unionhall.members.queries import chain_of
from unionhall.organisations.offices import OFFICES


@requires("accounts.bind")
def index(request):
    """What waits in my unions, the oldest first; or what was decided."""
    rows = BindingRequest.objects.within(request.scope).select_related("organisation")
    decided = "decided" in request.GET
    if decided:
        page = keyset(rows.decided(), ("-decided_at", "-pk"), request.GET.get("page", ""))
    else:
        page = keyset(rows.waiting(), ("asked_at", "pk"), request.GET.get("page", ""))
    duties = {} if decided else owed.duties_of(page)
    return render(
        request,
        "members/binding/index.html",
        {
            "page": page,
            "rows": [(asked, duties.get(asked.pk)) for asked in page],
            "decided": decided,
            "waiting": rows.waiting().count(),
            "today": today(),
        },
    )


@requires("accounts.bind")
def show(request, pk):
    """One request, beside the members it may speak of."""
    return shown(request, fetched(request, pk))


@require_POST
@requires("accounts.bind")
def accept(request, pk):
    """Bind the applicant to the chosen member."""
    asked = fetched(request, pk)
    form = AcceptanceForm(request.POST)
    form.fields["person"].queryset = Person.objects.within(request.scope).select_related("user")
    if not form.is_valid():
        raise Http404
    with explain_refusal(request):
        actions.accept(asked, form.cleaned_data["person"], by=request.user, on=today())
        messages.success(request, _("The applicant can sign in now and has been told so."))
        return redirect("binding:index")
    return redirect(asked)


@require_POST
@requires("accounts.bind")
def refuse(request, pk):
    """Tell the applicant no."""
    asked = fetched(request, pk)
    form = RefusalForm(request.POST)
    if not form.is_valid():
        return shown(request, asked, form)
    with explain_refusal(request):
        actions.refuse(asked, reason=form.cleaned_data["reason"], by=request.user, on=today())
        messages.success(request, _("The applicant has been told."))
        return redirect("binding:index")
    return redirect(asked)


def fetched(request, pk) -> BindingRequest:
    rows = BindingRequest.objects.within(request.scope).select_related("organisation", "person")
    return get_object_or_404(rows, pk=pk)


def shown(request, asked: BindingRequest, form: RefusalForm | None = None):
    """The page of a request; each member on it counts as read."""
    typed = request.GET.get("q", "").strip()
    found = candidates(request, asked, typed) if asked.is_waiting else []
    for one in found:
        read_opened(
            chain_of(one.person),
            by=request.user,
            subject=one.person,
            person=str(one.person.uid),
        )
    return render(
        request,
        "members/binding/request.html",
        {
            "asked": asked,
            "duty": owed.duties_of([asked]).get(asked.pk),
            "today": today(),
            "candidates": found,
            "form": form or RefusalForm(),
            "typed": typed,
            "readers": [OFFICES[office].title for office in sorted(offices_with("accounts.bind"))],
        },
    )


def candidates(request, asked: BindingRequest, typed: str) -> list[queries.Candidate]:
    """Those in my unions whom the claim may mean, or whom I looked for."""
    claim = queries.claim_of(asked)
    if not typed:
        found = queries.candidates(claim)
        mine = Person.objects.within(request.scope).filter(pk__in=[c.person.pk for c in found])
        allowed = set(mine.values_list("pk", flat=True))
        return [one for one in found if one.person.pk in allowed]
    people = search.found(typed, scope=request.scope, on=today(), most=20)
    searched(
        asked.organisation.chain, by=request.user, what="members", text=typed, found=len(people)
    )
    return queries.with_unions([(person, queries.likeness(claim, person)) for person in people])
