"""The officers' pages: the list without a word of what was said, and one report, opened and recorded."""

from django.conf import settings
from django.contrib import messages
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from unionhall.access.scope import requires
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.keyring import Unreadable
from unionhall.core.paging import keyset
from unionhall.core.web import explain_refusal
from unionhall.duties.models import Duty
from unionhall.duties.queries import open_about
from unionhall.history.actions import read_opened
from unionhall.members.card.pictures import svg
from unionhall.members.models import Person, covering
from unionhall.organisations.fields import below
from unionhall.organisations.models import Organisation
from unionhall.tips import actions, owed, recipients, vault
from unionhall.tips.forms import OfficerForm, TakeOverForm
from unionhall.tips.models import HANDLED, OPEN, Said, State, Tip
from unionhall.tips.queries import conversation, file_of, name_in, openings

TABS = {"open": OPEN, "closed": (State.CLOSED,)}


@requires("tips.view")
def index(request):
    """Reports that were sealed for my office, by state."""
    rows = Tip.objects.within(request.scope)
    show = request.GET.get("show", "open")
    show = show if show in TABS else "open"
    found = rows.in_state(*TABS[show]).select_related("union", "receiver")
    page = keyset(found, ("-received_on", "-pk"), request.GET.get("page", ""))
    duties = open_about(page)
    context = {
        "show": show,
        "tabs": _tabs(rows, show),
        "page": page,
        "rows": [(row, duties.get(row.pk)) for row in page],
        "today": today(),
    }
    return render(request, "tips/index.html", context)


def _tabs(rows, show: str) -> list[dict]:
    # Exact: whoever sees the count may open every one of them.
    counts = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    labels = {"open": pgettext("reports", "Open"), "closed": pgettext("reports", "Closed")}
    return [
        {
            "label": labels[name],
            "url": f"{reverse('tips:index')}?show={name}",
            "current": name == show,
            "count": sum(counts.get(state, 0) for state in states),
        }
        for name, states in TABS.items()
    ]


@requires("tips.view")
def poster(request):
    """The way to the form for one union, as a link and a code for its notice board."""
    typed = request.GET.get("q", "").strip()[:60]
    rows = Organisation.objects.within(request.scope).open()
    found = list(rows.called(typed).order_by("path")[:12]) if typed else []
    chosen = rows.filter(code=request.GET.get("union", "")[:40]).first()
    if chosen is None and len(found) == 1:
        chosen = found[0]
    context = {"typed": typed, "found": found, "chosen": chosen}
    if chosen:
        address = settings.BASE_URL + reverse("tips:write", args=[chosen.code])
        context |= {"address": address, "picture": svg(address)}
    return render(request, "tips/poster.html", context)


@requires("tips.view")
def show(request, number):
    """One report; opening it is recorded, and the reporter sees that."""
    return shown(request, tip_of(request, number))


@requires("tips.view")
def file(request, number, uid):
    """One file of a report."""
    tip = tip_of(request, number)
    read_opened(tip.chain, by=request.user, subject=tip)
    return file_of(tip, key_of(request, tip), uid)


@require_POST
@requires("tips.accept")
def accept(request, number):
    """Take it up."""
    tip = tip_of(request, number)
    with explain_refusal(request):
        actions.accept(tip, by=request.user, on=today())
        messages.success(request, _("Taken up."))
    return redirect(tip)


@require_POST
@requires("tips.ask")
def ask(request, number):
    """Ask whoever reported."""
    return _wrote(request, number, actions.ask, _("Asked. They find it with their receipt."))


@require_POST
@requires("tips.answer")
def answer(request, number):
    """Say what was found and done."""
    return _wrote(request, number, actions.answer, _("Answered. They find it with their receipt."))


@require_POST
@requires("tips.close")
def close(request, number):
    """Close it."""
    tip = tip_of(request, number)
    with explain_refusal(request):
        actions.close(tip, by=request.user, on=today())
        messages.success(request, _("Closed. It will be destroyed on its day."))
    return redirect(tip)


