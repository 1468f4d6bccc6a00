"""A worker's own pages of legal aid, on a phone first."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from unionhall.access.organisations.pages import perform
from unionhall.access.scope import own
from unionhall.cases.models import Case
from unionhall.cases.routing import desks, named, own_union
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.duties.queries import open_about
from unionhall.legal_aid import actions, forms, giving, periods, queries
from unionhall.legal_aid.models import Aid
from unionhall.legal_aid.story import story
from unionhall.members.models import Person
from unionhall.papers.models import Paper
from unionhall.rulebook import rules as book


def person_of(request) -> Person:
    """The register's person behind the account; whoever has none has no pages here."""
    person = Person.objects.filter(user=request.user).first()
    if person is None:
        raise Http404
    return person


def my_aid_of(request, pk: int) -> Aid:
    rows = Aid.objects.filter(person__user=request.user)
    return get_object_or_404(rows.select_related("organisation", "person__user"), pk=pk)


@own
def my_applications(request):
    """My legal aid."""
    rows = Aid.objects.filter(person=person_of(request)).order_by("-asked_on", "-pk")[:100]
    return render(request, "legal_aid/my/applications.html", {"rows": rows, "today": today()})


@own
def apply(request):
    """Ask for legal aid, perhaps out of a request of mine."""
    person = person_of(request)
    case = None
    if number := request.GET.get("case"):
        case = get_object_or_404(Case, number=number, person=person)
    union = own_union(person, on=today())
    form = forms.ApplyForm(request.POST or None, initial={"text": case.text if case else ""})

    def act(data):
        return actions.apply(person, **data, case=case, by=request.user, on=today()).my_url

    return perform(
        request,
        "legal_aid/my/apply.html",
        form,
        act,
        done=_("Your application is with the union. You see below who decides, and by when."),
        rule=periods.rule_at("decide", "CN")[0],
        readers=named(desks(union, "legal_aid.view", on=today(), federations_only=True))
        if union
        else [],
    )


@own
def my_aid(request, pk):
    """One of mine: how it stands, who acts for me, what comes next."""
    return render(request, "legal_aid/my/aid.html", _shown(my_aid_of(request, pk)))


def _shown(row: Aid) -> dict:
    return {
        "aid": row,
        "charge": queries.current_lawyer(row),
        "hearings": row.hearings.order_by("on"),
        "duty": open_about([row]).get(row.pk),
        "citation": book.citation(row.rule) if row.rule else None,
        "may_object": row.state == Aid.State.REFUSED and not row.reviewed_on,
        "may_withdraw": row.is_open,
        "missed": queries.missed(row),
        "object_form": forms.ObjectForm(),
        "story": story(row),
        "issued": Paper.objects.of(row).filter(to_worker=True),
        "today": today(),
    }


def _mine(name: str, act, doc: str):
    """An act of the worker's that needs nothing typed."""

    @require_POST
    @own
    def view(request, pk):
        return _done(request, pk, lambda row: act(row, by=request.user, on=today()))

    view.__name__ = view.__qualname__ = name
    view.__doc__ = doc
    return view


def _done(request, pk: int, act):
    row = my_aid_of(request, pk)
    try:
        act(row)
    except Refused as refused:
        context = {**_shown(my_aid_of(request, pk)), "refusal": refused}
        return render(request, "legal_aid/my/aid.html", context, status=409)
    messages.success(request, _("Done."))
    return redirect(row.my_url)


withdraw = _mine("withdraw", actions.withdraw, "Take the application back.")
hand_in = _mine("hand_in", actions.give_papers, "Say that the missing papers were handed in.")
confirm = _mine("confirm", giving.confirm, "Confirm the result.")


@require_POST
@own
def object_to(request, pk):
    """Object to the refusal."""
    form = forms.ObjectForm(request.POST)
    if not form.is_valid():
        context = {**_shown(my_aid_of(request, pk)), "object_form": form}
        return render(request, "legal_aid/my/aid.html", context, status=422)
    told = form.cleaned_data
    return _done(
        request, pk, lambda row: actions.object_to(row, **told, by=request.user, on=today())
    )
