"""The officers' pages of requests: fetch within scope, call one action, answer."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from unionhall.access.scope import requires, scope
from unionhall.accounts.models import User
from unionhall.cases import actions, forms, queries, routing
from unionhall.cases.alike.queries import own_open
from unionhall.cases.confidential import queries as naming
from unionhall.cases.models import Case
from unionhall.cases.pages import case_page
from unionhall.cases.rows import inbox_rows
from unionhall.cases.saved import queries as views_saved
from unionhall.cases.saved.models import SavedView
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.documents import looking
from unionhall.documents.web import serve
from unionhall.history.actions import read_opened, searched
from unionhall.members.models import Person
from unionhall.members.search import found
from unionhall.organisations.models import Organisation

NEEDED = ("organisation__parent", "person__user", "handler", "owner")


def _readable(request: HttpRequest, number: str, ability: str = "cases.view") -> Case:
    cases = queries.readable_by(request.user, ability, on=today())
    return get_object_or_404(cases.select_related(*NEEDED), number=number)


def _opened(request, row: Case, subject) -> None:
    """Put into the record that the request, or a file of it, was read; the worker sees it."""
    read_opened(row.chain, by=request.user, subject=subject, person=str(row.person.uid))


@requires("cases.view")
def inbox(request):
    saved = views_saved.listed(request.scope)
    if (to := _view_address(request, saved)) is not None:
        return redirect(to)
    filters = forms.FilterForm(request.GET)
    chosen = filters.cleaned_data if filters.is_valid() else {}
    cases = queries.readable_by(request.user, on=today())
    narrowed = queries.narrowed(cases, chosen, user=request.user, on=today())
    if chosen.get("q"):
        searched(queries.chain_of(request.scope), by=request.user, what="cases")
    page = queries.inbox(narrowed, chosen, request.GET.get("at", ""))
    may_assign = bool(scope(request.user, "cases.hand_over"))
    may_accept = bool(scope(request.user, "cases.accept"))
    may_tick = (chosen.get("show") != "ended") and (may_assign or may_accept)
    context = {
        "page": page,
        "rows": inbox_rows(page.rows, on=today(), query=_query(request, at=None), ticks=may_tick),
        "before": _page_url(request, page.before),
        "after": _page_url(request, page.after),
        "chosen": chosen,
        "filters": filters,
        "tabs": _tabs(chosen.get("show") or "open"),
        "views": _views(request, saved),
        # How many match in all, the next page counts; here that would be one more question each time.
        "more": bool((page.before or page.after) and not chosen.get("q")),
        "may_tick": may_tick,
        "may_assign": may_assign,
        "may_accept": may_accept,
        "units": queries.units_below(request.scope),
        "may_take_down": bool(scope(request.user, "cases.take_down")),
        "may_export": bool(scope(request.user, "cases.export")),
        "may_override": bool(scope(request.user, "cases.override")),
    }
    return render(request, "cases/inbox.html", context)


def _query(request, **changed) -> str:
    """The address's query with some values changed, or left out where None."""
    query = request.GET.copy()
    for name, value in changed.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return query.urlencode()


def _page_url(request, cursor: str) -> str | None:
    return f"?{_query(request, at=cursor)}" if cursor else None


def _view_address(request, saved: list[SavedView]) -> str | None:
    """Where a bare address leads: to the view it names, or to the one the reader's inbox begins with."""
    if not request.GET:
        return next((view.get_absolute_url() for view in saved if view.is_first), None)  # type: ignore[attr-defined]
    if list(request.GET) != ["view"]:
        return None
    key = request.GET["view"]
    if not key.isdecimal():
        raise Http404
    view = get_object_or_404(views_saved.visible(request.scope), pk=key[:18])
    return view.get_absolute_url()


def _views(request, saved: list[SavedView]) -> list[dict]:
    """The saved views with how many each shows, up to a hundred."""
    counts = views_saved.counts(saved, user=request.user, on=today())
    return [
        {
            "label": view.name,
            "url": view.get_absolute_url(),
            "count": counts[view.pk],
            "many": counts[view.pk] >= views_saved.MANY,
            "current": request.GET.get("view") == str(view.pk),
        }
        for view in saved
    ]