@require_POST
@requires("tips.take_over")
def take_over(request, number):
    """Go on with it as the request of whoever gave their name."""
    tip = tip_of(request, number)
    form = TakeOverForm(request.POST)
    if not form.is_valid():
        return shown(request, tip, take_over=form, status=422)
    try:
        case = actions.take_over(
            tip,
            key_of(request, tip),
            person=person_named(request, tip),
            **form.cleaned_data,
            by=request.user,
            on=today(),
        )
    except Refused as refusal:
        return shown(request, tip, take_over=form, refusal=refusal, status=409)
    messages.success(request, _("It goes on as request %s.") % case.number)
    return redirect(tip)


def tip_of(request, number: str) -> Tip:
    """One report that was sealed for an office of the reader."""
    rows = Tip.objects.within(request.scope).select_related("union", "receiver")
    return get_object_or_404(rows, number=number)


def key_of(request, tip: Tip) -> bytes:
    """Its key; what was not sealed for the reader is not there."""
    try:
        return vault.key_for(tip, request.user)
    except Unreadable as error:
        raise Http404 from error


def person_named(request, tip: Tip) -> Person:
    """The member below the receiver whose name and number were given with the receipt."""
    named = name_in(conversation(tip, key_of(request, tip)))
    if named is None:
        raise Refused(
            _("Whoever reported has not given a name for it."),
            instead=_("Ask whether they want that; it is done with the receipt, not here."),
        )
    low, high = below(tip.receiver.path)
    rows = Person.objects.filter(
        covering(today(), "spells__"),
        name=named[0],
        phone=named[1],
        spells__organisation__path__gte=low,
        spells__organisation__path__lt=high,
    ).distinct()
    found = list(rows[:2])
    if len(found) != 1:
        raise Refused(
            _("The register knows nobody, or several, of this name and number."),
            instead=_("Ask with a question how they stand in the register."),
        )
    return found[0]


def _wrote(request, number: str, act, said: str):
    tip = tip_of(request, number)
    form = OfficerForm(request.POST, auto_id=f"id_{act.__name__}_%s")
    if not form.is_valid():
        return shown(request, tip, **{act.__name__: form}, status=422)
    try:
        act(tip, key_of(request, tip), **form.cleaned_data, by=request.user, on=today())
    except Refused as refusal:
        return shown(request, tip, **{act.__name__: form}, refusal=refusal, status=409)
    messages.success(request, said)
    return redirect(tip)


def shown(request, tip: Tip, *, refusal=None, status=200, **forms):
    """The page of one report, opened, with the forms of what may be done now."""

    def may(ability: str, *states: str) -> bool:
        return tip.state in states and bool(request.scope.also(ability))

    read_opened(tip.chain, by=request.user, subject=tip)
    said = conversation(tip, key_of(request, tip))
    duty = Duty.objects.open().about(tip).first()
    context = {
        "tip": tip,
        "said": said,
        "named": name_in(said) if tip.is_named else None,
        "openings": openings(tip),
        "readers": recipients.level_of(tip, on=today()).lines,
        "duty": duty,
        "today": today(),
        "refusal": refusal,
        "destroy_rule": owed.DESTROY_RULE,
        "may_accept": may("tips.accept", State.RECEIVED),
        "may_ask": may("tips.ask", State.ACCEPTED, State.ASKED),
        "may_answer": may("tips.answer", *HANDLED),
        "may_close": may("tips.close", State.ANSWERED)
        and bool(tip.silent_until and tip.silent_until < today()),
        "may_take_over": tip.is_named and may("tips.take_over", *OPEN),
        "ask": forms.get("ask") or OfficerForm(auto_id="id_ask_%s"),
        "answer": forms.get("answer") or OfficerForm(auto_id="id_answer_%s"),
        "take_over": forms.get("take_over")
        or TakeOverForm(initial={"text": _report(said)}, auto_id="id_over_%s"),
    }
    return render(request, "tips/show.html", context, status=status)


def _report(said) -> str:
    return next((words.text for words in said if words.row.kind == Said.Kind.REPORT), "")[:4000]
