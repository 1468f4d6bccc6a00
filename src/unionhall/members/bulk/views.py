"""The pages of acts for many: chosen, previewed row by row, done, taken back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from unionhall.access.scope import requires
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.paging import keyset
from unionhall.core.web import explain_refusal
from unionhall.exchange import store as telling
from unionhall.members import pages
from unionhall.members.bulk import actions, working
from unionhall.members.bulk.forms import ActForm, ValueForm
from unionhall.members.bulk.kinds import ACTS
from unionhall.members.bulk.models import Bulk, BulkLine
from unionhall.members.models import Spell

MOST = 100
State, Fate = Bulk.State, BulkLine.Fate
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
    """The bulk acts that the reader began, where they still may act."""
    held = Bulk.objects.filter(request.scope.q("organisation"), by=request.user.pk)
    return held.select_related("organisation")


def _bulk(request, pk: int) -> Bulk:
    return get_object_or_404(mine(request), pk=pk)


@requires("members.correct")
def index(request):
    rows = [
        {"bulk": bulk, "act": ACTS[bulk.act], "tone": TONES[State(bulk.state)]}
        for bulk in mine(request).order_by("-pk")[:MOST]
    ]
    return render(request, "members/bulk/index.html", {"rows": rows})


@requires("members.correct")
def begin(request):
    """First which act, then its own question; which rows stands in the address, as on the list."""
    wanted = pages.choice(request.GET, request.scope)
    code = request.POST.get("act") or request.GET.get("act", "")
    form = ValueForm(code, request.POST or None) if code in ACTS else None
    refusal, status = None, 200
    if request.method == "POST":
        status = 422
        if form is not None and form.is_valid():
            told = {"code": code, **form.cleaned_data, "by": request.user, "on": today()}
            try:
                made = actions.begin(request.scope, query=wanted.address(), **told)
            except Refused as refused:
                refusal, status = refused, 409
            else:
                return redirect("members:bulk", made.pk)
    context = {
        "act": ACTS.get(code),
        "acts": ActForm(),
        "form": form,
        "query": wanted.address(),
        "said": pages.said(wanted),
        "typed": wanted.typed,
        "total": None if wanted.typed else Spell.objects.filter(wanted.filters.q()).count(),
        "back": f"{reverse('members:index')}?{wanted.address()}",
        "refusal": refusal,
    }
    return render(request, "members/bulk/begin.html", context, status=status)


@never_cache
@requires("members.correct")
def show(request, pk):
    bulk = _bulk(request, pk)
    act, counts = ACTS[bulk.act], working.counts(bulk)
    fate = request.GET.get("fate", "")
    fate = fate if counts.get(fate) else next((each for each in counts if counts[each]), Fate.WILL)
    lines = bulk.lines.filter(fate=fate).select_related("spell__person", "spell__organisation")
    page = keyset(lines, ("pk",), request.GET.get("at", ""))
    for line in page:
        line.was = act.told(line.before) if line.before not in (None, "") else "–"
    done, total = telling.progress(bulk.uid)
    here = reverse("members:bulk", args=[bulk.pk])
    context = {
        "bulk": bulk,
        "act": act,
        "value": act.told(working.value_of(bulk)),
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
    return render(request, "members/bulk/show.html", context)


@require_POST
@requires("members.correct")
def apply(request, pk):
    return _act(request, pk, actions.apply)


@require_POST
@requires("members.correct")
def dismiss(request, pk):
    return _act(request, pk, actions.dismiss, _("Nothing was changed."))


@require_POST
@requires("members.correct")
def undo(request, pk):
    return _act(request, pk, actions.undo)


def _act(request, pk: int, act, said: str = ""):
    bulk = _bulk(request, pk)
    with explain_refusal(request):
        act(bulk, by=request.user, on=today())
        if said:
            messages.success(request, said)
    return redirect("members:bulk", bulk.pk)
