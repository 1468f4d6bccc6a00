"""The officers' pages of matters and letters: fetch within scope, call one act, answer."""

from typing import Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from unionhall.access.organisations.pages import address, perform, turned
from unionhall.access.scope import requires
from unionhall.cases.queries import readable_by
from unionhall.cases.routing import own_union
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.paging import keyset
from unionhall.core.web import explain_refusal
from unionhall.documents.web import serve
from unionhall.duties.queries import open_about
from unionhall.history.actions import read_opened
from unionhall.organisations.models import Employer
from unionhall.rulebook import rules as book
from unionhall.supervision import actions, drafts, forms, periods, queries, rules
from unionhall.supervision import letters as sending
from unionhall.supervision.models import Finding, Letter, Matter, Rung
from unionhall.supervision.story import story


def matter_of(request, pk: int) -> Matter:
    rows = Matter.objects.within(request.scope)
    return get_object_or_404(
        rows.select_related("organisation", "employer", "inspection", "case"), pk=pk
    )


def letter_of(request, pk: int) -> Letter:
    rows = Letter.objects.within(request.scope)
    return get_object_or_404(rows.select_related("matter__organisation", "matter__employer"), pk=pk)


def finding_of(request, pk: int) -> Finding:
    rows = Finding.objects.filter(matter__in=Matter.objects.within(request.scope))
    rows = rows.select_related("matter__organisation", "matter__employer")
    return get_object_or_404(rows, pk=pk)


def tabs_of(request, shown: str, options: list[tuple[str, str]]) -> list[dict]:
    """Views of one list, chosen by `show`."""
    return [
        {
            "label": label,
            "url": address(request, show=value, at=None),
            "current": value == shown,
        }
        for value, label in options
    ]


@requires("supervision.view")
def matters(request):
    """Matters, those open first."""
    shown = "closed" if request.GET.get("show") == "closed" else "open"
    rows = queries.matters(request.scope).filter(closed_on__isnull=shown == "open")
    page = keyset(rows, ("-begun_on", "-pk"), request.GET.get("at", ""))
    waiting = open_about(page)
    context = {
        "rows": [(row, waiting.get(row.pk)) for row in page],
        "before": turned(request, page.before),
        "after": turned(request, page.after),
        "tabs": tabs_of(
            request, shown, [("open", pgettext("supervision", "Open")), ("closed", _("Closed"))]
        ),
        "may_begin": bool(request.scope.also("supervision.begin")),
        "today": today(),
    }
    return render(request, "supervision/matters.html", context)


@requires("supervision.view")
def letters(request):
    """Letters with the days of their answers."""
    shown = request.GET.get("show", "waiting")
    rows = queries.letters(request.scope)
    if shown == "missed":
        rows = rows.exclude(missed_on=None)
    elif shown != "all":
        shown, rows = "waiting", rows.unanswered()
    order = ("due_on", "pk") if shown == "waiting" else ("-issued_on", "-pk")
    page = keyset(rows, order, request.GET.get("at", ""))
    options = [
        ("waiting", pgettext("supervision", "Waiting")),
        ("missed", _("Not answered in time")),
        ("all", _("All")),
    ]
    context = {
        "page": page,
        "before": turned(request, page.before),
        "after": turned(request, page.after),
        "tabs": tabs_of(request, shown, options),
        "today": today(),
    }
    return render(request, "supervision/letters.html", context)


@requires("supervision.view")
def employer(request, pk):
    """What unions of mine did about one employer."""
    rows = Employer.objects.within(request.scope) | Employer.objects.filter(
        pk__in=Matter.objects.within(request.scope).values("employer")
    )
    row = get_object_or_404(rows.distinct(), pk=pk)
    context = {"employer": row, "today": today(), **queries.history_of(row, request.scope)}
    return render(request, "supervision/employer.html", context)


@requires("supervision.begin")
def begin(request):
    """Begin a matter with a first finding."""
    form = forms.BeginForm(request.POST or None, scope=request.scope)
    return perform(
        request,
        "supervision/begin.html",
        form,
        lambda data: actions.begin(**data, by=request.user, on=today()),
        done=_("The matter has begun. Now write to the employer."),
    )


