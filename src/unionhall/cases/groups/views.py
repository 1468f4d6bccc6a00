"""Officers' pages of a group: who brings a request together, and every act on that."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from unionhall.access.scope import can, requires
from unionhall.cases.confidential.reading import is_guest
from unionhall.cases.groups import actions, forms
from unionhall.cases.groups.models import Group
from unionhall.cases.models import Case
from unionhall.cases.queries import readable_by
from unionhall.core.clock import today
from unionhall.core.web import explain_refusal
from unionhall.history.actions import read_opened
from unionhall.members.models import Person, Spell


def row_of(request, number: str, ability: str) -> Case:
    """One request that the officer may open, or do that to."""
    rows = readable_by(request.user, ability).select_related(
        "organisation", "person__user", "handler"
    )
    return get_object_or_404(rows, number=number)


@requires("cases.view")
def group(request, number):
    """Who brings it together; it names people, so it counts as read."""
    case = row_of(request, number, "cases.view")
    read_opened(case.chain, by=request.user, subject=case, person=str(case.person.uid))
    return shown(request, case)


def shown(request, case: Case, *, status=200):
    """The page with what may be done now."""
    rows = case.joined.filter(left_on=None).select_related("person").order_by("pk")
    found = list(rows)
    context = {
        "case": case,
        "group": Group.objects.filter(case=case).first(),
        "rows": found,
        "settled": sum(row.is_settled is True for row in found),
        "unsettled": sum(row.is_settled is False for row in found),
        "may": case.is_open
        and can(request.user, "cases.group", case.organisation)
        and not is_guest(case, request.user),
        "begin_form": forms.BeginForm(),
        "add_form": forms.AddForm(auto_id="id_add_%s"),
        "choose_form": forms.ChooseForm(
            rows=rows, initial={"chosen": [row.pk for row in found if row.is_representative]}
        ),
    }
    return render(request, "cases/groups/group.html", context, status=status)


@require_POST
@requires("cases.group")
def begin(request, number):
    """Let others join."""
    case, form = row_of(request, number, "cases.group"), forms.BeginForm(request.POST)
    return _formed(request, case, form, actions.begin, case)


@require_POST
@requires("cases.group")
def call_policy(request, number):
    """Say that it is about a rule for all."""
    case = row_of(request, number, "cases.group")
    return _done(request, case, actions.call_policy, case)


@require_POST
@requires("cases.group")
def renew_code(request, number):
    """Give it another code."""
    case = row_of(request, number, "cases.group")
    return _done(request, case, actions.renew_code, case)


@require_POST
@requires("cases.group")
def add(request, number):
    """Put another worker in."""
    case, form = row_of(request, number, "cases.group"), forms.AddForm(request.POST)
    if not form.is_valid():
        return _unfit(request, case)
    person = member_of(request, form.cleaned_data["person"])
    return _done(request, case, actions.add, case, person, agreed=form.cleaned_data["agreed"])


@require_POST
@requires("cases.group")
def choose(request, number):
    """Write down who speaks for all."""
    case = row_of(request, number, "cases.group")
    rows = case.joined.filter(left_on=None).select_related("person")
    form = forms.ChooseForm(request.POST, rows=rows)
    if not form.is_valid():
        return _unfit(request, case)
    return _done(request, case, actions.choose, case, list(form.cleaned_data["chosen"]))


def member_of(request, uid) -> Person:
    """A member within the scope, by the key of the file."""
    spells = Spell.objects.covering(on=today()).filter(request.scope.q("organisation"))
    try:
        return get_object_or_404(Person.objects.filter(pk__in=spells.values("person")), uid=uid)
    except (ValueError, ValidationError) as error:
        raise Http404 from error


def _formed(request, case: Case, form, act, *subjects):
    if not form.is_valid():
        return _unfit(request, case)
    return _done(request, case, act, *subjects, **form.cleaned_data)


def _done(request, case: Case, act, *subjects, **told):
    with explain_refusal(request):
        act(*subjects, **told, by=request.user, on=today())
        messages.success(request, _("Done."))
    return redirect("cases:group", case.number)


def _unfit(request, case: Case):
    messages.error(request, _("Nothing was done: something is missing or is not right."))
    return shown(request, case, status=422)