def _tabs(shown: str) -> list[dict]:
    return [
        {"label": label, "url": f"?show={value}", "current": value == shown}
        for value, label in forms.FilterForm.SHOWN
    ]


@requires("cases.view")
def case(request, number):
    row = queries.read(number, request.user, on=today())
    if row is None:
        raise Http404
    _opened(request, row, row)
    return case_page(request, row)


@requires("cases.view")
def beside(request, number, back):
    """On to the next request of the list, or back: found when asked for, since most pages are not left that way."""
    row = _readable(request, number)
    filters = forms.FilterForm(request.GET)
    chosen = filters.cleaned_data if filters.is_valid() else {}
    found = queries.beside(row, chosen, user=request.user, on=today(), back=back)
    if found is None:
        messages.info(request, _("The list ends here."))
    address = found.get_absolute_url() if found else reverse("cases:inbox")
    return redirect(f"{address}?{request.GET.urlencode()}" if request.GET else address)


@requires("cases.view")
def attachment(request, number, uid):
    row = _readable(request, number)
    found = queries.file_of(row, uid)
    if found is None:
        raise Http404
    _opened(request, row, found)
    return serve(found, inline="inline" in request.GET)


@requires("cases.view")
def look(request, number, uid):
    """One file of the request on a page, with the way to the next."""
    row = _readable(request, number)
    context = looking.look(
        request,
        queries.files_of(row),
        uid,
        page=lambda file: reverse("cases:look", args=[number, file.uid]),
        address=lambda file: reverse("cases:attachment", args=[number, file.uid]),
    )
    _opened(request, row, context["file"])
    return render(request, "cases/look.html", {"case": row, **context})


def _perform(request, number, verb: str, form, act) -> HttpResponse:
    """Do one act with a cleaned form; a refusal shows the page again with what was typed."""
    row = _readable(request, number, f"cases.{verb}")
    if form is not None and not form.is_valid():
        return case_page(request, row, bound={verb: form}, status=422)
    try:
        act(row, form.cleaned_data if form is not None else {})
    except Refused as refusal:
        row = _readable(request, number)
        return case_page(request, row, bound={verb: form}, refusal=refusal, status=409)
    return _back_to(request, row)


@require_POST
@requires("cases.accept")
def accept(request, number):
    return _perform(
        request,
        number,
        "accept",
        forms.AcceptForm(request.POST),
        lambda row, data: actions.accept(row, **data, by=request.user, on=today()),
    )


@require_POST
@requires("cases.refuse")
def refuse(request, number):
    form = forms.RefuseForm(request.POST)
    return _perform(
        request,
        number,
        "refuse",
        form,
        lambda row, data: actions.refuse(row, **data, by=request.user, on=today()),
    )


@requires("cases.hand_over")
def hand_over(request, number):
    """A page of its own, because a federation may have hundreds of units to hand a request to."""
    row = _readable(request, number, "cases.hand_over")
    _opened(request, row, row)
    choices = queries.receivers(row, on=today())
    form = forms.HandOverForm(request.POST or None, choices=choices)
    refusal = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.hand_over(
                row, **_target(data["to"]), reason=data["reason"], by=request.user, on=today()
            )
            return _back_to(request, row)
        except Refused as refused:
            refusal = refused
    context = {
        "case": row,
        "form": form,
        "refusal": refusal,
        "nobody": not choices,
        "list_query": request.GET.urlencode(),
    }
    return render(request, "cases/hand_over.html", context, status=_status(form, refusal))


def _status(form, refusal) -> int:
    """What a page answers that shows its form (again): 409 refused, 422 not filled in rightly."""
    if refusal is not None:
        return 409
    return 422 if form.is_bound and not form.is_valid() else 200


