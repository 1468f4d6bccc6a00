"""A member's household and delegates, for the officers who may see them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from unionhall.access.scope import requires
from unionhall.core.clock import today
from unionhall.core.web import explain_refusal
from unionhall.history.actions import read_opened
from unionhall.members.delegates.queries import lines
from unionhall.members.households import actions
from unionhall.members.households.forms import EndForm, RelativeForm, end_form
from unionhall.members.households.models import Relative
from unionhall.members.models import Person
from unionhall.members.queries import chain_of


@never_cache
@requires("members.view_household")
def show(request, pk):
    """Who belongs to the household, and who acts for the member; opening it is recorded."""
    person = person_of(request, pk)
    read(request, person)
    return _shown(request, person)


@require_POST
@requires("members.add_relative")
def add_relative(request, pk):
    """Enter somebody of the household."""
    person, form = person_of(request, pk), RelativeForm(request.POST)
    if not form.is_valid():
        return _shown(request, person, form, status=422)
    with explain_refusal(request):
        actions.add_relative(person, **form.cleaned_data, by=request.user, on=today())
        messages.success(request, _("Entered."))
    return redirect("households:show", person.pk)


@require_POST
@requires("members.end_relative")
def end_relative(request, pk):
    """Note that somebody belongs to it no longer."""
    row, form = relative_of(request, pk), EndForm(request.POST)
    with explain_refusal(request):
        if form.is_valid():
            actions.end_relative(row, **form.cleaned_data, by=request.user, on=today())
            messages.success(request, _("Noted. The entry stays, with its end."))
        else:
            messages.error(request, _("Enter the day from which it holds no longer."))
    return redirect("households:show", row.person_id)


def person_of(request, pk: int) -> Person:
    return get_object_or_404(Person.objects.within(request.scope), pk=pk)


def relative_of(request, pk: int) -> Relative:
    rows = Relative.objects.filter(person__in=Person.objects.within(request.scope))
    return get_object_or_404(rows.select_related("person", "member"), pk=pk)


def read(request, person: Person) -> None:
    read_opened(
        chain_of(person),
        by=request.user,
        subject=person,
        person=str(person.uid),
        verb="members.household_opened",
    )


def _shown(request, person: Person, form=None, status=200):
    def may(ability: str) -> bool:
        return person.is_within(request.scope.also(ability))

    context = {
        "person": person,
        "relatives": [(row, end_form(row)) for row in person.relatives.in_order()],
        "delegations": lines(person.delegations.order_by("-pk")),
        "form": form or RelativeForm(),
        "may_add": may("members.add_relative"),
        "may_end": may("members.end_relative"),
        "may_record": may("members.record_delegation"),
        "may_revoke": may("members.revoke_delegation"),
    }
    return render(request, "members/households/show.html", context, status=status)
