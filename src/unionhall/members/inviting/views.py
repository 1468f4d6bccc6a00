"""Officers of the receiving union: invite a member of another one, and see what came of it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from unionhall.access.scope import requires
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.web import explain_refusal
from unionhall.duties.models import Duty
from unionhall.history.queries import trail
from unionhall.members.inviting import actions, owed
from unionhall.members.inviting.forms import InviteForm
from unionhall.members.inviting.models import Invitation
from unionhall.members.queries import holding_members, unit_called
from unionhall.members.sentences import story


@requires("members.invite")
@sensitive_post_parameters("number")
def invite(request):
    """Name and number exactly; the answer is the same whoever that is."""
    units = holding_members(request.scope)
    typed = (request.POST.get("unit") or "").strip().replace("\x00", "")
    unit = unit_called(typed, request.scope, surely=True) if typed else None
    form, refusal, status = InviteForm(request.POST or None), None, 200
    if request.method == "POST" and unit and form.is_valid():
        try:
            made = actions.invite(unit, **form.cleaned_data, by=request.user, on=today())
        except Refused as error:
            refusal, status = error, 409
        else:
            messages.success(
                request, _("Sent. If that is a member of another union, they have been asked.")
            )
            return redirect(made)
    elif request.method == "POST":
        status = 422
    context = {
        "form": form,
        "units": units,
        "unit": unit,
        "no_unit": request.method == "POST" and unit is None,
        "refusal": refusal,
        "rule": owed.RULE,
    }
    return render(request, "members/inviting/invite.html", context, status=status)


@requires("members.view")
def show(request, pk):
    """One invitation as it was typed, and how it stands."""
    row = invitation_of(request, pk)
    waits = row.is_waiting
    context = {
        "invitation": row,
        "duty": Duty.objects.open().about(row).first(),
        "today": today(),
        "story": story(trail(row)),
        "may_withdraw": waits and request.scope.also("members.invite").covers(row.organisation),
    }
    return render(request, "members/inviting/show.html", context)


@require_POST
@requires("members.invite")
def withdraw_invitation(request, pk):
    """Take it back before it is answered."""
    row = invitation_of(request, pk)
    with explain_refusal(request):
        actions.withdraw_invitation(row, by=request.user, on=today())
        messages.success(request, _("Withdrawn. Nothing changes."))
    return redirect(row)


def invitation_of(request, pk: int) -> Invitation:
    rows = Invitation.objects.within(request.scope)
    return get_object_or_404(
        rows.select_related("organisation", "asked_by", "transfer__spell__organisation"), pk=pk
    )
