"""What the pages that ask for an export share; each list brings its own kind, columns and count."""

from collections.abc import Iterable
from typing import Any

from django.shortcuts import redirect, render

from unionhall.access.exports.forms import ExportForm
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.exchange.exports import actions
from unionhall.exchange.exports.kinds import Kind
from unionhall.organisations.fields import key_of


def ask_page(
    request: Any,
    kind: Kind,
    *,
    asked: dict,
    choices: Iterable[tuple[str, Any]],
    usual: Iterable[str],
    back: str,
    total: int | None = None,
    said: str = "",
    may_ids: bool = False,
):
    """Ask for reason, format and columns; then on to the export's own page.

    `asked` tells the kind which rows; `said` says it to the reader, `total` how many.
    """
    form = ExportForm(
        request.POST or None,
        choices=list(choices),
        may_ids=may_ids,
        initial={"columns": list(usual), "format": "xlsx"},
    )
    refusal, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = ask(request, kind, asked, **form.cleaned_data)
            except Refused as refused:
                refusal, status = refused, 409
            else:
                return redirect("exports:show", made.pk)
    context = {
        "form": form,
        "kind": kind,
        "total": total,
        "said": said,
        "back": back,
        "refusal": refusal,
    }
    return render(request, "exports/ask.html", context, status=status)


def ask(request: Any, kind: Kind, asked: dict, *, columns: list[str], **told: Any):
    """Ask for an export within the request's scope."""
    paths = request.scope.paths
    return actions.ask(
        kind.name,
        organisation_id=int(key_of(paths[0])),
        paths=list(paths),
        asked={**asked, "columns": columns},
        by=request.user,
        on=today(),
        **told,
    )
