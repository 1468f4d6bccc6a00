"""The worker's own requests, on a phone first."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from unionhall.access.scope import own
from unionhall.cases import forms, my_actions, panels, queries, routing
from unionhall.cases.confidential import forms as naming_forms
from unionhall.cases.confidential import queries as naming
from unionhall.cases.models import Case, Draft, Group, Status
from unionhall.cases.outcomes.queries import outcome_of
from unionhall.cases.trail import story
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.prepared import Prepared
from unionhall.documents import looking
from unionhall.documents.actions import attach, detach
from unionhall.documents.models import Attachment
from unionhall.documents.web import serve
from unionhall.history.queries import trail
from unionhall.members.models import Person

STEPS = 3


def _person(request) -> Person:
    """The register's person behind the account; whoever has none has no pages here."""
    person = Person.objects.filter(user=request.user).first()
    if person is None:
        raise Http404
    return person


RELATED = ("organisation__parent", "person__user", "handler", "owner", "continued_in")


def _own_case(request, number: str) -> Case:
    cases = Case.objects.filter(person__user=request.user)
    related = cases.select_related(*RELATED)
    return get_object_or_404(related, number=number)


MOST_WAITING = 3  # with more, the way to ask the union would leave the first screen


@own
def home(request):
    """What waits for me, the way to ask the union, my card, notices."""
    person = Person.objects.filter(user=request.user).first()
    if person is None:
        return redirect("cases:desk")
    cases = Case.objects.filter(person=person).select_related("organisation", "handler")
    waiting = list(cases.open().order_by("due_on", "pk")[: MOST_WAITING + 1])
    context = {
        "person": person,
        "union": routing.own_union(person, on=today()),
        "waiting": waiting[:MOST_WAITING],
        "more_waiting": len(waiting) > MOST_WAITING,
        "draft": Draft.objects.filter(person=person).exclude(text="").first(),
        "ways": panels.my_ways(),
        "today": today(),
    }
    return render(request, "cases/my/home.html", context)


@own
def my_cases(request):
    person = _person(request)
    cases = Case.objects.filter(person=person).select_related("organisation", "handler")
    groups = Group.objects.filter(case__joined__person=person, case__joined__left_on=None)
    context = {
        "cases": cases.order_by("-received_on", "-pk")[:200],
        "groups": groups.select_related("case").order_by("-pk")[:50],
        "today": today(),
    }
    return render(request, "cases/my/cases.html", context)


def _step_form(step: int, draft: Draft, request):
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    if step == 1:
        return forms.WordsForm(data, initial={"text": draft.text})
    if step == 2:
        return forms.TopicForm(data, files, initial={"topic": draft.topic})
    readers = "named" if draft.concern else "federation" if draft.is_restricted else "union"
    initial = {"readers": readers, "concern": draft.concern, "about": draft.about}
    return forms.ReadersForm(data, initial=initial, officers=_officers(draft.person))


def _officers(person: Person) -> list[tuple[int, str]]:
    """Whom a request may be about: everybody in office at the worker's union or above."""
    union = routing.own_union(person, on=today())
    return naming.officers_near(union, on=today(), besides=person.user_id) if union else []


def _keep(step: int, draft: Draft, data: dict, by) -> None:
    """Save what a step asked for; nothing is sent yet."""
    if step == 1:
        draft.text = data["text"]
    elif step == 2:
        draft.topic = data["topic"]
        for upload in data["files"]:
            attach(draft, upload, by=by)
    else:
        draft.is_restricted = data["readers"] != "union"
        draft.concern = data["concern"] if data["readers"] == "named" else ""
        draft.about = data["about"]
    draft.save()


@own
def write(request, step):
    """One question a screen: the words, the topic and photos, who may read it and a last look."""
    if not 1 <= step <= STEPS:
        raise Http404
    person = _person(request)
    draft, _created = Draft.objects.get_or_create(person=person)
    form = _step_form(step, draft, request)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            _keep(step, draft, form.cleaned_data, request.user)
            if step == STEPS:
                return redirect("cases:write", STEPS) if "look" in request.POST else submit(request)
            return redirect("cases:write", step + 1)
        except Refused as refused:
            refusal = refused
    status = 409 if refusal else 422 if form.is_bound and not form.is_valid() else 200
    page = _writing(draft, form, step, refusal)
    return render(request, f"cases/my/write_{step}.html", page, status=status)


def _writing(draft: Draft, form, step: int, refusal) -> dict:
    union = routing.own_union(draft.person, on=today())
    context = {
        "draft": draft,
        "form": form,
        "step": step,
        "steps": STEPS,
        "refusal": refusal,
        "files": Attachment.objects.of(draft),
    }
    if step == STEPS and union:
        for name, restricted in (("union", False), ("federation", True)):
            desk = routing.receiver(union, restricted=restricted, on=today())
            context[f"{name}_desk"] = desk
            if desk:
                context[f"{name}_readers"] = routing.named(
                    routing.readers(desk.organisation, restricted=restricted, on=today())
                )
        context["named_desk"] = context["federation_desk"]
    return context


