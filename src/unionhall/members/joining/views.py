"""One list of who wants to join and who moves, for an officer of unions."""

from dataclasses import replace

from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from unionhall.access.scope import requires
from unionhall.core.clock import today
from unionhall.members.joining.forms import JoiningForm
from unionhall.members.joining.rows import Wanted
from unionhall.members.queries import holding_members, unit_called


@requires("members.view")
def index(request):
    """Applications, invitations and transfers of my unions; what is overdue stands first."""
    form = JoiningForm(request.GET)
    chosen = form.chosen()
    show, unit = chosen.pop("show", "waiting"), chosen.get("unit", "")
    wanted = Wanted(
        request.scope,
        show,
        chosen.get("kind", ""),
        unit_called(unit, request.scope, surely=True) if unit else None,
        chosen.get("q", ""),
    )
    page = wanted.page(order=chosen.get("order", "due"), cursor=request.GET.get("page", ""))
    may = {
        name: bool(request.scope.also(f"members.{name}"))
        for name in ("admit", "take_down_application", "invite")
    }
    context = {
        "page": page,
        "form": form,
        "show": show,
        "chosen": chosen,
        "narrowed": any(name in chosen for name in ("kind", "unit", "q")),
        "units": holding_members(request.scope),
        "tabs": [_tab(wanted, name, label, chosen) for name, label in JoiningForm.SHOWS],
        "before": _at(show, chosen, page.before),
        "after": _at(show, chosen, page.after),
        "today": today(),
        "may": may,
        "may_admit": may["admit"] and any(line.application for line in page),
    }
    return render(request, "members/joining/index.html", context)


def _tab(wanted: Wanted, name: str, label, chosen: dict[str, str]) -> dict:
    ended = name == "ended"
    return {
        "label": label,
        "url": f"{reverse('joining:index')}?{urlencode({'show': name, **chosen})}",
        "current": wanted.show == name,
        "count": None if ended else replace(wanted, show=name).count(),
    }


def _at(show: str, chosen: dict[str, str], cursor: str) -> str | None:
    return f"?{urlencode({'show': show, **chosen, 'page': cursor})}" if cursor else None
