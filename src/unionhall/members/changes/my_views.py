"""A member's changes to their own file on the phone: sent, seen, withdrawn."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from unionhall.access.scope import own
from unionhall.core.clock import today
from unionhall.core.web import explain_refusal
from unionhall.documents.models import Attachment
from unionhall.documents.web import serve
from unionhall.members.changes import actions
from unionhall.members.changes.my_pages import Places, changes_page, proposals_of, propose_page
from unionhall.members.models import Person


@never_cache
@own
def my_changes(request):
    """What I proposed, the newest first, and what came of it."""
    return changes_page(request, _me(request), _places())


@never_cache
@own
def propose(request):
    """Change my file: some of it at once, the rest after the union has compared it."""
    return propose_page(request, _me(request), _places())


@require_POST
@own
def my_withdraw(request, uid):
    """Take a proposal back."""
    row = get_object_or_404(proposals_of(_me(request)), uid=uid)
    with explain_refusal(request):
        actions.withdraw_changes(row, by=request.user, on=today())
        messages.success(request, _("Withdrawn. Nothing changes."))
    return redirect("changes:my_changes")


@own
def my_attachment(request, uid, file):
    """A paper I sent along."""
    row = get_object_or_404(proposals_of(_me(request)), uid=uid)
    return serve(get_object_or_404(Attachment.objects.of(row), uid=file))


def _me(request) -> Person:
    person = Person.objects.filter(user=request.user).first()
    if person is None:
        raise Http404
    return person


def _places() -> Places:
    return Places(reverse("members:me"), reverse("changes:my_changes"), reverse("changes:propose"))
