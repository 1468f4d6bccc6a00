"""Petitions for officers: the list, receiving one, one petition, and every act on it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from unionhall.access.organisations.pages import address, perform, turned, words_in
from unionhall.access.scope import requires
from unionhall.cases import routing
from unionhall.cases.models import Case
from unionhall.cases.queries import chain_of, readable_by
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.paging import keyset
from unionhall.core.web import explain_refusal
from unionhall.duties.queries import open_about
from unionhall.history.actions import read_opened, searched
from unionhall.members.models import Person, Spell
from unionhall.members.search import found
from unionhall.organisations.models import Organisation
from unionhall.petitions import actions, bringing, forms, pages, queries
from unionhall.petitions.models import Petition


@requires("petitions.view")
def index(request):
    """Petitions of my unions: open, mine, overdue, not decided, under review, over."""
    show = request.GET.get("show", "open")
    show = show if show in queries.SHOWN else "open"
    rows = queries.listed(Petition.objects.within(request.scope), show, request.user, on=today())
    rows = queries.counted(rows).select_related("organisation", "handler")
    page = keyset(rows, ("-received_on", "-pk"), request.GET.get("at", ""))
    waiting = open_about(page)
    context = {
        "tabs": _tabs(request, show),
        "rows": [(row, waiting.get(row.pk)) for row in page],
        "before": turned(request, page.before),
        "after": turned(request, page.after),
        "today": today(),
        "may_receive": bool(request.scope.also("petitions.receive")),
    }
    return render(request, "petitions/index.html", context)


def _tabs(request, shown: str) -> list[dict]:
    labels = {
        "open": pgettext("petitions", "Open"),
        "mine": pgettext("petitions", "Mine"),
        "overdue": pgettext("petitions", "Overdue"),
        "received": pgettext("petitions", "To be decided"),
        "review": pgettext("petitions", "Under review"),
        "over": pgettext("petitions", "Over"),
    }
    return [
        {
            "label": labels[name],
            "url": address(request, show=name, at=None),
            "current": name == shown,
        }
        for name in queries.SHOWN
    ]


@requires("petitions.view")
def petition(request, number):
    """One petition; it names people, so it counts as read."""
    row = row_of(request, number)
    read_opened(row.chain, by=request.user, subject=row)
    return shown(request, row)


@requires("petitions.receive")
def find(request):
    """Find the petitioner first."""
    text, people = words_in(request), []
    if text:
        searched(chain_of(request.scope), by=request.user, what="members")
        people = found(text, scope=request.scope, on=today(), most=20)
    return render(request, "petitions/find.html", {"people": people, "q": text})


@requires("petitions.receive")
def receive(request, uid):
    """Take down a petition of a member, perhaps out of a request."""
    person, organisation, case = whom(request, uid)
    initial = {"text": case.text, "channel": case.channel} if case else {}
    # A request may lie above the petitioner's union, which a complaint can be about all the same.
    home = routing.own_union(person, on=today()) or organisation
    form = forms.ReceiveForm(request.POST or None, organisation=home, on=today(), initial=initial)

    def act(data):
        made = bringing.receive(
            person, organisation=organisation, case=case, **data, by=request.user, on=today()
        )
        seen = Petition.objects.within(request.scope.also("petitions.view"))
        return made if seen.filter(pk=made.pk).exists() else "petitions:index"

    return perform(
        request,
        "petitions/receive.html",
        form,
        act,
        done=_("The petition is received; the office that decides on it is told."),
        person=person,
        case=case,
        earlier=queries.earlier(person, request.scope.also("petitions.view")),
    )


def whom(request, uid) -> tuple[Person, Organisation, Case | None]:
    """The petitioner, and the union the petition starts from."""
    if number := request.GET.get("case", ""):
        # Who only reads it, as a guest, makes nothing of it.
        rows = readable_by(request.user, "petitions.receive")
        rows = rows.select_related("person__user", "organisation")
        case = get_object_or_404(rows, number=number, person__uid=uid)
        if not request.scope.covers(case.organisation):
            raise Http404
        return case.person, case.organisation, case
    person = member_of(request, uid)
    union = routing.own_union(person, on=today())
    if union is None:
        raise Http404
    return person, union, None


def member_of(request, uid) -> Person:
    """A member within the scope, by the key of the file."""
    spells = Spell.objects.covering(on=today()).filter(request.scope.q("organisation"))
    try:
        return get_object_or_404(Person.objects.filter(pk__in=spells.values("person")), uid=uid)
    except (ValueError, ValidationError) as error:
        raise Http404 from error


@require_POST
@requires("petitions.handle")
def take(request, number, act):
    """Take a step where the petition lies, or for a petitioner without an account."""
    return stepped(request, number, act, among=(*pages.TAKEN, *pages.ON_BEHALF))


@require_POST
@requires("petitions.review")
def review(request, number, act):
    """Take a step of a review."""
    return stepped(request, number, act, among=pages.REVIEWING)


def stepped(request, number, act, *, among):
    """Take the step `act`, if it is one of those that this address is for."""
    row = row_of(request, number)
    if act not in among:
        raise Http404
    form = forms.TextForm(request.POST, act=act)
    if not form.is_valid():
        return shown(request, row, act=act, form=form, status=422)
    try:
        getattr(actions, act)(row, **form.cleaned_data, by=request.user, on=today())
    except Refused as refusal:
        row = row_of(request, number)
        return shown(request, row, act=act, form=form, refusal=refusal, status=409)
    messages.success(request, _("Written down. The petitioners are told."))
    seen = Petition.objects.within(request.scope.also("petitions.view"))
    return redirect(row if seen.filter(pk=row.pk).exists() else "petitions:index")


@require_POST
@requires("petitions.handle")
def add_petitioner(request, number):
    """Another one joins."""
    row, form = row_of(request, number), forms.PetitionerForm(request.POST)
    if not form.is_valid():
        return unfit(request, row)
    person = member_of(request, form.cleaned_data["person"])
    return done(request, row, bringing.add_petitioner, row, person)


@require_POST
@requires("petitions.handle")
def choose_representatives(request, number):
    """Write down whom the petitioners chose to speak for them."""
    row = row_of(request, number)
    form = forms.ChooseForm(request.POST, petition=row)
    if not form.is_valid():
        return unfit(request, row)
    return done(
        request, row, bringing.choose_representatives, row, list(form.cleaned_data["chosen"])
    )


@require_POST
@requires("petitions.handle")
def extend(request, number):
    """Lengthen the period of the answer."""
    row, form = row_of(request, number), forms.ExtendForm(request.POST)
    if not form.is_valid():
        return unfit(request, row)
    return done(request, row, actions.extend, row, **form.cleaned_data)


def row_of(request, number: str) -> Petition:
    """One petition within the scope."""
    rows = Petition.objects.within(request.scope)
    related = rows.select_related(
        "organisation__parent", "handler", "case", "about", "about_officer"
    )
    return get_object_or_404(related, number=number)


def done(request, row: Petition, act, *subjects, **told):
    """Do it, and show the petition as it stands then."""
    with explain_refusal(request):
        act(*subjects, **told, by=request.user, on=today())
        messages.success(request, _("Written down."))
    return redirect(row)


def unfit(request, row: Petition):
    """Say that something of what was typed is missing, and show the petition again."""
    messages.error(request, _("Nothing was done: something is missing or is not right."))
    return shown(request, row, status=422)


def shown(request, row: Petition, *, status=200, **bound):
    """The page of one petition."""
    context = pages.of_officer(row, request.user, **bound)
    return render(request, "petitions/petition.html", context, status=status)