def _back_to(request, row: Case) -> HttpResponse:
    """To the request with the list it was found in, or to the list where it can no longer be read."""
    readable = queries.readable_by(request.user, on=today()).filter(pk=row.pk).exists()
    address = row.get_absolute_url() if readable else reverse("cases:inbox")
    return redirect(f"{address}?{request.GET.urlencode()}" if request.GET else address)


def _target(chosen: str) -> dict:
    kind, key = chosen.split(":")
    if kind == "user":
        return {"to_user": User.objects.get(pk=key)}
    return {"to_organisation": Organisation.objects.get(pk=key)}


@require_POST
@requires("cases.ask")
def ask(request, number):
    return _perform(
        request,
        number,
        "ask",
        forms.TextForm(request.POST, request.FILES),
        lambda row, data: actions.ask(row, **data, by=request.user, on=today()),
    )


@require_POST
@requires("cases.reply")
def reply(request, number):
    return _perform(
        request,
        number,
        "reply",
        forms.TextForm(request.POST, request.FILES),
        lambda row, data: actions.reply(row, **data, by=request.user, on=today()),
    )


@require_POST
@requires("cases.note")
def note(request, number):
    return _perform(
        request,
        number,
        "note",
        forms.TextForm(request.POST, request.FILES),
        lambda row, data: actions.note(row, **data, by=request.user, on=today()),
    )


@require_POST
@requires("cases.propose_closing")
def propose_closing(request, number):
    form = forms.AnswerForm(request.POST, request.FILES)
    return _perform(
        request,
        number,
        "propose_closing",
        form,
        lambda row, data: actions.propose_closing(row, **form.told(), by=request.user, on=today()),
    )


@require_POST
@requires("cases.close")
def close(request, number):
    return _perform(
        request,
        number,
        "close",
        None,
        lambda row, data: actions.close(row, by=request.user, on=today()),
    )


@require_POST
@requires("cases.reopen")
def reopen(request, number):
    return _perform(
        request,
        number,
        "reopen",
        forms.ReasonForm(request.POST),
        lambda row, data: actions.reopen(row, **data, by=request.user, on=today()),
    )


@require_POST
@requires("cases.extend")
def extend(request, number):
    return _perform(
        request,
        number,
        "extend",
        forms.ExtendForm(request.POST),
        lambda row, data: actions.extend(row, **data, by=request.user, on=today()),
    )


@require_POST
@requires("cases.set_difficulty")
def set_difficulty(request, number):
    return _perform(
        request,
        number,
        "set_difficulty",
        forms.DifficultyForm(request.POST),
        lambda row, data: actions.set_difficulty(row, **data, by=request.user, on=today()),
    )


@requires("cases.take_down")
def take_down(request):
    """Find the worker first."""
    text = request.GET.get("q", "").strip()
    people = []
    if text:
        searched(queries.chain_of(request.scope), by=request.user, what="members")
        people = found(text, scope=request.scope, on=today(), most=20)
    return render(request, "cases/take_down.html", {"people": people, "q": text})


@requires("cases.take_down")
def take_down_for(request, uid):
    person = get_object_or_404(Person.objects.within(request.scope), uid=uid)
    restricting = bool(scope(request.user, "cases.view_restricted"))
    union = routing.own_union(person, on=today())
    form = forms.TakeDownForm(
        request.POST or None,
        request.FILES or None,
        may_restrict=restricting,
        officers=naming.officers_near(union, on=today(), besides=person.user_id) if union else [],
    )
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            told = dict(form.cleaned_data)
            about = User.objects.filter(pk__in=told.pop("about", []))
            taken = actions.take_down(person, **told, about=about, by=request.user, on=today())
            return _back_to(request, taken)
        except Refused as refused:
            refusal = refused
    context = {
        "form": form,
        "person": person,
        "refusal": refusal,
        "own": own_open(person, request.user, on=today()),
        "today": today(),
        "readers": routing.named(routing.readers(union, restricted=False, on=today()))
        if union
        else [],
    }
    return render(request, "cases/take_down_for.html", context, status=_status(form, refusal))
