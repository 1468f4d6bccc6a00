"""The pages of a list of evidence."""

from typing import Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from unionhall.access.scope import requires
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.web import explain_refusal
from unionhall.papers import kinds
from unionhall.papers.evidence import actions, queries
from unionhall.papers.evidence.forms import AddForm, ItemForm, ReturnForm, StrikeForm
from unionhall.papers.evidence.models import Item
from unionhall.papers.views import opened, subject_of


def listed(user, name: str, key: str, ability: str) -> tuple[kinds.Subject, Any]:
    """What the list is about; 404 where the user may not, or where no list is kept."""
    about, row = subject_of(user, name, key, ability, on=today())
    if about.files is None:
        raise Http404
    return about, row


def item_of(user, uid, ability: str) -> tuple[Item, Any]:
    """An item of a list the user may keep, and what the list is about; else 404."""
    item = get_object_or_404(Item, uid=uid)
    row = kinds.subject(item.subject_type).by_id(item.subject_id, user, ability, on=today())
    if row is None:
        raise Http404
    return item, row


@never_cache
@requires("papers.view")
def evidence(request, name, key):
    """The list, to be read and printed."""
    about, row = listed(request.user, name, key, "papers.view")
    opened(request.user, about, row, row)
    return _shown(request, about, row)


def _shown(request, about: kinds.Subject, row: Any, *, status: int = 200, **bound):
    may = request.scope.also("papers.keep_evidence").covers(row.organisation)
    paper = kinds.kind(f"{about.label.partition('.')[0]}.evidence_list")
    context = {
        "subject": row,
        "name": about.name,
        "key": getattr(row, about.key),
        "items": list(Item.objects.struck_too(row).select_related("attachment", "by")),
        "may_keep": may,
        "paper": paper if request.scope.also("papers.issue").covers(row.organisation) else None,
        "form": AddForm(files=queries.open_files(row)) if may else None,
        **bound,
    }
    return render(request, "papers/evidence/list.html", context, status=status)


@require_POST
@requires("papers.keep_evidence")
def add_item(request, name, key):
    """Put a file or a thing on the list."""
    about, row = listed(request.user, name, key, "papers.keep_evidence")
    form = AddForm(request.POST, files=queries.open_files(row))
    if not form.is_valid():
        return _shown(request, about, row, form=form, status=422)
    try:
        actions.add_item(row, **form.told, by=request.user, on=today())
    except Refused as refused:
        return _shown(request, about, row, form=form, refusal=refused, status=409)
    return redirect("evidence:list", about.name, getattr(row, about.key))


def _back(item: Item, row: Any):
    about = kinds.subject(item.subject_type)
    return redirect("evidence:list", about.name, getattr(row, about.key))


@requires("papers.keep_evidence")
def correct_item(request, uid):
    """Put right what is said of an item."""
    item, row = item_of(request.user, uid, "papers.keep_evidence")
    names = ("name", "proves", "source", "handed_on", "way", "form", "pages")
    form = ItemForm(request.POST or None, initial={name: getattr(item, name) for name in names})
    status, refusal = 200, None
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.correct_item(item, row, **form.cleaned_data, by=request.user, on=today())
                return _back(item, row)
            except Refused as refused:
                status, refusal = 409, refused
    about = kinds.subject(item.subject_type)
    context = {
        "item": item, "form": form, "refusal": refusal, "name": about.name,
        "key": getattr(row, about.key),
        "return_form": ReturnForm(initial={"to": item.source}, auto_id="id_return_%s"),
        "strike_form": StrikeForm(auto_id="id_strike_%s"),
    }  # fmt: skip
    return render(request, "papers/evidence/item.html", context, status=status)


@require_POST
@requires("papers.keep_evidence")
def move_item(request, uid, up):
    """One place up, or down."""
    item, row = item_of(request.user, uid, "papers.keep_evidence")
    with explain_refusal(request):
        actions.move_item(item, row, up=up, by=request.user, on=today())
    return _back(item, row)


@require_POST
@requires("papers.keep_evidence")
def return_item(request, uid):
    """Write down that it was given back."""
    item, row = item_of(request.user, uid, "papers.keep_evidence")
    form = ReturnForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say to whom it was given back, and when."))
        return _back(item, row)
    with explain_refusal(request):
        actions.return_item(item, row, **form.cleaned_data, by=request.user, on=today())
    return _back(item, row)


@require_POST
@requires("papers.keep_evidence")
def strike_item(request, uid):
    """Strike an item off the list."""
    item, row = item_of(request.user, uid, "papers.keep_evidence")
    form = StrikeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why it is struck off the list."))
        return _back(item, row)
    with explain_refusal(request):
        actions.strike_item(item, row, **form.cleaned_data, by=request.user, on=today())
    return _back(item, row)
