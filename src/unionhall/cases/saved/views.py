"""The pages of saved views: saved, looked at, changed, put in order, removed."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from unionhall.access.scope import requires
from unionhall.cases.forms import FilterForm
from unionhall.cases.saved import actions, queries
from unionhall.cases.saved.forms import ViewForm
from unionhall.cases.saved.models import SavedView
from unionhall.cases.saved.sentence import sentence
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.web import explain_refusal
from unionhall.organisations.fields import key_of
from unionhall.organisations.models import Organisation


def _view(request, pk: int) -> SavedView:
    rows = queries.visible(request.scope).select_related("organisation", "owner")
    return get_object_or_404(rows, pk=pk)


@requires("cases.view")
def index(request):
    views = queries.listed(request.scope)
    rows = [{"view": view, "sentence": sentence(view.filters)} for view in views]
    return render(request, "cases/saved/index.html", {"rows": rows})


@requires("cases.view")
def save(request):
    """The inbox's filters, which stand in the address, under a name."""
    filters = FilterForm(request.GET)
    chosen = filters.cleaned_data if filters.is_valid() else {}
    kept = {name: value for name, value in chosen.items() if name not in actions.TYPED}
    form, refusal, status = ViewForm(request.POST or None), None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            told = {name: form.cleaned_data[name] for name in ("name", "is_shared")}
            unit = Organisation.objects.get(pk=key_of(request.scope.paths[0]))
            try:
                made = actions.save_view(unit, **told, filters=kept, by=request.user, on=today())
            except Refused as refused:
                refusal, status = refused, 409
            else:
                return redirect(made.get_absolute_url())
    context = {
        "form": form,
        "refusal": refusal,
        "sentence": sentence(kept),
        "typed": bool(chosen.get("q")),
    }
    return render(request, "cases/saved/save.html", context, status=status)


@requires("cases.view")
def change(request, pk):
    view = _view(request, pk)
    initial = {name: getattr(view, name) for name in ("name", "is_shared", "version")}
    form, refusal, status = ViewForm(request.POST or None, initial=initial), None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            told = form.cleaned_data | {"version": form.cleaned_data["version"] or 0}
            try:
                actions.change_view(view, **told, by=request.user, on=today())
            except Refused as refused:
                refusal, status = refused, 409
            else:
                return redirect("cases:saved_views")
    context = {
        "form": form,
        "refusal": refusal,
        "view": view,
        "sentence": sentence(view.filters),
    }
    return render(request, "cases/saved/save.html", context, status=status)


@require_POST
@requires("cases.view")
def move(request, pk):
    with explain_refusal(request):
        up = request.POST.get("to") != "back"
        actions.move_view(_view(request, pk), up=up, by=request.user, on=today())
    return redirect("cases:saved_views")


@require_POST
@requires("cases.view")
def begin_with(request, pk):
    with explain_refusal(request):
        view = _view(request, pk)
        actions.begin_with(view, by=request.user, on=today())
        messages.success(request, _("Your inbox now begins with “%(view)s”.") % {"view": view})
    return redirect("cases:saved_views")


@require_POST
@requires("cases.view")
def begin_as_usual(request):
    actions.begin_with(None, by=request.user, on=today())
    messages.success(request, _("Your inbox begins with all open requests again."))
    return redirect("cases:saved_views")


@require_POST
@requires("cases.view")
def remove(request, pk):
    with explain_refusal(request):
        actions.remove_view(_view(request, pk), by=request.user, on=today())
        messages.success(request, _("The view has been removed."))
    return redirect("cases:saved_views")
