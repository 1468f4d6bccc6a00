"""What the pages of this package share."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from unionhall.access.scope import Scope, scope
from unionhall.core.errors import Refused
from unionhall.organisations.models import Organisation


def within(request: Any, pk: int) -> Organisation:
    """The organisation, if the request's scope covers it; else 404."""
    rows = Organisation.objects.within(request.scope).select_related(
        "parent", "division", "employer"
    )
    return get_object_or_404(rows, pk=pk)


def crumbs(user, organisation: Organisation, *, on=None) -> list[dict[str, Any]]:
    """What lies above it, top first; only what the user may open has a link."""
    visible = scope(user, "organisations.view", on=on)
    above = Organisation.objects.above(organisation).order_by("path")
    return [
        {"name": unit, "url": unit.get_absolute_url() if visible.covers(unit) else ""}
        for unit in above
    ]


def perform(
    request: HttpRequest,
    template: str,
    form: Any,
    act: Callable[[dict], Any],
    *,
    done: str = "",
    **context: Any,
) -> HttpResponse:
    """A page with a form: shown, filled in wrongly (422), refused (409), or done.

    `act` gets the cleaned data and answers with what to show next: a model or an address.
    """
    status, refusal = 200, None
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                after = act(form.cleaned_data)
            except Refused as refused:
                status, refusal = 409, refused
            else:
                messages.success(request, done or _("Done."))
                return redirect(after)
    return render(request, template, {**context, "form": form, "refusal": refusal}, status=status)


def words_in(request: HttpRequest, name: str = "q") -> str:
    """What is searched for, without what no name contains."""
    return request.GET.get(name, "").replace("\0", "").strip()[:60]


def address(request: HttpRequest, **changed: Any) -> str:
    """This page's address with some values of its query changed, or left out where None."""
    query = request.GET.copy()
    for name, value in changed.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return f"?{query.urlencode()}"


def turned(request: HttpRequest, cursor: str) -> str | None:
    """The address of the page the cursor points to, None where there is none."""
    return address(request, at=cursor) if cursor else None


def may(user, found: Scope, organisation: Organisation, *abilities: str) -> dict[str, bool]:
    """Which of the abilities the user has there, by their verbs: {"manage": True, …}."""
    return {
        ability.rpartition(".")[2]: found.also(ability).covers(organisation)
        for ability in abilities
    }
