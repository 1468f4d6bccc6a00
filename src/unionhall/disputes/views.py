"""Disputes for officers: the list, one dispute, and every act on it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from unionhall.access.scope import requires, scope
from unionhall.accounts.models import User
from unionhall.cases import routing
from unionhall.cases.models import Case
from unionhall.cases.queries import readable_by
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.paging import keyset
from unionhall.core.web import explain_refusal
from unionhall.disputes import actions, committees, forms, moving, opening, pages, paying, queries
from unionhall.disputes.models import Claim, Dispute, Happening, Instalment, Mediator
from unionhall.duties.queries import open_about
from unionhall.history.actions import read_opened
from unionhall.members.models import Person, Spell
from unionhall.organisations.models import Organisation

TABS = ("open", "mine", "overdue", "soon", "talks", "mediation", "arbitration", "paying", "over")


@requires("disputes.view")
def index(request):
    """Disputes of my unions: open, mine, overdue, those whose limitation is near, and by stage."""
    show = request.GET.get("show", "open")
    show = show if show in TABS else "open"
    rows = queries.listed(Dispute.objects.within(request.scope), show, request.user, on=today())
    rows = queries.counted(rows).select_related("organisation", "representative")
    order = ("limitation_on", "pk") if show == "soon" else ("-opened_on", "-pk")
    page = keyset(rows, order, request.GET.get("page", ""))
    duties = open_about(page)
    context = {
        "show": show,
        "tabs": tabs(show),
        "page": page,
        "rows": [(row, duties.get(row.pk)) for row in page],
        "today": today(),
        "may_open": bool(request.scope.also("disputes.open")),
        "may_form": bool(request.scope.also("disputes.form_committee")),
    }
    return render(request, "disputes/index.html", context)


def tabs(show: str) -> list[dict]:
    """The tabs of the list."""
    labels = {
        "open": pgettext("disputes", "Open"),
        "mine": pgettext("disputes", "I act for the worker"),
        "overdue": pgettext("disputes", "Overdue"),
        "soon": pgettext("disputes", "Limitation soon"),
        "talks": pgettext("disputes", "Negotiation"),
        "mediation": pgettext("disputes", "Mediation"),
        "arbitration": pgettext("disputes", "Arbitration and court"),
        "paying": pgettext("disputes", "To be fulfilled"),
        "over": pgettext("disputes", "Over"),
    }
    url = reverse("disputes:index")
    return [
        {"label": labels[name], "url": f"{url}?show={name}", "current": name == show}
        for name in TABS
    ]


@requires("disputes.view")
def dispute(request, number):
    """One dispute; it names people, so it counts as read."""
    row = row_of(request, number)
    read_opened(row.chain, by=request.user, subject=row)
    return shown(request, row)


@requires("disputes.open")
def open_dispute(request):
    """Open a dispute out of a request, or for a member."""
    person, organisation, case = whom(request)
    initial = {"text": case.text if case else ""}
    form = forms.OpenForm(request.POST or None, initial=initial)
    refusal, status = None, 200
    if request.method == "POST" and form.is_valid():
        try:
            made = opening.open_dispute(
                person,
                organisation=organisation,
                case=case,
                **form.cleaned_data,
                by=request.user,
                on=today(),
            )
        except Refused as error:
            refusal, status = error, 409
        else:
            messages.success(request, _("The dispute is opened. Name who acts for the worker."))
            return redirect(made)
    elif request.method == "POST":
        status = 422
    context = {"form": form, "person": person, "case": case, "refusal": refusal}
    return render(request, "disputes/open.html", context, status=status)


def whom(request) -> tuple[Person, Organisation, Case | None]:
    """The worker, and where the dispute is handled: where the request lies, or in the worker's union."""
    if number := request.GET.get("case", ""):
        # Who only reads it, as a guest, makes nothing of it.
        rows = readable_by(request.user, "disputes.open")
        case = get_object_or_404(rows.select_related("person", "organisation"), number=number)
        if not request.scope.covers(case.organisation):
            raise Http404
        return case.person, case.organisation, case
    person = member_of(request, request.GET.get("person", ""))
    union = routing.own_union(person, on=today())
    if union is None or not request.scope.covers(union):
        raise Http404
    return person, union, None


def member_of(request, uid) -> Person:
    """A member within the scope, by the key of the file."""
    spells = Spell.objects.covering(on=today()).filter(request.scope.q("organisation"))
    try:
        return get_object_or_404(Person.objects.filter(pk__in=spells.values("person")), uid=uid)
    except (ValueError, ValidationError) as error:
        raise Http404 from error


@requires("disputes.form_committee")
def form_committee(request):
    """Enter the mediation committee of an enterprise."""
    form, refusal, status = (
        forms.CommitteeForm(request.POST or None, scope=request.scope),
        None,
        200,
    )
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        try:
            committees.form_committee(told.pop("union"), **told, by=request.user, on=today())
        except Refused as error:
            refusal, status = error, 409
        else:
            messages.success(request, _("The committee is entered."))
            return redirect("disputes:index")
    elif request.method == "POST":
        status = 422
    context = {"form": form, "refusal": refusal}
    return render(request, "disputes/form_committee.html", context, status=status)


@require_POST
@requires("disputes.handle")
def take(request, number, act):
    """Take a step for the worker."""
    return stepped(request, number, act, among=lambda name: name not in pages.MEDIATING)


@require_POST
@requires("disputes.mediate")
def mediate(request, number, act):
    """Take a step of the mediation."""
    return stepped(request, number, act, among=lambda name: name in pages.MEDIATING)


