"""The pages of campaigns: all of them, one with its employers, one employer with its visits."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from unionhall.access.organisations.pages import address, perform, turned
from unionhall.access.scope import requires
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.paging import keyset
from unionhall.core.web import explain_refusal
from unionhall.duties.queries import open_about
from unionhall.organising.campaigns import actions, forms
from unionhall.organising.campaigns.figures import standings
from unionhall.organising.campaigns.models import OVER, Campaign, Target, TargetState
from unionhall.organising.coverage import queries
from unionhall.organising.coverage.forms import SeekingForm
from unionhall.organising.coverage.views import unit_of

TONES = {
    TargetState.PLANNED: "quiet",
    TargetState.VISITED: "active",
    TargetState.AGREED: "waiting",
    TargetState.PREPARING: "waiting",
    TargetState.FOUNDED: "good",
    TargetState.GIVEN_UP: "quiet",
}
MOST = 100


def campaign_of(request, pk: int) -> Campaign:
    rows = Campaign.objects.within(request.scope).select_related("organisation", "officer")
    return get_object_or_404(rows, pk=pk)


def target_of(request, pk: int) -> Target:
    rows = Target.objects.within(request.scope)
    return get_object_or_404(
        rows.select_related("campaign__organisation", "employer__division", "union"), pk=pk
    )


@requires("campaigns.view")
def index(request):
    """Campaigns in my unions, the running ones first."""
    rows = Campaign.objects.within(request.scope).select_related("organisation", "officer")
    campaigns = list(rows.order_by("-closed_on", "-from_on", "-pk")[:MOST])
    campaigns.sort(key=lambda one: one.closed_on is not None)
    found = standings(campaigns)
    context = {
        "rows": [(one, found[one.pk]) for one in campaigns],
        "may_begin": bool(request.scope.also("campaigns.begin")),
    }
    return render(request, "organising/campaigns/index.html", context)


@requires("campaigns.begin")
def begin(request):
    """Begin a campaign."""
    form = forms.BeginForm(request.POST or None, scope=request.scope)
    return perform(
        request,
        "organising/campaigns/begin.html",
        form,
        lambda data: actions.begin(**data, by=request.user, on=today()),
        done=_("The campaign has begun. Now choose its employers from the list."),
    )


@requires("campaigns.view")
def show(request, pk):
    """One campaign: its figures and its employers."""
    campaign = campaign_of(request, pk)
    found = standings([campaign])[campaign.pk]
    state = request.GET.get("state", "")
    rows = campaign.targets.select_related("employer__division")
    if state in TargetState.values:
        rows = rows.filter(state=state)
    page = keyset(rows, ("employer__name", "id"), request.GET.get("at", ""))
    waiting = open_about(page)
    tabs = [(_("All"), None, found.targets)]
    tabs += [(label, value, found.by_state[value]) for value, label in TargetState.choices]
    context = {
        "campaign": campaign,
        "found": found,
        "page": page,
        "rows": [(row, TONES[TargetState(row.state)], waiting.get(row.pk)) for row in page],
        "before": turned(request, page.before),
        "after": turned(request, page.after),
        "today": today(),
        "tabs": [
            {
                "label": str(label),
                "url": address(request, state=value, at=None),
                "current": (value or "") == (state if state in TargetState.values else ""),
                "count": count,
            }
            for label, value, count in tabs
        ],
        "may_choose": campaign.is_running and _may(request, "choose", campaign),
        "may_close": campaign.is_running and _may(request, "close", campaign),
        "without_url": f"{reverse('coverage:without')}?unit={campaign.organisation.code}",
    }
    return render(request, "organising/campaigns/show.html", context)


def _may(request, verb: str, campaign: Campaign) -> bool:
    return request.scope.also(f"campaigns.{verb}").covers(campaign.organisation)


@requires("campaigns.choose")
def choose(request):
    """Make targets of all employers without a union that a list shows."""
    unit = unit_of(request.scope, request.GET.get("unit", ""))
    narrowing = SeekingForm(request.GET).narrowing()
    rows = queries.narrowed(queries.employers_of(unit), narrowing)
    form = forms.ChooseForm(request.POST or None, scope=request.scope)

    def act(data):
        number = actions.choose(data["campaign"], rows, by=request.user, on=today())
        said = ngettext("%(n)s employer was chosen.", "%(n)s employers were chosen.", number) % {
            "n": number
        }
        messages.success(request, said)
        return data["campaign"]

    return perform(
        request,
        "organising/campaigns/choose.html",
        form,
        act,
        done=_("They stand in the campaign as planned."),
        unit=unit,
        number=queries.without_union(rows, on=today()).count(),
        back=f"{reverse('coverage:without')}?{request.GET.urlencode()}",
        has_campaigns=form.fields["campaign"].queryset.exists(),
    )


@requires("campaigns.view")
def target(request, pk):
    """One employer of a campaign: how it stands, its visits, what may be done."""
    return _shown(request, target_of(request, pk))


@require_POST
@requires("campaigns.visit")
def visit(request, pk):
    """Note a visit."""
    row, form = target_of(request, pk), forms.VisitForm(request.POST)
    if not form.is_valid():
        return _shown(request, row, visiting=form, status=422)
    try:
        actions.visit(row, **form.cleaned_data, by=request.user, on=today())
    except Refused as refusal:
        return _shown(request, row, visiting=form, refusal=refusal, status=409)
    messages.success(request, _("The visit has been noted."))
    return redirect(row)


@require_POST
@requires("campaigns.give_up")
def give_up(request, pk):
    """Go there no more."""
    row, form = target_of(request, pk), forms.GiveUpForm(request.POST)
    if not form.is_valid():
        return _shown(request, row, giving_up=form, status=422)
    with explain_refusal(request):
        actions.give_up(row, **form.cleaned_data, by=request.user, on=today())
        messages.success(request, _("Given up. A later visit takes it up again."))
    return redirect(row)


@require_POST
@requires("campaigns.close")
def close(request, pk):
    """End a campaign."""
    campaign = campaign_of(request, pk)
    with explain_refusal(request):
        actions.close(campaign, by=request.user, on=today())
        messages.success(request, _("The campaign is closed."))
    return redirect(campaign)


def _shown(request, row: Target, *, visiting=None, giving_up=None, refusal=None, status=200):
    def may(verb: str) -> bool:
        return row.is_open and _may(request, verb, row.campaign)

    context = {
        "target": row,
        "campaign": row.campaign,
        "employer": row.employer,
        "tone": TONES[TargetState(row.state)],
        "duty": open_about([row]).get(row.pk),
        "today": today(),
        "visits": row.visits.select_related("by").order_by("-on", "-pk"),
        "visit_form": visiting or forms.VisitForm(),
        "give_up_form": giving_up or forms.GiveUpForm(),
        "refusal": refusal,
        "may_visit": may("visit"),
        "may_give_up": may("give_up") and row.state not in OVER,
        "sees_employer": request.scope.also("employers.manage").covers(row.campaign.organisation),
    }
    return render(request, "organising/campaigns/target.html", context, status=status)
