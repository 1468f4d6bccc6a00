"""A repeated problem is taken up by a visit: an inspection is planned, and the proposal is decided with it."""

from datetime import date

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionhall.access.organisations.pages import perform
from unionhall.access.scope import requires
from unionhall.accounts.models import User
from unionhall.cases.patterns import doors
from unionhall.cases.patterns.actions import take_as
from unionhall.cases.patterns.models import Proposal, Road
from unionhall.core.clock import today
from unionhall.history.actions import act
from unionhall.supervision import forms, inspections, periods
from unionhall.supervision.models import Inspection


@act
def plan_visit(proposal: Proposal, *, by: User, on: date, **told) -> Inspection:
    """Plan the inspection, `told` as `inspections.plan` takes it, and decide the proposal. Raises Refused."""
    made = inspections.plan(**told, by=by, on=on)
    kind = Inspection._meta.label_lower
    take_as(proposal, Road.VISIT, made=(kind, made.pk), by=by, on=on)
    return made


@requires("supervision.plan")
def plan_for(request, pk):
    """Plan a visit to an employer whose workers bring the same again and again."""
    rows = Proposal.objects.within(request.scope.also("cases.decide_pattern"))
    proposal = get_object_or_404(rows.select_related("employer", "organisation"), pk=pk)
    first = {"employer": proposal.employer, "organisation": proposal.organisation.code}
    form = forms.PlanForm(request.POST or None, scope=request.scope, initial=first)
    return perform(
        request,
        "supervision/plan.html",
        form,
        lambda data: plan_visit(proposal, **data, by=request.user, on=today()),
        done=_("The inspection is planned, and its supervisors are told."),
        rule_id=periods.rule_of("supervisors", proposal.organisation, on=today()),
        proposal=proposal,
    )


doors.register(
    doors.Door(
        road=Road.VISIT,
        label=gettext_lazy("Plan a visit to the workplace"),
        ability="supervision.plan",
        open=lambda proposal: reverse("supervision:plan_for", args=[proposal.pk]),
        made=lambda key: reverse("supervision:inspection", args=[key]),
    )
)
