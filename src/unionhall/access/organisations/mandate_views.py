"""Offices and bodies: appointing, ending a mandate, beginning and ending a term."""

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from unionhall.access.organisations import forms
from unionhall.access.organisations.pages import crumbs, perform, within, words_in
from unionhall.access.scope import requires
from unionhall.accounts.models import User
from unionhall.accounts.phones import plain
from unionhall.core.clock import today
from unionhall.core.text import masked_phone
from unionhall.history.actions import act, searched
from unionhall.organisations import actions
from unionhall.organisations.actions.bodies import term_years
from unionhall.organisations.models import Body, Mandate


def people_called(words: str) -> list[dict]:
    """Accounts with exactly this name, phone number or user name; nobody can leaf through people."""
    same = Q(name=words) | Q(username__iexact=words)
    if number := plain(words):
        same |= Q(phone=number)
    users = User.objects.filter(same, is_active=True).order_by("name", "pk")[:20]
    mandates = Mandate.objects.in_force(on=today()).filter(user__in=[user.pk for user in users])
    offices: dict[int, list[str]] = {}
    for mandate in mandates.select_related("organisation"):
        offices.setdefault(mandate.user_id, []).append(
            f"{mandate.organisation} {mandate.office_title}"
        )
    return [
        {"user": user, "phone": masked_phone(user.phone or ""), "offices": offices.get(user.pk, [])}
        for user in users
    ]


@requires("organisations.appoint")
def appoint(request, pk):
    organisation = within(request, pk)
    words = words_in(request)
    if words and request.method == "GET":
        searched(organisation.chain, by=request.user, what="accounts", text=words)
    people = people_called(words) if words else []
    if "new" in request.GET:
        form = forms.AppointNewForm(request.POST or None, organisation=organisation)
    else:
        form = forms.AppointForm(request.POST or None, organisation=organisation, people=people)
    return perform(
        request,
        "organisations/appoint.html",
        form,
        lambda data: _appointed(request, organisation, data),
        done=_("Appointed."),
        organisation=organisation,
        crumbs=crumbs(request.user, organisation),
        words=words,
        people=people,
        is_new="new" in request.GET,
    )


@act
def _appointed(request, organisation, data):
    """Open the account and give the office in one act: neither without the other."""
    on = today()
    if "phone" in data:
        account = {"name": data.pop("name"), "phone": data.pop("phone")}
        data["user"] = actions.open_account(
            **account, organisation=organisation, by=request.user, on=on
        )
    actions.appoint(organisation=organisation, **data, by=request.user, on=on)
    return organisation


@requires("organisations.end_mandate")
def end_mandate(request, pk):
    rows = Mandate.objects.within(request.scope).select_related("user", "organisation")
    mandate = get_object_or_404(rows, pk=pk)
    form = forms.DayForm(request.POST or None, initial={"on": max(today(), mandate.from_on)})

    def act(data):
        actions.end_mandate(mandate, by=request.user, on=today(), until_on=data["on"])
        return mandate.organisation

    return perform(
        request,
        "organisations/end_mandate.html",
        form,
        act,
        done=_("The mandate ends."),
        mandate=mandate,
        organisation=mandate.organisation,
        crumbs=crumbs(request.user, mandate.organisation),
    )


@requires("organisations.manage")
def open_body(request, pk):
    organisation = within(request, pk)
    years = term_years(organisation, on=today()) if organisation.kind_facts.term else []
    form = forms.OpenBodyForm(request.POST or None, organisation=organisation, years=years)

    def act(data):
        actions.open_body(organisation, **data, by=request.user, on=today())
        return organisation

    return perform(
        request,
        "organisations/open_body.html",
        form,
        act,
        done=_("The term has begun."),
        organisation=organisation,
        crumbs=crumbs(request.user, organisation),
        rule=organisation.kind_facts.term,
    )


@requires("organisations.manage")
def end_body(request, pk):
    rows = Body.objects.within(request.scope).select_related("organisation")
    body = get_object_or_404(rows, pk=pk)
    form = forms.DayForm(request.POST or None)

    def act(data):
        actions.end_body(body, by=request.user, on=data["on"])
        return body.organisation

    return perform(
        request,
        "organisations/end_body.html",
        form,
        act,
        done=_("The term ends."),
        body=body,
        organisation=body.organisation,
        crumbs=crumbs(request.user, body.organisation),
    )
