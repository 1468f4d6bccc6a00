"""The officers' pages of legal aid: fetch within scope, call one act, answer."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_POST

from unionhall.access.organisations.pages import address, may, perform, turned
from unionhall.access.scope import requires
from unionhall.cases.queries import chain_of, readable_by
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.paging import keyset
from unionhall.duties.queries import open_about
from unionhall.history.actions import read_opened, searched
from unionhall.legal_aid import actions, eligibility, forms, giving, queries
from unionhall.legal_aid import rules as arithmetic
from unionhall.legal_aid.models import Aid, AidState, WorkKind
from unionhall.legal_aid.story import story
from unionhall.members.models import Person
from unionhall.members.search import found
from unionhall.rulebook import rules as book

VERBS = (
    *("ask_papers", "give_papers", "begin_urgently", "grant", "refuse", "review", "assign"),
    *("change_lawyer", "log_work", "add_hearing", "finish", "end_early"),
)


def aid_of(request, pk: int) -> Aid:
    rows = Aid.objects.within(request.scope)
    return get_object_or_404(rows.select_related("organisation", "person__user", "case"), pk=pk)


def _tabs(request, shown: str) -> list[dict]:
    labels = {
        "open": pgettext("legal aid", "Open"),
        "mine": pgettext("legal aid", "Mine to do"),
        "overdue": pgettext("legal aid", "Overdue"),
        "undecided": pgettext("legal aid", "To be decided"),
        "unassigned": pgettext("legal aid", "Without a lawyer"),
        "under_way": pgettext("legal aid", "Under way"),
        "objected": pgettext("legal aid", "Looked at again"),
        "over": pgettext("legal aid", "Over"),
    }
    return [
        {
            "label": labels[name],
            "url": address(request, show=name, at=None),
            "current": name == shown,
        }
        for name in queries.SHOWN
    ]


@requires("legal_aid.view")
def index(request):
    """Applications of my unions: open, mine, overdue, and by stage."""
    shown = request.GET.get("show", "open")
    shown = shown if shown in queries.SHOWN else "open"
    rows = queries.listed(Aid.objects.within(request.scope), shown, request.user, on=today())
    page = keyset(
        rows.select_related("person", "organisation"),
        ("-asked_on", "-pk"),
        request.GET.get("at", ""),
    )
    waiting = open_about(page)
    context = {
        "rows": [(row, waiting.get(row.pk)) for row in page],
        "tabs": _tabs(request, shown),
        "before": turned(request, page.before),
        "after": turned(request, page.after),
        "may_take_down": bool(request.scope.also("legal_aid.take_down")),
        "today": today(),
    }
    return render(request, "legal_aid/index.html", context)


@requires("legal_aid.view")
def aid(request, pk):
    """One application; it names a person, so it counts as read."""
    row = aid_of(request, pk)
    read_opened(row.chain, by=request.user, subject=row, person=str(row.person.uid))
    return render(request, "legal_aid/aid.html", _shown(request, row))


def _shown(request, row: Aid) -> dict:
    able = may(request.user, request.scope, row.organisation, *(f"legal_aid.{v}" for v in VERBS))
    work = list(row.work.select_related("lawyer").order_by("-on", "-pk"))
    sums = arithmetic.totals((one.kind, one.hours, one.cost) for one in work)
    charge = queries.current_lawyer(row)
    urgent = row.urgent_on is not None
    return {
        "aid": row,
        "may_paper": request.scope.also("papers.view").covers(row.organisation),
        "acts": [verb for verb in _possible(row, charge, urgent) if able[verb]],
        "labels": ACTS,
        "checks": eligibility.checks(row, on=today()),
        "charge": charge,
        "past": row.assignments.exclude(until_on=None).select_related("lawyer").order_by("pk"),
        "work": work,
        "sums": [(WorkKind(kind).label, *sums[kind]) for kind in sums],
        "total": arithmetic.of_all(sums),
        "hearings": row.hearings.order_by("on"),
        "missed": queries.missed(row),
        "duty": open_about([row]).get(row.pk),
        "citation": book.citation(row.rule) if row.rule else None,
        "story": story(row),
        "today": today(),
    }


ACTS = {
    "grant": gettext_lazy("Grant the aid"),
    "refuse": gettext_lazy("Refuse it"),
    "ask_papers": gettext_lazy("Ask for missing papers"),
    "give_papers": gettext_lazy("The papers have come"),
    "begin_urgently": gettext_lazy("Begin at once, it is urgent"),
    "review": gettext_lazy("Answer the objection"),
    "assign": gettext_lazy("Name a lawyer"),
    "change_lawyer": gettext_lazy("Change the lawyer"),
    "log_work": gettext_lazy("Write down hours and costs"),
    "add_hearing": gettext_lazy("Write down a hearing"),
    "finish": gettext_lazy("Finish with the result"),
    "end_early": gettext_lazy("End early"),
}


def _possible(row: Aid, charge, urgent: bool) -> list[str]:
    """What can be done as it stands, the likeliest first."""
    giving_acts = ["log_work", "add_hearing", "change_lawyer"] if charge else []
    if row.state in ("asked", "papers"):
        first = ["grant", "refuse", "ask_papers"] if row.state == "asked" else ["give_papers"]
        more = [] if urgent else ["begin_urgently"]
        more += [] if charge or not urgent else ["assign"]
        return [*first, *(["refuse"] if row.state == "papers" else []), *more, *giving_acts]
    if row.state == AidState.GRANTED:
        return (["finish", *giving_acts] if charge else ["assign"]) + ["end_early"]
    return ["review"] if row.state == AidState.OBJECTED else []


@requires("legal_aid.take_down")
def take_down(request):
    """Find the worker first."""
    text = request.GET.get("q", "").strip()
    people = []
    if text:
        searched(chain_of(request.scope), by=request.user, what="members")
        people = found(text, scope=request.scope, on=today(), most=20)
    return render(request, "legal_aid/take_down.html", {"people": people, "q": text})


@requires("legal_aid.take_down")
def take_down_for(request, uid):
    """Write down an application for a worker, perhaps out of a request."""
    person = get_object_or_404(Person.objects.within(request.scope), uid=uid)
    case = None
    if number := request.GET.get("case"):
        # Who only reads it, as a guest, makes nothing of it.
        rows = readable_by(request.user, "legal_aid.take_down")
        case = get_object_or_404(rows, number=number, person=person)
    form = forms.ApplyForm(request.POST or None, initial={"text": case.text if case else ""})

    def act(data):
        made = actions.apply(person, **data, case=case, by=request.user, on=today())
        seen = request.scope.also("legal_aid.view").covers(made.organisation)
        return made if seen else reverse("legal_aid:take_down")

    done = _("The application is taken down; the federation decides on it.")
    return perform(
        request, "legal_aid/take_down_for.html", form, act, done=done, person=person, case=case
    )


def _step(verb: str, act, form):
    """A page with one form for one act on an application."""

    @requires(f"legal_aid.{verb}")
    def view(request, pk):
        row = aid_of(request, pk)
        data = request.POST or None
        wants = issubclass(form, (forms.RefuseForm, forms.AssignForm))
        filled = form(data, aid=row) if wants else form(data)
        told = {"title": ACTS[verb], "aid": row}

        def performed(clean):
            act(row, **clean, by=request.user, on=today())
            return row

        return perform(
            request,
            "legal_aid/step.html",
            filled,
            performed,
            **told,
        )

    view.__name__ = view.__qualname__ = verb
    view.__doc__ = str(ACTS[verb])
    return view


def _click(verb: str, act):
    """An act that needs nothing typed."""

    @require_POST
    @requires(f"legal_aid.{verb}")
    def view(request, pk):
        row = aid_of(request, pk)
        try:
            act(row, by=request.user, on=today())
        except Refused as refused:
            context = {**_shown(request, aid_of(request, pk)), "refusal": refused}
            return render(request, "legal_aid/aid.html", context, status=409)
        messages.success(request, _("Done."))
        return redirect(row)

    view.__name__ = view.__qualname__ = verb
    view.__doc__ = str(ACTS[verb])
    return view


grant = _click("grant", actions.grant)
give_papers = _click("give_papers", actions.give_papers)
begin_urgently = _click("begin_urgently", actions.begin_urgently)
ask_papers = _step("ask_papers", actions.ask_papers, forms.PapersForm)
refuse = _step("refuse", actions.refuse, forms.RefuseForm)
review = _step("review", actions.review, forms.ReviewForm)
assign = _step("assign", giving.assign, forms.AssignForm)
change_lawyer = _step("change_lawyer", giving.change_lawyer, forms.ChangeForm)
log_work = _step("log_work", giving.log_work, forms.WorkForm)
add_hearing = _step("add_hearing", giving.add_hearing, forms.HearingForm)
finish = _step("finish", giving.finish, forms.FinishForm)
end_early = _step("end_early", giving.end_early, forms.EndForm)