def stepped(request, number, act, *, among):
    """Take the step `act`, if it is one of those that this address is for."""
    row = row_of(request, number)
    if not pages.is_step(act) or not among(act):
        raise Http404
    form = forms.StepForm(request.POST, act=act, dispute=row)
    if not form.is_valid():
        return shown(request, row, act=act, form=form, status=422)
    try:
        getattr(actions, act)(row, **form.cleaned_data, by=request.user, on=today())
    except Refused as refusal:
        row = row_of(request, number)
        return shown(request, row, act=act, form=form, refusal=refusal, status=409)
    messages.success(request, _("Written down. The workers are told."))
    return redirect(row)


@require_POST
@requires("disputes.handle")
def add_claimant(request, number):
    """Put another worker into the dispute."""
    row, form = row_of(request, number), forms.ClaimantForm(request.POST)
    if not form.is_valid():
        return unfit(request, row)
    person = member_of(request, form.cleaned_data["person"])
    return done(request, row, opening.add_claimant, row, person)


@require_POST
@requires("disputes.handle")
def add_claim(request, number):
    """Write down another claim."""
    row = row_of(request, number)
    form = forms.ClaimForm(request.POST, dispute=row)
    if not form.is_valid():
        return unfit(request, row)
    told = form.cleaned_data
    return done(request, row, opening.add_claim, told.pop("claimant"), **told)


@require_POST
@requires("disputes.handle")
def choose_representatives(request, number):
    """Write down whom the workers chose to speak for them."""
    row = row_of(request, number)
    form = forms.ChooseForm(request.POST, dispute=row)
    if not form.is_valid():
        return unfit(request, row)
    return done(
        request, row, opening.choose_representatives, row, list(form.cleaned_data["chosen"])
    )


@require_POST
@requires("disputes.handle")
def represent(request, number):
    """Name who acts for the workers."""
    row, form = row_of(request, number), forms.RepresentForm(request.POST)
    if not form.is_valid():
        return unfit(request, row)
    officer = User.objects.filter(username=form.cleaned_data["username"], is_active=True).first()
    if officer is None or not scope(officer, "disputes.view").covers(row.organisation):
        return unfit(request, row)
    return done(request, row, opening.represent, row, officer)


@require_POST
@requires("disputes.handle")
def add_instalment(request, number):
    """Write down what is to be paid, and when."""
    return formed(request, row_of(request, number), forms.InstalmentForm, paying.add_instalment)


@require_POST
@requires("disputes.handle")
def extend(request, number):
    """Lengthen a period within what its rule allows."""
    return formed(request, row_of(request, number), forms.ExtendForm, moving.extend)


@require_POST
@requires("disputes.handle")
def note_deadline_missed(request, number):
    """Write down that a period was missed, and why."""
    return formed(request, row_of(request, number), forms.MissForm, moving.note_deadline_missed)


@require_POST
@requires("disputes.handle")
def move_limitation(request, number):
    """Write down what moves the limitation."""
    return formed(request, row_of(request, number), forms.LimitForm, moving.move_limitation)


@require_POST
@requires("disputes.handle")
def note_won(request, pk):
    """Write down what was won for a claim."""
    claim = part_of(request, Claim, pk, "claimant__dispute")
    return formed(request, claim.claimant.dispute, forms.WonForm, opening.note_won, claim)


@require_POST
@requires("disputes.handle")
def note_paid(request, pk):
    """The money has arrived."""
    instalment = part_of(request, Instalment, pk)
    return done(request, instalment.dispute, paying.note_paid, instalment)


@require_POST
@requires("disputes.handle")
def note_missed(request, pk):
    """Nothing came on the day."""
    instalment = part_of(request, Instalment, pk)
    return formed(request, instalment.dispute, forms.ReasonForm, paying.note_missed, instalment)


@require_POST
@requires("disputes.mediate")
def recuse(request, pk):
    """A mediator steps aside, and another one takes the place."""
    mediator = part_of(request, Mediator, pk)
    return formed(request, mediator.dispute, forms.RecuseForm, actions.recuse, mediator)


@require_POST
@requires("disputes.handle")
def correct_day(request, pk):
    """Put the day of a step right."""
    happening = part_of(request, Happening, pk)
    return formed(request, happening.dispute, forms.CorrectForm, moving.correct_day, happening)


def row_of(request, number: str) -> Dispute:
    """One dispute within the scope."""
    rows = Dispute.objects.within(request.scope)
    related = rows.select_related("organisation", "representative", "case", "opened_by")
    return get_object_or_404(related, number=number)


def part_of(request, model, pk: int, way: str = "dispute"):
    """A part of a dispute within the scope; `way` leads to the dispute."""
    inside = Dispute.objects.within(request.scope)
    rows = model.objects.filter(**{f"{way}__in": inside})
    return get_object_or_404(rows.select_related(f"{way}__organisation"), pk=pk)


def formed(request, row: Dispute, form_class, act, *subjects):
    """Do an act with what one form asks for."""
    form = form_class(request.POST)
    if not form.is_valid():
        return unfit(request, row)
    return done(request, row, act, *(subjects or (row,)), **form.cleaned_data)


def done(request, row: Dispute, act, *subjects, **told):
    """Do it, and show the dispute as it stands then."""
    with explain_refusal(request):
        act(*subjects, **told, by=request.user, on=today())
        messages.success(request, _("Written down."))
    return redirect(row)


def unfit(request, row: Dispute):
    """Say that something of what was typed is missing, and show the dispute again."""
    messages.error(request, _("Nothing was done: something is missing or is not right."))
    return shown(request, row, status=422)


def shown(request, row: Dispute, *, status=200, **bound):
    """The page of one dispute."""
    context = pages.of_officer(row, request, **bound)
    return render(request, "disputes/dispute.html", context, status=status)
