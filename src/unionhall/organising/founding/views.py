"""Foundings: the list by state, one founding with its roll and its trail, and what is done with it."""

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from unionhall.access.scope import requires
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.paging import keyset
from unionhall.core.web import explain_refusal
from unionhall.duties.models import Duty
from unionhall.duties.queries import open_about
from unionhall.history.actions import read_opened
from unionhall.organisations.actions.bodies import term_years
from unionhall.organisations.models import Organisation
from unionhall.organising.founding import actions, approving, owed, queries, rules
from unionhall.organising.founding.forms import (
    ApplyForm,
    ApproveForm,
    ElectForm,
    FounderForm,
    PrepareForm,
    RefuseForm,
    WithdrawForm,
)
from unionhall.organising.founding.models import Founder, Founding, Leading, State
from unionhall.organising.founding.steps import said
from unionhall.organising.founding.story import story

TABS = {
    "waiting": (State.APPLIED,),
    "preparing": (State.PREPARING,),
    "approved": (State.APPROVED,),
    "refused": (State.REFUSED, State.WITHDRAWN),
}
SEEN = ("higher", "employer", "union", "begun_by", "decided_by")


@requires("organising.view")
def index(request):
    """Foundings below my organisations, by state: one tab for each."""
    rows = Founding.objects.within(request.scope)
    show = request.GET.get("show", "waiting")
    show = show if show in TABS else "waiting"
    found = rows.in_state(*TABS[show]).select_related("higher", "union")
    order = ("begun_on", "pk") if show == "preparing" else ("-begun_on", "-pk")
    order = ("applied_on", "pk") if show == "waiting" else order
    page = keyset(found.counted(), order, request.GET.get("page", ""))
    duties = open_about(page)
    context = {
        "show": show,
        "tabs": tabs(rows, show),
        "page": page,
        "rows": [(row, duties.get(row.pk)) for row in page],
        "today": today(),
        "may_prepare": bool(request.scope.also("organising.prepare")),
    }
    return render(request, "organising/founding/index.html", context)


def tabs(rows, show: str) -> list[dict]:
    """The states with how many there are of each."""
    counts = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    labels = {
        "waiting": pgettext("founding", "Waiting"),
        "preparing": pgettext("founding", "In preparation"),
        "approved": pgettext("founding", "Founded"),
        "refused": pgettext("founding", "Not approved or withdrawn"),
    }
    return [
        {
            "label": labels[name],
            "url": f"{reverse('founding:index')}?show={name}",
            "current": name == show,
            "count": sum(counts.get(state, 0) for state in states),
        }
        for name, states in TABS.items()
    ]


@requires("organising.view")
def show(request, pk):
    """One founding with its roll; it names people, so it counts as read."""
    row = row_of(request, pk)
    read_opened(row.higher.chain, by=request.user, subject=row)
    return shown(request, row)


@requires("organising.prepare")
def prepare(request):
    """Begin a preparation group."""
    form = PrepareForm(
        request.POST or None,
        scope=request.scope,
        employers=request.scope.also("organisations.view"),
        initial={"workplace": request.GET.get("workplace", "").replace("\x00", "")[:200]},
    )
    refusal, status = None, 200
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.prepare(**form.cleaned_data, by=request.user, on=today())
        except Refused as error:
            refusal, status = error, 409
        else:
            messages.success(request, _("The preparation has begun. Put the founders on the roll."))
            return redirect(made)
    elif request.method == "POST":
        status = 422
    context = {"form": form, "refusal": refusal}
    return render(request, "organising/founding/prepare.html", context, status=status)


@require_POST
@requires("organising.prepare")
@sensitive_post_parameters("id_number")
def add_founder(request, pk):
    """Put somebody on the roll."""
    row, form = row_of(request, pk), FounderForm(request.POST)
    if not form.is_valid():
        return shown(request, row, founder=form, status=422)
    try:
        actions.add_founder(row, **form.cleaned_data, by=request.user, on=today())
    except Refused as refusal:
        return shown(request, row, founder=form, refusal=refusal, status=409)
    messages.success(request, _("Put on the roll."))
    return redirect(row)


@require_POST
@requires("organising.prepare")
def remove_founder(request, pk):
    """Take somebody off the roll."""
    founder = founder_of(request, pk)
    return done(
        request, founder.founding, actions.remove_founder, _("Taken off the roll."), founder
    )


@require_POST
@requires("organising.prepare")
def elect(request, pk):
    """Write down whom the founders elected."""
    founder = founder_of(request, pk)
    form = ElectForm(request.POST, founder=founder)
    office = form.cleaned_data["office"] if form.is_valid() else "?"
    return done(
        request, founder.founding, actions.elect, _("Written down."), founder, office=office
    )


@require_POST
@requires("organising.prepare")
def apply(request, pk):
    """Apply to the higher union."""
    row = row_of(request, pk)
    form = ApplyForm(request.POST, founding=row, years=years_of(row))
    if not form.is_valid():
        return shown(request, row, apply=form, status=422)
    try:
        actions.apply(row, **form.cleaned_data, by=request.user, on=today())
    except Refused as refusal:
        return shown(request, row, apply=form, refusal=refusal, status=409)
    messages.success(request, _("Applied. The higher union has to decide."))
    return redirect(row)


