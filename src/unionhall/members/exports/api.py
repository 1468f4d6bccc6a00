"""An export of the register, asked for over the interface; how far it is stands under /exports."""

from typing import Any, Literal
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from ninja import Router, Status

from unionhall.access.exports import pages as asking
from unionhall.access.exports.api import Asking, ExportOut
from unionhall.access.scope import requires
from unionhall.core.errors import Refused
from unionhall.core.interface import PROBLEMS
from unionhall.members.api import Narrowed
from unionhall.members.exports import columns, kind
from unionhall.members.hidden import hidden

router = Router(tags=["members"])


class AskIn(Narrowed, Asking):
    """Which memberships, as the list narrows them, with which columns."""

    q: str = ""
    saved: int | None = None  # the id of a saved search
    order: Literal["name", "joined", "unit"] = "name"
    with_ids: bool = False


def list_query(asked: Narrowed, **more: Any) -> str:
    """The address of the list that shows the same."""
    told = {name: getattr(asked, name) for name in ("unit", "status", "employment", "on")}
    told |= {"sex": asked.sex.value if asked.sex else "", **more}
    return urlencode({name: value for name, value in told.items() if value})


@router.post("", response={202: ExportOut, **PROBLEMS}, operation_id="members_export")
@requires("members.export")
def export(request, asked: AskIn):
    """Ask for the register as a file, with the reason; a job makes it."""
    asked.filters(request)  # 404 for a union outside the scope
    if unknown := set(asked.columns) - set(columns.CODES):
        raise Refused(_("There is no column %(name)s.") % {"name": min(unknown)})
    if asked.with_ids and not request.scope.also("members.reveal_id"):
        raise Refused(_("You may not open ID numbers."))
    told = asked.dict(include={"reason", "format", "columns", "with_ids"})
    query = list_query(asked, order=asked.order, saved=asked.saved, s=hidden(asked.q.strip()[:60]))
    return Status(202, asking.ask(request, kind.MEMBERS, {"query": query}, **told))