@requires("supervision.begin")
def begin_from(request, number):
    """Begin a matter from a request; the worker's name does not go along."""
    case = get_object_or_404(
        readable_by(request.user, "supervision.begin").select_related("organisation", "person"),
        number=number,
    )
    read_opened(case.chain, by=request.user, subject=case, person=str(case.person.uid))
    union = own_union(case.person, on=today())
    first = {"employer": union.employer if union else None, "subject": _subject_of(case.topic)}
    form = forms.BeginFromForm(request.POST or None, scope=request.scope, initial=first)
    return perform(
        request,
        "supervision/begin.html",
        form,
        lambda data: actions.begin(
            case.organisation, case=case, **data, by=request.user, on=today()
        ),
        done=_("The matter has begun. Now write to the employer."),
        case=case,
    )


def _subject_of(topic: str) -> str:
    """Where the finding of a request about this topic mostly belongs."""
    known = {"pay": "pay", "hours": "hours", "safety": "safety", "benefits": "insurance"}
    return known.get(topic, "contract")


@requires("supervision.view")
def matter(request, pk):
    """One matter: its findings, its letters, its visits, what may be done."""
    return _page(request, matter_of(request, pk))


def _may(request, row: Matter, verb: str) -> bool:
    return request.scope.also(f"supervision.{verb}").covers(row.organisation)


def _page(request, row: Matter, *, bound=None, refusal=None, status=200):
    bound = bound or {}
    letters = queries.with_files(row.letters.select_related("union", "issued_by").order_by("pk"))
    sent = [rules.Sent(one.rung, one.is_settled) for one in letters]
    findings = queries.with_files(row.findings.order_by("state", "pk"))
    left = [one for one in findings if one.is_open]
    due = open_about([row]).get(row.pk)
    verbs = ("find", "issue", "answer", "visit", "mend", "refer", "withdraw", "close")
    context: dict[str, Any] = {
        "matter": row,
        "case": queries.case_for(row, request.user),
        "findings": findings,
        "left": left,
        "letters": letters,
        "answers_due": open_about(letters),
        "visits": queries.with_files(row.visits.select_related("by").order_by("visited_on", "pk")),
        "rungs": _rungs(sent) if left else [],
        "hazards": list(row.hazards.order_by("pk")),
        "story": story(row),
        "due": due,
        "may": {verb: row.is_open and _may(request, row, verb) for verb in verbs},
        "find_form": bound.get("find") or forms.AddFindingForm(),
        "visit_form": bound.get("visit") or forms.VisitForm(),
        "answer_form": forms.AnswerForm(),
        "proof_form": forms.ProofForm(),
        "ground_form": forms.GroundForm(),
        "bound": bound,
        "refusal": refusal,
        "ladder": periods.rule_of("ladder", row.organisation, on=today()),
        "today": today(),
    }
    for name in ("find_form", "visit_form", "answer_form", "proof_form", "ground_form"):
        context[name].auto_id = f"{name}_%s"  # several forms stand on one page
    return render(request, "supervision/matter.html", context, status=status)


def _rungs(sent: list[rules.Sent]) -> list[dict]:
    """The letters that may be sent now, the one whose turn it is first."""
    found = []
    for rung in Rung:
        objection = rules.objection(rung, sent)
        if objection not in rules.FORBIDDEN:
            found.append({"rung": rung.value, "label": rung.label, "in_turn": not objection})
    # What weighs more stands first among those whose turn it is.
    turn = [one for one in reversed(found) if one["in_turn"]]
    return [*turn, *(one for one in found if not one["in_turn"])]


def _perform(request, row: Matter, name: str, form, act, done: str):
    """Do one act with a cleaned form; a refusal shows the page again with what was typed."""
    if form is not None and not form.is_valid():
        return _page(request, row, bound={name: form}, status=422)
    try:
        act(form.cleaned_data if form is not None else {})
    except Refused as refusal:
        return _page(request, row, bound={name: form}, refusal=refusal, status=409)
    messages.success(request, done)
    return redirect(row)


