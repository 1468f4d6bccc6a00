"""A delegate brings a request for the member they act for, and follows it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from unionhall.access.scope import own
from unionhall.cases import forms, my_actions, queries, routing
from unionhall.cases.confidential.models import Tie
from unionhall.cases.models import Case
from unionhall.cases.trail import ABOUT_READERS, Step, story
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.history.actions import read_opened
from unionhall.history.queries import trail
from unionhall.members.delegates.acting import acting_under
from unionhall.members.delegates.models import Delegation


@never_cache
@own
def bring_for(request, uid):
    """On one page, with what was brought before."""
    acting = acting_under(request, uid, my_actions.REQUESTS)
    form, refusal, status = forms.BringForm(request.POST or None, request.FILES or None), None, 200
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        readers = told.pop("readers")
        restricted = readers != "union"
        told["concern"] = told["concern"] if readers == "named" else ""
        try:
            case = my_actions.bring_for(
                acting, **told, restricted=restricted, by=request.user, on=today()
            )
        except Refused as error:
            refusal, status = error, 409
        else:
            said = _("Sent; its number is %(number)s. %(name)s has been told.")
            messages.success(request, said % {"number": case.number, "name": acting.person.name})
            return redirect("cases:case_for", acting.uid, case.number)
    elif request.method == "POST":
        status = 422
    union = routing.own_union(acting.person, on=today())
    context = {
        "acting": acting,
        "form": form,
        "refusal": refusal,
        "today": today(),
        "brought": brought(acting).order_by("-received_on", "-pk")[:50],
        "readers": routing.named(routing.readers(union, restricted=False, on=today()))
        if union
        else [],
    }
    return render(request, "cases/my/bring_for.html", context, status=status)


@never_cache
@own
def case_for(request, uid, number):
    """Its stages as the member sees them; the letters between member and union stay theirs."""
    acting = acting_under(request, uid, my_actions.REQUESTS)
    case = seen_for(request, acting, number)
    context = {
        "acting": acting,
        "case": case,
        "stages": stages(case),
        "rule": queries.rule_of(case),
        "today": today(),
    }
    return render(request, "cases/my/case_for.html", context)


def brought(acting: Delegation):
    """Requests brought under this delegation, and no other of the member's."""
    numbers = [
        entry.facts["number"]
        for entry in trail(acting)
        if entry.verb == "members.request_brought" and not entry.is_read
    ]
    rows = Case.objects.filter(person=acting.person, number__in=numbers)
    # A delegate who is in office may be whom it is about.
    rows = rows.exclude(
        pk__in=Tie.objects.in_force().party().filter(user=acting.delegate).values("case")
    )
    return rows.select_related("organisation", "handler", "person__user")


def seen_for(request, acting: Delegation, number: str) -> Case:
    """One of them; the member reads that the delegate looked at it."""
    case = get_object_or_404(brought(acting), number=number)
    read_opened(case.chain, by=request.user, subject=case, person=str(acting.person.uid))
    return case


def stages(case: Case) -> list[Step]:
    """What was done about it, without notes and without what was written."""
    told = story(trail(case), (), for_worker=True, besides=ABOUT_READERS)
    return [step for step in told if step.kind == "act"]
