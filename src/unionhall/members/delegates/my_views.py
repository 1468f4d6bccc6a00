"""Who acts for me, for whom I act, and what I do for them, on the phone."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from unionhall.access.scope import own
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.text import masked_id
from unionhall.core.web import explain_refusal
from unionhall.members.changes import actions as changes
from unionhall.members.changes.my_pages import Places, changes_page, proposals_of, propose_page
from unionhall.members.delegates import actions
from unionhall.members.delegates.acting import acting_under, looked_at
from unionhall.members.delegates.forms import GiveForm
from unionhall.members.delegates.matters import DATA, known
from unionhall.members.delegates.models import Delegation
from unionhall.members.delegates.queries import done_under, lines
from unionhall.members.models import Person
from unionhall.members.pages import facts
from unionhall.members.sealing import open_id


@never_cache
@own
def my_delegates(request):
    """Who acts for me, and for whom I act."""
    person = Person.objects.filter(user=request.user).first()
    given = lines(person.delegations.all()) if person else []
    context = {
        "person": person,
        "given": given,
        "done": [line for one in given for line in done_under(one.row)],
        "held": lines(Delegation.objects.filter(delegate=request.user)),
    }
    return render(request, "members/delegates/my_delegates.html", context)


@own
def give_delegation(request):
    """Let somebody act for me."""
    person = Person.objects.filter(user=request.user).first()
    if person is None:
        raise Http404
    form = GiveForm(request.POST or None, initial={"from_on": today()})
    refusal, status = None, 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.give_delegation(person, **form.cleaned_data, by=request.user, on=today())
        except Refused as error:
            refusal, status = error, 409
        else:
            messages.success(request, _("Given. They have been told."))
            return redirect("delegates:my_delegates")
    elif request.method == "POST":
        status = 422
    context = {"form": form, "refusal": refusal}
    return render(request, "members/delegates/give.html", context, status=status)


@require_POST
@own
def my_revoke(request, uid):
    """End it, whichever side I am on."""
    row = get_object_or_404(either(request), uid=uid)
    with explain_refusal(request):
        actions.revoke_delegation(row, by=request.user, on=today())
        messages.success(request, _("Revoked from now on."))
    return redirect("delegates:my_delegates")


@never_cache
@own
def acting(request, uid):
    """What I may do for somebody, and what I did."""
    row = acting_under(request, uid)
    context = {"acting": row, "done": done_under(row), "matters": _pages_of(row)}
    if DATA in row.matters:
        looked_at(request, row)
        context |= {"facts": facts(row.person), "masked": masked_id(open_id(row.person))}
    return render(request, "members/delegates/acting.html", context)


@never_cache
@own
def my_changes_for(request, uid):
    """What was proposed for their file."""
    row = acting_under(request, uid, DATA)
    looked_at(request, row)
    return changes_page(request, row.person, _places(row))


@never_cache
@own
def propose_for(request, uid):
    """Change their file as they would."""
    row = acting_under(request, uid, DATA)
    looked_at(request, row)
    return propose_page(request, row.person, _places(row))


@require_POST
@own
def withdraw_changes_for(request, uid, change):
    """Take a proposal for their file back."""
    row = acting_under(request, uid, DATA)
    proposal = get_object_or_404(proposals_of(row.person), uid=change)
    with explain_refusal(request):
        changes.withdraw_changes(proposal, under=row.pk, by=request.user, on=today())
        messages.success(request, _("Withdrawn. Nothing changes."))
    return redirect("delegates:my_changes_for", row.uid)


def either(request):
    """Delegations the reader gave or holds."""
    rows = Delegation.objects.select_related("person__user", "delegate")
    return rows.filter(person__user=request.user) | rows.filter(delegate=request.user)


def _places(row: Delegation) -> Places:
    return Places(
        reverse("delegates:acting", args=[row.uid]),
        reverse("delegates:my_changes_for", args=[row.uid]),
        reverse("delegates:propose_for", args=[row.uid]),
        row,
    )


def _pages_of(row: Delegation) -> list[tuple[str, str]]:
    """Where each of its matters is done."""
    return [
        (str(matter.link), reverse(matter.page, args=[row.uid]))
        for code, matter in known().items()
        if code in row.matters
    ]
