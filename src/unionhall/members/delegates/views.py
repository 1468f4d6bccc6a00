"""Delegations taken down from a paper, for officers."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from unionhall.access.scope import requires
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.web import explain_refusal
from unionhall.documents.models import Attachment
from unionhall.documents.web import serve
from unionhall.members.delegates import actions
from unionhall.members.delegates.forms import RecordForm
from unionhall.members.delegates.models import Delegation
from unionhall.members.households.views import person_of, read
from unionhall.members.models import Person


@requires("members.record_delegation")
def record_delegation(request, pk):
    """A paper that the member signed."""
    person, refusal, status = person_of(request, pk), None, 200
    form = RecordForm(request.POST or None, request.FILES or None, initial={"from_on": today()})
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        paper = told.pop("paper")
        try:
            actions.record_delegation(person, **told, files=[paper], by=request.user, on=today())
        except Refused as error:
            refusal, status = error, 409
        else:
            messages.success(request, _("Taken down. Both have been told."))
            return redirect("households:show", person.pk)
    elif request.method == "POST":
        status = 422
    context = {"person": person, "form": form, "refusal": refusal}
    return render(request, "members/delegates/record.html", context, status=status)


@require_POST
@requires("members.revoke_delegation")
def revoke_delegation(request, pk):
    """Revoke it on the member's word."""
    row = delegation_of(request, pk)
    with explain_refusal(request):
        actions.revoke_delegation(row, by=request.user, on=today())
        messages.success(request, _("Revoked from now on. Both have been told."))
    return redirect("households:show", row.person_id)


@requires("members.view_household")
def attachment(request, pk, uid):
    """The signed paper; opening it is recorded."""
    row = delegation_of(request, pk)
    read(request, row.person)
    return serve(get_object_or_404(Attachment.objects.of(row), uid=uid))


def delegation_of(request, pk: int) -> Delegation:
    rows = Delegation.objects.filter(person__in=Person.objects.within(request.scope))
    return get_object_or_404(rows.select_related("person__user", "delegate"), pk=pk)
