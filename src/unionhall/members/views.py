"""The register's pages for officers: fetch within scope, call one action, answer."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from unionhall.access.scope import requires
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.history.actions import read_opened
from unionhall.members import actions, pages, queries
from unionhall.members.duplicates.queries import Alike, alike
from unionhall.members.forms import AddForm, CorrectForm, EndForm, ReasonForm
from unionhall.members.models import Person, Spell
from unionhall.members.pages import correct_page, list_page, log_page, person_page
from unionhall.organisations.models import Organisation


def _person(request, pk: int) -> Person:
    return get_object_or_404(Person.objects.within(request.scope), pk=pk)


def _read(request, pk: int) -> Person:
    row = queries.read(pk, request.scope)
    if row is None:
        raise Http404
    return row


def _taken_up(request, pk: int) -> Person:
    """The file that this one was taken up into, if that may be read."""
    gone = get_object_or_404(Person, pk=pk, merged_into__isnull=False)
    return get_object_or_404(Person.objects.within(request.scope), pk=gone.merged_into_id)


@requires("members.view")
def index(request):
    """The list; what is searched for comes by POST, so that no address and no log holds it."""
    return list_page(request)


@never_cache
@requires("members.view")
def person(request, pk):
    row = queries.read(pk, request.scope)
    if row is None:
        return redirect(_taken_up(request, pk))
    read_opened(queries.chain_of(row), by=request.user, subject=row, person=str(row.uid))
    return person_page(request, row)


@requires("members.view")
def beside(request, pk, back):
    """On to the next file of the list, or back: found when asked for, since most files are not left that way."""
    spells = Spell.objects.filter(person__in=Person.objects.within(request.scope))
    row = get_object_or_404(spells.select_related("organisation"), pk=pk)
    address = pages.beside(request, row, back=back)
    if address is None:
        messages.info(request, _("The list ends here."))
        address = f"{reverse('members:index')}?{request.GET.urlencode()}"
    return redirect(address)


@requires("members.view")
def log(request, pk):
    row = _person(request, pk)
    read_opened(queries.chain_of(row), by=request.user, subject=row, person=str(row.uid))
    return log_page(request, row)


@never_cache
@require_POST
@requires("members.reveal_id")
def reveal_id(request, pk):
    """Shown in the answer itself: a redirect would have to carry the number."""
    row, form = _read(request, pk), ReasonForm(request.POST)
    if not form.is_valid():
        return person_page(request, row, reveal=form, status=422)
    try:
        number = actions.reveal_id(row, **form.cleaned_data, by=request.user, on=today())
    except Refused as refusal:
        return person_page(request, row, reveal=form, refusal=refusal, status=409)
    return person_page(request, row, number=number)


@requires("members.correct")
def correct(request, pk):
    row = _person(request, pk)
    if request.method != "POST":
        read_opened(queries.chain_of(row), by=request.user, subject=row, person=str(row.uid))
        return correct_page(request, row)
    form = CorrectForm(request.POST)
    if not form.is_valid():
        return correct_page(request, row, form, status=422)
    changes = dict(form.cleaned_data)
    reason, version = changes.pop("reason"), changes.pop("version")
    if not changes["id_number"]:
        del changes["id_number"]
    try:
        actions.correct(row, changes, version=version, reason=reason, by=request.user, on=today())
    except Refused as refusal:
        row.refresh_from_db()
        return correct_page(request, row, form, refusal=refusal, status=409)
    messages.success(request, _("Corrected."))
    return redirect(row)


@requires("members.add")
def add(request):
    unit = _unit(request)
    form = AddForm(request.POST or None, initial={"from_on": today()})
    refusal, status, warned = None, 200, []
    ready = request.method == "POST" and unit and form.is_valid()
    if ready and not request.POST.get("anyway"):
        warned = _alike(request, form.cleaned_data, unit)
    if ready and not warned:
        try:
            made = actions.add(unit, **form.cleaned_data, by=request.user, on=today())
        except Refused as error:
            refusal, status = error, 409
        else:
            messages.success(request, _("%(name)s is in the register.") % {"name": made.name})
            return redirect(made)
    elif request.method == "POST":
        status = 409 if warned else 422
    units = queries.holding_members(request.scope)
    no_unit = request.method == "POST" and unit is None
    context = {"form": form, "unit": unit, "units": units, "no_unit": no_unit, "refusal": refusal}
    context["alike"] = warned
    return render(request, "members/add.html", context, status=status)


def _alike(request, facts, unit) -> list[Alike]:
    """Files the officer may read that look like the new one; each counts as read."""
    found = alike(facts, unit, request.scope.also("members.view"))
    for one in found:
        read_opened(
            queries.chain_of(one.person),
            by=request.user,
            subject=one.person,
            person=str(one.person.uid),
        )
    return found


def _unit(request) -> Organisation | None:
    text = request.POST.get("unit") or request.GET.get("unit") or ""
    text = text.strip().replace("\x00", "")
    return queries.unit_called(text, request.scope, surely=True) if text else None


@requires("members.correct")
def end_membership(request, pk) -> HttpResponse:
    spells = Spell.objects.filter(person__in=Person.objects.within(request.scope))
    spell = get_object_or_404(
        spells.filter(request.scope.q("organisation")).select_related("person", "organisation"),
        pk=pk,
    )
    form, refusal, status = EndForm(request.POST or None), None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.end_membership(spell, **form.cleaned_data, by=request.user, on=today())
            except Refused as error:
                refusal, status = error, 409
            else:
                messages.success(request, _("The membership ends as written."))
                return redirect(spell.person)
    context = {"spell": spell, "form": form, "refusal": refusal}
    return render(request, "members/end.html", context, status=status)
