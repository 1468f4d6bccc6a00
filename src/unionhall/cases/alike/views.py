"""What stands beside a request, loaded after its page; and the acts on two requests."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from unionhall.access.organisations.pages import perform
from unionhall.access.scope import requires
from unionhall.cases import forms as case_forms
from unionhall.cases.alike import actions, queries
from unionhall.cases.alike.continuing import continue_in as let_continue
from unionhall.cases.alike.forms import ContinueForm, TieForm
from unionhall.cases.models import Case
from unionhall.cases.queries import readable_by
from unionhall.core.clock import today
from unionhall.core.web import explain_refusal
from unionhall.history.actions import read_opened

FIRST = 4  # of those that look alike, on the request's own page
RELATED = ("organisation__parent", "person__user", "handler")


def _request_of(request, number: str, ability: str = "cases.view") -> Case:
    rows = readable_by(request.user, ability, on=today()).select_related(*RELATED)
    return get_object_or_404(rows, number=number)


@requires("cases.view")
def alike(request, number):
    """The section for the request's page; opened without scripts, a page of its own."""
    case = _request_of(request, number)
    alone = request.headers.get("hx-target") != "section#alike"
    beside = queries.beside(case, request.user, on=today())
    first = beside.similar if alone else beside.similar[:FIRST]
    context = {
        "case": case,
        "beside": beside,
        "first": first,
        "more": len(first) < len(beside.similar),
        "may_continue": request.scope.also("cases.continue_in").covers(case.organisation),
        "takes_answer": queries.takes_answer(case),
        "may_link": request.scope.also("cases.link").covers(case.organisation),
        "alone": alone,
        "today": today(),
    }
    template = "page" if alone else "section"
    return render(request, f"cases/alike/{template}.html", context)


def _decide(request, number: str, act, done: str):
    case = _request_of(request, number, "cases.link")
    form = TieForm(request.POST)
    other = None
    if form.is_valid():
        asked = form.cleaned_data["other"].strip().upper()
        other = readable_by(request.user, "cases.link", on=today()).select_related(*RELATED)
        other = other.filter(number=asked).first()
    if other is None:
        # One that is kept from this reader and one that is not there are the same to them.
        messages.error(request, _("You can read no request under that number."))
        return redirect(case)
    with explain_refusal(request):
        act(case, other, reason=form.cleaned_data["reason"], by=request.user, on=today())
        messages.success(request, done)
    return redirect(case)


@require_POST
@requires("cases.link")
def link(request, number):
    return _decide(request, number, actions.link, _("They stand side by side now."))


@require_POST
@requires("cases.link")
def unlink(request, number):
    return _decide(request, number, actions.unlink, _("The link is taken back."))


@require_POST
@requires("cases.link")
def tell_apart(request, number):
    return _decide(request, number, actions.tell_apart, _("It will not be proposed here again."))


@requires("cases.propose_closing")
def answer_like(request, number, other):
    """The answer given to a linked request, to be read over and given here as well."""
    case = _request_of(request, number, "cases.propose_closing")
    model = _request_of(request, other)
    tie = queries.pairs_of(case).get(model.pk)
    if tie is None or not queries.Near(model, tie=tie).is_linked or not model.answer:
        raise Http404
    for row in (case, model):
        read_opened(row.chain, by=request.user, subject=row, person=str(row.person.uid))
    form = case_forms.AnswerForm(initial={"answer": model.answer})
    return render(request, "cases/alike/answer.html", {"case": case, "model": model, "form": form})


@requires("cases.continue_in")
def continue_in(request, number, other):
    """Both side by side, with what will happen; then the later is closed and goes on in the earlier."""
    case = _request_of(request, number, "cases.continue_in")
    earlier = _request_of(request, other, "cases.continue_in")
    if case.person_id != earlier.person_id:
        raise Http404
    case, earlier = queries.later_of(case, earlier)
    for row in (case, earlier):
        read_opened(row.chain, by=request.user, subject=row, person=str(row.person.uid))

    def act(data: dict) -> Case:
        let_continue(case, earlier, reason=data["reason"], by=request.user, on=today())
        return earlier

    form, done = ContinueForm(request.POST or None), _("It goes on here; the worker is told.")
    told = {"case": case, "earlier": earlier, "today": today()}
    return perform(request, "cases/alike/continue.html", form, act, done=done, **told)
