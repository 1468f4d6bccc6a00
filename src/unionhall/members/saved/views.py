"""The pages of saved searches: put together, looked at, saved, changed, removed."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from unionhall.access.scope import requires
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.web import explain_refusal
from unionhall.history.actions import searched
from unionhall.members.models import Spell
from unionhall.members.queries import Filters, chain_of_scope
from unionhall.members.saved import actions, builder, queries
from unionhall.members.saved.fields import read
from unionhall.members.saved.forms import SearchForm
from unionhall.members.saved.models import SavedSearch
from unionhall.members.saved.sentence import place, sentence
from unionhall.organisations.fields import key_of
from unionhall.organisations.models import Organisation


def _search(request, pk: int) -> SavedSearch:
    rows = queries.visible(request.scope).select_related("organisation", "owner")
    return get_object_or_404(rows, pk=pk)


def _told(search: SavedSearch, request, where: str) -> dict:
    said = sentence(search.readable, status=search.status, where=where)
    return {"search": search, "sentence": said, "is_mine": search.owner_id == request.user.pk}


@requires("members.view")
def index(request):
    rows = queries.visible(request.scope).select_related("organisation", "owner")
    where = place(request.scope)
    found = [_told(search, request, where) for search in rows.order_by("name", "pk")[:200]]
    return render(request, "members/saved/index.html", {"rows": found})


@requires("members.view")
def show(request, pk):
    search = _search(request, pk)
    context = {
        **_told(search, request, place(request.scope)),
        "count": queries.queryset(search, request.scope, today()).count(),
        "may_export": bool(request.scope.also("members.export")),
    }
    return render(request, "members/saved/show.html", context)


@never_cache
@requires("members.view")
def save(request):
    """A new search; until it is saved nothing of it is kept but in the form."""
    return _build(request, None)


@never_cache
@requires("members.view")
def change(request, pk):
    return _build(request, _search(request, pk))


def _build(request, search: SavedSearch | None):
    draft, form = _begun(request, search)
    pressed = request.POST.get("do", "")
    refusal, status, looked = None, 200, None
    if pressed in ("save", "look") and draft is not None:
        status = 422
        if draft.is_valid() and form.is_complete(named=pressed == "save"):
            status = 200
            looked = _looked(request, draft, form.cleaned_data["status"])
            if pressed == "save":
                try:
                    return redirect("members:search", _kept(request, search, draft, form).pk)
                except Refused as refused:
                    refusal, status = refused, 409
    context = {"draft": draft, "form": form, "search": search, "refusal": refusal}
    context |= {"looked": looked, "menu": builder.menu()}
    return render(request, "members/saved/build.html", context, status=status)


def _begun(request, search: SavedSearch | None):
    """The search as it stands on the page: as sent, as saved, or empty."""
    if request.method == "POST":
        return builder.sent(request.POST), SearchForm(request.POST)
    if search is None:
        return builder.Draft(), SearchForm(initial={"status": "held"})
    names = ("name", "status", "is_shared", "version")
    form = SearchForm(initial={name: getattr(search, name) for name in names})
    return builder.drawn(search.readable), form


def _looked(request, draft: builder.Draft, status: str) -> dict:
    """The search in words, how many it finds, and the first of them; that one looked is recorded."""
    group, scope = read(draft.data()), request.scope
    filters = Filters(scope, today(), status, where=queries.Where(group))
    found = Spell.objects.filter(filters.q())
    count = found.count()
    searched(chain_of_scope(scope), by=request.user, what="members", found=count)
    first = found.select_related("person", "organisation").order_by("name_key", "pk")[:10]
    said = sentence(group, status=status, where=place(scope))
    return {"sentence": said, "count": count, "first": first}


def _kept(request, search: SavedSearch | None, draft: builder.Draft, form) -> SavedSearch:
    told = dict(form.cleaned_data)
    version = told.pop("version") or 0
    told |= {"conditions": draft.data(), "by": request.user, "on": today()}
    if search is not None:
        return actions.change_search(search, version=version, **told)
    unit = Organisation.objects.get(pk=key_of(request.scope.paths[0]))
    return actions.save_search(unit, **told)


@require_POST
@requires("members.view")
def remove(request, pk):
    with explain_refusal(request):
        actions.remove_search(_search(request, pk), by=request.user, on=today())
        messages.success(request, _("The search has been removed."))
        return redirect("members:searches")
    return redirect("members:search", pk)
