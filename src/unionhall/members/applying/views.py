"""Officers: one application, many decided by one resolution, a paper taken down, the poster."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from unionhall.access.scope import requires
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.text import masked_id
from unionhall.core.web import explain_refusal
from unionhall.duties.models import Duty
from unionhall.members.applying import actions, owed
from unionhall.members.applying.forms import AdmitForm, PaperForm, RefuseForm
from unionhall.members.applying.models import Application, Way
from unionhall.members.card.pictures import svg
from unionhall.members.queries import holding_members, unit_called
from unionhall.organisations.kinds import HOLDING
from unionhall.organisations.models import Organisation

SEEN = (
    *("organisation", "person", "decided_by"),
    "delegation__delegate",
    *("transfer__spell__organisation", "transfer__to_organisation"),
)


@requires("members.view")
def show(request, pk):
    """One application and the committee's decision."""
    return _shown(request, _row(request, pk))


@require_POST
@requires("members.admit")
def admit(request, pk):
    """Admit one applicant."""
    row, form = _row(request, pk), AdmitForm(request.POST)
    if not form.is_valid():
        return _shown(request, row, admit=form, status=422)
    with explain_refusal(request):
        actions.admit(row, **form.cleaned_data, by=request.user, on=today())
        messages.success(request, _("Decided. The applicant has been told."))
    return redirect(row)


@require_POST
@requires("members.refuse_application")
def refuse_application(request, pk):
    """Do not admit, and say why."""
    row, form = _row(request, pk), RefuseForm(request.POST)
    if not form.is_valid():
        return _shown(request, row, refuse=form, status=422)
    with explain_refusal(request):
        actions.refuse_application(row, **form.cleaned_data, by=request.user, on=today())
        messages.success(request, _("Decided. The applicant has been told."))
    return redirect(row)


@require_POST
@requires("members.admit")
def admit_together(request):
    """Many by one resolution: first what would come of each, then all of them."""
    chosen = Application.objects.within(request.scope).waiting().select_related("organisation")
    keys = [key for key in request.POST.getlist("application") if key.isdigit()][:200]
    rows = list(chosen.filter(pk__in=keys))
    outcomes = actions.previewed(rows, on=today())
    form = AdmitForm(request.POST if "confirmed" in request.POST else None)
    form.fields["from_on"].initial = today()
    refusal, status = None, 200
    if form.is_bound and len(rows) < len(set(keys)):
        refusal, status = Refused(_("Somebody has decided some of these meanwhile.")), 409
    elif form.is_bound and form.is_valid():
        fit = [outcome.application for outcome in outcomes if outcome.state]
        try:
            done = actions.admit_together(fit, **form.cleaned_data, by=request.user, on=today())
        except Refused as error:
            refusal, status = error, 409
        else:
            said = ngettext("{} application decided.", "{} applications decided.", len(done))
            messages.success(request, said.format(len(done)))
            return redirect("joining:index")
    elif form.is_bound:
        status = 422
    context = {"outcomes": outcomes, "form": form, "refusal": refusal}
    return render(request, "members/applying/together.html", context, status=status)


@requires("members.take_down_application")
def take_down(request):
    """A paper, as it was handed in."""
    units = holding_members(request.scope)
    typed = (request.POST.get("unit") or "").strip().replace("\x00", "")
    unit = unit_called(typed, request.scope, surely=True) if typed else None
    form = PaperForm(request.POST or None, initial={"asked_on": today()})
    refusal, status = None, 200
    if request.method == "POST" and unit and form.is_valid():
        try:
            row = actions.apply(
                unit, **form.cleaned_data, way=Way.PAPER, by=request.user, on=today()
            )
        except Refused as error:
            refusal, status = error, 409
        else:
            messages.success(request, _("Taken down. The committee has to decide."))
            return redirect(row)
    elif request.method == "POST":
        status = 422
    context = {
        "form": form,
        "units": units,
        "unit": unit,
        "no_unit": request.method == "POST" and unit is None,
        "refusal": refusal,
    }
    return render(request, "members/applying/take_down.html", context, status=status)


@requires("organisations.view")
def poster(request, pk):
    """A sheet to hang up: the QR code that leads to this union's application."""
    unit = get_object_or_404(
        Organisation.objects.within(request.scope).open().filter(kind__in=HOLDING), pk=pk
    )
    address = settings.BASE_URL + reverse("applying:apply", args=[unit.code])
    context = {"unit": unit, "address": address, "picture": svg(address)}
    return render(request, "members/applying/poster.html", context)


def _row(request, pk: int) -> Application:
    rows = Application.objects.within(request.scope)
    return get_object_or_404(rows.select_related(*SEEN), pk=pk)


def _shown(request, row: Application, *, admit=None, refuse=None, status=200):
    waits = row.is_waiting
    (outcome,) = actions.previewed([row], on=today()) if waits else (None,)
    context = {
        "application": row,
        "outcome": outcome,
        "masked": masked_id(row.open_number()),
        "duty": Duty.objects.open().about(row).first(),
        "rule": owed.RULE,
        "today": today(),
        "admit": admit or AdmitForm(initial={"from_on": today()}),
        "refuse": refuse or RefuseForm(),
        "may_admit": waits and request.scope.also("members.admit").covers(row.organisation),
        "may_refuse": waits
        and request.scope.also("members.refuse_application").covers(row.organisation),
    }
    return render(request, "members/applying/show.html", context, status=status)
