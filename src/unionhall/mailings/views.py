"""The pages of messages to many: written, looked at beforehand, sent, and what became of each."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from unionhall.access.scope import requires
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.paging import keyset
from unionhall.core.web import explain_refusal
from unionhall.duties.queries import open_about
from unionhall.exchange import store as telling
from unionhall.mailings import actions, audience, owed, queries, working
from unionhall.mailings.forms import MessageForm, RefuseMailingForm
from unionhall.mailings.models import Mailing, Recipient
from unionhall.mailings.placeholders import PLACEHOLDERS
from unionhall.members import pages

State, Fate = Mailing.State, Recipient.Fate
TONES = {
    State.PREPARING: "active",
    State.READY: "waiting",
    State.APPROVAL: "waiting",
    State.SENDING: "active",
    State.SENT: "good",
    State.CANCELLED: "quiet",
    State.REFUSED: "bad",
    State.FAILED: "bad",
}
WORDS = ("kind", "subject_zh", "text_zh", "subject_en", "text_en")


def mailing_of(request, pk: int) -> Mailing:
    """One message of the reader's unions; else 404."""
    rows = Mailing.objects.within(request.scope)
    return get_object_or_404(rows.select_related("organisation", "by", "approved_by"), pk=pk)


@requires("mailings.send")
def index(request):
    """The messages of my unions, the latest first."""
    rows = Mailing.objects.within(request.scope).select_related("organisation", "by")
    page = keyset(rows, ("-pk",), request.GET.get("at", ""))
    context = {
        "page": page,
        "rows": [(row, TONES[State(row.state)]) for row in page],
        "may_print": bool(request.scope.also("mailings.print")),
    }
    return render(request, "mailings/index.html", context)


@requires("mailings.send")
def write(request):
    """The message, and to whom it goes; the register's list may hand its filters on in the address."""
    wanted = pages.choice(request.GET, request.scope)
    like = request.GET.get("like", "")
    copied = Mailing.objects.within(request.scope).filter(pk=like if like.isdecimal() else 0)
    initial = {"saved": request.GET.get("saved", ""), "unit": str(wanted.unit or "")}
    for row in copied:
        initial |= {name: getattr(row, name) for name in WORDS}
    form = MessageForm(request.scope, request.POST or None, initial=initial)
    refusal, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            told = dict(form.cleaned_data)
            saved = told.pop("saved")
            query = audience.query_of(
                request.GET, unit=told.pop("unit"), saved=saved.pk if saved else ""
            )
            try:
                made = actions.write(
                    request.scope, query=query, **told, by=request.user, on=today()
                )
            except Refused as refused:
                refusal, status = refused, 409
            else:
                return redirect(made)
    context = {
        "form": form,
        "refusal": refusal,
        "narrowed": pages.said(wanted) if wanted.is_narrowed else "",
        "placeholders": PLACEHOLDERS.values(),
    }
    return render(request, "mailings/write.html", context, status=status)


@never_cache
@requires("mailings.send")
def show(request, pk):
    """How far it is, whom it reaches, and what became of each."""
    return shown(request, mailing_of(request, pk))


def shown(request, mailing: Mailing, form: RefuseMailingForm | None = None, status: int = 200):
    counts = working.counts(mailing)
    fate = request.GET.get("fate", "")
    fate = fate if counts.get(fate) else next((each for each in counts if counts[each]), "")
    page = queries.log(mailing, fate, request.GET.get("at", ""))
    done, total = telling.progress(mailing.uid)
    duties = open_about([mailing])
    may_decide = mailing.state == State.APPROVAL and bool(request.scope.also("mailings.approve"))
    context = {
        "mailing": mailing,
        "tone": TONES[State(mailing.state)],
        "counts": counts,
        "people": sum(counts.values()),
        "channels": working.channel_counts(mailing),
        "undelivered": queries.undelivered(mailing),
        "examples": queries.examples(mailing) if mailing.state in Mailing.WAITING else [],
        "tabs": [
            {
                "label": Fate(each).label,
                "url": f"{mailing.get_absolute_url()}?fate={each}",
                "count": number,
                "current": each == fate,
            }
            for each, number in counts.items()
            if number
        ],
        "page": page,
        "before": page.before and f"?fate={fate}&at={page.before}",
        "after": page.after and f"?fate={fate}&at={page.after}",
        "done": min(done, total),
        "total": total or 1,
        "duty": duties.get(mailing.pk),
        "today": today(),
        "rule": owed.RULE,
        "needs_second": counts[Fate.QUEUED] >= owed.threshold(mailing, on=today()),
        "may_decide": may_decide and mailing.by_id != request.user.pk,
        "form": form or RefuseMailingForm(),
    }
    return render(request, "mailings/show.html", context, status=status)


@require_POST
@requires("mailings.send")
def send(request, pk):
    return _act(request, pk, actions.send)


@require_POST
@requires("mailings.send")
def cancel(request, pk):
    return _act(request, pk, actions.cancel, _("Cancelled. Nobody else gets it."))


@require_POST
@requires("mailings.send")
def resume(request, pk):
    return _act(request, pk, actions.resume, _("The sending goes on; nobody gets it twice."))


@require_POST
@requires("mailings.approve")
def approve(request, pk):
    return _act(request, pk, actions.approve)


@require_POST
@requires("mailings.approve")
def refuse_mailing(request, pk):
    form = RefuseMailingForm(request.POST)
    if not form.is_valid():
        return shown(request, mailing_of(request, pk), form, status=422)
    said = _("Not approved. Nobody gets it.")
    return _act(request, pk, actions.refuse_mailing, said, **form.cleaned_data)


def _act(request, pk: int, act, said: str = "", **told):
    mailing = mailing_of(request, pk)
    with explain_refusal(request):
        act(mailing, **told, by=request.user, on=today())
        if said:
            messages.success(request, said)
    return redirect(mailing)
