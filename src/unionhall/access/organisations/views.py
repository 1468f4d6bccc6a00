"""The tree: looking for an organisation, looking at it, adding, renaming, moving and closing."""

from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from unionhall.access.organisations import forms
from unionhall.access.organisations.pages import (
    address,
    crumbs,
    may,
    perform,
    turned,
    within,
    words_in,
)
from unionhall.access.organisations.sentences import told
from unionhall.access.scope import requires, scope
from unionhall.core.clock import today
from unionhall.core.paging import keyset
from unionhall.history.queries import trail
from unionhall.organisations import actions, panels
from unionhall.organisations.kinds import GATHERING, KINDS
from unionhall.organisations.models import Affiliation, Organisation
from unionhall.organisations.offices import OFFICES

ORDER = {office: place for place, office in enumerate(OFFICES)}


@requires("organisations.view")
def index(request):
    form = forms.FilterForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    searching = bool(chosen.get("q") or chosen.get("kind"))
    rows = Organisation.objects.within(request.scope)
    if searching:
        order = ("path",)
    else:
        tops = request.scope.paths
        rows = rows.filter(Q(path__in=tops) | Q(parent__path__in=tops))
        order = ("code",)
    page = keyset(narrowed(rows, chosen), order, request.GET.get("at", ""))
    context = {
        "form": form,
        "searching": searching,
        "may_export": bool(request.scope.also("organisations.export")),
        "page": page,
        "before": turned(request, page.before),
        "after": turned(request, page.after),
    }
    return render(request, "organisations/index.html", context)


def narrowed(rows, chosen):
    """The rows that fit the filters, with what their line in a list shows."""
    if chosen.get("q"):
        rows = rows.called(chosen["q"])
    if chosen.get("kind"):
        rows = rows.filter(kind=chosen["kind"])
    if not chosen.get("closed"):
        rows = rows.open()
    return rows.select_related("parent")


@requires("organisations.view")
def detail(request, pk):
    organisation = within(request, pk)
    on = today()
    closed_too = "closed" in request.GET
    children = organisation.children.all() if closed_too else organisation.children.open()
    page = keyset(children, ("code", "id"), request.GET.get("at", ""))
    mandates = list(organisation.mandates.select_related("user").order_by("-from_on", "pk")[:200])
    mandates.sort(key=lambda mandate: ORDER.get(mandate.office, len(ORDER)))
    coverages = organisation.coverages.select_related("employer").order_by("-from_on", "pk")
    context = {
        "organisation": organisation,
        "on": on,
        "crumbs": crumbs(request.user, organisation),
        "lines": panels.lines(organisation, request.user, on=on),
        "page": page,
        "before": turned(request, page.before),
        "after": turned(request, page.after),
        "closed_too": closed_too,
        "closed_url": address(request, closed=None if closed_too else "1", at=None),
        "held": [m for m in mandates if m.holds(on=on)],
        "coming": [m for m in mandates if m.from_on > on and m.until_on != m.from_on],
        "past": [m for m in mandates if m.until_on and m.until_on <= max(on, m.from_on)],
        "bodies": organisation.bodies.order_by("kind", "-term"),
        "placements": organisation.placements.select_related("parent").order_by("-from_on"),
        "trade_parents": organisation.affiliations.select_related("trade_parent").order_by(
            "-from_on"
        ),
        "affiliates": _affiliates(request, organisation) if organisation.kind in GATHERING else [],
        "coverages": coverages if organisation.kind == "joint_union" else [],
        "may": may(
            request.user,
            request.scope,
            organisation,
            "organisations.manage",
            "organisations.appoint",
            "organisations.end_mandate",
        ),
        # The next higher union resolves what becomes of it.
        "may_change": organisation.parent is not None
        and scope(request.user, "organising.merge").covers(organisation.parent),
        "may_keep_employers": scope(request.user, "employers.manage").covers(organisation),
        "may_read_history": scope(request.user, "history.view").covers(organisation),
    }
    return render(request, "organisations/detail.html", context)


def _affiliates(request, organisation: Organisation) -> list[Affiliation]:
    """The unions affiliated to it now; only those the reader may open have an address."""
    rows = organisation.affiliates.unfinished(on=today()).select_related("organisation")
    found = list(rows.order_by("organisation__path")[:300])
    for row in found:
        covered = request.scope.covers(row.organisation)
        row.url = row.organisation.get_absolute_url() if covered else ""
    return found


