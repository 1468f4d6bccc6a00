"""Employers, and the joint unions that gather several."""

from collections import defaultdict

from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from unionhall.access.organisations import forms
from unionhall.access.organisations.pages import crumbs, perform, turned, within, words_in
from unionhall.access.scope import requires
from unionhall.core.clock import today
from unionhall.core.paging import keyset
from unionhall.organisations import actions
from unionhall.organisations.models import Coverage, Employer, Organisation


@requires("employers.manage")
def index(request):
    rows = Employer.objects.within(request.scope).select_related("division")
    words = words_in(request)
    if words:
        rows = rows.called(words)
    page = keyset(rows, ("name", "id"), request.GET.get("at", ""))
    unions = Organisation.objects.filter(employer__in=[row.pk for row in page]).order_by("pk")
    by_employer = defaultdict(list)
    for union in unions:
        by_employer[union.employer_id].append(union)
    for row in page:
        row.unions = by_employer[row.pk]
    context = {
        "words": words,
        "may_export": bool(request.scope.also("organisations.export")),
        "page": page,
        "before": turned(request, page.before),
        "after": turned(request, page.after),
    }
    return render(request, "organisations/employers.html", context)


@requires("employers.manage")
def add(request):
    form = forms.EmployerForm(request.POST or None)

    def act(_data):
        form.instance.kept_by = _keeper(request)
        return actions.add_employer(form.instance, by=request.user, on=today())

    return perform(
        request,
        "organisations/employer.html",
        form,
        act,
        done=_("The employer has been entered."),
        employer=None,
    )


def _keeper(request) -> Organisation:
    """The first organisation in which the officer may keep employers."""
    return Organisation.objects.get(path=request.scope.paths[0])


@requires("employers.manage")
def correct(request, pk):
    employer = get_object_or_404(Employer.objects.within(request.scope), pk=pk)
    form = forms.EmployerForm(request.POST or None, instance=employer)
    coverages = employer.coverages.select_related("organisation").order_by("-from_on")
    return perform(
        request,
        "organisations/employer.html",
        form,
        lambda _data: actions.correct_employer(form.instance, by=request.user, on=today()),
        done=_("Corrected."),
        employer=Employer.objects.get(pk=pk),
        unions=employer.organisations.order_by("code"),
        coverages=coverages,
    )


@requires("employers.manage")
def begin_coverage(request, pk):
    organisation = within(request, pk)
    form = forms.CoverageForm(request.POST or None, scope=request.scope)

    def act(data):
        actions.begin_coverage(organisation, data["employer"], by=request.user, on=data["on"])
        return organisation

    return perform(
        request,
        "organisations/begin_coverage.html",
        form,
        act,
        done=_("The joint union now gathers this employer's workers."),
        organisation=organisation,
        crumbs=crumbs(request.user, organisation),
    )


@requires("employers.manage")
def end_coverage(request, pk):
    rows = Coverage.objects.within(request.scope).select_related("organisation", "employer")
    coverage = get_object_or_404(rows, pk=pk)
    form = forms.DayForm(request.POST or None)

    def act(data):
        actions.end_coverage(coverage, by=request.user, on=data["on"])
        return coverage.organisation

    return perform(
        request,
        "organisations/end_coverage.html",
        form,
        act,
        done=_("The joint union gathers this employer's workers no longer."),
        coverage=coverage,
        organisation=coverage.organisation,
        crumbs=crumbs(request.user, coverage.organisation),
    )