_draft = Prepared(lambda user: Draft.objects.filter(person__user__pk=user).select_related("person"))


@require_POST
@own
def submit(request):
    """Send the draft and show its number."""
    draft = _draft.first(user=request.user.pk)
    if draft is None:
        return redirect("cases:my_cases")
    try:
        case = my_actions.submit(draft, by=request.user, on=today())
    except Refused as refused:
        form = _step_form(STEPS, draft, request)
        return render(
            request,
            f"cases/my/write_{STEPS}.html",
            _writing(draft, form, STEPS, refused),
            status=409,
        )
    messages.success(
        request, _("Your request has arrived. Its number is %(number)s.") % {"number": case.number}
    )
    return redirect(case.my_url)


@require_POST
@own
def remove_file(request, uid):
    draft = get_object_or_404(Draft, person=_person(request))
    detach(get_object_or_404(Attachment.objects.of(draft), uid=uid))
    return redirect("cases:write", 2)


MOST_BESIDE = 20


@own
def my_case(request, number):
    return my_page(request, _own_case(request, number))


def my_page(request, case: Case, *, bound=None, refusal=None, status=200):
    bound = bound or {}
    until = my_actions.review_until(case)
    may_review = case.status in (Status.PROPOSED, Status.CLOSED, Status.REFUSED)
    context = {
        "case": case,
        "refusal": refusal,
        "story": story(trail(case), case.messages.all(), for_worker=True),
        "files": Attachment.objects.of(case),
        "readers": naming.readers(case, on=today()),
        "parties": naming.of_page(case, on=today())[1],
        "officers": _officers(case.person),
        "mark_form": bound.get("mark") or naming_forms.MarkForm(),
        "party_open": "record_party" in bound,
        "lines": panels.my_lines(case, request.user, on=today()),
        "rule": queries.rule_of(case),
        "next": queries.next_for_worker(case),
        "others": Case.objects.filter(person=case.person_id)
        .open()
        .exclude(pk=case.pk)
        .order_by("due_on", "pk")[:MOST_BESIDE],
        "answer_form": bound.get("answer") or forms.TextForm(),
        "rate_form": bound.get("rate") or forms.RateForm(),
        "confirm_form": bound.get("confirm") or forms.ConfirmForm(),
        "won": outcome_of(case) if case.status in (Status.PROPOSED, Status.CLOSED) else None,
        "not_solved_open": "ask_review" in bound,
        "not_solved_form": bound.get("ask_review") or forms.NotSolvedForm(),
        "may_write": case.status in (Status.RECEIVED, Status.ACCEPTED, Status.ASKED, Status.REVIEW),
        "may_rate": case.satisfaction is None
        and case.continued_in_id is None
        and case.status in (Status.CLOSED, Status.REFUSED),
        "review_until": until,
        "may_review": may_review and until is not None and today() <= until,
        "today": today(),
    }
    return render(request, "cases/my/case.html", context, status=status)


def _perform(request, number: str, name: str, form, act):
    case = _own_case(request, number)
    if not form.is_valid():
        return my_page(request, case, bound={name: form}, status=422)
    try:
        act(case, form.cleaned_data)
    except Refused as refused:
        return my_page(
            request, _own_case(request, number), bound={name: form}, refusal=refused, status=409
        )
    return redirect(case.my_url)


@own
def my_attachment(request, number, uid):
    case = _own_case(request, number)
    found = get_object_or_404(Attachment.objects.of(case), uid=uid)
    return serve(found, inline="inline" in request.GET)


@own
def my_look(request, number, uid):
    """One file of my request on a page, with the way to the next."""
    case = _own_case(request, number)
    context = looking.look(
        request,
        list(Attachment.objects.of(case)),
        uid,
        page=lambda file: reverse("cases:my_look", args=[number, file.uid]),
        address=lambda file: reverse("cases:my_attachment", args=[number, file.uid]),
    )
    return render(request, "cases/my/look.html", {"case": case, **context})


@require_POST
@own
def answer(request, number):
    form = forms.TextForm(request.POST, request.FILES)
    return _perform(
        request,
        number,
        "answer",
        form,
        lambda case, data: my_actions.answer(case, **data, by=request.user, on=today()),
    )


@require_POST
@own
def withdraw(request, number):
    return _perform(
        request,
        number,
        "withdraw",
        forms.WithdrawForm(request.POST),
        lambda case, data: my_actions.withdraw(case, **data, by=request.user, on=today()),
    )


@require_POST
@own
def confirm(request, number):
    return _perform(
        request,
        number,
        "confirm",
        forms.ConfirmForm(request.POST),
        lambda case, data: my_actions.confirm(case, **data, by=request.user, on=today()),
    )


@require_POST
@own
def rate(request, number):
    return _perform(
        request,
        number,
        "rate",
        forms.RateForm(request.POST),
        lambda case, data: my_actions.rate(case, **data, by=request.user, on=today()),
    )


@require_POST
@own
def ask_review(request, number):
    return _perform(
        request,
        number,
        "ask_review",
        forms.NotSolvedForm(request.POST),
        lambda case, data: my_actions.ask_review(case, **data, by=request.user, on=today()),
    )
