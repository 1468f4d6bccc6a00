"""The inbox as a file, asked for over the interface; how far it is stands under /exports."""

from typing import Literal
from urllib.parse import urlencode

from ninja import Router, Status

from unionhall.access.exports.api import Asking, ExportOut
from unionhall.access.exports.listing import asked_for
from unionhall.access.scope import requires
from unionhall.cases.exports import INBOX
from unionhall.core.interface import PROBLEMS, Printable
from unionhall.members.hidden import hidden

router = Router(tags=["exports"])


class InboxAskIn(Asking):
    """Which requests, as the inbox narrows them."""

    show: Literal["open", "new", "mine", "overdue", "week", "ended"] = "open"
    topic: Printable = ""
    difficulty: Printable = ""
    unit: Printable = ""
    q: Printable = ""


@router.post("/cases", response={202: ExportOut, **PROBLEMS}, operation_id="cases_export")
@requires("cases.export")
def export(request, asked: InboxAskIn):
    """Ask for the requests as a file, with the reason; a job makes it."""
    names = ("show", "topic", "difficulty", "unit")
    told = {name: getattr(asked, name) for name in names}
    query = urlencode(told | {"s": hidden(asked.q[:60])})
    return Status(202, asked_for(request, INBOX, query, asked))