@require_POST
@requires("organising.prepare")
def withdraw(request, pk):
    """Give the founding up, or take the application back."""
    row, form = row_of(request, pk), WithdrawForm(request.POST)
    if not form.is_valid():
        return shown(request, row, withdraw=form, status=422)
    return done(request, row, actions.withdraw, _("Withdrawn."), row, **form.cleaned_data)


@require_POST
@requires("organising.approve")
def approve(request, pk):
    """Approve: the union is there."""
    row, form = row_of(request, pk), ApproveForm(request.POST)
    if not form.is_valid():
        return shown(request, row, approve=form, status=422)
    try:
        approving.approve(row, **form.cleaned_data, by=request.user, on=today())
    except Refused as refusal:
        return shown(request, row_of(request, pk), approve=form, refusal=refusal, status=409)
    messages.success(request, _("Approved. The union is founded, and its first officers sit."))
    return redirect(row)


@require_POST
@requires("organising.refuse")
def refuse(request, pk):
    """Do not approve, and name the article."""
    row, form = row_of(request, pk), RefuseForm(request.POST)
    if not form.is_valid():
        return shown(request, row, refuse=form, status=422)
    return done(
        request,
        row,
        actions.refuse,
        _("Not approved. The founders read why."),
        row,
        **form.cleaned_data,
    )


def row_of(request, pk: int) -> Founding:
    """One founding within the scope."""
    rows = Founding.objects.within(request.scope).select_related(*SEEN)
    return get_object_or_404(rows, pk=pk)


def founder_of(request, pk: int) -> Founder:
    """One founder of a founding within the scope."""
    rows = Founder.objects.filter(request.scope.q("founding__higher"))
    return get_object_or_404(rows.select_related("founding__higher"), pk=pk)


def years_of(founding: Founding) -> list[int]:
    """How many years a term may last in such a union."""
    return term_years(Organisation(kind=founding.kind), on=today())


def done(request, row: Founding, act, said: str, subject, **told):
    """Do it, and show the founding as it stands then."""
    with explain_refusal(request):
        act(subject, **told, by=request.user, on=today())
        messages.success(request, said)
    return redirect(row)


def shown(request, row: Founding, *, refusal=None, status=200, **forms):
    """The page of one founding, with the forms of what may be done now."""

    def may(ability: str) -> bool:
        return request.scope.also(ability).covers(row.higher)

    founders = queries.roll(row)
    may_prepare = may("organising.prepare")
    preparing = row.is_preparing and may_prepare
    context = {
        "founding": row,
        "founders": [
            (one, ElectForm(founder=one, auto_id=f"id_{one.pk}_%s") if preparing else None)
            for one in founders
        ],
        "counts": counts(row, founders),
        "lacking": lacking(row, founders) if row.is_under_way else [],
        "trail": story(row),
        "duty": Duty.objects.open().about(row).first(),
        "rule": owed.RULE,
        "today": today(),
        "refusal": refusal,
        "may_add": preparing,
        "may_withdraw": row.is_under_way and may_prepare,
        "may_approve": row.is_waiting and may("organising.approve"),
        "may_refuse": row.is_waiting and may("organising.refuse"),
        "founder": forms.get("founder") or FounderForm(),
        "apply": forms.get("apply") or ApplyForm(founding=row, years=years_of(row)),
        "withdraw": forms.get("withdraw") or WithdrawForm(auto_id="id_withdraw_%s"),
        "approve": forms.get("approve")
        or ApproveForm(initial={"code": queries.free_code(row.higher)}),
        "refuse": forms.get("refuse") or RefuseForm(auto_id="id_refuse_%s"),
    }
    return render(request, "organising/founding/show.html", context, status=status)


def counts(row: Founding, founders: list[Founder]) -> dict[str, int]:
    """How many will be members at once, how many of them women, and how many come over later."""
    at_once = queries.elected(founders)
    return {
        "all": len(founders),
        "at_once": len(at_once),
        "women": sum(one.is_woman for one in at_once),
        "moving": len(founders) - len(at_once),
    }


def lacking(row: Founding, founders: list[Founder]) -> list[tuple[str, str]]:
    """What is still missing for a committee (or for what was applied for), each with its rule."""
    limits = queries.thresholds(row.higher, on=today())
    at_once = queries.elected(founders)
    nobody_elected = not any(one.office for one in at_once)
    if not row.leading and nobody_elected and 0 < len(at_once) < limits.committee:
        either = _("The election: of a committee with chair and auditor, or of one organiser.")
        return [(either, rules.ORGANISER_RULE)]
    organised = any(one.office == "organiser" for one in at_once)
    leading = row.leading or (Leading.ORGANISER if organised else Leading.COMMITTEE)
    return [(said(lack, limits), lack.rule) for lack in rules.lacks(leading, at_once, limits)]
