"""One box for everything an officer may find: people, requests by number, unions."""

from django.db.models import Q
from django.shortcuts import render

from unionhall.access.scope import own, scope
from unionhall.cases import queries
from unionhall.core.clock import today
from unionhall.history.actions import searched
from unionhall.members.search import found, matching
from unionhall.organisations.models import Organisation

MOST = 12
LONGEST = 60


@own
def search(request):
    """What fits, within the reader's scope; what was typed comes by POST, so that no address holds it."""
    text = request.POST.get("q", "").replace("\x00", "").strip()[:LONGEST]
    context = {"q": text, **(_found(request.user, text) if text else {})}
    return render(request, "cases/search.html", context)


def _found(user, text: str) -> dict:
    on, results = today(), {}
    if members := scope(user, "members.view"):
        searched(queries.chain_of(members), by=user, what="everything", text=text)
        results["people"] = found(text, scope=members, on=on, most=MOST)
    if scope(user, "cases.view"):
        fits = Q(number__iexact=text) | Q(person__in=matching(text))
        cases = queries.readable_by(user, on=on).filter(fits)
        results["cases"] = queries.inbox(cases, {"show": "ended"}, "", size=MOST).rows
    if units := scope(user, "organisations.view"):
        inside = Organisation.objects.filter(units.q("")).called(text)
        results["units"] = list(inside.order_by("path")[:MOST])
    return {"results": results, "nothing": not any(results.values())}
