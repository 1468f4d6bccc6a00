"""A member's own household on the phone, and whose household they are named in."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from unionhall.access.scope import own
from unionhall.core.clock import today
from unionhall.core.web import explain_refusal
from unionhall.members import queries as files
from unionhall.members.households import actions
from unionhall.members.households.forms import EndForm, LinkForm, RelativeForm, end_form, link_form
from unionhall.members.households.models import Link, Relative
from unionhall.members.models import Person


@never_cache
@own
def my_household(request):
    """Who belongs to my household, and who asks to name me in theirs."""
    return _shown(request, me(request))


@require_POST
@own
def add_mine(request):
    """Enter somebody of my household."""
    person, form = me(request), RelativeForm(request.POST)
    if not form.is_valid():
        return _shown(request, person, form, status=422)
    with explain_refusal(request):
        actions.add_relative(person, **form.cleaned_data, by=request.user, on=today())
        messages.success(request, _("Entered."))
    return redirect("households:my_household")


@require_POST
@own
def end_mine(request, uid):
    """Note that somebody belongs to it no longer."""
    row, form = get_object_or_404(me(request).relatives, uid=uid), EndForm(request.POST)
    with explain_refusal(request):
        if form.is_valid():
            actions.end_relative(row, **form.cleaned_data, by=request.user, on=today())
            messages.success(request, _("Noted. The entry stays, with its end."))
        else:
            messages.error(request, _("Enter the day from which it holds no longer."))
    return redirect("households:my_household")


@require_POST
@own
def ask_link(request, uid):
    """Ask a relative who is a member too whether both files may name each other."""
    row, form = get_object_or_404(me(request).relatives, uid=uid), LinkForm(request.POST)
    with explain_refusal(request):
        if form.is_valid():
            actions.ask_link(row, **form.cleaned_data, by=request.user, on=today())
            messages.success(request, _("If they are a member, they can agree on their own page."))
        else:
            messages.error(request, _("This is no mobile number."))
    return redirect("households:my_household")


@require_POST
@own
def agree_link(request, uid):
    """Agree that somebody names me in their household."""
    row = get_object_or_404(of_me(request), uid=uid)
    with explain_refusal(request):
        actions.agree_link(row, by=request.user, on=today())
        messages.success(request, _("Linked. You can end it at any time."))
    return redirect("households:my_household")


@require_POST
@own
def end_link(request, uid):
    """Say no to a link, or end it, on either side."""
    row = get_object_or_404(either(request), uid=uid)
    with explain_refusal(request):
        actions.end_link(row, by=request.user, on=today())
        messages.success(request, _("Nothing is linked any more."))
    return redirect("households:my_household")


def me(request) -> Person:
    person = Person.objects.filter(user=request.user).first()
    if person is None:
        raise Http404
    return person


def of_me(request):
    """Those in which the reader is named, whether they have agreed or not."""
    return Relative.objects.filter(member__user=request.user).select_related("person", "member")


def either(request):
    """Those of the reader's own household, and those in which they are named."""
    mine = Relative.objects.filter(person__user=request.user).select_related("person", "member")
    return mine | of_me(request)


def _shown(request, person: Person, form=None, status=200):
    units = [spell.organisation for spell in person.memberships[:1]]
    context = {
        "relatives": [(row, end_form(row), link_form(row)) for row in person.relatives.in_order()],
        "named": of_me(request).order_by("pk"),
        "asked": Link.ASKED,
        "form": form or RelativeForm(),
        "readers": files.readers(units, on=today(), ability="members.view_household"),
    }
    return render(request, "members/households/my_household.html", context, status=status)
