"""The pages of the telephone desk: calls to return, taking a call, one call, and the figures."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from unionhall.access.organisations.pages import address, perform, turned, words_in
from unionhall.access.scope import requires, scope
from unionhall.accounts.models import User
from unionhall.cases import routing
from unionhall.cases.calls import actions, figures, forms, owed, rules
from unionhall.cases.calls.models import Call, CallKind, CallState
from unionhall.cases.confidential import queries as naming
from unionhall.cases.forms import TakeDownForm
from unionhall.cases.queries import chain_of, readable_by
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.paging import keyset
from unionhall.duties.queries import open_about
from unionhall.history.actions import read_opened, searched
from unionhall.members.models import Person
from unionhall.members.search import found

MOST = 20
SPAN = timedelta(days=365)


def call_of(request, uid) -> Call:
    """A call taken within the reader's scope."""
    rows = Call.objects.within(request.scope)
    return get_object_or_404(
        rows.select_related("organisation", "person", "taken_by", "case"), uid=uid
    )


@requires("cases.take_call")
def index(request):
    """Calls to return, the oldest first; or those that are settled, the latest first."""
    settled = request.GET.get("show") == "settled"
    rows = Call.objects.within(request.scope).select_related("person", "taken_by")
    rows = rows.exclude(state=CallState.WAITING) if settled else rows.waiting()
    order = ("-taken_at", "-pk") if settled else ("taken_at", "pk")
    page = keyset(rows.prefetch_related("attempts"), order, request.GET.get("at", ""))
    duties = open_about(page)
    tabs = [
        {
            "label": _("To return"),
            "url": address(request, show=None, at=None),
            "current": not settled,
        },
        {
            "label": _("Settled"),
            "url": address(request, show="settled", at=None),
            "current": settled,
        },
    ]
    context = {
        "rows": [(row, duties.get(row.pk), list(row.attempts.all())) for row in page],
        "tabs": tabs,
        "settled": settled,
        "may_count": bool(request.scope.also("cases.dashboard")),
        "before": turned(request, page.before),
        "after": turned(request, page.after),
        "today": today(),
    }
    return render(request, "cases/calls/index.html", context)


@requires("cases.take_call")
def find(request):
    """Find the caller by number or name; whoever is not found is taken down with the number alone."""
    typed, people = words_in(request), []
    if typed:
        searched(chain_of(request.scope), by=request.user, what="members")
        people = found(typed, scope=request.scope, on=today(), most=MOST)
    return render(request, "cases/calls/find.html", {"q": typed, "people": people})


@requires("cases.take_call")
def take_call(request):
    """A call of somebody who is in no register."""
    start = {"phone": words_in(request, "phone")[:30], "kind": CallKind.ANSWERED}
    form = forms.CallForm(request.POST or None, scope=request.scope, initial=start)
    return _taken(request, form, None)


@never_cache
@requires("cases.take_call")
def take_call_of(request, uid):
    """A call of a member; that their entry was opened stands in their list of readings."""
    person = get_object_or_404(Person.objects.within(request.scope), uid=uid)
    read_opened(chain_of(request.scope), by=request.user, subject=person, person=str(person.uid))
    start = {"phone": person.phone, "kind": CallKind.ANSWERED}
    form = forms.CallForm(request.POST or None, scope=request.scope, person=person, initial=start)
    return _taken(request, form, person)


def _taken(request, form, person):
    def act(data):
        unit = data.pop("organisation")
        call = actions.take_call(unit, person=person, **data, by=request.user, on=today())
        if call.kind == CallKind.REQUEST:
            return reverse("calls:make_request", args=[call.uid])
        return call if call.state == CallState.WAITING else "calls:index"

    return perform(
        request, "cases/calls/take.html", form, act, done=_("Written down."), person=person
    )


@never_cache
@requires("cases.take_call")
def call(request, uid):
    """One call with its tries."""
    row = call_of(request, uid)
    _opened(request, row)
    return _shown(request, row)


def _opened(request, row: Call) -> None:
    person = str(row.person.uid) if row.person else None
    read_opened(row.chain, by=request.user, subject=row, person=person)


def _shown(request, row: Call, *, form=None, refusal=None, status=200):
    tries = list(row.attempts.select_related("by"))
    waits = row.state == CallState.WAITING
    context = {
        "call": row,
        "tries": tries,
        "left": rules.left([one.on for one in tries], owed.tries_needed(row, on=today())),
        "waits": waits,
        "may_request": waits and row.person is not None,
        "duty": open_about([row]).get(row.pk),
        "form": form or forms.ReturnForm(),
        "refusal": refusal,
        "today": today(),
    }
    return render(request, "cases/calls/call.html", context, status=status)


def _perform(request, uid, act, form=None):
    row = call_of(request, uid)
    if form is not None and not form.is_valid():
        return _shown(request, row, form=form, status=422)
    try:
        act(row, **(form.cleaned_data if form else {}), by=request.user, on=today())
    except Refused as refused:
        return _shown(request, call_of(request, uid), form=form, refusal=refused, status=409)
    messages.success(request, _("Written down."))
    return redirect("calls:index")


@require_POST
@requires("cases.take_call")
def try_again(request, uid):
    """Not reached."""
    return _perform(request, uid, actions.try_again)


@require_POST
@requires("cases.take_call")
def return_call(request, uid):
    """Called back."""
    return _perform(request, uid, actions.return_call, forms.ReturnForm(request.POST))


@require_POST
@requires("cases.take_call")
def end_unreached(request, uid):
    """End it after enough tries."""
    return _perform(request, uid, actions.end_unreached)


@requires("cases.take_call")
def make_request(request, uid):
    """Take it down as a request: the same form as any, filled with what was said on the telephone."""
    row = call_of(request, uid)
    person = get_object_or_404(Person.objects.within(request.scope), pk=row.person_id or 0)
    _opened(request, row)
    restricting = bool(scope(request.user, "cases.view_restricted"))
    union = routing.own_union(person, on=today())
    form = TakeDownForm(
        request.POST or None,
        request.FILES or None,
        may_restrict=restricting,
        officers=naming.officers_near(union, on=today(), besides=person.user_id) if union else [],
        initial={"topic": row.topic, "text": row.text, "channel": "telephone"},
    )
    del form.fields["channel"]  # it is by telephone

    def act(data):
        told = data | {"about": User.objects.filter(pk__in=data.get("about", []))}
        made = actions.make_request(row, **told, by=request.user, on=today())
        readable = readable_by(request.user, on=today()).filter(pk=made.pk).exists()
        return made if readable else "calls:index"

    return perform(
        request,
        "cases/calls/make_request.html",
        form,
        act,
        done=_("Taken down."),
        call=row,
        person=person,
        readers=routing.named(routing.readers(union, restricted=False, on=today()))
        if union
        else [],
    )


@requires("cases.dashboard")
def board(request):
    """Calls of a year by topic and by how they were dealt with; small numbers are hidden."""
    until = today() + timedelta(days=1)
    tables = figures.tables(request.scope, since=until - SPAN, until=until)
    names = {"topic": _("By topic"), "kind": _("By answer")}
    shown = [(names[name], rows) for name, rows in tables.items()]
    return render(request, "cases/calls/board.html", {"tables": shown})