@requires("history.view")
def history(request, pk):
    organisation = within(request, pk)
    context = {
        "organisation": organisation,
        "crumbs": crumbs(request.user, organisation),
        "trail": told(trail(organisation)),
    }
    return render(request, "organisations/history.html", context)


@requires("organisations.manage")
def add(request, pk):
    parent = within(request, pk)
    form = forms.AddForm(request.POST or None, parent=parent)
    return perform(
        request,
        "organisations/add.html",
        form,
        lambda data: actions.add(
            data["kind"],
            parent,
            data["code"],
            data["name"],
            short_name=data["short_name"],
            division=data["division"],
            by=request.user,
            on=data["on"],
        ),
        done=_("The organisation has been founded."),
        organisation=parent,
        crumbs=crumbs(request.user, parent),
    )


@requires("organisations.manage")
def rename(request, pk):
    organisation = within(request, pk)
    now = {"name": organisation.name, "short_name": organisation.short_name}
    form = forms.RenameForm(request.POST or None, initial=now)
    return perform(
        request,
        "organisations/rename.html",
        form,
        lambda data: actions.rename(
            organisation,
            data["name"],
            short_name=data["short_name"],
            by=request.user,
            on=data["on"],
        ),
        done=_("The new name stands; the old one is kept in the history."),
        organisation=organisation,
        crumbs=crumbs(request.user, organisation),
    )


@requires("organisations.manage")
def correct(request, pk):
    organisation = within(request, pk)
    form = forms.CorrectForm(
        request.POST or None,
        initial={"division": organisation.division, "employer": organisation.employer},
        organisation=organisation,
        scope=scope(request.user, "employers.manage"),
    )
    return perform(
        request,
        "organisations/correct.html",
        form,
        lambda data: actions.correct(
            organisation,
            division=data["division"],
            employer=data.get("employer"),
            by=request.user,
            on=today(),
        ),
        done=_("Corrected."),
        organisation=organisation,
        crumbs=crumbs(request.user, organisation),
    )


@requires("organisations.manage")
def move(request, pk):
    organisation = within(request, pk)
    words = words_in(request)
    fitting = [code for code, kind in KINDS.items() if organisation.kind in kind.children]
    rows = Organisation.objects.within(request.scope).open().filter(kind__in=fitting)
    places = list(rows.called(words).order_by("path")[:30]) if words else []
    form = forms.MoveForm(request.POST or None, places=places)
    return perform(
        request,
        "organisations/move.html",
        form,
        # Where one may not manage one may not hang anything either: only such places are offered.
        lambda data: actions.move(organisation, data["to"], by=request.user, on=data["on"]),
        done=_("It now hangs at its new place, with everything below it."),
        organisation=organisation,
        crumbs=crumbs(request.user, organisation),
        words=words,
        places=places,
    )


@requires("organisations.manage")
def close(request, pk):
    organisation = within(request, pk)
    form = forms.DayForm(request.POST or None)
    return perform(
        request,
        "organisations/close.html",
        form,
        lambda data: actions.close(organisation, by=request.user, on=data["on"]),
        done=_("The organisation is closed."),
        organisation=organisation,
        crumbs=crumbs(request.user, organisation),
    )


@requires("organisations.manage")
def affiliate(request, pk):
    """Its own side decides: whoever may manage the union gives it a trade parent."""
    organisation = within(request, pk)
    form = forms.AffiliateForm(request.POST or None)

    def act(data):
        actions.affiliate(organisation, data["to"], by=request.user, on=data["on"])
        return organisation

    return perform(
        request,
        "organisations/affiliate.html",
        form,
        act,
        done=_("It now has a trade parent beside its leading one."),
        organisation=organisation,
        crumbs=crumbs(request.user, organisation),
    )


@requires("organisations.manage")
def disaffiliate(request, pk):
    """Either side may end it."""
    rows = Affiliation.objects.within(request.scope).select_related("organisation", "trade_parent")
    affiliation = get_object_or_404(rows, pk=pk)
    own = request.scope.covers(affiliation.organisation)
    here = affiliation.organisation if own else affiliation.trade_parent
    form = forms.DayForm(request.POST or None)

    def act(data):
        actions.disaffiliate(affiliation, by=request.user, on=data["on"])
        return here

    return perform(
        request,
        "organisations/disaffiliate.html",
        form,
        act,
        done=_("The affiliation has ended."),
        affiliation=affiliation,
        organisation=here,
        crumbs=crumbs(request.user, here),
    )
