"""A worker's own petitions, on the phone first."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from unionhall.access.organisations.pages import perform
from unionhall.access.scope import own
from unionhall.cases import routing
from unionhall.cases.models import Case, Channel
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.web import explain_refusal
from unionhall.duties.queries import open_about
from unionhall.members.models import Person
from unionhall.petitions import actions, bringing, forms, pages
from unionhall.petitions.models import Petition

MOST = 100


def _mine(request, number: str) -> Petition:
    rows = Petition.objects.filter(petitioners__person__user=request.user)
    return get_object_or_404(rows.select_related("organisation__parent", "handler"), number=number)


@own
def my_petitions(request):
    """Petitions the worker brings, alone or with others, the newest first."""
    rows = Petition.objects.filter(petitioners__person__user=request.user)
    rows = list(rows.select_related("organisation").order_by("-received_on", "-pk")[:MOST])
    waiting = open_about(rows)
    context = {"rows": [(row, waiting.get(row.pk)) for row in rows], "today": today()}
    return render(request, "petitions/my/petitions.html", context)


@own
def bring(request):
    """Bring a petition, perhaps out of a request of mine."""
    person = Person.objects.filter(user=request.user).first()
    union = routing.own_union(person, on=today()) if person else None
    if person is None or union is None:
        raise Http404
    case = None
    if number := request.GET.get("case"):
        case = get_object_or_404(Case, number=number, person=person)
    form = forms.BringForm(
        request.POST or None,
        organisation=union,
        on=today(),
        initial={"text": case.text if case else ""},
    )

    def act(data):
        told = {"channel": Channel.ONLINE, "case": case, "by": request.user, "on": today()}
        return bringing.receive(person, organisation=union, **data, **told).my_url

    return perform(
        request,
        "petitions/my/bring.html",
        form,
        act,
        done=_("Your petition is with the union. You see below who decides, and by when."),
        readers=routing.named(routing.desks(union, "petitions.view", on=today())),
    )


@own
def my_petition(request, number):
    """One's own petition: how it stands, what was answered, what comes next and by when."""
    row = _mine(request, number)
    return render(request, "petitions/my/petition.html", pages.of_petitioner(row, request.user))


@require_POST
@own
def ask_review(request, number):
    """Ask the level above, for the first or the last time."""
    row = _mine(request, number)
    act = "ask_recheck" if row.stage == "reviewed" else "ask_review"
    form = forms.TextForm(request.POST, act=act)
    context, status = {}, 422
    if form.is_valid():
        try:
            getattr(actions, act)(row, **form.cleaned_data, by=request.user, on=today())
        except Refused as error:
            context, status = {"refusal": error}, 409
        else:
            messages.success(request, _("The level above looks at it. You see below by when."))
            return redirect(row.my_url)
    row = _mine(request, number)
    context = {**pages.of_petitioner(row, request.user), **context, "ask_form": form}
    return render(request, "petitions/my/petition.html", context, status=status)


@require_POST
@own
def end(request, number):
    """Say that the answer settles the matter."""
    return _done(request, number, actions.end)


@require_POST
@own
def withdraw(request, number):
    """Take the petition back."""
    return _done(request, number, actions.withdraw)


@require_POST
@own
def leave(request, number):
    """Go out of a petition that others bring on."""
    row = _mine(request, number)
    with explain_refusal(request):
        actions.leave(row, by=request.user, on=today())
        messages.success(request, _("You are out of it; the others go on."))
        return redirect("petitions:my_petitions")
    return redirect(row.my_url)


def _done(request, number: str, act):
    row = _mine(request, number)
    with explain_refusal(request):
        act(row, by=request.user, on=today())
        messages.success(request, _("Done."))
    return redirect(row.my_url)
