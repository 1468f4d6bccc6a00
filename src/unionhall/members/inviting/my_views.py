"""The person has the word, on their phone."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from unionhall.access.scope import own
from unionhall.core.clock import today
from unionhall.core.web import explain_refusal
from unionhall.duties.models import Duty
from unionhall.members.inviting import actions
from unionhall.members.inviting.models import Invitation
from unionhall.members.transfers.queries import elsewhere


@never_cache
@own
def my_show(request, uid):
    """Who asks for me and why, what happens then, and my word."""
    row = mine(request, uid)
    assert row.person is not None  # it is theirs
    context = {
        "invitation": row,
        "spell": elsewhere(row.person, row.organisation, on=today()),
        "duty": Duty.objects.open().about(row).first(),
        "today": today(),
    }
    return render(request, "members/inviting/my_show.html", context)


@require_POST
@own
def my_agree(request, uid):
    """Yes: from here it is a transfer."""
    row = mine(request, uid)
    with explain_refusal(request):
        actions.agree_invitation(row, by=request.user, on=today())
        messages.success(
            request,
            _("Agreed. You stay a member of your union until the new one has received you."),
        )
    return redirect("inviting:my_show", row.uid)


@require_POST
@own
def my_decline(request, uid):
    """No, and why, for whoever wants to say."""
    row, reason = mine(request, uid), request.POST.get("reason", "").replace("\x00", "")[:300]
    with explain_refusal(request):
        actions.decline_invitation(row, reason=reason, by=request.user, on=today())
        messages.success(request, _("Declined. Nothing changes."))
    return redirect("inviting:my_show", row.uid)


def mine(request, uid) -> Invitation:
    rows = Invitation.objects.filter(person__user=request.user)
    return get_object_or_404(
        rows.select_related(
            "organisation", "person__user", "asked_by", "transfer__spell__organisation"
        ),
        uid=uid,
    )
