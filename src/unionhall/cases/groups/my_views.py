"""A worker's own pages of a group: let colleagues join, join, confirm, leave."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from unionhall.access.scope import own
from unionhall.cases.groups import actions, forms
from unionhall.cases.groups.models import Group, Joined
from unionhall.cases.models import Case, Status
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.web import explain_refusal
from unionhall.members.card.pictures import svg


def mine(request, number: str) -> Case:
    """A request that I brought, or joined and did not leave."""
    joined = Joined.objects.filter(person__user=request.user, left_on=None)
    rows = Case.objects.filter(Q(person__user=request.user) | Q(pk__in=joined.values("case")))
    related = rows.select_related("organisation", "person__user", "handler")
    return get_object_or_404(related, number=number)


@own
def my_group(request, number):
    """How it stands and how many we are; for whoever brought it, the code to pass on."""
    return shown(request, mine(request, number))


def shown(request, case: Case, *, refusal=None, form=None, status=200):
    """The page, with what was typed into what did not go through."""
    first = case.person.user_id == request.user.pk
    group = Group.objects.filter(case=case).first()
    address = ""
    if first and group and case.is_open:
        way = f"{reverse('cases:group_join')}?code={group.code}"
        address = request.build_absolute_uri(way)
    speakers = case.joined.filter(left_on=None, is_representative=True).select_related("person")
    context = {
        "case": case,
        "group": group,
        "first": first,
        "row": case.joined.filter(person__user=request.user, left_on=None).first(),
        "speakers": [case.person.name, *(row.person.name for row in speakers.order_by("pk"))],
        "address": address,
        "picture": svg(address) if address else "",
        "begin_form": form or forms.BeginForm(),
        "confirm_form": forms.ConfirmForm(),
        "answered": case.status in (Status.PROPOSED, Status.CLOSED),
        "refusal": refusal,
        "today": today(),
    }
    return render(request, "cases/groups/my_group.html", context, status=status)


@require_POST
@own
def begin(request, number):
    """Let colleagues join my request."""
    case = get_object_or_404(
        Case.objects.select_related("organisation", "person__user", "handler"),
        number=number,
        person__user=request.user,
    )
    form = forms.BeginForm(request.POST)
    if not form.is_valid():
        return shown(request, case, form=form, status=422)
    try:
        actions.begin(case, **form.cleaned_data, by=request.user, on=today())
    except Refused as refusal:
        return shown(request, mine(request, number), refusal=refusal, form=form, status=409)
    messages.success(request, _("Pass the code on to colleagues with the same matter."))
    return redirect("cases:my_group", number)


@own
def join(request):
    """Join with the code a colleague passed on; before that one reads only what it is about."""
    code = request.POST.get("code", request.GET.get("code", "")).replace("\x00", "")
    code = code.strip().upper()[:20]
    form = forms.JoinForm(request.POST or None, initial={"code": code})
    refusal, status = None, 200
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.join(**form.cleaned_data, by=request.user, on=today())
        except Refused as error:
            refusal, status = error, 409
        else:
            messages.success(request, _("You have joined. Below stands how it goes on."))
            return redirect("cases:my_group", made.case.number)
    elif request.method == "POST":
        status = 422
    group = Group.objects.filter(code=code).select_related("case__organisation").first()
    context = {"form": form, "group": group, "refusal": refusal}
    return render(request, "cases/groups/join.html", context, status=status)


@require_POST
@own
def confirm(request, number):
    """Say whether the answer settles it for me."""
    case, form = mine(request, number), forms.ConfirmForm(request.POST)
    if not form.is_valid():
        return shown(request, case, status=422)
    with explain_refusal(request):
        actions.confirm(case, **form.cleaned_data, by=request.user, on=today())
        messages.success(request, _("Thank you; the union knows."))
    return redirect("cases:my_group", number)


@require_POST
@own
def leave(request, number):
    """Go out of it."""
    case = mine(request, number)
    with explain_refusal(request):
        actions.leave(case, by=request.user, on=today())
        messages.success(request, _("You are out of it; the others go on."))
        return redirect("cases:my_cases")
    return redirect("cases:my_group", number)
