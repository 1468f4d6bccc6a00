"""The roster of lawyers, and how legal aid stands."""

from datetime import date, timedelta

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from unionhall.access.organisations.pages import perform, turned
from unionhall.access.scope import requires
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.paging import keyset
from unionhall.legal_aid import figures as counted
from unionhall.legal_aid import forms, queries, roster
from unionhall.legal_aid.models import Aid, Lawyer
from unionhall.organisations.models import Organisation


def lawyer_of(request, pk: int) -> Lawyer:
    return get_object_or_404(queries.lawyers(request.scope), pk=pk)


@requires("legal_aid.view_roster")
def lawyers(request):
    """The roster, each lawyer with the load."""
    page = keyset(queries.lawyers(request.scope), ("name", "pk"), request.GET.get("at", ""))
    context = {
        "page": page,
        "before": turned(request, page.before),
        "after": turned(request, page.after),
        "may_add": bool(request.scope.also("legal_aid.add_lawyer")),
    }
    return render(request, "legal_aid/lawyers.html", context)


@requires("legal_aid.view_roster")
def lawyer(request, pk):
    """One lawyer: whom they act for elsewhere, and the matters in hand."""
    return render(request, "legal_aid/lawyer.html", _shown(request, lawyer_of(request, pk)))


def _shown(request, row: Lawyer) -> dict:
    visible = request.scope.also("legal_aid.view")
    rows = Aid.objects.within(visible).filter(assignments__lawyer=row, assignments__until_on=None)
    return {
        "lawyer": row,
        "matters": rows.order_by("pk"),
        "engagements": row.engagements.order_by("-noted_on", "pk"),
        "form": forms.EngagementForm(),
        "may_note": request.scope.also("legal_aid.note_engagement").covers(row.organisation),
        "may_end": request.scope.also("legal_aid.end_lawyer").covers(row.organisation),
        "today": today(),
    }


@requires("legal_aid.add_lawyer")
def add_lawyer(request):
    """Put a lawyer on the roster."""
    form = forms.LawyerForm(request.POST or None, scope=request.scope)
    return perform(
        request,
        "legal_aid/add_lawyer.html",
        form,
        lambda data: roster.add_lawyer(**data, by=request.user, on=today()),
    )


@require_POST
@requires("legal_aid.note_engagement")
def note_engagement(request, pk):
    """Write down for whom the lawyer acts or acted."""
    row, form = lawyer_of(request, pk), forms.EngagementForm(request.POST)
    return _done(
        request,
        row,
        form,
        lambda: roster.note_engagement(row, **form.cleaned_data, by=request.user, on=today()),
    )


@require_POST
@requires("legal_aid.end_lawyer")
def end_lawyer(request, pk):
    """Take the lawyer off the roster."""
    row = lawyer_of(request, pk)
    return _done(request, row, None, lambda: roster.end_lawyer(row, by=request.user, on=today()))


def _done(request, row: Lawyer, form, act):
    refusal, status = None, 422
    if form is None or form.is_valid():
        try:
            act()
        except Refused as refused:
            refusal, status = refused, 409
        else:
            messages.success(request, _("Done."))
            return redirect(row)
    context = {**_shown(request, row), "refusal": refusal}
    if form is not None:
        context["form"] = form
    return render(request, "legal_aid/lawyer.html", context, status=status)


@requires("legal_aid.figures")
def figures(request):
    """This year's aid by form, state and result; small cells hidden from who may not open them."""
    tops = Organisation.objects.filter(path__in=request.scope.paths).order_by("path")
    top = tops.filter(code=request.GET.get("unit", "")).first() or tops.first()
    exactly = request.scope.also("legal_aid.view").covers(top)
    # Whoever reads coarse figures gets whole months only: two looks on two days tell no single case.
    until = today() + timedelta(days=1) if exactly else today().replace(day=1)
    span = {"since": date(until.year - 1, until.month, 1), "until": until}
    context = {
        "top": top,
        "tables": counted.tables(top, **span, exactly=exactly),
        "recovered": counted.recovered(top, **span, exactly=exactly),
        "exactly": exactly,
        **span,
    }
    return render(request, "legal_aid/figures.html", context)
