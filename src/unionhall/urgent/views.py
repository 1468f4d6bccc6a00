"""Urgent matters: the board, opening one, one matter with every act on it, and the printed report."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from unionhall.access.organisations.pages import address, perform, turned
from unionhall.access.scope import own, requires
from unionhall.core.clock import now, today
from unionhall.core.errors import Refused
from unionhall.core.paging import keyset
from unionhall.core.web import explain_refusal
from unionhall.history.actions import read_opened
from unionhall.members.models import Person, Spell
from unionhall.organisations.models import Organisation
from unionhall.organisations.queries import held_by
from unionhall.urgent import actions, concerned, forms, pages, queries
from unionhall.urgent.models import Affected, Telling, UrgentMatter


@requires("urgent.view")
def board(request):
    """Open urgent matters of my unions, the gravest first; it renews itself."""
    show = request.GET.get("show", "open")
    show = show if show in queries.SHOWN else "open"
    inside, at = UrgentMatter.objects.within(request.scope), now()
    rows = queries.counted(queries.listed(inside, show, request.user, at=at), at=at)
    page = keyset(
        rows.select_related("organisation", "lead"), queries.order(show), request.GET.get("at", "")
    )
    context = {
        "tabs": _tabs(request, show),
        "rows": page.rows,
        "figures": queries.figures(inside, at=at),
        "before": turned(request, page.before),
        "after": turned(request, page.after),
        "here": request.get_full_path(),
        "now": at,
        "may_open": bool(request.scope.also("urgent.open")),
    }
    return render(request, "urgent/board.html", context)


def _tabs(request, shown: str) -> list[dict]:
    labels = {
        "open": pgettext("urgent matters", "Open"),
        "mine": pgettext("urgent matters", "I lead"),
        "untold": pgettext("urgent matters", "Told too late"),
        "ended": pgettext("urgent matters", "Ended"),
    }
    return [
        {
            "label": labels[name],
            "url": address(request, show=name, at=None),
            "current": name == shown,
        }
        for name in queries.SHOWN
    ]


@requires("urgent.open")
def open_matter(request):
    """Open one with what is known now."""
    held = [one.path for one in held_by(request.user, on=today())]
    mine = Organisation.objects.filter(path__in=held).order_by("-path").first()
    initial = {
        "union": request.GET.get(
            "union", mine.code if mine and mine.kind_facts.holds_members else ""
        )[:40]
    }
    form = forms.OpenForm(request.POST or None, scope=request.scope, initial=initial)

    def act(data):
        union = data.pop("union")
        return actions.open_matter(union, **data, by=request.user, on=today())

    return perform(
        request,
        "urgent/open.html",
        form,
        act,
        done=_("It is open. Below stands who has to be told, and by when."),
    )


@requires("urgent.view")
def matter(request, number):
    """One urgent matter; its list names people, so it counts as read."""
    row = row_of(request, number)
    read_opened(row.chain, by=request.user, subject=row)
    return shown(request, row)


@requires("urgent.view")
def report(request, number):
    """The situation as it stands, to be printed: no names of workers."""
    row = row_of(request, number)
    read_opened(row.chain, by=request.user, subject=row)
    context = pages.common(row, request.user) | {"back_url": row.get_absolute_url()}
    return render(request, "urgent/report.html", context)


@require_POST
@requires("urgent.handle")
def add_line(request, number):
    """Write a line into the log."""
    return _formed(request, row_of(request, number), "line_form", forms.LineForm, actions.add_line)


@require_POST
@requires("urgent.handle")
def add_told(request, number):
    """Write down that somebody else was told."""
    row = row_of(request, number)
    return _formed(request, row, "add_told_form", forms.AddToldForm, actions.add_told)


@require_POST
@requires("urgent.handle")
def reassess(request, number):
    """Set gravity and number of workers anew."""
    row = row_of(request, number)
    return _formed(request, row, "reassess_form", forms.ReassessForm, actions.reassess)


@require_POST
@requires("urgent.handle")
def hand_over(request, number):
    """Let another officer lead it."""
    row = row_of(request, number)
    form = forms.HandOverForm(request.POST, officers=pages.officers(row))
    if not form.is_valid():
        return _unfit(request, row, hand_over_form=form)
    return _done(request, row, actions.hand_over, row, form.cleaned_data["officer"])


@require_POST
@requires("urgent.handle")
def lead(request, number):
    """Lead it oneself."""
    row = row_of(request, number)
    return _done(request, row, actions.hand_over, row, request.user)


@require_POST
@requires("urgent.handle")
def end(request, number):
    """End it with a summary and lessons."""
    return _formed(request, row_of(request, number), "end_form", forms.EndForm, actions.end)


@require_POST
@requires("urgent.handle")
def link(request, number):
    """Let something belong to it."""
    return _formed(request, row_of(request, number), "link_form", forms.LinkForm, concerned.link)


@require_POST
@requires("urgent.handle")
def add_affected(request, number):
    """Put a worker on the list."""
    row, form = row_of(request, number), forms.AffectedForm(request.POST)
    if not form.is_valid():
        return _unfit(request, row, affected_form=form)
    told = form.cleaned_data
    person = member_of(request, told["person"])
    return _done(request, row, concerned.add_affected, row, person, agreed=told["agreed"])


@require_POST
@requires("urgent.handle")
def remove_affected(request, pk):
    """Take a worker off the list."""
    inside = UrgentMatter.objects.within(request.scope)
    rows = Affected.objects.filter(matter__in=inside).select_related("matter__organisation")
    row = get_object_or_404(rows, pk=pk)
    return _done(request, row.matter, concerned.remove_affected, row)


@require_POST
@requires("urgent.handle")
def note_told(request, pk):
    """Write down that somebody on the list was told."""
    telling = telling_of(request, pk)
    form = forms.ToldForm(request.POST)
    if not form.is_valid():
        return _unfit(request, telling.matter)
    return _done(request, telling.matter, actions.note_told, telling, **form.cleaned_data)


@require_POST
@requires("urgent.handle")
def drop_telling(request, pk):
    """Write down why somebody on the list need not be told."""
    telling = telling_of(request, pk)
    form = forms.ReasonForm(request.POST)
    if not form.is_valid():
        return _unfit(request, telling.matter)
    return _done(request, telling.matter, actions.drop_telling, telling, **form.cleaned_data)


def row_of(request, number: str) -> UrgentMatter:
    """One urgent matter within the scope."""
    rows = UrgentMatter.objects.within(request.scope)
    return get_object_or_404(
        rows.select_related("organisation__parent", "lead", "opened_by"), number=number
    )


def telling_of(request, pk: int) -> Telling:
    """One entry of a list within the scope."""
    rows = Telling.objects.within(request.scope)
    return get_object_or_404(
        rows.select_related("matter__organisation", "matter__lead", "to"), pk=pk
    )


def member_of(request, uid) -> Person:
    """A member within the scope, by the key of the file."""
    spells = Spell.objects.covering(on=today()).filter(request.scope.q("organisation"))
    try:
        return get_object_or_404(Person.objects.filter(pk__in=spells.values("person")), uid=uid)
    except (ValueError, ValidationError) as error:
        raise Http404 from error


def _formed(request, row: UrgentMatter, name: str, form_class, act):
    """Do an act with what one form asks for; what did not go through stays in it."""
    form = form_class(request.POST)
    if not form.is_valid():
        return _unfit(request, row, **{name: form})
    try:
        act(row, **form.cleaned_data, by=request.user, on=today())
    except Refused as refusal:
        row = row_of(request, row.number)
        return shown(request, row, refusal=refusal, status=409, **{name: form})
    messages.success(request, _("Written down."))
    return redirect(row)


def _done(request, row: UrgentMatter, act, *subjects, **told):
    with explain_refusal(request):
        act(*subjects, **told, by=request.user, on=today())
        messages.success(request, _("Written down."))
    return redirect(row)


def _unfit(request, row: UrgentMatter, **bound):
    messages.error(request, _("Nothing was done: something is missing or is not right."))
    return shown(request, row, status=422, **bound)


def shown(request, row: UrgentMatter, *, status=200, **bound):
    """The page of one urgent matter."""
    context = pages.of_officer(row, request, **bound)
    return render(request, "urgent/matter.html", context, status=status)


def _my_row(request, number: str) -> Affected:
    rows = Affected.objects.filter(person__user=request.user, matter__number=number)
    return get_object_or_404(rows.select_related("matter__organisation", "matter__lead"))


@own
def my_matter(request, number):
    """What a worker on the list reads: what it is, who leads it, how it ended."""
    context = {"row": _my_row(request, number)}
    return render(request, "urgent/my/matter.html", context)


@require_POST
@own
def leave(request, number):
    """Go off the list."""
    row = _my_row(request, number)
    with explain_refusal(request):
        concerned.remove_affected(row, by=request.user, on=today())
        messages.success(
            request, _("You are off the list; the union no longer has your name there.")
        )
        return redirect("cases:home")
    return redirect(row.matter.my_url)
