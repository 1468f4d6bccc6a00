"""Two files made one on the page of their comparison, and what was merged, to be undone."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from unionhall.access.scope import requires
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.web import explain_refusal
from unionhall.history.actions import read_opened
from unionhall.members.duplicates.models import Duplicate
from unionhall.members.merging import actions
from unionhall.members.merging.forms import FIRST, MergeForm
from unionhall.members.merging.models import Merge
from unionhall.members.queries import chain_of


@requires("members.merge")
def merge(request, pk):
    """Decide field by field, then make one file of the pair."""
    rows = Duplicate.objects.within(request.scope).select_related("first__user", "second__user")
    pair = get_object_or_404(rows, pk=pk)
    form = MergeForm(request.POST or None, first=pair.first, second=pair.second)
    refusal, status = None, 200
    if request.method != "POST":
        for person in (pair.first, pair.second):
            read_opened(chain_of(person), by=request.user, subject=person, person=str(person.uid))
    elif form.is_valid():
        sides = (pair.first, pair.second)
        kept, gone = sides if form.cleaned_data["keep"] == FIRST else reversed(sides)
        try:
            made = actions.merge(kept, gone, **form.decided(), by=request.user, on=today())
        except Refused as error:
            refusal, status = error, 409
        else:
            messages.success(request, _("One file now. It can be undone here."))
            return redirect(made)
    else:
        status = 422
    context = {"pair": pair, "form": form, "refusal": refusal}
    return render(request, "members/merging/merge.html", context, status=status)


@requires("members.merge")
def show(request, pk):
    """What was merged, by whom and why."""
    return render(request, "members/merging/show.html", {"merge": _row(request, pk)})


@require_POST
@requires("members.merge")
def undo_merge(request, pk):
    """Make two files of it again."""
    row = _row(request, pk)
    with explain_refusal(request):
        stays = actions.undo_merge(row, by=request.user, on=today())
        if stays:
            said = _("Two files again. Changed since, and left as it is: %s.")
            messages.warning(request, said % ", ".join(stays))
        else:
            messages.success(request, _("Two files again, as they were."))
    return redirect(row)


def _row(request, pk: int) -> Merge:
    rows = Merge.objects.within(request.scope).select_related("kept", "gone", "by", "undone_by")
    return get_object_or_404(rows, pk=pk)
