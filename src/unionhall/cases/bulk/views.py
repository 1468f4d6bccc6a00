"""The pages of acts for many requests: chosen, previewed row by row, done, taken back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from unionhall.access.scope import requires, scope
from unionhall.cases import forms, queries
from unionhall.cases.bulk import actions, working
from unionhall.cases.bulk.forms import AssignForm
from unionhall.cases.bulk.kinds import ACTS
from unionhall.cases.bulk.models import Bulk, BulkLine
from unionhall.cases.bulk.receivers import receiver, receivers
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.paging import keyset
from unionhall.core.web import explain_refusal
from unionhall.exchange import store as telling

MOST = 100
State, Fate = Bulk.State, BulkLine.Fate
OWN = (
    "act",
    "case",
    "ticked",
    "at",
    "view",
    "q",
    "to",
    "csrfmiddlewaretoken",
)  # of this page, not filters
TONES = {
    State.CHECKING: "active",
    State.READY: "waiting",
    State.APPLYING: "active",
    State.APPLIED: "good",
    State.DISMISSED: "quiet",
    State.FAILED: "bad",
    State.UNDOING: "active",
    State.UNDONE: "warn",
}


def mine(request):
    """The acts for many that the reader began, where they still may act."""
    held = Bulk.objects.filter(request.scope.q("organisation"), by=request.user.pk)
    return held.select_related("organisation", "to_user", "to_organisation")


def _bulk(request, pk: int) -> Bulk:
    return get_object_or_404(mine(request), pk=pk)


@requires("cases.accept")
def index(request):
    rows = [
        {"bulk": bulk, "act": ACTS[bulk.act], "tone": TONES[State(bulk.state)]}
        for bulk in mine(request).order_by("-pk")[:MOST]
    ]
    return render(request, "cases/bulk/index.html", {"rows": rows})


@requires("cases.accept")
def begin(request):
    """What is to be done to the requests ticked, or to all that the filters in the address show."""
    act = ACTS.get(request.GET.get("act", ""), ACTS["assign"])
    held = scope(request.user, act.ability)
    if not held:
        return redirect("cases:inbox")
    ticked = request.GET.getlist("case")
    query = request.GET.copy()
    for name in OWN:
        query.pop(name, None)
    form = _asked(request, held) if act.asks else None
    refusal, status = None, 200
    total = _total(request, act, ticked, query)
    if request.method == "POST" and total:
        status = 422
        if form is None or form.is_valid():
            told = dict(form.cleaned_data) if form else {}
            told |= receiver(told.pop("to")) if form else {}
            told |= {"chosen": ticked, "by": request.user, "on": today()}
            try:
                made = actions.begin(held, code=act.code, query=query.urlencode(), **told)
            except Refused as refused:
                refusal, status = refused, 409
            else:
                return redirect("cases:bulk", made.pk)
    context = {
        "act": act,
        "form": form,
        "refusal": refusal,
        "total": total,
        "ticked": bool(ticked),
        "back": f"{reverse('cases:inbox')}?{query.urlencode()}",
    }
    return render(request, "cases/bulk/begin.html", context, status=status)


def _asked(request, held) -> AssignForm:
    choices = receivers(held, on=today())
    initial = {"to": request.GET.get("to", "")}
    return AssignForm(request.POST or None, choices=choices, initial=initial)


def _total(request, act, ticked: list[str], query) -> int:
    """How many it is about, before each is looked at."""
    cases = queries.readable_by(request.user, act.ability, on=today())
    if not ticked and (request.GET.get("q") or request.GET.get("ticked")):
        # Whoever forgot to tick does not mean all; what was typed finds people one by one.
        return 0
    if ticked:
        return cases.filter(number__in=ticked[: actions.MOST_TICKED]).count()
    form = forms.FilterForm(query)
    chosen = form.cleaned_data if form.is_valid() else {}
    return queries.narrowed(cases, chosen, user=request.user, on=today()).count()


@never_cache
@requires("cases.accept")
def show(request, pk):
    bulk = _bulk(request, pk)
    act, counts = ACTS[bulk.act], working.counts(bulk)
    fate = request.GET.get("fate", "")
    fate = fate if counts.get(fate) else next((each for each in counts if counts[each]), Fate.WILL)
    # Only what may still be read is named; the counts are of all.
    readable = queries.readable_by(request.user, on=today())
    lines = bulk.lines.filter(fate=fate, case__in=readable.values("pk"))
    lines = lines.select_related("case__organisation", "case__person", "case__handler", "from_user")
    page = keyset(lines, ("pk",), request.GET.get("at", ""))
    done, total = telling.progress(bulk.uid)
    here = reverse("cases:bulk", args=[bulk.pk])
    context = {
        "bulk": bulk,
        "act": act,
        "tone": TONES[State(bulk.state)],
        "tabs": [
            {
                "label": Fate(each).label,
                "url": f"{here}?fate={each}",
                "count": number,
                "current": each == fate,
            }
            for each, number in counts.items()
            if number
        ],
        "page": page,
        "before": page.before and f"?fate={fate}&at={page.before}",
        "after": page.after and f"?fate={fate}&at={page.after}",
        "will": counts[Fate.WILL],
        "done": min(done, total),
        "total": total or 1,
    }
    return render(request, "cases/bulk/show.html", context)


@require_POST
@requires("cases.accept")
def apply(request, pk):
    return _act(request, pk, actions.apply)


@require_POST
@requires("cases.accept")
def dismiss(request, pk):
    return _act(request, pk, actions.dismiss, _("Nothing was changed."))


@require_POST
@requires("cases.accept")
def undo(request, pk):
    return _act(request, pk, actions.undo)


def _act(request, pk: int, act, said: str = ""):
    bulk = _bulk(request, pk)
    with explain_refusal(request):
        act(bulk, by=request.user, on=today())
        if said:
            messages.success(request, said)
    return redirect("cases:bulk", bulk.pk)