@require_POST
@requires("supervision.find")
def find(request, pk):
    row = matter_of(request, pk)
    return _perform(
        request,
        row,
        "find",
        forms.AddFindingForm(request.POST, request.FILES),
        lambda data: actions.find(row, **data, by=request.user, on=today()),
        _("The finding has been added."),
    )


@requires("supervision.issue")
def issue(request, pk, rung):
    """Write a letter: a page of its own, since a letter is read before it goes out."""
    if rung not in Rung.values:
        raise Http404
    row = matter_of(request, pk)
    findings = list(row.findings.filter(state=Finding.State.OPEN).order_by("pk"))
    rule = periods.rule_of(rung, row.organisation, on=today())
    place = periods.jurisdiction_of(row.organisation, on=today())
    days = book.value(rule, "working_days", on=today(), jurisdiction=place)
    authority = rung == Rung.RECOMMENDATION
    first = {
        "addressee": "" if authority else row.employer.name,
        "text": drafts.draft(rung, row, findings, days=days, authority=authority),
    }
    form = forms.IssueForm(request.POST or None, initial=first)
    sent = [rules.Sent(one.rung, one.is_settled) for one in row.letters.all()]
    objection = rules.objection(rung, sent)
    if not objection:
        del form.fields["ground"]
    return perform(
        request,
        "supervision/issue.html",
        form,
        lambda data: sending.issue(row, rung=rung, **data, by=request.user, on=today()).matter,
        done=_("The letter has been issued. Print it, have it sealed and hand it over."),
        matter=row,
        label=Rung(rung).label,
        rule_id=rule,
        ladder=periods.rule_of("ladder", row.organisation, on=today()),
        objection=objection,
        findings=findings,
    )


@require_POST
@requires("supervision.answer")
def answer(request, pk):
    row = letter_of(request, pk)
    return _perform(
        request,
        matter_of(request, row.matter_id),
        f"answer-{row.pk}",
        forms.AnswerForm(request.POST, request.FILES),
        lambda data: sending.answer(row, **data, by=request.user, on=today()),
        _("The answer has been recorded."),
    )


@require_POST
@requires("supervision.visit")
def visit(request, pk):
    row = matter_of(request, pk)
    return _perform(
        request,
        row,
        "visit",
        forms.VisitForm(request.POST, request.FILES),
        lambda data: actions.visit(row, **data, by=request.user, on=today()),
        _("The visit has been noted."),
    )


@require_POST
@requires("supervision.mend")
def mend(request, pk):
    row = finding_of(request, pk)
    return _perform(
        request,
        matter_of(request, row.matter_id),
        f"mend-{row.pk}",
        forms.ProofForm(request.POST, request.FILES),
        lambda data: actions.mend(row, **data, by=request.user, on=today()),
        _("The finding is settled as mended."),
    )


@require_POST
@requires("supervision.refer")
def refer(request, pk):
    row = finding_of(request, pk)
    return _perform(
        request,
        matter_of(request, row.matter_id),
        f"refer-{row.pk}",
        forms.GroundForm(request.POST),
        lambda data: actions.refer(row, **data, by=request.user, on=today()),
        _("The finding is settled as referred."),
    )


@require_POST
@requires("supervision.withdraw")
def withdraw(request, pk):
    row = finding_of(request, pk)
    return _perform(
        request,
        matter_of(request, row.matter_id),
        f"withdraw-{row.pk}",
        forms.GroundForm(request.POST),
        lambda data: actions.withdraw(row, **data, by=request.user, on=today()),
        _("The finding is withdrawn."),
    )


@require_POST
@requires("supervision.close")
def close(request, pk):
    row = matter_of(request, pk)
    with explain_refusal(request):
        actions.close(row, by=request.user, on=today())
        messages.success(request, _("The matter is closed."))
    return redirect(row)


@requires("supervision.view")
def file(request, pk, uid):
    """A file of the matter: a letter, an answer, a photo."""
    found = queries.attachment_in(matter_of(request, pk), uid)
    if found is None:
        raise Http404
    return serve(found)
