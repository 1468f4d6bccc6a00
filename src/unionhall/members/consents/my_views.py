"""A member's own consents on the phone."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from unionhall.access.scope import own
from unionhall.core.clock import today
from unionhall.core.web import explain_refusal
from unionhall.members.consents import actions
from unionhall.members.consents.kinds import KINDS
from unionhall.members.consents.queries import lines
from unionhall.members.models import Person


@never_cache
@own
def my_consents(request):
    """What I consent to, in which words, and since when."""
    context = {"lines": lines(me(request), on=today())}
    return render(request, "members/consents/my_consents.html", context)


@require_POST
@own
def give_consent(request, kind):
    """Consent in the words that were shown."""
    person, version = me(request), request.POST.get("version", "")
    with explain_refusal(request):
        number = int(version) if version.isdecimal() else 0
        actions.give_consent(person, known(kind), version=number, by=request.user, on=today())
        messages.success(request, _("Thank you. You can take it back at any time."))
    return redirect("consents:my_consents")


@require_POST
@own
def withdraw_consent(request, kind):
    """Take it back."""
    with explain_refusal(request):
        actions.withdraw_consent(me(request), known(kind), by=request.user, on=today())
        messages.success(request, _("Taken back, from today on."))
    return redirect("consents:my_consents")


def me(request) -> Person:
    person = Person.objects.filter(user=request.user).first()
    if person is None:
        raise Http404
    return person


def known(kind: str) -> str:
    """The code of a kind; 404 for none."""
    if kind not in KINDS:
        raise Http404
    return kind
