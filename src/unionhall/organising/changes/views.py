"""Changes of unions: what happened, and the two steps of each way: where things go, then to do it."""

from typing import Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionhall.access.scope import requires
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.paging import keyset
from unionhall.organisations import estate
from unionhall.organisations.models import Organisation
from unionhall.organisations.offices import OFFICES
from unionhall.organising.changes import actions, first_officers, owed
from unionhall.organising.changes.forms import FORMS, ConfirmForm, PlanForm
from unionhall.organising.changes.models import Change, Way
from unionhall.organising.changes.plans import (
    APPROVAL,
    DISSOLUTION,
    Consequence,
    consequences,
    seal,
)

# That there are any of these is itself not for everybody.
HIDDEN = ("restricted_cases",)
MAKES = (Way.MERGE, Way.SPLIT)  # a new union, if one is named
ICONS = {
    Way.CHANGE: "edit",
    Way.MOVE: "corner-down-right",
    Way.MERGE: "stack-2",
    Way.SPLIT: "arrows-sort",
    Way.DISSOLVE: "archive",
}
MEANS = {
    Way.CHANGE: gettext_lazy("Members, mandates and everything else stay."),
    Way.MOVE: gettext_lazy("It goes with everything below it."),
    Way.MERGE: gettext_lazy(
        "The unions merged with it are closed. Their members go on in it on the same day, without a break."
    ),
    Way.SPLIT: gettext_lazy(
        "Those who go are members of the other union from today on, without a break; their open requests go along."
    ),
    Way.DISSOLVE: gettext_lazy(
        "The union is closed and keeps its past. Nothing may be left without an owner."
    ),
}


@requires("organising.view")
def index(request):
    """What became of unions below mine, the newest first."""
    rows = Change.objects.within(request.scope).prefetch_related("parts__organisation")
    page = keyset(rows, ("-done_on", "-pk"), request.GET.get("page", ""))
    return render(request, "organising/changes/index.html", {"page": page})


@requires("organising.view")
def show(request, pk):
    """One change, with the figures of the day on which it was made."""
    row = change_of(request, pk)
    return render(
        request,
        "organising/changes/show.html",
        {"change": row, "parts": row.parts.all(), "figures": told_figures(row, request)},
    )


@requires("organising.view")
def begin(request, pk):
    """What can be done with a union; each way first shows what it would mean."""
    union = union_of(request, pk)
    ways = [
        {
            "label": label,
            "means": MEANS[Way(way)],
            "icon": ICONS[Way(way)],
            "url_name": f"union_changes:{way}",
        }
        for way, label in Way.choices
        if request.scope.also(f"organising.{way}").covers(union.parent)
    ]
    return render(request, "organising/changes/begin.html", {"union": union, "ways": ways})


@requires("organising.change")
def change(request, pk):
    """Another name or kind."""
    return _step(request, pk, Way.CHANGE, actions.change)


@requires("organising.move")
def move(request, pk):
    """Another higher union."""
    return _step(request, pk, Way.MOVE, actions.move)


@requires("organising.merge")
def merge(request, pk):
    """Several unions become one."""
    return _step(request, pk, Way.MERGE, actions.merge)


@requires("organising.split")
def split(request, pk):
    """A part of the members goes."""
    return _step(request, pk, Way.SPLIT, actions.split)


@requires("organising.dissolve")
def dissolve(request, pk):
    """A union ends."""
    return _step(request, pk, Way.DISSOLVE, actions.dissolve)


def _step(request, pk: int, way: str, act):
    """First the form alone, then with the consequences under it, then the act and what it made."""
    union = union_of(request, pk)
    form = FORMS[way](request.POST or None, union=union, scope=request.scope)
    confirm = ConfirmForm(request.POST if "seen" in request.POST else None)
    context: dict[str, Any] = {
        "union": union,
        "way": way,
        "title": Way(way).label,
        "means": MEANS[Way(way)],
        "rule": DISSOLUTION if way == Way.DISSOLVE else APPROVAL,
        "owed": owed.RULE,
        "form": form,
        "confirm": confirm,
    }
    if request.method != "POST":
        return render(request, "organising/changes/step.html", context)
    status = 422
    if form.is_valid():
        try:
            plan, status = form.plan(), 200
            if confirm.is_bound and not confirm.is_valid():
                status = 422
            elif confirm.is_bound:
                seen = request.POST["seen"]
                told = confirm.cleaned_data
                made = act(plan, **told, seen=seen, by=request.user, on=today())
                messages.success(request, _("Done. What went where stands here for good."))
                return redirect(made)
            found = consequences(plan, on=today())
            seats = first_officers.named(plan, on=today())
        except Refused as refusal:
            context |= {"refusal": refusal}
            status = 409
        else:
            context |= {"looked": True, "found": shown(found, request), "seen": seal(plan, found)}
            context["kept"] = kept(request, form)
            context["seats"] = [(OFFICES[office].title, person.name) for person, office in seats]
            context["keeps"] = plan.keeps
            context["nobody_leads"] = plan.new and way in MAKES and not first_officers.leads(plan)
    return render(request, "organising/changes/step.html", context, status=status)


def kept(request, form: PlanForm) -> list[tuple[str, str]]:
    """What was typed in the first step, for the second to send again."""
    return [(name, value) for name in form.fields for value in request.POST.getlist(name)]


def shown(found: list[Consequence], request) -> list[dict[str, Any]]:
    """Consequences for a table; how many there are of what the reader may not see stays untold."""
    return [
        {
            "union": one.union,
            "label": one.part.label,
            "count": one.count if sees(one.part, one.union, request) else None,
            "names": one.names if sees(one.part, one.union, request) else (),
            "to": one.to,
        }
        for one in found
        if told(one.part, one.union, request)
    ]


def told(part: estate.Part, union: Organisation, request) -> bool:
    """Whether the reader may know that there is anything of the kind at all."""
    return part.name not in HIDDEN or sees(part, union, request)


def sees(part: estate.Part, union: Organisation, request) -> bool:
    """Whether the reader may know how many there are."""
    return not part.ability or request.scope.also(part.ability).covers(union)


def told_figures(row: Change, request) -> list[dict[str, Any]]:
    """The kept figures in words, by the same measure as before the act."""
    parts = {part.name: part for part in estate.parts()}
    codes = {code for one in row.figures for code in (one["union"], one["to"]) if code}
    unions = {unit.code: unit for unit in Organisation.objects.filter(code__in=codes)}
    return [
        {
            "union": unions[one["union"]],
            "label": parts[one["part"]].label,
            "count": one["count"]
            if one["union"] in unions and sees(parts[one["part"]], unions[one["union"]], request)
            else None,
            "to": unions.get(one["to"], one["to"]),
        }
        for one in row.figures
        if one["part"] in parts
        and one["union"] in unions
        and told(parts[one["part"]], unions[one["union"]], request)
    ]


def union_of(request, pk: int) -> Organisation:
    """An open union whose next higher one lies within the scope: that one resolves."""
    rows = Organisation.objects.open().filter(request.scope.q("parent"))
    return get_object_or_404(rows.select_related("parent", "division", "employer"), pk=pk)


def change_of(request, pk: int) -> Change:
    """One change within the scope."""
    rows = Change.objects.within(request.scope).select_related("higher", "done_by")
    return get_object_or_404(rows.prefetch_related("parts__organisation"), pk=pk)
