"""Who may read one's own request: kept to named persons, and whom it is about."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from unionhall.access.scope import own
from unionhall.cases.confidential import actions, forms, queries
from unionhall.cases.models import Case
from unionhall.cases.my_views import my_page
from unionhall.core.clock import today
from unionhall.core.errors import Refused


def _perform(request, number: str, name: str, form, act):
    cases = Case.objects.filter(person__user=request.user)
    case = get_object_or_404(
        cases.select_related("organisation__parent", "person__user", "handler", "owner"),
        number=number,
    )
    if not form.is_valid():
        return my_page(request, case, bound={name: form}, status=422)
    data = dict(form.cleaned_data)
    if "user" in data:
        data["user"] = queries.officer(data["user"], on=today())
        if data["user"] is None:
            raise Http404
    try:
        act(case, **data, by=request.user, on=today())
    except Refused as refused:
        return my_page(request, case, bound={name: form}, refusal=refused, status=409)
    return redirect(case.my_url)


@require_POST
@own
def mark(request, number):
    """Keep it to named persons from now on."""
    return _perform(request, number, "mark", forms.MarkForm(request.POST), actions.mark)


@require_POST
@own
def record_party(request, number):
    """Say which officer it is about: they can no longer read it."""
    return _perform(
        request, number, "record_party", forms.PartyForm(request.POST), actions.record_party
    )


@require_POST
@own
def strike_party(request, number):
    """Take that back."""
    return _perform(
        request, number, "strike_party", forms.PartyForm(request.POST), actions.strike_party
    )
